"""The report of a composite index: level, ranking, weights, data quality, recipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, mark
from ...indices.definition.schema import printed
from ..parts import Block, Code, Column, Figure, Paragraph, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...indices.composite.result import IndexResult
    from ...indices.definition.model import Definition, Dimension

#: Ranked bars are drawn for so many units at most; a longer chart cannot be read.
_MOST_BARS = 120
#: A ranking longer than this shows its head and tail.
_MOST_ROWS = 200
_LEVEL = mark(
    "{with_index} of {n} kelurahan have an index. It runs from {low} to {high}; mean {mean}, median {median}, "
    "standard deviation {deviation}."
)
_WEIGHTS = mark(
    "The nominal weight is the share given to an indicator; the effective weight is the share of the differences "
    "in the index that comes with it. Where the two differ much, the index says something else than its weights."
)
_INDEX = Message(mark("Index"))
_KELURAHAN = Message(mark("Kelurahan"))


def composite_sections(
    definition: Definition, result: IndexResult, names: Mapping[Any, str], groups: pd.Series | None
) -> list[Section]:
    """Return all that a report says of an index; `names` are those of the units, `groups` where they lie."""
    return [
        Section("", blocks=[Paragraph(_level(result)), _histogram(result)]),
        Section(Message(mark("Ranking")), blocks=_ranking(definition, result, names, groups)),
        Section(Message(mark("Weights")), blocks=[Paragraph(Message(_WEIGHTS)), _weights(definition, result)]),
        Section(
            Message(mark("Data quality")),
            blocks=[
                _values(result.treated, names, mark("Treated outliers"), mark("No value was treated as an outlier.")),
                _values(result.imputed, names, mark("Imputed values"), mark("No value was imputed.")),
            ],
        ),
    ]


def recipe_section(definition: Definition) -> Section:
    """Return the definition by which the same numbers come again."""
    same = mark("With this definition, the same layer and the same version anyone gets the same numbers.")
    return Section(Message(mark("Recipe")), blocks=[Paragraph(Message(same)), Code("", printed(definition))])


def _level(result: IndexResult) -> Message:
    values = result.units["index"].to_numpy(float)
    present = values[np.isfinite(values)]
    measures: dict[str, Any] = {"low": np.min, "high": np.max, "mean": np.mean, "median": np.median}
    told = {name: round(float(of(present)), 2) if present.size else "–" for name, of in measures.items()}
    deviation = round(float(present.std(ddof=1)), 2) if present.size > 1 else "–"
    return Message(_LEVEL, {"n": len(values), "with_index": present.size, **told, "deviation": deviation})


def _histogram(result: IndexResult) -> Figure:
    drawing = {
        "values": result.units["index"].to_numpy(float),
        "breaks": result.breaks[1:-1],
        "value_label": _INDEX,
        "count_label": _KELURAHAN,
    }
    caption = mark("Distribution of the index; dashed lines are the class bounds.")
    return Figure("class_histogram", None, drawing, Message(caption))


def _ranking(
    definition: Definition, result: IndexResult, names: Mapping[Any, str], groups: pd.Series | None
) -> list[Block]:
    """Return rows by rank, units without an index last; the middle of a long list is left out."""
    units = result.units.assign(
        unit=[names[unit] for unit in result.units.index], group=groups.astype(str) if groups is not None else ""
    ).sort_values(["rank", "unit"], na_position="last")
    columns = [
        Column(Message(mark("Rank")), 0),
        Column(_KELURAHAN),
        Column(Message(mark("Group"))),
        Column(_INDEX, 2),
        Column(Message(mark("Class")), 0),
        *(Column(node.label, 1) for node in definition.dimensions),
        Column(Message(mark("Coverage")), 0, unit="%"),
    ]
    fields = ["rank", "unit", "group", "index", "class", *(f"dim_{node.code}" for node in definition.dimensions)]
    rows = [
        [*(None if row[name] is pd.NA else row[name] for name in fields), 100 * row["coverage"]]
        for row in units.to_dict("records")
    ]
    note = None
    if len(rows) > _MOST_ROWS:
        half = _MOST_ROWS // 2
        rows = [*rows[:half], *rows[-half:]]
        note = Message(mark("The middle of the ranking is left out here; the layer holds all."))
    blocks: list[Block] = [Table(None, columns, rows, note)]
    return [*blocks, _bars(definition, result, names)] if len(units) <= _MOST_BARS else blocks


def _bars(definition: Definition, result: IndexResult, names: Mapping[Any, str]) -> Figure:
    order = result.units["index"].dropna().sort_values(ascending=False).index
    parts = np.column_stack(
        [
            result.contributions.loc[order, [leaf.field for leaf in node.leaves()]].sum(axis=1)
            for node in definition.dimensions
        ]
    )
    drawing = {
        "labels": [names[unit] for unit in order],
        "parts": parts,
        "part_labels": [node.label for node in definition.dimensions],
        "value_label": _INDEX,
    }
    return Figure("ranked_bars", None, drawing, Message(mark("What each dimension adds to the index.")))


def _weights(definition: Definition, result: IndexResult) -> Table:
    columns = [
        Column(Message(mark("Dimension"))),
        Column(Message(mark("Indicator"))),
        Column(Message(mark("Field"))),
        Column(Message(mark("Direction"))),
        Column(Message(mark("Nominal weight")), 1, unit="%"),
        Column(Message(mark("Effective weight")), 1, unit="%"),
        Column(Message(mark("Correlation with the index")), 2),
    ]
    labels = _labels(definition.dimensions)
    rows = [
        [
            labels[row["dimension"]],
            *(row[name] for name in ("name", "field", "direction")),
            100 * row["weight_overall"],
            100 * row["weight_effective"],
            row["correlation"],
        ]
        for row in result.weights.to_dict("records")
        if row["field"]
    ]
    return Table(None, columns, rows)


def _labels(dimensions: tuple[Dimension, ...]) -> dict[str, str]:
    """Return the label of every dimension by code."""
    labels: dict[str, str] = {}
    for dimension in dimensions:
        labels |= {dimension.code: dimension.label, **_labels(dimension.dimensions)}
    return labels


def _values(table: pd.DataFrame, names: Mapping[Any, str], title: str, nothing: str) -> Block:
    """Return what values were before and after, or the word that there are none."""
    if table.empty:
        return Paragraph(Message(nothing))
    columns = [
        Column(_KELURAHAN),
        Column(Message(mark("Field"))),
        Column(Message(mark("Before")), 2),
        Column(Message(mark("After")), 2),
    ]
    rows = [[names[row["unit"]], row["column"], row.get("before"), row["after"]] for row in table.to_dict("records")]
    return Table(Message(title), columns, rows)
