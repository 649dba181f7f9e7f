"""Units without neighbours, of which a local statistic says nothing although they have data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import QgsExpression, QgsVectorLayer

from ..attributes import values_of
from ..legend import ISLAND_CODE


def local_classes(layer: QgsVectorLayer, field: str, value_fields: Sequence[str] | None) -> list[Any]:
    """Return the values of a field of a local statistic, `island` where a unit has none for want of neighbours.

    value_fields: what the statistic is of: a unit with all of them and without a result is an island. Without
    them islands cannot be told from units without data.
    """
    values = values_of(layer, field)
    if not value_fields or any(layer.fields().lookupField(name) < 0 for name in value_fields):
        return values
    columns = [values_of(layer, name) for name in value_fields]
    return [
        ISLAND_CODE if value is None and all(one is not None for one in row) else value
        for value, *row in zip(values, *columns)
    ]


def island_condition(field: str, value_fields: Sequence[str]) -> str:
    """Return the expression that islands fulfil."""
    known = " AND ".join(f"{QgsExpression.quotedColumnRef(name)} IS NOT NULL" for name in value_fields)
    return f"{QgsExpression.quotedColumnRef(field)} IS NULL AND {known}"
