"""Record what esda, libpysal and pygeoda say about small synthetic maps, for the tests to compare with.

Run in an environment of its own, since these packages bring newer numpy than QGIS:

    python -m venv .venv-peers
    .venv-peers/bin/pip install esda libpysal pygeoda geopandas numba
    .venv-peers/bin/python tests/record/spatial_peers.py

writes tests/data/spatial_peers.json.
"""

import json
import warnings
from importlib.metadata import version
from pathlib import Path

import esda
import geopandas
import libpysal
import numpy as np
import pygeoda
import shapely
from libpysal.weights import W
from scipy.spatial import Voronoi

warnings.simplefilter("ignore")
OUT = Path(__file__).resolve().parent.parent / "data" / "spatial_peers.json"
N = 40


def tessellation(n, seed):
    """Return points and the cells of their Voronoi diagram in a square of 10 km."""
    points = np.random.default_rng(seed).random((n, 2)) * 10_000
    mirrored = [points]
    for axis in (0, 1):
        for line in (0.0, 10_000.0):
            copy = points.copy()
            copy[:, axis] = 2 * line - copy[:, axis]
            mirrored.append(copy)
    diagram = Voronoi(np.concatenate(mirrored))
    cells = [diagram.vertices[diagram.regions[diagram.point_region[i]]] for i in range(n)]
    return points, [np.round(cell, 3) for cell in cells]


def entries(weights):
    """Return a libpysal W as a list of (i, j, weight)."""
    return [
        [int(i), int(j), float(w)] for i in weights.neighbors for j, w in zip(weights.neighbors[i], weights.weights[i])
    ]


def contiguity(frame):
    """Return the pairs of queen and rook by libpysal and pygeoda."""
    layer = pygeoda.open(frame)
    out = {}
    for name, build, peer in (
        ("queen", libpysal.weights.Queen, pygeoda.queen_weights),
        ("rook", libpysal.weights.Rook, pygeoda.rook_weights),
    ):
        w = build.from_dataframe(frame, use_index=False)
        out[name] = sorted([int(i), int(j)] for i in w.neighbors for j in w.neighbors[i] if i < j)
        g = peer(layer)
        pairs = sorted([i, int(j)] for i in range(N) for j in g.get_neighbors(i) if i < j)
        if pairs != out[name]:
            raise SystemExit(f"libpysal and pygeoda differ on {name}")
    w = libpysal.weights.Queen.from_dataframe(frame, use_index=False)
    for order, lower in ((2, False), (3, False), (3, True)):
        higher = libpysal.weights.higher_order(w, order, lower_order=lower, silence_warnings=True)
        out[f"order_{order}_{lower}"] = sorted(
            [int(i), int(j)] for i in higher.neighbors for j in higher.neighbors[i] if i < j
        )
    return out


def by_distance(points):
    """Return weights by distance of libpysal."""
    out = {
        "knn_4": entries(libpysal.weights.KNN(points, k=4)),
        "band_2200": entries(libpysal.weights.DistanceBand(points, threshold=2200, silence_warnings=True)),
        "inverse_2200_1.5": entries(
            libpysal.weights.DistanceBand(points, threshold=2200, binary=False, alpha=-1.5, silence_warnings=True)
        ),
    }
    for ours, theirs in (
        ("triangular", "triangular"),
        ("uniform", "uniform"),
        ("epanechnikov", "quadratic"),
        ("quartic", "quartic"),
        ("gaussian", "gaussian"),
    ):
        fixed = libpysal.weights.Kernel(points, bandwidth=2200.0, function=theirs)
        out[f"kernel_{ours}_fixed"] = entries(fixed)
        adaptive = libpysal.weights.Kernel(points, k=5, fixed=False, function=theirs)
        out[f"kernel_{ours}_adaptive"] = entries(adaptive)
    out["minimum_band"] = float(libpysal.weights.min_threshold_distance(points))
    return out


def global_statistics(x, b, w, binary):
    """Return values, variances and z of esda's global statistics."""
    moran, geary = esda.Moran(x, w, permutations=0), esda.Geary(x, w, permutations=0)
    g = esda.G(x, binary, permutations=0)
    joins = esda.Join_Counts(b, binary, permutations=0)
    names = {
        "moran": (moran.I, moran.VI_rand, moran.z_rand, moran.VI_norm, moran.z_norm),
        "geary": (geary.C, geary.VC_rand, geary.z_rand, geary.VC_norm, geary.z_norm),
        "getis_ord": (g.G, g.VG, g.z_norm, None, None),
    }
    columns = ("value", "variance", "z", "variance_normality", "z_normality")
    out = {name: {c: float(v) for c, v in zip(columns, row) if v is not None} for name, row in names.items()}
    for name, value in (("join_bb", joins.bb), ("join_bw", joins.bw), ("join_ww", joins.ww)):
        out[name] = {"value": float(value)}
    return out


def local_statistics(data, w, binary, kernel):
    """Return esda's local statistics: values, z, and pseudo p at 99,999 permutations."""
    many = {"permutations": 99_999, "seed": 5, "n_jobs": 1}
    x, y, b, c = (data[name] for name in "xybc")
    out = {}
    moran = esda.Moran_Local(x, w, **many)
    out["moran"] = {"value": moran.Is, "p": moran.p_sim}
    moran = esda.Moran_Local(x, kernel, **many, keep_simulations=False)
    out["moran_kernel"] = {"value": moran.Is, "p": moran.p_sim}
    moran = esda.Moran_Local_BV(x, y, w, **many)
    out["moran_bivariate"] = {"value": moran.Is, "p": moran.p_sim}
    for name, star in (("gi", False), ("gi_star", True)):
        g = esda.G_Local(x, binary, transform="B", star=star, **many)
        out[name] = {"value": g.Gs, "z": g.Zs, "p": g.p_sim}
    geary = esda.Geary_Local(connectivity=w, permutations=99_999, seed=5).fit(x)
    out["geary"] = {"value": geary.localG, "p": geary.p_sim}
    geary = esda.Geary_Local_MV(connectivity=w, permutations=9_999).fit([x, y])
    out["geary_multivariate"] = {"value": geary.localG, "p": geary.p_sim}
    joins = esda.Join_Counts_Local(connectivity=binary, permutations=9_999, seed=5).fit(b)
    out["join_count"] = {"value": joins.LJC}
    for case, name in (("CLC", "colocation"), ("BJC", "join_bivariate")):
        joins = esda.Join_Counts_Local_BV(connectivity=binary, permutations=999, seed=5).fit(b, c, case=case)
        out[name] = {"value": joins.LJC}
    return {name: {k: np.asarray(v, float).tolist() for k, v in part.items()} for name, part in out.items()}


def geoda_statistics(data, frame):
    """Return pygeoda's local statistics: values and pseudo p."""
    w = pygeoda.queen_weights(pygeoda.open(frame))
    many = {"permutations": 99_999, "seed": 5}
    x, y, b, c = ([float(v) for v in data[name]] for name in "xybc")
    done = {
        "moran": pygeoda.local_moran(w, x, **many),
        "gi": pygeoda.local_g(w, x, **many),
        "gi_star": pygeoda.local_gstar(w, x, **many),
        "geary": pygeoda.local_geary(w, x, **many),
        "geary_multivariate": pygeoda.local_multigeary(w, [x, y], **many),
        "join_count": pygeoda.local_joincount(w, b, **many),
        "colocation": pygeoda.local_multijoincount(w, [b, c], **many),
    }
    return {name: {"value": list(r.lisa_values()), "p": list(r.lisa_pvalues())} for name, r in done.items()}


def regions(data, frame):
    """Return pygeoda's SKATER: the ratio of between to total sum of squares, for comparison."""
    w = pygeoda.queen_weights(pygeoda.open(frame))
    out = {}
    for k in (2, 4, 6):
        found = pygeoda.skater(k, w, [data["x"].tolist(), data["y"].tolist()])
        out[str(k)] = {
            "clusters": list(found["Clusters"]),
            "ratio": found["The ratio of between to total sum of squares"],
        }
    return out


def main():
    """Write the file."""
    points, cells = tessellation(N, 11)
    frame = geopandas.GeoDataFrame(geometry=[shapely.Polygon(cell) for cell in cells])
    queen = libpysal.weights.Queen.from_dataframe(frame, use_index=False)
    rng = np.random.default_rng(12)
    noise = rng.normal(size=(N, 2))
    smooth = noise + 0.4 * (queen.sparse @ noise)
    x, y = np.round(smooth - smooth.min(axis=0) + 1, 4).T
    data = {"x": x, "y": y, "b": (x > np.median(x)).astype(float), "c": (y > np.median(y)).astype(float)}
    w, binary = W(queen.neighbors), W(queen.neighbors)
    w.transform, binary.transform = "r", "b"
    kernel = libpysal.weights.DistanceBand(points, threshold=2600, binary=False, alpha=-1.0, silence_warnings=True)
    record = {
        "versions": {name: version(name) for name in ("esda", "libpysal", "pygeoda", "numpy")},
        "points": points.tolist(),
        "cells": [cell.tolist() for cell in cells],
        "data": {name: values.tolist() for name, values in data.items()},
        "contiguity": contiguity(frame),
        "distance": by_distance(points),
        "global": global_statistics(x, data["b"], w, binary),
        "local": local_statistics(data, w, binary, kernel),
        "geoda": geoda_statistics(data, frame),
        "skater": regions(data, frame),
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(record) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
