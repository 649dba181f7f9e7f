"""What the catalogue and a definition say of indicators, for the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.data.audit.expectations import Expectation
from ...analysis.indices.composite.columns import as_numbers
from ...resources.catalogue import load_catalogue

if TYPE_CHECKING:
    from ...analysis.indices.definition.model import Definition

#: The base of a rate by its unit in the catalogue.
_BASES = {"%": 100.0, "per 100": 100.0, "per 1,000": 1e3, "per 10,000": 1e4, "per 100,000": 1e5}


def expectations_of(fields: list[str], definition: Definition | None, language: str) -> dict[str, Expectation]:
    """Return what is known of fields: from the catalogue where it has them, the definition goes first."""
    catalogue = load_catalogue()
    known = {}
    for field in fields:
        indicator = catalogue.indicator(field)
        if indicator is None:
            known[field] = Expectation()
            continue
        dimension = catalogue.dimension(indicator.dimension)
        known[field] = Expectation(
            name=indicator.name.to(language),
            direction=-1 if indicator.direction == "-" else 1,
            dimension=dimension.name.to(language) if dimension else indicator.dimension,
            plausible=indicator.plausible,
            per=_BASES.get(indicator.unit.en),
            unit=indicator.unit.en,
        )
    for node in definition.dimensions if definition else ():
        for leaf in node.leaves():
            known[leaf.field] = replace(
                known[leaf.field],
                name=leaf.name or known[leaf.field].name,
                direction=leaf.direction,
                dimension=node.label,
            )
            if leaf.unit:
                base = known[leaf.field].per or _BASES.get(leaf.unit)
                known[leaf.field] = replace(known[leaf.field], unit=leaf.unit, per=base)
            if leaf.denominator is not None:
                known[leaf.field] = replace(known[leaf.field], per=leaf.per, divided=True)
    return known


def divided(frame: pd.DataFrame, definition: Definition | None) -> pd.DataFrame:
    """Return the frame with the indicators of a definition divided by their denominators.

    A denominator of zero or less makes a missing value: the index itself will refuse it. Text is refused
    with the words of the index.
    """
    rates = {}
    for leaf in definition.indicators if definition else ():
        if leaf.denominator is not None:
            divisor = as_numbers(frame[leaf.denominator])
            rates[leaf.field] = as_numbers(frame[leaf.field]) / np.where(divisor > 0, divisor, np.nan) * leaf.per
    return frame.assign(**rates)
