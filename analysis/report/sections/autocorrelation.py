"""The report of global statistics: tables, Moran scatterplots, correlograms, permutations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.lazy import pd
from ...core.messages import InputError, Message, mark
from ...spatial.global_formulas import STATISTICS
from ...spatial.scatter import moran_scatterplot, order_correlogram, scatter_slope
from ..parts import Block, Column, Figure, Paragraph, Section, Steps, Table
from .method import warning_blocks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...core.arrays import Floats
    from ...core.diagnostics import Diagnostics
    from ...spatial.weights.weights import Weights

#: Steps from neighbour to neighbour in the correlogram.
_STEPS = 6
#: The areas furthest out that a scatterplot names.
_NAMED = 12
_SCATTER = mark(
    "Each point is an area: its value and the mean of its neighbours. The slope of the line is Moran's I "
    "of row-standardised weights; the areas furthest out are named."
)
_CORRELOGRAM = mark(
    "Moran's I by steps from neighbour to neighbour. Inside the band it could be chance (95 %, analytic)."
)
_PERMUTED = mark("Moran's I of the permuted values (grey) and of the observed ones (line).")


@dataclass(frozen=True)
class Measured:
    """The statistics of one field: its values, weights, table by statistic, permuted values."""

    values: pd.Series
    weights: Weights
    table: pd.DataFrame
    permuted: pd.DataFrame
    diagnostics: Diagnostics

    def rows(self) -> pd.DataFrame:
        """Return the rows of the output table."""
        table = self.table.reset_index()
        table.insert(0, "field", str(self.values.name))
        return table.assign(n=self.diagnostics.n)


def global_section(one: Measured, n: int, names: Mapping[Any, str]) -> Section:
    """Return what was measured of one field of `n` areas; `names` are those of the units."""
    taking = mark("{n} areas, of which {taking} take part; {missing} have no value.")
    facts = {"n": n, "taking": one.diagnostics.n, "missing": one.diagnostics.missing}
    blocks: list[Block] = [
        Paragraph(Message(taking, facts)),
        *warning_blocks(one.diagnostics.warnings),
        _table(one.table),
        _scatter(one, names),
        *_correlogram(one),
    ]
    if "moran" in one.permuted and len(one.permuted):
        blocks.append(_permuted(one))
    blocks.append(Steps(Message(mark("Method")), one.diagnostics.method))
    return Section(str(one.values.name), blocks=blocks)


def _table(table: pd.DataFrame) -> Table:
    columns = [
        Column(Message(mark("Statistic"))),
        Column(Message(mark("Value")), 4),
        Column(Message(mark("Expected")), 4),
        Column(Message(mark("Variance")), 6),
        Column("z", 2),
        Column(Message(mark("p analytic")), 4, 0.0001),
        Column(Message(mark("p of permutations")), 4, 0.0001),
    ]
    numbers = ("value", "expected", "variance", "z", "p_analytic", "p_permutation")
    rows = [
        [Message(STATISTICS[row["statistic"]].label), *(row[name] for name in numbers)]
        for row in table.reset_index().to_dict("records")
    ]
    return Table(None, columns, rows)


def _scatter(one: Measured, names: Mapping[Any, str]) -> Figure:
    frame = moran_scatterplot(one.values, one.weights)
    x, y = frame["value_z"].to_numpy(float), frame["lag_z"].to_numpy(float)
    known = np.isfinite(x) & np.isfinite(y)
    far = np.argsort(-np.where(known, np.hypot(x, y), -1.0))[: min(_NAMED, int(known.sum()))]
    drawing = scatter_drawing(x, y, int(one.values.notna().sum()), [one.values.name])
    drawing["names"] = {int(place): names[frame.index[place]] for place in far}
    return Figure("moran_scatter", None, drawing, Message(_SCATTER))


def scatter_drawing(x: Floats, y: Floats, n: int, columns: Sequence[object]) -> dict[str, Any]:
    """Return what a Moran scatterplot draws, without colours and names: of one field, or of two.

    x and y are (units,).
    """
    return {
        "value_z": x,
        "lag_z": y,
        "slope": scatter_slope(x, y, n),
        "x_label": Message(mark("{column}, standardised"), {"column": columns[0]}),
        "y_label": Message(mark("{column} of the neighbours, standardised"), {"column": columns[-1]}),
    }


def _correlogram(one: Measured) -> list[Figure]:
    try:
        table = order_correlogram(one.values, one.weights, _STEPS, permutations=0)
    except InputError:
        return []
    table = table[table["n"] > 0]
    drawing = {
        "steps": table["order"].to_numpy(),
        "values": table["value"].to_numpy(),
        "expected": table["expected"].to_numpy(),
        "spread": np.sqrt(table["variance"].to_numpy(float)),
        "x_label": Message(mark("Steps from neighbour to neighbour")),
        "y_label": Message(mark("Moran's I")),
    }
    return [Figure("correlogram", None, drawing, Message(_CORRELOGRAM))]


def _permuted(one: Measured) -> Figure:
    value = float(one.table.at["moran", "value"])
    facts = {"name": Message(mark("Moran's I")), "value": round(value, 3)}
    drawing = {
        "permuted": one.permuted["moran"].to_numpy(),
        "value": value,
        "x_label": Message(mark("{name} ({value})"), facts),
        "y_label": Message(mark("Permutations")),
    }
    return Figure("permuted_values", None, drawing, Message(_PERMUTED))
