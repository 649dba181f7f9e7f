"""Who counts as a neighbour, and how many each area has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.messages import Message, mark
from ...spatial.weights.builders import BUILDERS
from ...spatial.weights.weights import STYLES
from ..parts import Block, Column, Figure, Paragraph, Section, Steps, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...spatial.weights.weights import Weights

#: A longer list of pairs is cut.
_MOST_PAIRS = 200
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
    spread = {"least": int(counts.min()), "mean": round(float(counts.mean()), 1), "most": int(counts.max())}
    rows: list[list[Any]] = [
        [Message(mark("Kind")), Message(BUILDERS[weights.kind].label)],
        [Message(mark("Style")), Message(STYLES[weights.style].label)],
        [Message(mark("Pairs of neighbours")), _count(weights.pair_count)],
        [Message(mark("Neighbours of an area: least, mean, most")), Message(mark("{least} · {mean} · {most}"), spread)],
        [Message(mark("Areas without neighbours")), _count(int(weights.islands.sum()))],
        [Message(mark("Connected parts, islands included")), _count(int(weights.components()[0]))],
    ]
    for key, words in _FACTS.items():
        value = weights.facts.get(key)
        if value is not None and not isinstance(value, (tuple, str)):
            rows.append([Message(words), _count(len(value) if hasattr(value, "__len__") else value)])
    return Section(Message(mark("Neighbours")), blocks=[Table(None, [Column(""), Column("")], rows)])


def connections_sections(weights: Weights, names: Sequence[str]) -> list[Section]:
    """Return the facts of weights, who is alone and whom the tolerance joins; `names` are of the areas."""
    drawing = {
        "counts": weights.histogram(),
        "x_label": Message(mark("Number of neighbours")),
        "y_label": Message(mark("Areas")),
    }
    caption = Message(mark("How many areas have how many neighbours."))
    facts = neighbours_section(weights)
    sections = [replace(facts, blocks=[*facts.blocks, Figure("neighbour_counts", None, drawing, caption)])]
    alone = [names[int(position)] for position in np.flatnonzero(weights.islands)]
    if alone:
        listed = Paragraph(", ".join(alone))
        sections.append(Section(Message(mark("Areas without neighbours")), blocks=[listed]))
    pairs = [f"{names[one]} – {names[two]}" for one, two in weights.facts.get("tolerance_pairs", ())]
    if pairs:
        why = mark("The borders of these areas do not match exactly in the layer. Exact contiguity would lose them.")
        blocks: list[Block] = [Paragraph(Message(why)), Steps(None, pairs[:_MOST_PAIRS])]
        sections.append(Section(Message(mark("Pairs found by the tolerance alone")), blocks=blocks))
    return sections


def _count(value: float) -> Message:
    whole = value == int(value)
    return Message("{value}", {"value": int(value) if whole else round(float(value), 1)})
