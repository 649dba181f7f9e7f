"""The outcome and the drivers of a regression, checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Bools, Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, mark

#: Above this condition number of the scaled columns they are as good as the same.
MOST_CONDITION = 1e7


@dataclass(frozen=True)
class Design:
    """y: shape (n,); x: shape (n, k) with a first column of ones; names: of all k columns; units: labels."""

    y: Floats
    x: Floats
    names: list[str]
    units: pd.Index
    kept: Bools


def make_design(
    frame: pd.DataFrame, outcome: str, drivers: Sequence[str], diagnostics: Diagnostics, components: Sequence[str] = ()
) -> Design:
    """Return the complete rows of outcome and drivers.

    components: the indicators of which the outcome is made; a driver among them is refused, since an index
    regressed on its own parts finds itself.

    Raises
    ------
    InputError
        For a driver that is the outcome or part of it, no drivers, a column without variation, columns
        that say the same, fewer than five units for each coefficient.
    """
    drivers = list(dict.fromkeys(drivers))
    if not drivers:
        raise InputError(mark("Choose at least one driver."))
    if outcome in drivers:
        raise InputError(mark("{column} cannot be both the outcome and a driver."), column=outcome)
    own = [driver for driver in drivers if driver in set(components)]
    if own:
        raise InputError(
            mark("{column} is part of the index {outcome}: an index regressed on its own parts finds itself."),
            column=own,
            outcome=outcome,
        )
    table = frame[[outcome, *drivers]].astype(float)
    kept = table.notna().all(axis=1).to_numpy()
    table = table[kept]
    n, k = len(table), len(drivers) + 1
    if n < 5 * k:
        raise InputError(
            mark(
                "{n} kelurahan with complete data {n:is|are} too few for {k} "
                "{k:coefficient|coefficients}; take at least five for each."
            ),
            n=n,
            k=k,
        )
    constant = [
        column for column in table if np.ptp(table[column].to_numpy()) <= 1e-12 * max(abs(table[column]).max(), 1)
    ]
    if constant:
        raise InputError(mark("{column} is the same everywhere and explains nothing."), column=constant)
    x = np.column_stack([np.ones(n), table[drivers].to_numpy()])
    scaled = (x - np.r_[0.0, x[:, 1:].mean(axis=0)]) / np.r_[1.0, x[:, 1:].std(axis=0)]
    if np.linalg.cond(scaled) > MOST_CONDITION:
        raise InputError(
            mark("Some drivers say exactly the same as others together: {column}. Leave one of them out."),
            column=_collinear(scaled, drivers),
        )
    diagnostics.warn_of(frame.index[~kept], mark("Left out, because a value is missing: {units}."))
    diagnostics.n, diagnostics.missing = n, int((~kept).sum())
    return Design(table[outcome].to_numpy(), x, [mark("Constant"), *drivers], table.index, kept)


def _collinear(scaled: Floats, drivers: Sequence[str]) -> list[str]:
    """Return the columns that the smallest singular vector mixes."""
    vector = np.abs(np.linalg.svd(scaled)[2][-1][1:])
    return [name for name, share in zip(drivers, vector) if share > 0.1 * vector.max()]
