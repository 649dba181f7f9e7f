"""Parts of a result by the keys of the tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..analysis.indices.definition.editing import Key

if TYPE_CHECKING:
    from ..analysis.indices.composite.result import IndexResult


def weights_by_key(result: IndexResult | None, column: str = "weight") -> dict[Key, float]:
    """Return a column of the table of weights by row of the tree; empty without a result."""
    if result is None:
        return {}
    table = result.weights
    keys = [
        ("field", field) if field else ("dimension", dimension)
        for field, dimension in zip(table["field"], table["dimension"])
    ]
    return dict(zip(keys, table[column].astype(float).tolist()))
