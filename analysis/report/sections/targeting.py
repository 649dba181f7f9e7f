"""The report of targeting: whom a programme reaches, by how much the worst-off gain, who is served too little."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.lazy import pd
from ...core.messages import Message, Number, mark
from ...programmes.targeting.errors import MEASURES
from ...programmes.targeting.targeting import SERVED
from ..parts import Block, Column, Figure, Paragraph, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...programmes.targeting.targeting import Targeting

#: The concentration index from which benefits are said to lean to one side.
_LEANING = 0.02
#: Measures that are plain numbers, by their decimals; all others are shares.
_PLAIN = {"cgh": 2, "concentration": 2, "differential": 2, "cost": 0}
_REACHED = mark(
    "The programme reaches {coverage} % of those it is for; {inclusion} % of its recipients are not among them."
)
_WORSE = mark("The worst-off get more than their share (concentration index {c}).")
_BETTER = mark("The better-off get more than their share (concentration index {c}).")
_EVEN = mark("Benefits are spread evenly over rich and poor (concentration index {c}).")
_QUOTA = mark(
    "A quota moves recipients between kelurahan; whether the right people in them are reached is told by coverage "
    "and inclusion error."
)


def targeting_sections(result: Targeting, names: Mapping[Any, str]) -> list[Section]:
    """Return whom a programme reaches as a whole, by tenths of the people and by kelurahan; `names` are theirs."""
    value = dict(zip(result.summary["measure"], result.summary["value"]))
    shares = {name: Number(100 * value[name], 1) for name in ("coverage", "inclusion")}
    leaning = value["concentration"]
    text = _WORSE if leaning < -_LEANING else _BETTER if leaning > _LEANING else _EVEN
    reached = Paragraph(Message(_REACHED, shares))
    spread = Paragraph(Message(text, {"c": Number(leaning, 2)}))
    measures = [[Message(MEASURES[code].label), _measure(code, value[code])] for code in value]
    columns = [Column(Message(mark("Measure"))), Column(Message(mark("Value")), 1)]
    blocks: list[Block] = [Table(None, columns, measures), *_incidence(result)]
    units = result.units.assign(unit=[names[unit] for unit in result.units.index])
    return [
        Section("", blocks=[reached, spread]),
        Section(Message(mark("The whole programme")), blocks=blocks),
        *(_served(units[units["served"] == code], code) for code in ("under", "over")),
        Section("", blocks=[Paragraph(Message(_QUOTA))]),
    ]


def _measure(code: str, value: float) -> Message | None:
    """Return the value of a measure as it is written: a share in percent, or a plain number."""
    if value != value:
        return None
    if code in _PLAIN:
        return Message("{value}", {"value": Number(value, _PLAIN[code])})
    return Message("{value} %", {"value": Number(100 * value, 1)})


def _incidence(result: Targeting) -> list[Figure]:
    words = (
        mark("People from the worst-off (%)"),
        mark("Benefits (%)"),
        mark("This programme"),
        mark("The same for all"),
    )
    people, amounts = result.curve
    curve = {"people": people, "amounts": amounts, "words": tuple(Message(one) for one in words)}
    tenths = {
        "shares": result.incidence["share"],
        "across": Message(mark("Tenth of the people, 1 is the worst-off")),
        "up": Message(mark("Benefits (%)")),
    }
    above = mark("Above the dashed line the worst-off get more than their share.")
    each = mark("What each tenth of the people gets; the dashed line is an even share.")
    return [Figure("concentration", None, curve, Message(above)), Figure("decile_bars", None, tenths, Message(each))]


def _served(units: pd.DataFrame, code: str) -> Section:
    """Return the kelurahan that are served too little or too much, the furthest from their quota first."""
    title = Message(SERVED[code].label)
    if units.empty:
        return Section(title, blocks=[Paragraph(Message(mark("None.")))])
    columns = [
        Column(Message(mark("Kelurahan"))),
        Column(Message(mark("Eligible")), 0),
        Column(Message(mark("Recipients")), 0),
        Column(Message(mark("Coverage")), 1, unit="%"),
        Column(Message(mark("Inclusion error (leakage)")), 1, unit="%"),
        Column(Message(mark("Quota by need")), 0),
        Column(Message(mark("Quota less recipients")), 0),
    ]
    rows = [
        [
            row["unit"],
            row["eligible"],
            row["recipients"],
            100 * row["coverage"],
            100 * row["inclusion"],
            row["quota"],
            row["quota_gap"],
        ]
        for row in units.sort_values("quota_gap", ascending=code == "over").to_dict("records")
    ]
    return Section(title, blocks=[Table(None, columns, rows)])
