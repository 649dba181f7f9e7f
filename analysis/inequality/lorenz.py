"""Lorenz, generalised Lorenz and concentration curves, concentration index and quantile shares."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, mark
from .distribution import Distribution, known


def lorenz_curve(of: Distribution) -> pd.DataFrame:
    """Return the ordinates of the Lorenz curve, from (0, 0) to (1, 1).

    Columns: `population` and `share` (cumulated shares, poorest first) and `generalised` (mean × share).

    Raises
    ------
    InputError
        Where the mean is 0 or below: shares of nothing are not defined.
    """
    if not of.sum > 0:
        raise InputError(mark("A Lorenz curve needs a mean above 0; this field's mean is {mean}."), mean=of.mean)
    share = np.append(0.0, of.cumulative_values / of.cumulative_values[-1])
    return pd.DataFrame(
        {
            "population": np.append(0.0, of.cumulative / of.cumulative[-1]),
            "share": share,
            "generalised": share * float(of.mean),
        }
    )


def quantile_shares(of: Distribution, groups: int = 5) -> pd.DataFrame:
    """Return what each of `groups` equal parts of the population holds, poorest first.

    Columns: `quantile` (1 is the poorest), `share`, `mean`. Units that straddle a cut are divided
    (interpolated Lorenz curve); rules that cut at quantile values differ badly at 10 to 60 units.

    Raises
    ------
    InputError
        Where the mean is 0 or below.
    """
    curve = lorenz_curve(of)
    cuts = np.linspace(0.0, 1.0, groups + 1)
    shares = np.diff(np.interp(cuts, curve["population"], curve["share"]))
    return pd.DataFrame(
        {"quantile": np.arange(1, groups + 1), "share": shares, "mean": shares * groups * float(of.mean)}
    )


@dataclass
class Concentration:
    """Concentration of one quantity over the ranking by another.

    index: from -1 (all to the poorest) to 1 (all to the richest); negative is pro-poor.
    curve: columns `population`, `share`.
    """

    index: float
    curve: pd.DataFrame
    diagnostics: Diagnostics


def concentration(
    quantity: pd.Series | Floats, ranking: pd.Series | Floats, weights: pd.Series | Floats | None = None
) -> Concentration:
    """Return how a quantity (benefits) is spread over units ranked by another (income), poorest first.

    C = 2/μ Σ p b (R - ½), R the middle of the unit's place in the cumulated population. Units tied in the
    ranking share one place, so the order of the table does not matter. Where the quantity is the ranking
    itself, C is the Gini coefficient. A unit without ranking, quantity or weight is left out.

    quantity, ranking, weights: (n,).

    Raises
    ------
    InputError
        Where nothing is left, a weight is negative, or the quantity's mean is 0 or below.
    """
    diagnostics = Diagnostics()
    rank_by = np.asarray(ranking, dtype=float)
    masked = pd.Series(
        np.where(np.isnan(rank_by), np.nan, np.asarray(quantity, dtype=float)), index=getattr(quantity, "index", None)
    )
    places, benefit, weight = known(masked, weights, diagnostics)
    _, tied = np.unique(rank_by[places], return_inverse=True)
    population = np.bincount(tied, weight)
    benefits = np.bincount(tied, weight * benefit)
    total = benefits.sum()
    if not total > 0:
        raise InputError(
            mark("A concentration index needs a mean above 0; what is spread sums to {total}."), total=total
        )
    shares = population / population.sum()
    middle = shares.cumsum() - shares / 2.0
    index = 2.0 * float(benefits @ (middle - 0.5)) / total
    curve = pd.DataFrame(
        {"population": np.append(0.0, shares.cumsum()), "share": np.append(0.0, benefits.cumsum() / total)}
    )
    return Concentration(index, curve, diagnostics)
