"""Rates of small populations, standardised so that small ones do not look extreme."""

from __future__ import annotations

import numpy as np

from ..core.lazy import pd
from ..core.messages import InputError, mark, refuse_where


def eb_standardised(events: pd.Series, population: pd.Series) -> pd.Series:
    """Return empirical-Bayes standardised rates z_i = (p_i − b)/√v_i (Assunção and Reis 1999).

    Moran's I of z allows for the larger variance of rates of small populations.

    Parameters
    ----------
    events, population : counts by unit, on the same index; NaN in either gives NaN.

    Returns
    -------
    pd.Series
        z; with p_i = e_i/b_i, b = Σe/Σb, a = s² − b/(Σb/n), v_i = a + b/b_i, and v_i = b/b_i where a is
        negative.

    Raises
    ------
    InputError
        Populations that are not positive, negative events, no events at all.
    """
    known = events.notna() & population.notna()
    e, base = events[known].to_numpy(float), population[known].to_numpy(float)
    for column, wrong in ((population.name, base <= 0), (events.name, e < 0)):
        refuse_where(
            wrong,
            events.index[known],
            mark("The field {column} must be positive for a rate; it is not for {units}."),
            column=column,
        )
    if not e.sum() > 0:
        raise InputError(mark("The field {column} has no events; there is no rate to compare."), column=events.name)
    rate, mean = e / base, e.sum() / base.sum()
    spread = (base * (rate - mean) ** 2).sum() / base.sum()
    between = max(spread - mean / base.mean(), 0.0)
    out = pd.Series(np.nan, index=events.index, name=events.name, dtype=float)
    out[known] = (rate - mean) / np.sqrt(between + mean / base)
    return out
