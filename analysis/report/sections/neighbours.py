"""Who counts as a neighbour, and how many each area has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...core.messages import Message, mark
from ...spatial.weights.builders import BUILDERS
from ...spatial.weights.weights import STYLES
from ..parts import Column, Section, Table

if TYPE_CHECKING:
    from ...spatial.weights.weights import Weights

#: Facts of the builders that a report names; lists are counted.
_FACTS = {
    "tolerance": mark("Tolerance (metres)"),
    "tolerance_pairs": mark("Pairs found by the tolerance alone"),
    "k": mark("Number of nearest neighbours"),
    "distance": mark("Distance (metres)"),
    "bandwidth": mark("Bandwidth (metres)"),
    "power": mark("Power of the distance"),
    "order": mark("Order of neighbours"),
    "joined_islands": mark("Islands joined to their nearest"),
}


def neighbours_section(weights: Weights) -> Section:
    """Return the facts of spatial weights: kind, style, pairs, cardinalities, islands, parameters."""
    counts = weights.cardinalities
    spread = {
        "least": int(counts.min()),
        "mean": round(float(counts.mean()), 1),
        "most": int(counts.max()),
    }
    rows: list[list[Any]] = [
        [Message(mark("Kind")), Message(BUILDERS[weights.kind].label)],
        [Message(mark("Style")), Message(STYLES[weights.style].label)],
        [Message(mark("Pairs of neighbours")), _count(weights.pair_count)],
        [
            Message(mark("Neighbours of an area: least, mean, most")),
            Message(mark("{least} · {mean} · {most}"), spread),
        ],
        [Message(mark("Areas without neighbours")), _count(int(weights.islands.sum()))],
        [Message(mark("Connected parts, islands included")), _count(int(weights.components()[0]))],
    ]
    for key, words in _FACTS.items():
        value = weights.facts.get(key)
        if value is not None and not isinstance(value, (tuple, str)):
            rows.append([Message(words), _count(len(value) if hasattr(value, "__len__") else value)])
    return Section(Message(mark("Neighbours")), blocks=[Table(None, [Column(""), Column("")], rows)])


def _count(value: float) -> Message:
    whole = value == int(value)
    return Message("{value}", {"value": int(value) if whole else round(float(value), 1)})
