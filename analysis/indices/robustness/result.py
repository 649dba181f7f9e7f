"""What the robustness of an index comes to."""

from __future__ import annotations

from dataclasses import dataclass

from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ..composite.result import IndexResult


@dataclass(frozen=True)
class Robustness:
    """How robust an index is.

    units: index and rank as defined, and the columns of `rank_summary`; sensitivities: a row an output
    ("ranks": all ranks together, "shift": their mean shift) and a factor, with first-order and total Sobol
    indices, from how many runs and how many units; dropped: for each indicator the mean absolute shift of
    ranks when it alone is left out; failures: combinations whose draws failed, with their number and why;
    draws, failed: of the Monte Carlo sample; shift: mean absolute shift of ranks over all draws.
    """

    units: pd.DataFrame
    sensitivities: pd.DataFrame
    dropped: pd.DataFrame
    failures: pd.DataFrame
    draws: int
    failed: int
    shift: float
    nominal: IndexResult
    diagnostics: Diagnostics
