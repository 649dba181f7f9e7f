"""What keeps a definition from being computed on a layer, said beside the row that it concerns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...core.arrays import Floats
from ...core.messages import Message, mark
from ..methods.normalisation import NORMALISATIONS
from .editing import ROOT, Key, key_of, parents
from .model import Definition, Indicator
from .resolved import methods_of, resolved

Problems = dict[Key, list[Message]]


def problems(definition: Definition, numeric: Mapping[str, bool]) -> Problems:
    """Return the problems by node; an empty result means that nothing stands against a computation.

    numeric: for each field of the layer, whether it holds numbers.
    """
    found: Problems = {}

    def add(key: Key, template: str, **facts: object) -> None:
        found.setdefault(key, []).append(Message(template, facts))

    if not definition.indicators:
        add(ROOT, mark("The index has no indicator yet; add fields of the layer."))
        return found
    for indicator in definition.indicators:
        for column in filter(None, (indicator.field, indicator.denominator)):
            if column not in numeric:
                add(key_of(indicator), mark("The layer has no field “{column}”."), column=column)
            elif not numeric[column]:
                add(
                    key_of(indicator),
                    mark("The field “{column}” holds text; change it to a number field."),
                    column=column,
                )
    for node in parents(resolved(definition)):
        if node.children and not any(child.weight > 0 for child in node.children):
            add(key_of(node), mark("All weights are zero; give at least one a weight."))
        if NORMALISATIONS[methods_of(node).normalisation.method].needs_goalposts:
            for child in node.children:
                if isinstance(child, Indicator) and child.goalposts is None:
                    add(
                        key_of(child),
                        mark("It has no goalposts; give its lowest and highest value, or choose min–max."),
                    )
    return found


#: Gaps in no more than this share of the units deserve a note, but no mark.
FEW_GAPS = 0.05


def is_serious(note: Message) -> bool:
    """Say whether a note on the data deserves a mark."""
    return bool(note.facts.get("serious", True))


def data_marks(definition: Definition, values: Floats) -> Problems:
    """Return what depends on the definition and is worth knowing about the values, by indicator.

    Missing values, and values beyond the goalposts, which are clipped; values: shape (indicators, units).
    """
    found: Problems = {}
    for indicator, row in zip(definition.indicators, values):
        notes = []
        known = ~np.isnan(row)
        gaps = row.size - int(np.count_nonzero(known))
        if gaps:
            facts = {"n": gaps, "m": row.size, "serious": gaps > FEW_GAPS * row.size}
            notes.append(Message(mark("{n} of {m} values {n:is|are} missing."), facts))
        if indicator.goalposts is not None:
            low, high = indicator.goalposts
            beyond = int(np.count_nonzero(known & ((row < low) | (row > high))))
            if beyond:
                notes.append(Message(mark("{n} {n:value lies|values lie} beyond the goalposts."), {"n": beyond}))
        if notes:
            found[key_of(indicator)] = notes
    return found
