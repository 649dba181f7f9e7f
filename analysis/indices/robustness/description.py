"""What the draws have to say for themselves, in sentences."""

from __future__ import annotations

from ...core.lazy import pd
from ...core.messages import Message, mark
from ..methods.missing import MISSING
from .assumptions import FACTORS, WEIGHT_DRAWS, Assumptions
from .ranking import INTERVAL, fifth_of
from .result import Robustness


def most_important(result: Robustness) -> pd.Series | None:
    """Return the row of the factor with the greatest total index on the ranks; None where none varies."""
    rows = result.sensitivities
    rows = rows[(rows["output"] == "ranks") & rows["total"].notna()]
    return rows.iloc[0] if len(rows) else None


def describe(result: Robustness, assumptions: Assumptions) -> None:
    """Say how it was drawn, what failed and what moves the ranks most."""
    diagnostics = result.diagnostics
    diagnostics.step(
        mark("{draws} draws with seed {seed}; {failed} of them gave no index and {failed:is|are} left out."),
        draws=result.draws,
        seed=diagnostics.seed,
        failed=result.failed,
    )
    diagnostics.step(
        mark("Weights: {method}, by {spread} of themselves."),
        method=Message(WEIGHT_DRAWS[assumptions.weights].label),
        spread=assumptions.spread,
    )
    diagnostics.step(
        mark("Rank intervals hold {share} % of the draws; the worst-off fifth are {most} kelurahan."),
        share=INTERVAL[1] - INTERVAL[0],
        most=fifth_of(diagnostics.n),
    )
    for name in assumptions.missing:
        diagnostics.step(mark("Also tried for missing values: {method}."), method=Message(MISSING[name].label))
    if result.failed:
        diagnostics.warn(
            mark("{failed} of {draws} draws gave no index, because the methods do not go together: {why}"),
            failed=result.failed,
            draws=result.draws,
            why=result.failures.iloc[0]["why"],
        )
    _describe_gaps(result)
    top = most_important(result)
    if top is not None:
        diagnostics.step(
            mark("What moves the ranks most is {factor}: it has part in {total} % of their variance."),
            factor=Message(FACTORS[top["factor"]].label),
            total=round(100 * float(top["total"]), 1),
        )


def _describe_gaps(result: Robustness) -> None:
    """Name the units that have an index in some draws only, and say what that does."""
    units, diagnostics = result.units, result.diagnostics
    sometimes = units["rank_draws"] < result.draws - result.failed
    few = sometimes & units["rank_median"].isna()
    for which, template in (
        (
            few,
            mark(
                "In fewer than half of the draws do these have an index, and they get no rank interval: {units}. "
                "Fill in their missing values."
            ),
        ),
        (
            sometimes & ~few,
            mark(
                "In some draws these lack the indicators for an index; their rank intervals are over the others, "
                "counted in rank_draws: {units}."
            ),
        ),
    ):
        if which.any():
            diagnostics.warn(template, units=list(units.index[which]))
    on_ranks = result.sensitivities[result.sensitivities["output"] == "ranks"]
    if sometimes.any() and len(on_ranks):
        diagnostics.step(
            mark("Sobol indices of the ranks: over the {n} of {m} kelurahan that have an index in every draw."),
            n=int(on_ranks["units"].min()),
            m=diagnostics.n,
        )
