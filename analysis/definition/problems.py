"""What keeps a definition from being computed on a layer, said beside the row that it concerns."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..messages import Message, mark
from .editing import ROOT, Key, children_of, key_of, parents
from .model import Definition, Dimension

Found = dict[Key, list[Message]]


def problems(definition: Definition, numeric: Mapping[str, bool]) -> Found:
    """Return the problems by node; an empty result means that nothing stands against a computation.

    numeric: for each field of the layer, whether it holds numbers.
    """
    found: Found = {}

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
    for node in parents(definition):
        if children_of(node) and not any(child.weight > 0 for child in children_of(node)):
            add(key_of(node), mark("All weights are zero; give at least one a weight."))
    _goalposts_needed(definition, add)
    return found


def _goalposts_needed(definition: Definition, add: object) -> None:
    def visit(node: Definition | Dimension, method: str) -> None:
        own = node.normalisation.method if node.normalisation else method
        for child in children_of(node):
            if isinstance(child, Dimension):
                visit(child, own)
            elif own == "goalposts" and child.goalposts is None:
                add(
                    key_of(child),
                    mark("It has no goalposts; give its lowest and highest value, or choose min–max."),
                )

    visit(definition, definition.normalisation.method)


#: Gaps in no more than this share of the units deserve a note, but no mark.
FEW_GAPS = 0.05


def is_serious(note: Message) -> bool:
    """Say whether a note on the data deserves a mark."""
    return note.facts.get("share", 1.0) > FEW_GAPS


def data_marks(definition: Definition, values: np.ndarray) -> Found:
    """Return what is worth knowing about the values, shape (indicators, units), by indicator.

    Missing values, values beyond the goalposts, and indicators that tell hardly any units apart.
    """
    found: Found = {}
    for indicator, row in zip(definition.indicators, values):
        known = row[~np.isnan(row)]
        notes = []
        if known.size < row.size:
            notes.append(
                Message(
                    mark("{n} of {m} values are missing."),
                    {"n": row.size - known.size, "m": row.size, "share": 1.0 - known.size / row.size},
                )
            )
        if known.size and np.ptp(known) == 0:
            notes.append(Message(mark("The value is the same everywhere.")))
        elif known.size > 1 and np.unique(known).size <= known.size // 10:
            notes.append(
                Message(mark("Only {n} different values."), {"n": int(np.unique(known).size)}),
            )
        if indicator.goalposts is not None:
            low, high = indicator.goalposts
            beyond = int(np.count_nonzero((known < low) | (known > high)))
            if beyond:
                notes.append(Message(mark("{n} values lie beyond the goalposts."), {"n": beyond}))
        if notes:
            found[key_of(indicator)] = notes
    return found
