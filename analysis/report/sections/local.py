"""The report of a local statistic: classes, significant areas, scatterplot or scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, Number, mark
from ..parts import Block, Column, Figure, Paragraph, Section, Table
from .autocorrelation import scatter_drawing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...spatial.local.result import Inference, LocalResult

#: A longer list of areas is cut; the layer holds all.
MOST_AREAS = 200
CUT = Message(mark("The list is cut here; the layer holds all areas."))
#: More names than this hide the points of a scatterplot.
_MOST_NAMES = 20
#: Standard scores beyond this are rare by chance: 5 % of a normal distribution, both tails.
_RARE = 1.96
_TAKING = mark(
    "{n} areas, of which {taking} {taking:takes|take} part; {significant} {significant:has|have} a corrected p "
    "of at most {alpha}. The method below names its side and the correction."
)
_NONE = mark("No area is significant. That is no proof of evenness: few areas or few permutations find little.")
_SCATTER = mark(
    "Each point is an area: its value and the weighted sum of its neighbours. The slope of the line is the "
    "global statistic. Significant areas are coloured as on the map."
)


def local_sections(
    result: LocalResult,
    values: pd.DataFrame,
    inference: Inference,
    words: Mapping[Any, str],
    colours: Mapping[str, str],
    names: Mapping[Any, str],
) -> list[Section]:
    """Return how many areas are of each class, which are significant, and how the values lie.

    values: of all areas, (n, fields); words, colours: of the codes of the classes, as in the legend, the colours
    where the statistic has a scatterplot; names: of the areas, by the index of the values.
    """
    table = _parts(result)
    significant = table[table["q"] <= inference.alpha]
    facts = {
        "n": len(values),
        "taking": result.diagnostics.n,
        "significant": len(significant),
        "alpha": Number(inference.alpha, 2),
    }
    drawn = (
        _scatter(result, values, inference, colours, names)
        if "lag_z" in result.frame
        else _scores(table["z"].to_numpy(float))
    )
    classes = _classes(table["class"], words, result.diagnostics.missing)
    return [
        Section("", blocks=[Paragraph(Message(_TAKING, facts))]),
        Section(Message(mark("Classes")), blocks=[classes, drawn]),
        Section(Message(mark("Significant areas")), blocks=[_significant(significant, values, words, names)]),
    ]


def _parts(result: LocalResult) -> pd.DataFrame:
    """Return the statistic with its z, p, q and class, whatever it is called."""
    prefix = next(str(name) for name in result.frame if str(name).endswith("_class"))[: -len("_class")]
    parts = {f"{prefix}_{part}": part for part in ("z", "p", "q", "class")}
    return result.frame[[prefix, *parts]].rename(columns={prefix: "statistic", **parts})


def _classes(classes: pd.Series, words: Mapping[Any, str], missing: int) -> Table:
    """Return how many areas are of each class; with those without data they sum to all."""
    rows: list[list[Any]] = [[Message(word), int((classes == code).sum())] for code, word in words.items()]
    islands = len(classes) - missing - sum(count for _, count in rows)
    if islands:
        rows.append([Message(mark("No neighbours")), islands])
    rows.append([Message(mark("No data")), missing])
    return Table(None, [Column(Message(mark("Class"))), Column(Message(mark("Areas")), 0)], rows)


def _significant(
    table: pd.DataFrame, values: pd.DataFrame, words: Mapping[Any, str], names: Mapping[Any, str]
) -> Block:
    """Return the significant areas, by class and then by p."""
    if table.empty:
        return Paragraph(Message(_NONE))
    table = table.assign(unit=[names[unit] for unit in table.index])
    table = table.sort_values(["class", "q", "p", "unit"], kind="stable")
    shown = table.head(MOST_AREAS)
    columns = [
        Column(Message(mark("Area"))),
        Column(Message(mark("Class"))),
        *(Column(str(column), 2) for column in values.columns),
        Column(Message(mark("Statistic")), 3),
        Column("z", 2),
        Column("p", 4, 0.0001),
        Column(Message(mark("p corrected")), 4, 0.0001),
    ]
    numbers = ("statistic", "z", "p", "q")
    rows = [
        [row["unit"], Message(words[row["class"]]), *values.loc[unit], *(row[name] for name in numbers)]
        for unit, row in zip(shown.index, shown.to_dict("records"))
    ]
    return Table(None, columns, rows, CUT if len(table) > MOST_AREAS else None)


def _scores(z: np.ndarray) -> Figure:
    drawing = {
        "values": z,
        "breaks": (-_RARE, _RARE),
        "value_label": Message(mark("Standard score (z)")),
        "count_label": Message(mark("Areas")),
    }
    caption = mark("Distribution of the standard scores; dashed lines at ±1.96.")
    return Figure("class_histogram", None, drawing, Message(caption))


def _scatter(
    result: LocalResult,
    values: pd.DataFrame,
    inference: Inference,
    colours: Mapping[str, str],
    names: Mapping[Any, str],
) -> Figure:
    frame = result.frame
    x, y = frame["value_z"].to_numpy(float), frame["lag_z"].to_numpy(float)
    significant = np.flatnonzero(frame["lisa_q"].to_numpy(float) <= inference.alpha)
    named = significant[np.argsort(-np.hypot(x[significant], y[significant]))][:_MOST_NAMES]
    drawing = {
        **scatter_drawing(x, y, result.diagnostics.n, list(values.columns)),
        "colours": [colours.get(code, colours["ns"]) for code in frame["lisa_class"]],
        "names": {int(place): names[frame.index[place]] for place in named},
    }
    return Figure("moran_scatter", None, drawing, Message(_SCATTER))
