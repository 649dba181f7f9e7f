"""The effect of a programme: difference in differences with all that could speak against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.arrays import Bools
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, Sentences, mark
from ...core.registers import Method, Register
from .difference import Difference, compare
from .panel import Panel
from .synthetic import SyntheticControl, synthetic_control

#: Below this number of treated units their mean is too few for a comparison of groups.
FEW_TREATED = 4
#: Standardised difference at the start from which the groups are called unlike.
UNLIKE = 0.5
LEVEL = 0.05

ROLES = Register(
    mark("role in the comparison"),
    [
        Method("treated", mark("Treated")),
        Method("ring", mark("Neighbour of a treated kelurahan")),
        Method("control", mark("Compared with")),
        Method("left_out", mark("Left out (no complete data)")),
    ],
)

ESTIMATES = Register(
    mark("estimate"),
    [
        Method("did", mark("Difference in differences")),
        Method("did_clean", mark("The same without the neighbours of the treated")),
        Method("spillover", mark("Neighbours of the treated against the others")),
        Method("placebo", mark("Placebo: as if it had begun a period earlier")),
        Method("pretrend", mark("Difference in trend before the programme, per period")),
    ],
)


@dataclass(frozen=True)
class Effect:
    """The result.

    estimates: by code of `ESTIMATES`, those that the data allow; events: a row a period: the difference in
    differences against the last period before, with its interval; means: a row a period: mean of treated
    and of others; verdict: what can be said, sentence by sentence; roles: code of `ROLES` for all units.
    """

    estimates: dict[str, Difference]
    events: pd.DataFrame
    means: pd.DataFrame
    synthetic: SyntheticControl | None
    verdict: list[Message]
    roles: pd.Series
    baseline_gap: float
    diagnostics: Diagnostics


def programme_effect(
    panel: Panel,
    all_units: pd.Index,
    diagnostics: Diagnostics,
    *,
    neighbours: Any = None,
    permutations: int = 9999,
    seed: int = 1,
    higher_is_better: bool = True,
) -> Effect:
    """Estimate an effect and say how far the design can tell.

    Parameters
    ----------
    panel
        From `make_panel`.
    all_units
        All units of the layer, in the order of `neighbours`.
    neighbours
        Sparse matrix (n, n) of neighbours of all units, for the spillover ring; None leaves it out.
    permutations, seed
        For assignments too many to go through.
    higher_is_better
        Whether a rise is an improvement: tells which selection makes regression to the mean look like one.
    """
    diagnostics.seed = seed
    settings = {"permutations": permutations, "seed": seed}
    ring = _ring(panel, all_units, neighbours)
    estimates = {"did": compare(panel.changes, panel.treated, panel.weights, **settings)}
    if ring.any():
        estimates.update(_without_ring(panel, ring, settings))
    estimates.update(_before(panel, settings))
    few = panel.treated.sum() < FEW_TREATED and panel.start >= 2
    synthetic = synthetic_control(panel) if few else None
    gap = _baseline_gap(panel)
    effect = Effect(
        estimates=estimates,
        events=_events(panel, settings),
        means=_means(panel),
        synthetic=synthetic,
        verdict=_verdict(panel, estimates, synthetic, ring, gap, higher_is_better),
        roles=_roles(panel, ring, all_units),
        baseline_gap=gap,
        diagnostics=diagnostics,
    )
    _describe(diagnostics, panel, estimates["did"], neighbours is not None)
    return effect


def _ring(panel: Panel, all_units: pd.Index, neighbours: Any) -> Bools:
    """Return which units are untreated neighbours of a treated one."""
    if neighbours is None:
        return np.zeros(panel.treated.size, dtype=bool)
    positions = all_units.get_indexer(panel.units)
    treated = np.zeros(len(all_units))
    treated[positions[panel.treated]] = 1.0
    near = np.asarray(neighbours @ treated).ravel() > 0
    result: Bools = near[positions] & ~panel.treated
    return result


def _without_ring(panel: Panel, ring: Bools, settings: dict[str, int]) -> dict[str, Difference]:
    try:
        clean = panel.without(ring)
    except InputError:
        return {}
    found = {"did_clean": compare(clean.changes, clean.treated, clean.weights, **settings)}
    untreated = ~panel.treated
    if ring.sum() >= 2:
        found["spillover"] = compare(panel.changes[untreated], ring[untreated], panel.weights[untreated], **settings)
    return found


def _before(panel: Panel, settings: dict[str, int]) -> dict[str, Difference]:
    """Return the tests that need two or more periods before the programme."""
    if panel.start < 2:
        return {}
    before = panel.values[:, : panel.start]
    times = np.arange(panel.start) - (panel.start - 1) / 2.0
    slopes = before @ times / (times @ times)
    placebo = before[:, -1] - before[:, :-1].mean(axis=1)
    return {
        "placebo": compare(placebo, panel.treated, panel.weights, **settings),
        "pretrend": compare(slopes, panel.treated, panel.weights, **settings),
    }


def _events(panel: Panel, settings: dict[str, int]) -> pd.DataFrame:
    reference = panel.start - 1
    rows = []
    for number, period in enumerate(panel.periods):
        row = {"period": period, "effect": 0.0, "low": 0.0, "high": 0.0, "p_permutation": np.nan}
        if number != reference:
            change = panel.values[:, number] - panel.values[:, reference]
            found = compare(change, panel.treated, panel.weights, **settings)
            row.update(effect=found.effect, low=found.low, high=found.high, p_permutation=found.p_permutation)
        rows.append({**row, "treated": number >= panel.start})
    return pd.DataFrame(rows)


def _means(panel: Panel) -> pd.DataFrame:
    groups = {"treated": panel.treated, "control": ~panel.treated}
    means = {
        name: np.average(panel.values[group], axis=0, weights=panel.weights[group]) for name, group in groups.items()
    }
    return pd.DataFrame({"period": panel.periods, **means})


def _baseline_gap(panel: Panel) -> float:
    """Return the gap of the last period before, in standard deviations of the units."""
    level = panel.values[:, panel.start - 1]
    spread = level.std(ddof=1)
    return float((level[panel.treated].mean() - level[~panel.treated].mean()) / spread) if spread > 0 else 0.0


def _roles(panel: Panel, ring: Bools, all_units: pd.Index) -> pd.Series:
    roles = pd.Series("left_out", index=all_units, dtype=object)
    roles.loc[panel.units] = np.where(panel.treated, "treated", np.where(ring, "ring", "control"))
    return roles


def _verdict(
    panel: Panel,
    estimates: dict[str, Difference],
    synthetic: SyntheticControl | None,
    ring: Bools,
    gap: float,
    higher_is_better: bool,
) -> list[Message]:
    verdict = Sentences([_main_finding(estimates["did"]), _path_before(estimates.get("pretrend"))])
    verdict += started_unlike(gap, higher_is_better)
    if ring.any() and "did_clean" in estimates:
        verdict.say(
            mark(
                "Without the {n} {n:neighbour|neighbours} of the treated, {k} kelurahan "
                "{k:is|are} left to compare with and the "
                "difference is {effect} (p = {p})."
            ),
            n=int(ring.sum()),
            k=int((~panel.treated & ~ring).sum()),
            effect=round(estimates["did_clean"].effect, 4),
            p=round(estimates["did_clean"].p_permutation, 4),
        )
    if synthetic is not None:
        verdict.say(
            mark(
                "Against a synthetic control from {n} kelurahan, fitted on {k} "
                "{k:period|periods}, the difference is "
                "{effect} (placebo p = {p})."
            ),
            n=len(synthetic.weights),
            k=synthetic.periods_before,
            effect=round(synthetic.effect, 4),
            p=round(synthetic.p, 4),
        )
    elif panel.treated.sum() < FEW_TREATED:
        verdict.say(mark("Few kelurahan are treated; a synthetic control needs at least two periods before."))
    return verdict


def _main_finding(did: Difference) -> Message:
    p = did.p_permutation
    if cannot := cannot_tell(did.least_p):
        return cannot[0]
    if p <= LEVEL:
        return Message(
            mark(
                "The treated changed by {effect} more than the others; so much or more would come about by "
                "chance in {share} % of all ways to choose the treated."
            ),
            {"effect": round(did.effect, 4), "share": round(100 * p, 2)},
        )
    return Message(
        mark(
            "No effect can be told from chance: the treated changed by {effect} more than the others, "
            "p = {p}. This does not show that there is none."
        ),
        {"effect": round(did.effect, 4), "p": round(p, 4)},
    )


def _path_before(pretrend: Difference | None) -> Message:
    if pretrend is None:
        return Message(
            mark(
                "With one period before the programme nobody can tell whether both groups were on the same "
                "path already; the estimate rests on that."
            )
        )
    facts = {"p": round(pretrend.p_permutation, 4)}
    if pretrend.p_permutation <= LEVEL:
        return Message(
            mark(
                "The groups were on different paths before the programme (p = {p}), so the difference "
                "cannot be put down to it."
            ),
            facts,
        )
    return Message(mark("Before the programme no difference in trend was found (p = {p}); it may still exist."), facts)


def started_unlike(gap: float, higher_is_better: bool) -> list[Message]:
    """Return the caution of a gap at the start, in standard deviations; none where it is small."""
    if not abs(gap) > UNLIKE:
        return []
    worse = (gap < 0) == higher_is_better
    template = (
        mark(
            "The treated started worse off ({gap} standard deviations): the worst tend to improve by themselves, "
            "which may pass for an effect."
        )
        if worse
        else mark("The treated started better off ({gap} standard deviations), so the groups may not be comparable.")
    )
    return [Message(template, {"gap": round(abs(gap), 2)})]


def cannot_tell(least_p: float) -> list[Message]:
    """Return the caution of a design whose smallest p is above the level; none where it is not."""
    if not least_p > LEVEL:
        return []
    text = mark("This design cannot tell: with so few kelurahan even the clearest outcome has p = {least}.")
    return [Message(text, {"least": round(least_p, 4)})]


def _describe(diagnostics: Diagnostics, panel: Panel, did: Difference, ringed: bool) -> None:
    diagnostics.step(
        mark(
            "{treated} treated and {others} other kelurahan; {before} periods before the programme and {after} with it."
        ),
        treated=int(panel.treated.sum()),
        others=int((~panel.treated).sum()),
        before=panel.start,
        after=len(panel.periods) - panel.start,
    )
    diagnostics.step(
        mark("Permutation: all {n} ways to choose the treated.")
        if did.exact
        else mark("Permutation: {n} random ways to choose the treated, seed {seed}."),
        n=did.assignments,
        seed=diagnostics.seed,
    )
    diagnostics.step(mark("Intervals: 95 %, from the units' own changes (Welch)."))
    diagnostics.step(
        mark("Treatment is taken as if it had been given out by chance; where it followed need, it was not.")
    )
    if not ringed:
        diagnostics.step(mark("Spillover to neighbours was not looked at."))
