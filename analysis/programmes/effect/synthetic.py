"""Synthetic control: a mixture of untreated units that resembles the treated before the programme."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.lazy import pd
from .panel import Panel

#: Ties the sum of the weights to 1 in the least-squares problem.
_TIE_TO_ONE = 1e4


@dataclass(frozen=True)
class SyntheticControl:
    """The result.

    treated, synthetic: paths over the periods; effect: mean gap with the programme; weights: of the donors
    above one per cent; fit: root mean squared gap before; p: rank of the ratio of gaps after to before
    among all donors treated as if; periods_before: how many the fit rests on.
    """

    treated: Floats
    synthetic: Floats
    effect: float
    weights: pd.Series
    fit: float
    p: float
    periods_before: int


def synthetic_control(panel: Panel) -> SyntheticControl:
    """Build the control for the weighted mean of the treated (Abadie, Diamond and Hainmueller 2010).

    Only the outcome before the programme is matched. The p-value compares with placebos: each donor in the
    place of the treated, the others its donors; with k donors it cannot be below 1 / (k + 1).
    """
    target = np.average(panel.values[panel.treated], axis=0, weights=panel.weights[panel.treated])
    donors = panel.values[~panel.treated]
    weights, gaps = _fit(target, donors, panel.start)
    observed = _gap_ratio(gaps, panel.start)
    placebos = [
        _gap_ratio(_fit(donors[number], np.delete(donors, number, axis=0), panel.start)[1], panel.start)
        for number in range(len(donors))
    ]
    share = pd.Series(weights, index=panel.units[~panel.treated])
    return SyntheticControl(
        treated=target,
        synthetic=target - gaps,
        effect=float(gaps[slice(panel.start, None)].mean()),
        weights=share[share > 0.01].sort_values(ascending=False),
        fit=float(np.sqrt(np.mean(gaps[: panel.start] ** 2))),
        p=(1 + sum(ratio >= observed * (1 - 1e-9) for ratio in placebos)) / (len(donors) + 1),
        periods_before=panel.start,
    )


def _fit(target: Floats, donors: Floats, start: int) -> tuple[Floats, Floats]:
    """Return donor weights (non-negative, sum 1) of the least squares before, and gaps in all periods."""
    from scipy.optimize import nnls

    scale = max(float(np.abs(donors[:, :start]).max()), 1e-12)
    rows = np.vstack([donors[:, :start].T / scale, np.full(len(donors), _TIE_TO_ONE)])
    weights, _ = nnls(rows, np.r_[target[:start] / scale, _TIE_TO_ONE])
    weights /= weights.sum()
    return weights, target - weights @ donors


def _gap_ratio(gaps: Floats, start: int) -> float:
    before, after = np.sqrt(np.mean(gaps[:start] ** 2)), np.sqrt(np.mean(gaps[start:] ** 2))
    return float(after / max(before, 1e-9))
