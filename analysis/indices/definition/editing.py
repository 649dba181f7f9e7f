"""Edits of a frozen definition: each returns a new one; nothing is checked but what the edit needs.

A node is named by its key: `("dimension", code)`, `("field", name)`, or `ROOT` for the index itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Union

from .flat import slugs
from .model import Definition, Dimension, Indicator, Weighting

Key = tuple[str, str]
Parent = Union[Definition, Dimension]

ROOT: Key = ("index", "")


def key_of(node: Definition | Dimension | Indicator) -> Key:
    """Return the key of a node."""
    if isinstance(node, Indicator):
        return ("field", node.field)
    return ("dimension", node.code) if isinstance(node, Dimension) else ROOT


def children_of(node: Parent) -> tuple[Dimension, ...] | tuple[Indicator, ...]:
    """Return the dimensions or the indicators below a node."""
    return node.children if isinstance(node, Dimension) else node.dimensions


def parents(definition: Definition) -> Iterator[Parent]:
    """Yield the index and every dimension, depth first."""

    def below(node: Parent) -> Iterator[Parent]:
        yield node
        for child in node.dimensions:
            yield from below(child)

    return below(definition)


def parent_of(definition: Definition, key: Key) -> Parent | None:
    """Return the node above a key, None for the index and for what is not there."""
    for node in parents(definition):
        if any(key_of(child) == key for child in children_of(node)):
            return node
    return None


def node_at(definition: Definition, key: Key) -> Definition | Dimension | Indicator | None:
    """Return the node of a key, None where there is none."""
    if key == ROOT:
        return definition
    parent = parent_of(definition, key)
    return next((child for child in children_of(parent) if key_of(child) == key), None) if parent else None


def changed(definition: Definition, changes: Mapping[Key, Mapping[str, Any]]) -> Definition:
    """Return the definition with attributes of some nodes replaced."""

    def edit(node: Dimension | Indicator) -> Dimension | Indicator:
        return replace(node, **changes.get(key_of(node), {}))

    return replace(_mapped(definition, edit), **changes.get(ROOT, {}))


def with_weights(definition: Definition, parent: Key, weights: Mapping[Key, float]) -> Definition:
    """Return the definition with these weights, which the node `parent` takes as given."""
    edits = {key: {"weight": float(weight)} for key, weight in weights.items()}
    return changed(definition, {**edits, parent: {"weighting": Weighting()}})


def with_indicator(definition: Definition, indicator: Indicator, dimension: str) -> Definition:
    """Return the definition with an indicator at the end of the dimension of that name or code.

    Where there is no such dimension it is made, with the mean weight of those beside it. A dimension
    that holds further dimensions takes no indicator and counts as not there.
    """
    for node in parents(definition):
        if isinstance(node, Dimension) and dimension in (node.name, node.code) and not node.dimensions:
            weight = _mean_weight(node.indicators)
            added = (*node.indicators, replace(indicator, weight=weight))
            return changed(definition, {key_of(node): {"indicators": added}})
    codes = [node.code for node in parents(definition) if isinstance(node, Dimension)]
    code = slugs([*codes, dimension])[-1]
    made = Dimension(code, dimension, _mean_weight(definition.dimensions), (replace(indicator, weight=1.0),))
    return replace(definition, dimensions=(*definition.dimensions, made))


def without(definition: Definition, fields: Collection[str]) -> Definition:
    """Return the definition without some indicators; dimensions left empty go, and so do their judgements."""

    def prune(dimension: Dimension) -> Dimension:
        return _keep(dimension, [prune(child) for child in dimension.dimensions], fields)

    return _keep(definition, [prune(child) for child in definition.dimensions], fields)


def moved(definition: Definition, field: str, dimension: str) -> Definition:
    """Return the definition with an indicator moved to the dimension of that name or code."""
    indicator = node_at(definition, ("field", field))
    if indicator is None:
        return definition
    return with_indicator(without(definition, {field}), indicator, dimension)


def with_judgements(
    definition: Definition, parent: Key, weighting: Weighting, judged: Collection[Key]
) -> Definition:
    """Return the definition with judgements on some children of `parent`, in their order.

    The children that were not judged, because they are left out for now, count as equal to the others
    (a judgement of 1) when they come back.
    """
    keys = [key_of(child) for child in children_of(node_at(definition, parent))]
    place = {key: number for number, key in enumerate(key for key in keys if key in judged)}

    def widened(row: tuple, default: Any) -> tuple:
        return tuple(row[place[key]] if key in place else default for key in keys) if row else ()

    equal = (1.0,) * len(keys)
    pairwise = widened(tuple(widened(row, 1.0) for row in weighting.pairwise), equal)
    wide = replace(
        weighting,
        pairwise=pairwise,
        best_to_others=widened(weighting.best_to_others, 1.0),
        others_to_worst=widened(weighting.others_to_worst, 1.0),
    )
    return changed(definition, {parent: {"weighting": wide}})


def _mapped(node: Parent, edit: Callable[[Any], Any]) -> Any:
    below = {"dimensions": tuple(edit(_mapped(child, edit)) for child in node.dimensions)}
    if isinstance(node, Dimension):
        below["indicators"] = tuple(edit(child) for child in node.indicators)
    return replace(node, **below)


def _keep(node: Parent, dimensions: list[Dimension], fields: Collection[str]) -> Any:
    children = children_of(node)
    if isinstance(node, Dimension) and node.indicators:
        kept = [number for number, child in enumerate(children) if child.field not in fields]
        below = {"indicators": tuple(children[number] for number in kept)}
    else:
        kept = [number for number, child in enumerate(dimensions) if child.children]
        below = {"dimensions": tuple(dimensions[number] for number in kept)}
    if node.weighting is not None and len(kept) < len(children):
        below["weighting"] = _judgements_of(node.weighting, kept, len(children))
    return replace(node, **below)


def _judgements_of(weighting: Weighting, kept: list[int], count: int) -> Weighting:
    """Return the weighting with the judgements on the children that are kept."""

    def pick(row: tuple) -> tuple:
        return tuple(row[number] for number in kept) if len(row) == count else row

    return replace(
        weighting,
        pairwise=tuple(pick(row) for row in pick(weighting.pairwise)),
        best_to_others=pick(weighting.best_to_others),
        others_to_worst=pick(weighting.others_to_worst),
    )


def _mean_weight(children: tuple) -> float:
    return sum(child.weight for child in children) / len(children) if children else 1.0
