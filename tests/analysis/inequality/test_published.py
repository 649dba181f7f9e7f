"""Values that others published or that their packages compute."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.inequality.decomposition import decompose
from sejahtera.analysis.inequality.distribution import distribution
from sejahtera.analysis.inequality.measures import evaluate, setting
from sejahtera.analysis.inequality.spatial_gini import spatial_gini


def value(code, values, weights=None, parameter=None):
    return evaluate(distribution(values, weights), *setting(code, parameter))[0]


@pytest.fixture(scope="module")
def published(shared_data):
    return pd.read_csv(shared_data / "reference/inequality/expected.csv")


@pytest.fixture(scope="module")
def mexico():
    """Return income per head of the 32 states of Mexico, which PySAL ships, by region."""
    examples = pytest.importorskip("libpysal.examples")
    return pd.read_csv(examples.get_path("mexico.csv"))


def block_pairs(groups):
    first, second = np.triu_indices(len(groups), 1)
    same = groups[first] == groups[second]
    return np.column_stack([first[same], second[same]])


#: Theil T and its part between regions, as PySAL's tests have them.
THEIL_OF_MEXICO = {
    1940: (0.20894344, 0.0345889),
    1950: (0.15222451, 0.02816853),
    1960: (0.10472941, 0.05260921),
    1970: (0.10194725, 0.05931219),
    1980: (0.09560113, 0.03205257),
    1990: (0.10511256, 0.02963731),
    2000: (0.10660832, 0.03635872),
}


@pytest.mark.parametrize("year", THEIL_OF_MEXICO)
def test_theil_of_the_mexican_states_and_its_part_between_regions(year, mexico):
    split = decompose(mexico[f"pcgdp{year}"], mexico["hanson98"], measure="theil_t")
    total, between = THEIL_OF_MEXICO[year]
    assert split.total == pytest.approx(total, abs=6e-9)
    assert split.between == pytest.approx(between, abs=6e-9)
    assert split.within == pytest.approx(total - between, abs=1.2e-8)


def test_gini_and_its_spatial_parts_of_the_mexican_states(mexico):
    y = mexico["pcgdp1940"].to_numpy()
    result = spatial_gini(y, block_pairs(mexico["hanson98"].to_numpy()), 0)
    scale = 2 * y.size**2 * y.mean()
    assert result.gini == pytest.approx(0.3537237117345285, rel=1e-13)
    assert result.near * scale == pytest.approx(884130.0, rel=1e-12)
    assert result.far * scale == pytest.approx(4353856.0, rel=1e-12)


def test_atkinson_and_theil_of_the_ilocos_households(published, shared_data):
    households = pd.read_csv(shared_data / "reference/inequality/ilocos.csv")
    rows = published[published["dataset"].str.startswith("ilocos")]
    assert len(rows) == 4
    for row in rows.itertuples():
        income = households.loc[households["province"] == row.dataset.split("province=")[1], "income"]
        code, parameter = ("theil_t", None) if row.statistic == "theil_T" else ("atkinson", 0.5)
        assert value(code, income, None, parameter) == pytest.approx(row.expected, abs=6e-8)


def test_the_small_examples_of_ineq_and_pysal():
    incomes = np.array([541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261], float)
    assert value("gini", incomes) == pytest.approx(0.4620911, abs=5e-8)
    assert value("atkinson", incomes, None, 0.5) == pytest.approx(0.1796591, abs=5e-8)
    assert value("gini_corrected", np.r_[np.full(9, 50 / 9), 50]) == pytest.approx(4 / 9)
    assert value("gini_corrected", np.repeat([2.0, 18.0], 5)) == pytest.approx(4 / 9)
    tens = np.arange(10, 60, 10.0)
    assert value("atkinson", tens, None, 0.0) == pytest.approx(0, abs=1e-15)
    assert 30 * (1 - value("atkinson", tens, None, 0.5)) == pytest.approx(28.105398233)
    assert 30 * (1 - value("atkinson", tens, None, 1.0)) == pytest.approx(26.0517108)


RECORDED = json.loads((Path(__file__).parents[2] / "record/pysal_inequality.json").read_text())


@pytest.mark.parametrize("case", RECORDED["cases"], ids=lambda case: case["name"])
def test_pysal_computes_the_same(case):
    y = np.array(case["values"])
    for code, factor in (("gini", 1), ("theil_t", 1), ("wolfson", 2)):
        if case[code] is not None:
            assert value(code, y) == pytest.approx(factor * case[code], rel=1e-10, abs=1e-12), code
    for epsilon, expected in case["atkinson"].items():
        assert value("atkinson", y, None, float(epsilon)) == pytest.approx(expected, rel=1e-10, abs=1e-12)
    split = decompose(y, np.array(case["groups"]), measure="theil_t")
    assert split.between == pytest.approx(case["theil_between"], rel=1e-10, abs=1e-12)


@pytest.mark.parametrize("case", RECORDED["spatial"], ids=lambda case: case["name"])
def test_the_spatial_share_is_a_share_where_pysal_reports_a_part(case):
    result = spatial_gini(np.array(case["values"], float), np.array(case["pairs"]), 0)
    assert result.gini == pytest.approx(case["gini"], rel=1e-12)
    assert result.far == pytest.approx(case["wcg_share"], rel=1e-12)  # named a share there
    assert result.far_share == pytest.approx(case["wcg_share"] / case["gini"], rel=1e-12)
    assert result.polarisation == pytest.approx(case["polarization"], rel=1e-12)
