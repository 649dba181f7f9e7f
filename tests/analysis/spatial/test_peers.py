"""Statistics against what esda, libpysal and pygeoda said (recorded by tests/record/spatial_peers.py)."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.spatial.geometry import Polygons
from sejahtera.analysis.spatial.global_formulas import JOINS, MEASURED
from sejahtera.analysis.spatial.global_statistics import global_autocorrelation
from sejahtera.analysis.spatial.local.geary import local_geary
from sejahtera.analysis.spatial.local.getis_ord import getis_ord
from sejahtera.analysis.spatial.local.join_counts import bivariate_join_count, colocation
from sejahtera.analysis.spatial.local.moran import bivariate_local_moran, local_moran
from sejahtera.analysis.spatial.local.result import Inference
from sejahtera.analysis.spatial.weights.contiguity import queen, rook
from sejahtera.analysis.spatial.weights.derived import higher_order
from sejahtera.analysis.spatial.weights.distance import distance_band, inverse_distance, kernel, knn, minimum_band
from sejahtera.analysis.spatial.weights.kernels import KERNELS

PEERS = json.loads((Path(__file__).parents[2] / "data" / "spatial_peers.json").read_text(encoding="utf-8"))
POINTS = np.array(PEERS["points"])
CELLS = Polygons.from_rings([[np.array(cell)] for cell in PEERS["cells"]])
DATA = pd.DataFrame(PEERS["data"])
N = len(DATA)
QUEEN = queen(CELLS, 0)
ROW = QUEEN.row_standardised()
MANY = Inference(permutations=99_999, correction="none")


def pairs(weights):
    return weights.pairs.tolist()


def table(entries):
    out = np.zeros((N, N))
    for i, j, weight in entries:
        if i != j:
            out[i, j] = weight
    return out


@pytest.mark.parametrize("tolerance", [0.0, 0.01])
def test_contiguity(tolerance):
    assert pairs(queen(CELLS, tolerance)) == PEERS["contiguity"]["queen"]
    assert pairs(rook(CELLS, tolerance)) == PEERS["contiguity"]["rook"]


@pytest.mark.parametrize(("order", "lower"), [(2, False), (3, False), (3, True)])
def test_higher_orders(order, lower):
    assert pairs(higher_order(QUEEN, order, lower)) == PEERS["contiguity"][f"order_{order}_{lower}"]


@pytest.mark.parametrize(
    ("name", "weights"),
    [
        ("knn_4", knn(POINTS, 4)),
        ("band_2200", distance_band(POINTS, 2200)),
        ("inverse_2200_1.5", inverse_distance(POINTS, 2200, 1.5)),
        *((f"kernel_{code}_fixed", kernel(POINTS, code, 2200)) for code in KERNELS),
        *((f"kernel_{code}_adaptive", kernel(POINTS, code, k=5)) for code in KERNELS),
    ],
)
def test_weights_by_distance(name, weights):
    np.testing.assert_allclose(weights.matrix.toarray(), table(PEERS["distance"][name]), rtol=1e-10, atol=1e-12)


def test_the_minimum_band():
    assert minimum_band(POINTS) == pytest.approx(PEERS["distance"]["minimum_band"], rel=2e-9)


@pytest.mark.parametrize("code", [*MEASURED, *JOINS])
def test_global_statistics(code):
    values = DATA["b"] if code in JOINS else DATA["x"]
    weights = ROW if code in ("moran", "geary") else QUEEN
    row = global_autocorrelation(values, weights, (code,), permutations=0).table.loc[code]
    for column, value in PEERS["global"][code].items():
        assert row[column] == pytest.approx(value, abs=1e-10), column


#: esda's local Geary divides the variance by n, ours and GeoDa's by n − 1.
BY_N = N / (N - 1)


def run(name, inference, gi_weights=QUEEN):
    """Return one of our local statistics."""
    x, b, xy, bc = DATA["x"], DATA["b"], DATA[["x", "y"]], DATA[["b", "c"]]
    return {
        "moran": lambda: local_moran(x, ROW, inference),
        "moran_kernel": lambda: local_moran(x, inverse_distance(POINTS, 2600).row_standardised(), inference),
        "moran_bivariate": lambda: bivariate_local_moran(xy, ROW, inference),
        "gi": lambda: getis_ord(x, gi_weights, False, inference),
        "gi_star": lambda: getis_ord(x, gi_weights, True, inference),
        "geary": lambda: local_geary(x, ROW, inference),
        "geary_multivariate": lambda: local_geary(xy, ROW, inference),
        "join_count": lambda: colocation(b.to_frame(), QUEEN, inference),
        "colocation": lambda: colocation(bc, QUEEN, inference),
        "join_bivariate": lambda: bivariate_join_count(bc, QUEEN, inference),
    }[name]().frame


@pytest.mark.parametrize("name", PEERS["local"])
def test_local_statistics_of_esda(name):
    ours, theirs = run(name, Inference(permutations=0)), PEERS["local"][name]
    factor = BY_N if name.startswith("geary") else 1
    np.testing.assert_allclose(ours.iloc[:, 0] * factor, theirs["value"], rtol=1e-9, atol=1e-10)
    if "z" in theirs:
        np.testing.assert_allclose(ours["gi_z"], theirs["z"], rtol=1e-8, atol=1e-8)


@pytest.mark.parametrize("name", PEERS["geoda"])
def test_local_statistics_of_geoda(name):
    # GeoDa's G is of row-standardised weights
    ours = run(name, Inference(permutations=0), ROW)
    np.testing.assert_allclose(ours.iloc[:, 0], PEERS["geoda"][name]["value"], rtol=1e-9, atol=1e-10)


def p_values(name, source):
    """Return our p and theirs, where both have one; join counts where theirs is of the same tail."""
    ours = run(name, MANY)
    ours = ours[next(column for column in ours if column.endswith("_p"))].to_numpy()
    theirs = np.array(PEERS[source][name]["p"])
    known = np.isfinite(ours) & np.isfinite(theirs) & (ours < (0.4 if "co" in name else 2))
    return ours[known], theirs[known]


@pytest.mark.parametrize("name", [name for name, part in PEERS["local"].items() if "p" in part])
def test_pseudo_p_differ_from_esda_by_chance_alone(name):
    ours, theirs = p_values(name, "local")
    draws = 9_999 if name == "geary_multivariate" else 99_999
    middle = (ours + theirs) / 2
    spread = np.sqrt(middle * (1 - middle) * (1 / 99_999 + 1 / draws)) + 1e-5
    score = np.abs(ours - theirs) / spread
    assert len(score) == N
    # draws are shared by the units, so that the scores are not independent of each other
    assert score.max() < 5
    assert (score < 2).mean() > 0.7


@pytest.mark.parametrize("name", PEERS["geoda"])
def test_pseudo_p_are_near_those_of_geoda(name):
    # GeoDa draws the first and the last unit half as often as others, and its numbers are a hash of a counter
    ours, theirs = p_values(name, "geoda")
    assert len(ours) >= 5
    assert np.abs(ours - theirs).max() < 0.05
    assert np.corrcoef(ours, theirs)[0, 1] > 0.99
