"""Record what PySAL's `inequality` computes into pysal_inequality.json.

Run with any Python that has it: `pip install inequality libpysal; python tests/record/pysal_inequality.py`.
"""

import json
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
from inequality.atkinson import atkinson
from inequality.gini import Gini, Gini_Spatial
from inequality.theil import Theil, TheilD
from inequality.wolfson import wolfson
from libpysal.weights import W

CASES = {
    "one to five": ([1, 2, 3, 4, 5], [0, 0, 1, 1, 1]),
    "ten incomes": ([20, 25, 27, 30, 35, 45, 60, 75, 80, 120], [0, 1, 0, 1, 0, 1, 0, 1, 0, 1]),
    "two groups": ([2, 4, 6, 3, 9, 12], [0, 0, 0, 1, 1, 1]),
    "all between": ([0, 0, 0, 10, 10, 10], [0, 0, 0, 1, 1, 1]),
    "lognormal": (np.exp(np.random.default_rng(1).normal(size=40)).round(6).tolist(), [k % 5 for k in range(40)]),
}
LINE = [(0, 1), (1, 2), (2, 3)]
GRID = [(3 * r + c, 3 * r + c + 1) for r in range(3) for c in range(2)] + [
    (3 * r + c, 3 * r + c + 3) for r in range(2) for c in range(3)
]
SPATIAL = {
    "line rising": ([1, 2, 3, 6], LINE),
    "line mixed": ([1, 6, 2, 3], LINE),
    "grid rising": (list(range(1, 10)), GRID),
    "grid checkerboard": ([1, 9, 1, 9, 1, 9, 1, 9, 1], GRID),
}


def neighbours(pairs, n):
    found = {unit: [] for unit in range(n)}
    for one, other in pairs:
        found[one].append(other)
        found[other].append(one)
    return W(found)


def record():
    cases, spatial = [], []
    for name, (values, groups) in CASES.items():
        y = np.array(values, float)
        positive = bool((y > 0).all())
        cases.append(
            {
                "name": name,
                "values": y.tolist(),
                "groups": groups,
                "gini": float(Gini(y).g),
                "theil_t": float(Theil(y).T),
                "theil_between": float(np.ravel(TheilD(y, np.array(groups)).bg)[0]),
                "wolfson": float(wolfson(y)) if positive else None,
                "atkinson": {str(e): float(atkinson(y, e)) for e in (0.5, 1.0, 2.0)} if positive else {},
            }
        )
    for name, (values, pairs) in SPATIAL.items():
        result = Gini_Spatial(np.array(values, float), neighbours(pairs, len(values)), permutations=0)
        spatial.append(
            {
                "name": name,
                "values": values,
                "pairs": pairs,
                "gini": float(result.g),
                "wcg_share": float(result.wcg_share),
                "polarization": float(result.polarization),
            }
        )
    versions = {package: version(package) for package in ("inequality", "libpysal", "numpy")}
    return {"versions": versions, "cases": cases, "spatial": spatial}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    target = Path(__file__).with_suffix(".json")
    target.write_text(json.dumps(record(), indent=1) + "\n", encoding="utf-8")
