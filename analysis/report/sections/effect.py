"""What a programme changed, as far as its design can tell."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.corrections import p_value
from ...core.lazy import pd
from ...core.messages import Message, Number, mark
from ...programmes.effect.effect import ESTIMATES, LEVEL, cannot_tell, started_unlike
from ...programmes.effect.panel import short_periods
from ..parts import Block, Column, Figure, Paragraph, ReportSection, Section, Statement, Steps, Table
from ..results import ALPHA, Results

if TYPE_CHECKING:
    from collections.abc import Mapping

    from typing_extensions import TypeGuard

    from ...programmes.effect.effect import Effect
    from ...programmes.effect.panel import Panel
    from ...programmes.effect.synthetic import SyntheticControl

_PATHS = mark("Means of both groups; the dashed upright line is the beginning of the programme.")
_EVENTS = mark(
    "Event study: the difference between the groups against the last period before, with 95 % intervals. Points "
    "before the line should lie at zero."
)


def effect_section(results: Results) -> Section | None:
    """Return the estimates of a programme's effect, what speaks for and against them, and the event study."""
    table = results.table("programmes", "estimate", "effect")
    if table is None:
        return None
    rows = table.set_index("estimate").to_dict("index")
    if "did" not in rows or not _known(rows["did"].get("p_permutation")):
        return None
    blocks: list[Block] = [_estimates(table)]
    events = results.table("events", "period", "effect", "low", "high", "treated")
    if events is not None and len(events) > 2:
        blocks.append(_event_study(events))
    return Section(Message(mark("What the programme changed")), _statements(rows), blocks)


def _statements(rows: dict[str, dict[str, Any]]) -> list[Statement]:
    statements = [_main(rows)]
    if _told(rows.get("did_clean")):
        text = mark(
            "Without the neighbours of the treated, {others} kelurahan {others:is|are} left to compare with and the "
            "estimate is "
            "{effect}."
        )
        statements.append(_estimate(text, rows["did_clean"]))
    if _told(rows.get("spillover")):
        found = rows["spillover"]["p_permutation"] <= ALPHA
        text = (
            mark(
                "The {group} {group:neighbour|neighbours} of the treated changed by {effect} more than the {others} "
                "{others:other|others}: some of it "
                "may have spilt over."
            )
            if found
            else mark(
                "No difference in change was found between the {group} {group:neighbour|neighbours} of the treated "
                "and the "
                "{others} {others:other|others} ({effect}). This does not show that there is none."
            )
        )
        statements.append(_estimate(text, rows["spillover"]))
    caveat = mark(
        "Who got the programme was not drawn by lot. Whatever else changed there in the same periods cannot be "
        "told apart from it."
    )
    statements.append(Statement(Message(caveat), Message(mark("limit of the design; it cannot be tested")), key=True))
    return statements


def _main(rows: dict[str, dict[str, Any]]) -> Statement:
    """Return the sentence on the effect; trends that differed before leave nothing to claim."""
    did = rows["did"]
    p = did["p_permutation"]
    facts = {**_names(did), "effect": round(float(did["effect"]), 2)}
    before, placebo = (rows.get(code, {}).get("p_permutation") for code in ("pretrend", "placebo"))
    differed = any(_known(one) and one <= ALPHA for one in (before, placebo))
    cautions: list[Message] = []
    if differed:
        text = mark(
            "Where {programme} ran, {measure} was on another path already before, so nothing can be said of its "
            "effect ({effect})."
        )
    elif p > ALPHA:
        text = mark(
            "No effect of {programme} on {measure} can be told from chance (estimate {effect}). This does not "
            "show that there is none."
        )
    else:
        text = (
            mark("Where {programme} ran, the change of {measure} was {effect} higher than elsewhere.")
            if did["effect"] > 0
            else mark("Where {programme} ran, the change of {measure} was {effect} lower than elsewhere.")
        )
        facts["effect"] = abs(facts["effect"])
        cautions = _cautions(did, checked=_known(before) and _known(placebo))
    if _known(did.get("least_p")) and did["least_p"] > LEVEL:
        cautions = cannot_tell(float(did["least_p"]))
    return Statement(Message(text, facts), _evidence(did, before, placebo), key=True, cautions=cautions)


def _cautions(did: dict[str, Any], *, checked: bool) -> list[Message]:
    """Return what could pass for the effect that is claimed, as the algorithm itself warns of it."""
    found = []
    if not checked:
        text = mark(
            "Whether both groups were on the same path already before could not be checked; the sentence rests on that."
        )
        found.append(Message(text))
    gap, good = did.get("baseline_gap"), did.get("higher_is_better")
    if _known(gap) and _known(good):
        return [*found, *started_unlike(float(gap), float(good) == 1)]
    return [*found, Message(mark("Whether the treated started like the others, the table does not tell."))]


def _evidence(did: dict[str, Any], before: float | None, placebo: float | None) -> Message:
    facts = {"p": p_value(did["p_permutation"]), "interval": _interval(did)}
    if _known(before) and _known(placebo):
        template = mark(
            "difference in differences, {interval}, two-sided permutation p {p}; trends before p {before}, placebo p "
            "{placebo}"
        )
        return Message(template, {**facts, "before": p_value(before), "placebo": p_value(placebo)})
    return Message(
        mark("difference in differences, {interval}, two-sided permutation p {p}; trends before could not be checked"),
        facts,
    )


def _interval(did: dict[str, Any]) -> Message:
    if not (_known(did.get("low")) and _known(did.get("high"))):
        return Message(mark("no interval"))
    bounds = {name: round(float(did[name]), 2) for name in ("low", "high")}
    return Message(mark("95 % interval {low} to {high}"), bounds)


def _estimate(template: str, row: dict[str, Any]) -> Statement:
    return Statement(
        Message(
            template,
            {"effect": round(float(row["effect"]), 2), **{name: int(row[name]) for name in ("group", "others")}},
        ),
        Message(mark("difference in differences, two-sided permutation p {p}"), {"p": p_value(row["p_permutation"])}),
    )


def _names(row: dict[str, Any]) -> dict[str, Any]:
    """Return what programme and measure are called, our words where nobody named them."""
    return {
        "programme": row.get("programme") or Message(mark("the programme")),
        "measure": row.get("measure") or Message(mark("the outcome")),
    }


def _estimates(table: pd.DataFrame) -> Table:
    rows = [
        [
            Message(ESTIMATES[row["estimate"]].label) if row["estimate"] in ESTIMATES else row["estimate"],
            row["effect"],
            row.get("low"),
            row.get("high"),
            row.get("p_permutation"),
        ]
        for row in table.to_dict("records")
    ]
    columns = [
        Column(Message(mark("Estimate"))),
        Column(Message(mark("Effect")), 2),
        Column(Message(mark("Low")), 2),
        Column(Message(mark("High")), 2),
        Column(Message(mark("p by permutation")), 4),
    ]
    weighted = "weighted" in table and float(table["weighted"].iloc[0]) == 1
    note = Message(mark("Means weighted by population.")) if weighted else None
    return Table(Message(mark("Estimates of the programme")), columns, rows, note)


def _event_study(events: pd.DataFrame) -> Figure:
    treated = events["treated"].astype(str).str.lower().isin(("true", "1", "1.0")).to_numpy()
    return Figure(
        "events",
        Message(mark("Difference between the groups against the last period before; it should be nil before the line")),
        {
            "periods": short_periods([str(period) for period in events["period"]]),
            **{name: events[name].to_numpy(float) for name in ("effect", "low", "high")},
            "start": int(np.argmax(treated)) if treated.any() else len(events),
        },
    )


def _told(row: dict[str, Any] | None) -> bool:
    """Say whether an estimate is there with its p and with how many kelurahan it rests on."""
    return row is not None and all(_known(row.get(name)) for name in ("p_permutation", "group", "others"))


def _known(value: float | None) -> TypeGuard[float]:
    return value is not None and value == value


def programme_sections(effect: Effect, panel: Panel, names: Mapping[Any, str]) -> list[Section]:
    """Return what can be said of a programme's effect, both paths, the event study and the estimates.

    names: of the units of the panel.
    """
    figures = [_paths(effect, panel)]
    if len(panel.periods) > 2:
        figures.append(replace(_event_study(effect.events), title=None, caption=Message(_EVENTS)))
    treated = ", ".join(names[unit] for unit in panel.units[panel.treated])
    blocks: list[Block] = [_differences(effect), Paragraph(Message(mark("Treated: {units}."), {"units": treated}))]
    sections = [
        Section(Message(mark("What can be said")), blocks=[Steps(None, effect.verdict), *figures]),
        Section(Message(mark("Estimates")), blocks=blocks),
    ]
    if effect.synthetic is not None:
        made = Paragraph(_donors(effect.synthetic, names))
        sections.append(Section(Message(mark("Synthetic control")), blocks=[made]))
    return sections


def _paths(effect: Effect, panel: Panel) -> Figure:
    paths = [effect.means[group].to_numpy() for group in ("treated", "control")]
    labels = [Message(mark("Treated")), Message(mark("Compared with"))]
    if effect.synthetic is not None:
        paths.append(effect.synthetic.synthetic)
        labels.append(Message(mark("Synthetic control")))
    drawing = {
        "periods": short_periods(panel.periods),
        "paths": paths,
        "labels": labels,
        "start": panel.start,
        "up": Message(mark("Mean")),
    }
    return Figure("two_paths", None, drawing, Message(_PATHS))


def _differences(effect: Effect) -> Table:
    columns = [
        Column(Message(mark("Estimate"))),
        Column(Message(mark("Value")), 3),
        Column(Message(mark("95 % interval")), 3),
        Column(Message(mark("p (permutation)")), 4, 0.0001),
        Column(Message(mark("Least possible p")), 4),
    ]
    rows = []
    for code, found in effect.estimates.items():
        bounds = {"low": Number(found.low, 3), "high": Number(found.high, 3)}
        interval = Message(mark("{low} – {high}"), bounds)
        label = Message(ESTIMATES[code].label)
        rows.append([label, found.effect, interval, found.p_permutation, found.least_p])
    return Table(None, columns, rows)


def _donors(synthetic: SyntheticControl, names: Mapping[Any, str]) -> Message:
    """Return how near a synthetic control comes, and of whom it is made."""
    text = mark("It misses the treated by {fit} on average before the programme and is made of:")
    donors = ", ".join(f"{names[unit]} {100 * weight:.0f} %" for unit, weight in synthetic.weights.items())
    made = {"text": Message(text, {"fit": Number(synthetic.fit, 3)}), "donors": donors}
    return Message("{text} {donors}.", made)


SECTIONS = (ReportSection("effect", mark("What the programme changed"), 130, effect_section, "programmes"),)
