"""What the regression says in words, and what it refuses."""

import sys

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.programmes.drivers.drivers import drivers_of

from .lattice import SP, lattice


def simulated(rho=0.0, missing=False, seed=1):
    """Return a 7 × 7 map whose outcome follows `a`, with spatial errors of strength rho."""
    random = np.random.default_rng(seed)
    w = lattice(7).toarray()
    w /= w.sum(axis=1, keepdims=True)
    a, b = random.normal(size=(2, 49))
    y = 3 * a + np.linalg.inv(np.eye(49) - rho * w) @ random.normal(size=49)
    frame = pd.DataFrame({"y": y, "a": a, "b": b})
    if missing:
        frame.loc[5, "a"] = np.nan
    return frame


def said(result):
    return " ".join(map(str, result.reading))


def test_the_reading_names_the_driver_and_says_it_is_association():
    text = said(drivers_of(simulated(), "y", ["a", "b"], lattice(7)))
    assert "more of a goes along with more of the outcome" in text
    assert "b goes" not in text
    assert "association" in text
    assert "No clusters are left" in text


def test_clusters_in_the_residuals_point_to_the_error_model():
    text = said(drivers_of(simulated(rho=0.9), "y", ["a", "b"], lattice(7)))
    assert "spatial error model" in text


def test_residuals_stand_at_their_units_and_sum_to_nothing():
    result = drivers_of(simulated(missing=True), "y", ["a", "b"], lattice(7))
    assert np.isnan(result.residuals.loc[5, "residual"])
    assert result.residuals["residual"].sum() == pytest.approx(0, abs=1e-9)
    assert result.diagnostics.missing == 1


def test_the_tests_come_in_a_fixed_order():
    tests = drivers_of(SP, "y", ["x", "z"], lattice(4)).tests["test"].tolist()
    assert tests[:5] == ["jarque_bera", "breusch_pagan", "koenker_bassett", "white", "moran"]
    assert len(tests) == 10


@pytest.mark.parametrize(
    ("model", "package"), [("lag", "spreg"), ("error", "spreg"), ("gwr", "mgwr"), ("mgwr", "mgwr")]
)
def test_a_model_without_its_package_says_how_to_get_it(model, package, monkeypatch):
    monkeypatch.setitem(sys.modules, package, None)
    monkeypatch.setitem(sys.modules, f"{package}.gwr", None)
    with pytest.raises(InputError, match=f"pip install {package}"):
        drivers_of(simulated(), "y", ["a"], lattice(7), model=model, coordinates=np.zeros((49, 2)))


def test_local_models_of_few_units_are_refused():
    with pytest.raises(InputError, match="too few for local"):
        drivers_of(SP, "y", ["x", "z"], lattice(4), model="gwr", coordinates=np.zeros((16, 2)))


def test_a_map_without_neighbours_is_refused():
    with pytest.raises(InputError, match="neighbour"):
        drivers_of(SP, "y", ["x"], lattice(4) * 0)


def test_an_outcome_computed_from_the_drivers_is_refused():
    with pytest.raises(InputError, match="computed from the drivers"):
        drivers_of(SP.assign(y=2 * SP["x"] + SP["z"]), "y", ["x", "z"], lattice(4))
