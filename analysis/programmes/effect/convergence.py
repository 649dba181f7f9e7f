"""Whether units grew closer together: β- and σ-convergence."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats


def convergence(before: Floats, after: Floats) -> tuple[float, float, float, float]:
    """Return the constant and slope of ln(after / before) on ln(before), and σ before and after.

    σ is the standard deviation of the logarithms with divisor n; a negative slope and a falling σ mean
    convergence. Defined for positive values only. Regression to the mean alone makes the slope negative.
    """
    level, growth = np.log(before), np.log(after / before)
    slope = np.cov(level, growth, ddof=0)[0, 1] / level.var()
    return (
        float(growth.mean() - slope * level.mean()),
        float(slope),
        float(level.std()),
        float(np.log(after).std()),
    )
