"""What two years have in common: the units, the indicators, and of each unit the values that both years have.

A value that one year lacks says nothing about a change. Compared with an estimate, or with the mean of the
other indicators, it would invent one.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Bools, Ints
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, mark
from ..composite.columns import read_values
from ..definition.editing import changed, key_of, parents, without
from ..definition.model import Definition, Dimension
from ..methods.missing import MISSING
from ..methods.weighting import WEIGHTINGS


@dataclass(frozen=True)
class Common:
    """Both years by the same indicators.

    frame: indexed by year and unit, the indicators of `definition` already divided by their denominators,
    NaN in both years where one lacks the value; definition: without denominators and without indicators
    that a year lacks altogether; counts: indicators that a unit has in both years, (units,).
    """

    frame: pd.DataFrame
    definition: Definition
    counts: Ints


def common_units(
    before: pd.DataFrame, after: pd.DataFrame, years: tuple[Hashable, Hashable], diagnostics: Diagnostics
) -> pd.Index:
    """Return the units of both years; those of one year are warned of.

    The frames have a row a unit.

    Raises
    ------
    InputError
        Where the years have one name, a unit repeats, or no unit is in both.
    """
    if years[0] == years[1]:
        raise InputError(mark("The two years need different names."))
    for frame, year in zip((before, after), years):
        repeated = frame.index[frame.index.duplicated()]
        if len(repeated):
            raise InputError(
                mark("These kelurahan appear more than once in {year}: {units}."), year=year, units=list(repeated)
            )
    common = before.index[before.index.isin(after.index)]
    if not len(common):
        raise InputError(mark("No kelurahan is in both years; check the codes."))
    alone = before.index.symmetric_difference(after.index)
    if len(alone):
        diagnostics.warn(mark("In one year only and left out: {units}."), units=list(alone))
    return common


def common_values(frames: dict[Hashable, pd.DataFrame], definition: Definition, diagnostics: Diagnostics) -> Common:
    """Return two years of the same units by the values that both have, and tell what was left out.

    Under the rule "refuse" gaps stay where they are, for the index to refuse them.

    Raises
    ------
    InputError
        As `read_values`, and where no indicator has values in both years or a year lacks one that experts
        judged.
    """
    pooled = pd.concat(frames, names=["year"])
    values = read_values(pooled, definition).copy()  # what pandas lends may not be written to
    by_year = values.reshape(len(values), 2, -1)
    absent = np.isnan(by_year)
    gone: Bools = np.asarray(absent.any(axis=1))
    lacking = np.zeros(absent.shape[:2], dtype=bool)
    if not MISSING[definition.missing.method].refuses:
        np.copyto(by_year, np.nan, where=gone[:, None])
        lacking[:] = absent.all(axis=2)
    for row, position in np.argwhere(lacking):
        diagnostics.warn(
            mark("{column} has no value in {year} and was left out of both years."),
            column=definition.fields[row],
            year=list(frames)[position],
        )
    kept: Bools = np.asarray(~lacking.any(axis=1))
    counts = (~gone)[kept].sum(axis=0)
    _tell_of_gaps(counts, int(kept.sum()), next(iter(frames.values())).index, diagnostics)
    frame = pd.DataFrame(values.T, index=pooled.index, columns=definition.fields)
    return Common(frame, _by_columns(definition, kept), counts)


def _tell_of_gaps(counts: Ints, indicators: int, units: pd.Index, diagnostics: Diagnostics) -> None:
    fewer = (counts > 0) & (counts < indicators)
    if fewer.any():
        diagnostics.warn(
            mark(
                "{count} kelurahan lack values in a year and are compared by the {least} to {most} of {n} "
                "indicators that they have in both: {units}."
            ),
            count=int(fewer.sum()),
            least=int(counts[fewer].min()),
            most=int(counts[fewer].max()),
            n=indicators,
            units=list(units[fewer]),
        )


def _by_columns(definition: Definition, kept: Bools) -> Definition:
    """Return the definition for values that are divided already, without indicators that are not kept."""
    left = without(definition, {field for field, one in zip(definition.fields, kept) if not one})
    counts = {key_of(node): len(node.children) for node in parents(left)}
    for node in parents(definition):
        judged = node.weighting is not None and WEIGHTINGS[node.weighting.method].judged
        if judged and counts.get(key_of(node), 0) < len(node.children):
            raise InputError(
                mark(
                    "A year lacks all values of a part of {node}, whose parts experts compared; give it values, or "
                    "weights instead of judgements."
                ),
                node=Message(node.label if isinstance(node, Dimension) else mark("the index")),
            )
    if not left.dimensions:
        raise InputError(mark("No indicator has values in both years, so nothing can be compared."))
    return changed(left, {key_of(one): {"denominator": None, "per": 1.0} for one in left.indicators})
