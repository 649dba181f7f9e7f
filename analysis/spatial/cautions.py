"""What to beware of in a result of spatial statistics, whatever the statistic."""

from __future__ import annotations

from ..core.diagnostics import Diagnostics
from ..core.messages import mark
from .weights.weights import Weights

#: Below this number of areas a test finds only strong patterns.
FEW = 30
#: A share of islands above this makes the map of neighbours doubtful.
MANY_ISLANDS = 0.1


def caution(diagnostics: Diagnostics, weights: Weights) -> None:
    """Add warnings of few areas, many islands and a map of neighbours that falls apart."""
    if diagnostics.n < FEW:
        diagnostics.warn(
            mark("Only {n} {n:area takes|areas take} part; with fewer than {few} a test finds only strong patterns."),
            n=diagnostics.n,
            few=FEW,
        )
    islands = int(weights.islands.sum())
    if islands > MANY_ISLANDS * weights.n:
        diagnostics.warn(
            mark(
                "{count} of {n} areas {count:has|have} no neighbours. Use a larger tolerance or distance, or join "
                "islands to their nearest areas."
            ),
            count=islands,
            n=weights.n,
        )
    found = weights.facts.get("tolerance_pairs", ())
    if len(found):
        diagnostics.step(
            mark(
                "{count} {count:pair|pairs} of neighbours "
                "{count:does not share its|do not share their} border exactly; the tolerance found {count:it|them}."
            ),
            count=len(found),
        )
    parts = weights.components()[0] - islands
    if parts > 1:
        diagnostics.step(mark("The map of neighbours falls into {count} parts beside the islands."), count=parts)
