"""Edits of a frozen definition: each returns a new one; nothing is checked but what the edit needs.

A node is named by its key: `("dimension", code)`, `("field", name)`, or `ROOT` for the index itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import compress
from typing import Any, TypeVar, Union, cast

from .flat import slugs
from .model import Definition, Dimension, Indicator, Parent, Weighting

Key = tuple[str, str]
Node = Union[Definition, Dimension, Indicator]
P = TypeVar("P", Definition, Dimension)

ROOT: Key = ("index", "")


def key_of(node: Node) -> Key:
    """Return the key of a node."""
    if isinstance(node, Indicator):
        return ("field", node.field)
    return ("dimension", node.code) if isinstance(node, Dimension) else ROOT


def parents(node: Parent) -> Iterator[Parent]:
    """Yield the index, or a dimension, and every dimension below, depth first."""
    yield node
    for child in node.dimensions:
        yield from parents(child)


def parent_of(definition: Definition, key: Key) -> Parent | None:
    """Return the node above a key, None for the index and for what is not there."""
    for node in parents(definition):
        if any(key_of(child) == key for child in node.children):
            return node
    return None


def node_at(definition: Definition, key: Key) -> Node | None:
    """Return the node of a key, None where there is none."""
    if key == ROOT:
        return definition
    parent = parent_of(definition, key)
    return next((child for child in parent.children if key_of(child) == key), None) if parent else None


def changed(definition: Definition, changes: Mapping[Key, Mapping[str, Any]]) -> Definition:
    """Return the definition with attributes of some nodes replaced."""

    def edit(node: P) -> P:
        below: dict[str, Any] = {"dimensions": tuple(map(edit, node.dimensions))}
        if isinstance(node, Dimension):
            below["indicators"] = tuple(replace(one, **of(one)) for one in node.indicators)
        return replace(node, **{**below, **of(node)})

    def of(node: Node) -> Mapping[str, Any]:
        return changes.get(key_of(node), {})

    return edit(definition)


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

    def prune(node: P) -> P:
        pruned = tuple(map(prune, node.dimensions))
        below: dict[str, Any] = {"dimensions": tuple(child for child in pruned if child.children)}
        stays = [bool(child.children) for child in pruned]
        if isinstance(node, Dimension) and node.indicators:
            below["indicators"] = tuple(one for one in node.indicators if one.field not in fields)
            stays = [one.field not in fields for one in node.indicators]
        if node.weighting is not None and not all(stays):
            below["weighting"] = _judgements_of(node.weighting, stays)
        return replace(node, **below)

    return prune(definition)


def moved(definition: Definition, field: str, dimension: str) -> Definition:
    """Return the definition with an indicator moved to the dimension of that name or code."""
    indicator = node_at(definition, ("field", field))
    if not isinstance(indicator, Indicator):
        return definition
    return with_indicator(without(definition, {field}), indicator, dimension)


def with_judgements(definition: Definition, parent: Key, weighting: Weighting, judged: Collection[Key]) -> Definition:
    """Return the definition with judgements on some children of `parent`, in their order.

    The children that were not judged, because they are left out for now, count as equal to the others
    (a judgement of 1) when they come back.
    """
    node = cast(Parent, node_at(definition, parent))
    keys = [key_of(child) for child in node.children]
    place = {key: number for number, key in enumerate(key for key in keys if key in judged)}

    def widened(row: tuple[Any, ...], default: Any) -> tuple[Any, ...]:
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


def _judgements_of(weighting: Weighting, stays: list[bool]) -> Weighting:
    """Return the weighting with the judgements on the children that stay."""

    def pick(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(compress(row, stays)) if len(row) == len(stays) else row

    return replace(
        weighting,
        pairwise=tuple(pick(row) for row in pick(weighting.pairwise)),
        best_to_others=pick(weighting.best_to_others),
        others_to_worst=pick(weighting.others_to_worst),
    )


def _mean_weight(children: Collection[Dimension | Indicator]) -> float:
    return sum(child.weight for child in children) / len(children) if children else 1.0
