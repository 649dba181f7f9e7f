"""What can be said of poverty where only the rates of each indicator are known, and no records.

Who is deprived in several indicators at once is then unknown. Sharp bounds are the least and greatest H and
M0 over all joint distributions with these rates (Fréchet's problem), found by linear programming over the
patterns of deprivations. At the union cut-off M0 is exact: Σ w h.
"""

from __future__ import annotations

import numpy as np

from ..core.arrays import Floats, Ints
from ..core.lazy import pd
from ..core.messages import InputError, mark, refuse_where
from .alkire_foster import check_cutoff, is_poor
from .definition import PovertyDefinition

#: 2^indicators unknowns have to be solved for.
MOST_INDICATORS = 12
COLUMNS = ("headcount_low", "headcount_high", "mpi_low", "mpi_high")


def bounds(rates: pd.DataFrame, definition: PovertyDefinition, k: float | None = None) -> pd.DataFrame:
    """Return the bounds of H and M0 of each area at cut-off k.

    rates: shares 0 to 1 deprived in each of the definition's fields, a row an area. An area with a missing
    rate has NaN. Columns: `headcount_low`, `headcount_high`, `mpi_low`, `mpi_high`.

    Raises
    ------
    InputError
        Where a rate is outside 0 to 1 (percentages must be divided by 100), a field is missing, or there are
        more indicators than `MOST_INDICATORS`.
    """
    k = check_cutoff(definition.k if k is None else k)
    weights = definition.weights
    if weights.size > MOST_INDICATORS:
        raise InputError(
            mark("Bounds can be found for at most {most} indicators, not {count}."),
            most=MOST_INDICATORS,
            count=weights.size,
        )
    absent = [field for field in definition.fields if field not in rates]
    if absent:
        raise InputError(
            mark("The table has no field {columns}; choose another or correct the definition."), columns=absent
        )
    known = rates[list(definition.fields)].astype(float)
    for field in definition.fields:
        outside = (known[field] < 0) | (known[field] > 1)
        refuse_where(
            outside,
            known.index,
            mark("The rates of {column} must be from 0 to 1 at {units}; divide percentages by 100."),
            column=field,
        )
    patterns = (np.arange(2**weights.size)[:, None] >> np.arange(weights.size)) & 1
    score = patterns @ weights
    poor = is_poor(score, k).astype(float)
    rows = [
        _solved(row, patterns, poor, poor * score) if not np.isnan(row).any() else [np.nan] * len(COLUMNS)
        for row in known.to_numpy()
    ]
    return pd.DataFrame(rows, index=rates.index, columns=list(COLUMNS))


def _solved(rates: Floats, patterns: Ints, *targets: Floats) -> list[float]:
    """Return least and greatest expectation of each target over distributions with these rates."""
    from scipy.optimize import linprog

    conditions = np.vstack([np.ones(len(patterns)), patterns.T])
    limits = np.append(1.0, rates)
    found = []
    for target in targets:
        for sign in (1.0, -1.0):
            solution = linprog(sign * target, A_eq=conditions, b_eq=limits, bounds=(0, 1), method="highs")
            found.append(min(max(sign * solution.fun, 0.0), 1.0))
    return found
