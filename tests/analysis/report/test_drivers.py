"""What the report says of drivers: no more than the regression and its residuals bear out."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.programmes.drivers.drivers import drivers_of
from sejahtera.analysis.report.results import Results
from sejahtera.analysis.report.sections.drivers import causes_section
from sejahtera.tests.analysis.programmes.drivers.lattice import lattice

NAMES = [f"K{k}" for k in range(49)]


def results_of(rho=0.0, slope=3.0, index=None, seed=1):
    """Return results as the algorithm writes them; the outcome follows `a`, residuals cluster with rho."""
    random = np.random.default_rng(seed)
    w = lattice(7).toarray()
    w /= w.sum(axis=1, keepdims=True)
    a, b = random.normal(size=(2, 49))
    y = slope * a + np.linalg.inv(np.eye(49) - rho * w) @ random.normal(size=49)
    frame = pd.DataFrame({"y": y, "a": a, "b": b})
    found = drivers_of(frame, "y", ["a", "b"], lattice(7))
    tables = {
        "drivers": found.residuals.assign(name=NAMES),
        "coefficients": found.coefficients.assign(label=["Constant", "Density", "Growth"]),
        "tests": found.tests,
        "correlations": found.screening.assign(label=found.screening["column"].map({"a": "Density", "b": "Growth"})),
    }
    own = y if index is None else index
    return Results(pd.DataFrame({"name": NAMES, "index": own}), tables), found


def texts_of(results):
    section = causes_section(results)
    return [str(one.message) for one in section.statements], [str(one.evidence) for one in section.statements]


def test_a_driver_that_holds_is_named_with_its_test():
    results, found = results_of()
    texts, evidence = texts_of(results)
    assert texts[0] == (
        f"Together Density, Growth go along with {round(100 * found.fit.r2, 1)} % of the differences in the index "
        "between 49 kelurahan."
    )
    assert f"adjusted share {round(100 * found.fit.adjusted, 1)} %" in evidence[0]
    assert "F test p < 0.0001" in evidence[0]
    assert texts[1] == "With the others held equal, the index is higher where these are higher: Density."
    assert "Holm's correction" in evidence[1]
    assert "Taken one by one, the index is higher where these are higher: Density." in texts


def test_where_residuals_cluster_neither_the_whole_nor_single_drivers_are_tested():
    texts, evidence = texts_of(results_of(rho=0.9)[0])
    assert "no test, since the residuals cluster" in evidence[0]
    assert "says nothing of single drivers" in texts[1]
    assert "Moran's I of the residuals" in evidence[1]
    assert not any("held equal" in text for text in texts)


def test_drivers_that_chance_explains_are_not_claimed():
    texts, _ = texts_of(results_of(slope=0.0)[0])
    assert "cannot be told from chance as companions of the index" in texts[0]
    assert "Taken one by one, no driver can be told from chance once neighbours are minded." in texts
    assert not any("higher where" in text or "lower where" in text for text in texts)


def test_it_is_always_said_that_this_is_association():
    for rho in (0.0, 0.9):
        section = causes_section(results_of(rho=rho)[0])
        assert "association" in str(section.statements[-1].message)
        assert section.statements[-1].key


def test_kelurahan_far_from_what_the_drivers_let_expect_are_named():
    results, found = results_of()
    texts, _ = texts_of(results)
    low = found.residuals["residual_sd"] < -1.5
    named = next(text for text in texts if "lower than the drivers let expect" in text)
    assert all(name in named for name in np.array(NAMES)[low][:5])


def test_an_outcome_that_is_not_the_index_is_not_called_so():
    texts, _ = texts_of(results_of(index=np.arange(49.0))[0])
    assert "in the outcome between" in texts[0]


@pytest.mark.parametrize("missing", ["drivers", "coefficients", "tests"])
def test_without_one_of_the_results_there_is_no_section(missing):
    results, _ = results_of()
    tables = {name: table for name, table in results.tables.items() if name != missing}
    assert causes_section(Results(results.index, tables)) is None
