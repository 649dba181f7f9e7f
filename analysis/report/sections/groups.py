"""The report of a comparison of groups: gaps, effects, dominance curves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...core.lazy import pd
from ...core.messages import Message, Number, mark
from ...inequality.effects import CROSSES, DOMINATES, EQUAL, IS_DOMINATED, dominance_of
from ..parts import Block, Column, Figure, Paragraph, Section, Strong, Table
from ..results import ALPHA

if TYPE_CHECKING:
    from ...inequality.groups import Comparison

#: Fields whose dominance curves are drawn: those that differ most.
_MOST_CURVES = 6
_WORDS = {
    DOMINATES: mark("the first has more at every line"),
    IS_DOMINATED: mark("the other has more at every line"),
    CROSSES: mark("the curves cross"),
    EQUAL: mark("the curves are equal"),
}
_EFFECTS = mark(
    "Difference of the means in standard deviations (Hedges' g): right of 0 the first group has more. Dotted "
    "lines: small, medium and large (0.2, 0.5, 0.8)."
)
_CURVES = mark("{column}: share of each group at or below each value. The group whose curve is lower has more of it.")
_HYPOTHESIS = mark(
    "First group: {one}. Other group: {other}. The grouping is a hypothesis; the tests say how far the data carry it."
)
_BOLD = mark(
    "Bold: the two-sided p of the gap, corrected for the number of indicators, is at most {level}. Direction: + more "
    "is better off, - more is worse off."
)


@dataclass(frozen=True)
class Compared:
    """What was compared: the columns, the group of each unit, the weights, the values of both groups.

    labels: `one` and `other` where there is a pair, else the groups; pair: the values of the group field that are
    the first and the other group, None where all groups are compared.
    """

    frame: pd.DataFrame
    labels: pd.Series
    weights: pd.Series | None
    pair: tuple[list[str], list[str]] | None
    result: Comparison


def comparison_section(compared: Compared, table: pd.DataFrame) -> Section:
    """Return the gaps; `table` is that of the comparison with the columns field, name and direction in front."""
    if compared.pair is None:
        return Section("", blocks=[_table(table, _extremes())])
    one, other = (", ".join(values) for values in compared.pair)
    bold = Message(_BOLD, {"level": Number(ALPHA, 2)})
    blocks = [
        Paragraph(Message(_HYPOTHESIS, {"one": one, "other": other})),
        _table(table, _gaps()),
        Paragraph(bold),
        *_charts(compared, table, (one, other)),
    ]
    return Section("", blocks=blocks)


def _p(title: Message) -> Column:
    return Column(title, 4, 0.0001)


def _gaps() -> dict[str, Column]:
    return {
        "mean_one": Column(Message(mark("Mean, first")), 2),
        "mean_other": Column(Message(mark("Mean, other")), 2),
        "gap": Column(Message(mark("Gap of the means")), 2),
        "hedges_g": Column(Message(mark("Hedges' g")), 2),
        "cliffs_delta": Column(Message(mark("Cliff's δ")), 2),
        "p_permutation": _p(Message(mark("p of the gap"))),
        "q_permutation": _p(Message(mark("corrected"))),
        "p_rank": _p(Message(mark("p of ranks"))),
        "q_rank": _p(Message(mark("corrected"))),
        "dominance_1": Column(Message(mark("Dominance"))),
    }


def _extremes() -> dict[str, Column]:
    return {
        "low": Column(Message(mark("Lowest mean")), 2),
        "low_group": Column(Message(mark("Group"))),
        "high": Column(Message(mark("Highest mean")), 2),
        "high_group": Column(Message(mark("Group"))),
        "epsilon_squared": Column("ε²", 3),
        "p_rank": _p(Message(mark("p of ranks"))),
        "q_rank": _p(Message(mark("corrected"))),
    }


def _table(table: pd.DataFrame, further: Mapping[str, Column]) -> Table:
    columns = [Column(Message(mark("Indicator"))), Column(Message(mark("Direction"))), *further.values()]
    rows = [
        [_named(row["name"], row["field"]), row["direction"] or "", *(_cell(row, name) for name in further)]
        for row in table.to_dict("records")
    ]
    return Table(None, columns, rows)


def _named(name: str, field: str) -> str:
    """Return a name, with that of its field where it is another."""
    return name if name == field else f"{name} ({field})"


def _cell(row: Mapping[str, Any], name: str) -> Any:
    value = row[name]
    if name == "gap" and row["q_permutation"] <= ALPHA:
        return Strong(value)
    if name == "dominance_1":
        return Message(_WORDS[value]) if value in _WORDS else ""
    return "" if name in ("low_group", "high_group") and not value else value


def _charts(compared: Compared, table: pd.DataFrame, names: tuple[str, str]) -> list[Block]:
    """Return the effects, and the curves of the fields that differ most."""
    known = table[table["hedges_g"].notna()]
    if known.empty:
        return []
    drawing = {
        "names": known["name"].tolist(),
        "effects": known["hedges_g"],
        "sure": known["q_permutation"] <= ALPHA,
        "x_label": Message(mark("Hedges' g")),
        "labels": (Message(mark("corrected p ≤ 0.05")), Message(mark("not significant"))),
    }
    figures: list[Block] = [Figure("effects", None, drawing, Message(_EFFECTS))]
    order = known["hedges_g"].abs().sort_values(ascending=False).index
    strongest = known.loc[order].head(_MOST_CURVES)
    for column, name in zip(strongest["field"], strongest["name"]):
        curves, _ = dominance_of(compared.frame[column], compared.labels, compared.weights)
        drawing = {
            "values": curves["value"],
            "curves": [curves["one"], curves["other"]],
            "labels": names,
            "x_label": name,
            "y_label": Message(mark("At or below (%)")),
        }
        figures.append(Figure("dominance_curves", None, drawing, Message(_CURVES, {"column": name})))
    return figures
