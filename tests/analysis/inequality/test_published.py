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
def mexico(shared_data):
    return pd.read_csv(shared_data / "reference/inequality/mexico_states_32.csv")


def block_pairs(groups):
    first, second = np.triu_indices(len(groups), 1)
    same = groups[first] == groups[second]
    return np.column_stack([first[same], second[same]])


def test_theil_of_the_mexican_states_and_its_part_between_regions(published, mexico):
    rows = published[
        published["statistic"].str.startswith("theil") & (published["dataset"].str.startswith("mexico"))
    ]
    assert len(rows) == 15
    for row in rows.itertuples():
        split = decompose(mexico[row.variable], mexico["hanson98"], measure="theil_t")
        found = {"theil_T": split.total, "theil_b": split.between, "theil_w": split.within}[row.statistic[:7]]
        assert found == pytest.approx(row.expected, abs=6e-9), row.statistic


def test_gini_and_its_spatial_parts_of_the_mexican_states(published, mexico):
    expected = published[published["variable"] == "pcgdp1940"].set_index("statistic")["expected"]
    y = mexico["pcgdp1940"].to_numpy()
    result = spatial_gini(y, block_pairs(mexico["hanson98"].to_numpy()), 0)
    scale = 2 * y.size**2 * y.mean()
    assert result.gini == pytest.approx(expected["gini"], rel=1e-13)
    assert result.near * scale == pytest.approx(
        expected["spatial_gini_neighbour_part_wg (block weights by hanson98)"], rel=1e-12
    )
    assert result.far * scale == pytest.approx(expected["spatial_gini_non_neighbour_part_wcg"], rel=1e-12)


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
