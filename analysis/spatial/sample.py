"""Which units take part: those with a value; without a neighbour among them they get no result of their own.

Islands keep their part in mean and variance, and their values are shuffled with the others: the mean of the
city is that of all its areas. So do PySAL's esda, whose n this is, and spdep with `zero.policy`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.arrays import Bools, Floats, Ints
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, Message, mark, refuse_where
from .weights.builders import BUILDERS
from .weights.weights import STYLES, Weights

#: Fewer units say nothing about a pattern.
MINIMUM = 3


@dataclass(frozen=True, eq=False)
class Sample:
    """The units that take part, with their values and the neighbours among them.

    values : (m, v) float, no NaN; weights : of the m units; where : (m,) their positions among all;
    nodata, island : (n,) bool, units without a value, and with a value but without a neighbour. connected :
    whether islands that are nobody's neighbour take no part.
    """

    values: Floats
    weights: Weights
    where: Ints
    nodata: Bools
    island: Bools
    index: pd.Index
    connected: bool = False

    @property
    def n(self) -> int:
        """Number of units that take part."""
        return len(self.where)

    @property
    def x(self) -> Floats:
        """The first variable, shape (m,)."""
        return self.values[:, 0]

    def spread(self, values: Floats) -> Floats:
        """Return values (m,) of the units that take part on the list of all (n,), NaN for the others and islands."""
        out = np.full(len(self.index), np.nan)
        out[self.where] = values
        out[self.island] = np.nan
        return out

    def diagnostics(self) -> Diagnostics:
        """Begin the diagnostics: n, missing, islands and the weights."""
        diagnostics = Diagnostics(n=self.n, missing=int(self.nodata.sum()))
        diagnostics.step(
            mark("Neighbours: {kind}. {style}. {pairs} {pairs:pair|pairs}, {islands} {islands:island|islands}."),
            kind=Message(BUILDERS[self.weights.kind].label),
            style=Message(STYLES[self.weights.style].label),
            pairs=self.weights.pair_count,
            islands=int(self.island.sum()),
        )
        diagnostics.warnings.extend(self.weights.warnings)
        diagnostics.warn_of(
            self.index[self.nodata],
            mark("{units} {units:has|have} no value; {units:it leaves|they leave} the map of neighbours."),
        )
        diagnostics.warn_of(
            self.index[self.island],
            mark(
                "{units} {units:has|have} no neighbour with a value; "
                "{units:it is an island and gets|they are islands and get} no result."
            )
            if self.connected
            else mark(
                "{units} {units:has|have} no neighbour with a value: {units:it is an island and gets|they are "
                "islands and get} no result, but {units:its value counts|their values count} in mean and variance."
            ),
        )
        return diagnostics


def take_part(
    frame: pd.DataFrame | pd.Series, weights: Weights, varying: bool = True, connected: bool = False
) -> Sample:
    """Return the units that have all values.

    Parameters
    ----------
    frame : values by unit, one or more columns; NaN is no value.
    weights : of the same units in the same order.
    varying : whether a column that is the same everywhere is refused.
    connected : whether units that are neither somebody's neighbour nor have one are left out altogether.

    Raises
    ------
    InputError
        Another number of units, infinite values, text, fewer than three units left, all islands, a
        constant column.
    """
    frame = frame.to_frame() if isinstance(frame, pd.Series) else frame
    if len(frame) != weights.n:
        raise InputError(
            mark("The weights are for {count} {count:area|areas}; the layer has {n}."), count=weights.n, n=len(frame)
        )
    table = np.column_stack([_numbers(frame, column) for column in frame.columns])
    nodata = np.asarray(np.isnan(table).any(axis=1))
    left = weights.subset(~nodata)
    where = np.flatnonzero(~nodata)
    island = np.zeros(len(frame), bool)
    island[where[left.islands]] = True
    if connected:
        incoming = np.bincount(left.matrix.indices, minlength=left.n) > 0
        met = ~left.islands | incoming
        left, where = left.subset(met), where[met]
    sample = Sample(table[where], left, where, nodata, island, frame.index, connected)
    _check(sample, frame, varying)
    return sample


def _numbers(frame: pd.DataFrame, column: Any) -> Floats:
    """Return a column as floats."""
    try:
        values: Floats = frame[column].to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise InputError(mark("The field {column} does not hold numbers."), column=column) from error
    infinite = np.isinf(values)
    refuse_where(
        infinite,
        frame.index,
        mark("The field {column} is infinite for {units}; correct or empty these values."),
        column=column,
    )
    return values


def _check(sample: Sample, frame: pd.DataFrame, varying: bool) -> None:
    """Refuse what has no spatial statistics."""
    names = ", ".join(map(str, frame.columns))
    valued = int((~sample.nodata).sum())
    if valued < MINIMUM:
        raise InputError(
            mark("The field {column} has values for {n} {n:area|areas} only; at least {least} are needed."),
            column=names,
            n=valued,
            least=MINIMUM,
        )
    near = valued - int(sample.island.sum())
    if near == 0:
        raise InputError(
            mark("No area with a value of {column} has a neighbour; use a larger tolerance or nearest neighbours."),
            column=names,
        )
    if near < MINIMUM:
        raise InputError(
            mark(
                "Only {n} {n:area|areas} with a value of {column} {n:has|have} neighbours; at least {least} are needed."
            ),
            column=names,
            n=near,
            least=MINIMUM,
        )
    constant = [str(name) for name, span in zip(frame.columns, np.ptp(sample.values, axis=0)) if span == 0]
    if varying and constant:
        raise InputError(
            mark("The field {column} has the same value everywhere; there is no pattern to find."),
            column=", ".join(constant),
        )
