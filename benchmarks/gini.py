"""Gini of 84,000 units with 1,000 bootstrap draws.

Beside it, in the same run: a loop that sorts every draw in numpy, and a loop of calls of PySAL's
`inequality` where it is installed. Few draws of the loops are timed and counted up.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from measure import load_plugin, measure, ratios

UNITS, DRAWS, TIMED = 84_000, 1_000, 50


def data() -> np.ndarray:
    """Return skewed incomes."""
    return np.exp(np.random.default_rng(1).normal(0, 0.7, UNITS))


def numpy_loop(y: np.ndarray) -> list[float]:
    """Draw, sort and measure in numpy, draw by draw."""
    random, ranks = np.random.default_rng(2), np.arange(1, UNITS + 1)
    found = []
    for _ in range(TIMED):
        drawn = np.sort(y[random.integers(0, UNITS, UNITS)])
        found.append(2 * (ranks @ drawn) / (UNITS * drawn.sum()) - (UNITS + 1) / UNITS)
    return found


def pysal_loop(y: np.ndarray) -> list[float]:
    """Draw and call PySAL, draw by draw."""
    from inequality.gini import Gini

    random = np.random.default_rng(2)
    return [Gini(y[random.integers(0, UNITS, UNITS)]).g for _ in range(TIMED)]


def ours(y: np.ndarray) -> Any:
    """Estimate with 1,000 draws."""
    from sejahtera.analysis.inequality.inference import estimate

    return estimate(y, draws=DRAWS)


def ours_weighted(y: np.ndarray) -> Any:
    """Estimate with 1,000 draws under population weights."""
    from sejahtera.analysis.inequality.inference import estimate

    return estimate(y, np.arange(1.0, UNITS + 1), draws=DRAWS)


def main() -> int:
    """Print the table; return 1 where PySAL is installed and ours is not 20 times as fast."""
    load_plugin()
    rows = {"sejahtera": measure(data, ours, 3), "sejahtera, population weights": measure(data, ours_weighted, 3)}
    loops = {"numpy loop": numpy_loop}
    try:
        import inequality  # noqa: F401
    except ImportError:
        sys.stdout.write("PySAL's inequality is not installed and left out\n")
    else:
        loops["PySAL loop"] = pysal_loop
    for name, loop in loops.items():
        seconds, memory = measure(data, loop, 3)
        rows[name] = (seconds * DRAWS / TIMED, memory)
    ratios(f"Gini of {UNITS:,} units, {DRAWS:,} bootstrap draws", "sejahtera", rows)
    return int("PySAL loop" in rows and rows["PySAL loop"][0] < 20 * rows["sejahtera"][0])


if __name__ == "__main__":
    sys.exit(main())
