"""A definition being worked on: all indicators, those left out for now, locked weights, points that people gave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ...core.messages import InputError, mark
from ..methods.weighting.shares import shares_of, with_share
from .editing import Key, key_of, node_at, parent_of, with_weights, without
from .model import Definition, Dimension, Indicator
from .schema import definition_from_dict, definition_to_dict

EMPTY = Definition(())


@dataclass(frozen=True)
class Draft:
    """The state of an editor. `definition` may be empty or hold what cannot be computed yet.

    budgets: for a node whose weights several people agreed on by distributing points, the points of each of its
    children, one a person.
    """

    definition: Definition = EMPTY
    excluded: frozenset[str] = frozenset()
    locked: frozenset[Key] = field(default_factory=frozenset)
    budgets: Mapping[Key, Mapping[Key, tuple[float, ...]]] = field(default_factory=dict)

    @property
    def effective(self) -> Definition:
        """The definition without the indicators left out: what is computed."""
        return without(self.definition, self.excluded) if self.excluded else self.definition

    def counts(self, node: Dimension | Indicator) -> bool:
        """Say whether a node takes part: an indicator not left out, a dimension with one such."""
        return any(leaf.field not in self.excluded for leaf in node.leaves())

    def siblings(self, key: Key) -> list[Dimension | Indicator]:
        """Return the children of a node's parent that take part, the node among them if it does."""
        parent = parent_of(self.definition, key)
        return [child for child in parent.children if self.counts(child)] if parent else []

    def share(self, key: Key) -> float:
        """Return the share of a node within its parent, 0 to 1; 0 where it is left out."""
        siblings = self.siblings(key)
        keys = [key_of(child) for child in siblings]
        if key not in keys:
            return 0.0
        return float(shares_of([child.weight for child in siblings])[keys.index(key)])

    def with_share(self, key: Key, share: float) -> Draft:
        """Give a node a share; locked siblings keep theirs and the rest share the remainder.

        The parent then takes its weights as given, in per cent.
        """
        siblings, parent = self.siblings(key), parent_of(self.definition, key)
        keys = [key_of(child) for child in siblings]
        if parent is None or key not in keys:
            return self
        weights = [child.weight for child in siblings]
        shares = with_share(weights, keys.index(key), share, [one in self.locked for one in keys])
        return self.with_shares(key_of(parent), dict(zip(keys, shares.tolist())))

    def with_shares(self, parent: Key, shares: Mapping[Key, float]) -> Draft:
        """Give the children of a node these shares of 1."""
        weights = {key: 100.0 * share for key, share in shares.items()}
        return replace(self, definition=with_weights(self.definition, parent, weights))

    def with_budget(self, parent: Key, points: Mapping[Key, tuple[float, ...]]) -> Draft:
        """Keep the points that people gave to the children of a node."""
        return replace(self, budgets={**self.budgets, parent: dict(points)})

    def with_included(self, field: str, included: bool) -> Draft:
        """Take an indicator in or leave it out."""
        return replace(self, excluded=self.excluded - {field} if included else self.excluded | {field})

    def with_lock(self, key: Key, locked: bool) -> Draft:
        """Lock or unlock the weight of a node."""
        return replace(self, locked=self.locked | {key} if locked else self.locked - {key})

    def tidy(self) -> Draft:
        """Forget marks on nodes that are gone."""
        fields = frozenset(self.definition.fields)
        locked = frozenset(key for key in self.locked if node_at(self.definition, key) is not None)
        budgets = {key: one for key, one in self.budgets.items() if node_at(self.definition, key) is not None}
        return replace(self, excluded=self.excluded & fields, locked=locked, budgets=budgets)


def draft_to_dict(draft: Draft) -> dict[str, Any]:
    """Return a draft as plain dictionaries and lists."""
    return {
        "definition": definition_to_dict(draft.definition) if draft.definition.dimensions else None,
        "excluded": sorted(draft.excluded),
        "locked": sorted(list(key) for key in draft.locked),
        "budgets": [
            {"node": list(node), "points": [[*child, list(given)] for child, given in points.items()]}
            for node, points in draft.budgets.items()
        ],
    }


def draft_from_dict(content: Any) -> Draft:
    """Return the draft in parsed JSON.

    Raises
    ------
    InputError
        For what is not understood.
    """
    try:
        described = content["definition"]
        excluded = frozenset(str(one) for one in content.get("excluded", []))
        locked = frozenset((str(kind), str(name)) for kind, name in content.get("locked", []))
        budgets = dict(_budget(one) for one in content.get("budgets", []))
    except (TypeError, KeyError, ValueError, AttributeError):
        raise InputError(mark("The saved index is not understood.")) from None
    definition = EMPTY if described is None else definition_from_dict(described)
    return Draft(definition, excluded, locked, budgets).tidy()


def _budget(content: Any) -> tuple[Key, dict[Key, tuple[float, ...]]]:
    kind, name = content["node"]
    points = {
        (str(child_kind), str(child)): tuple(float(one) for one in given)
        for child_kind, child, given in content["points"]
    }
    if len({len(given) for given in points.values()}) > 1:
        raise ValueError("each person gives points to each part")
    return (str(kind), str(name)), points
