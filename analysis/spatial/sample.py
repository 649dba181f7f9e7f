"""Which units take part: those with a value, and a neighbour among those with a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..diagnostics import Diagnostics
from ..lazy import pd
from ..messages import InputError, Message, mark
from .weights.builders import BUILDERS
from .weights.weights import STYLES, Weights

#: Fewer units say nothing about a pattern.
MINIMUM = 3


@dataclass(frozen=True, eq=False)
class Sample:
    """The units that take part, with their values and the neighbours among them.

    values : (m, v) float, no NaN; weights : of the m units; where : (m,) their positions among all;
    nodata, island : (n,) bool, units without a value, and with a value but without a neighbour. With
    weights that are not mutual an island may take part as somebody's neighbour.
    """

    values: np.ndarray
    weights: Weights
    where: np.ndarray
    nodata: np.ndarray
    island: np.ndarray
    index: pd.Index

    @property
    def n(self) -> int:
        """Number of units that take part."""
        return len(self.where)

    @property
    def x(self) -> np.ndarray:
        """The first variable, shape (m,)."""
        return self.values[:, 0]

    def spread(self, values: np.ndarray) -> np.ndarray:
        """Return values of the units that take part on the list of all, NaN for the others and islands."""
        out = np.full(len(self.index), np.nan)
        out[self.where] = values
        out[self.island] = np.nan
        return out

    def diagnostics(self) -> Diagnostics:
        """Begin the diagnostics: n, missing, islands and the weights."""
        known = Diagnostics(n=self.n, missing=int(self.nodata.sum()))
        known.step(
            mark(
                "Neighbours: {kind}. {style}. {pairs} {pairs:pair|pairs}, {islands} {islands:island|islands}."
            ),
            kind=Message(BUILDERS[self.weights.kind].label),
            style=Message(STYLES[self.weights.style].label),
            pairs=self.weights.pair_count,
            islands=int(self.island.sum()),
        )
        known.warnings.extend(self.weights.warnings)
        if self.nodata.any():
            known.warn(
                mark(
                    "{units} {units:has|have} no value; {units:it leaves|they leave} the map of neighbours."
                ),
                units=self.index[self.nodata].tolist(),
            )
        if self.island.any():
            known.warn(
                mark(
                    "{units} {units:has|have} no neighbour with a value; "
                    "{units:it is an island and gets|they are islands and get} no result."
                ),
                units=self.index[self.island].tolist(),
            )
        return known


def take_part(frame: pd.DataFrame | pd.Series, weights: Weights, varying: bool = True) -> Sample:
    """Return the units that have all values and take part in the map of neighbours.

    Parameters
    ----------
    frame : values by unit, one or more columns; NaN is no value.
    weights : of the same units in the same order.
    varying : whether a column that is the same everywhere is refused.

    Raises
    ------
    InputError
        Another number of units, infinite values, text, fewer than three units left, all islands, a
        constant column.
    """
    frame = frame.to_frame() if isinstance(frame, pd.Series) else frame
    if len(frame) != weights.n:
        raise InputError(
            mark("The weights are for {count} {count:area|areas}; the layer has {n}."),
            count=weights.n,
            n=len(frame),
        )
    table = np.column_stack([_numbers(frame, column) for column in frame.columns])
    nodata = np.isnan(table).any(axis=1)
    left = weights.subset(~nodata)
    incoming = np.bincount(left.matrix.indices, minlength=left.n) > 0
    alone = left.islands & ~incoming
    where = np.flatnonzero(~nodata)
    island = np.zeros(len(frame), bool)
    island[where[left.islands]] = True
    sample = Sample(table[where[~alone]], left.subset(~alone), where[~alone], nodata, island, frame.index)
    _check(sample, frame, varying)
    return sample


def _numbers(frame: pd.DataFrame, column: Any) -> np.ndarray:
    """Return a column as floats."""
    try:
        values = frame[column].to_numpy(dtype=float, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise InputError(mark("The field {column} does not hold numbers."), column=column) from error
    infinite = np.isinf(values)
    if infinite.any():
        raise InputError(
            mark("The field {column} is infinite for {units}; correct or empty these values."),
            column=column,
            units=frame.index[infinite].tolist(),
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
    if sample.n == 0:
        raise InputError(
            mark(
                "No area with a value of {column} has a neighbour; "
                "use a larger tolerance or nearest neighbours."
            ),
            column=names,
        )
    if sample.n < MINIMUM:
        raise InputError(
            mark(
                "Only {n} {n:area|areas} with a value of {column} {n:has|have} neighbours; at least {least} are needed."
            ),
            column=names,
            n=sample.n,
            least=MINIMUM,
        )
    constant = [str(name) for name, span in zip(frame.columns, np.ptp(sample.values, axis=0)) if span == 0]
    if varying and constant:
        raise InputError(
            mark("The field {column} has the same value everywhere; there is no pattern to find."),
            column=", ".join(constant),
        )
