"""Units without neighbours, of which a local statistic says nothing although they have data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from qgis.core import QgsExpression, QgsVectorLayer

from ..base.attributes import values_of
from ..base.cards import beside, role_of
from ..symbology.legend import ISLAND_CODE

#: The code of a unit with data and neighbours that is in no class.
NOT_ASKED = "ns"


def local_values(
    layer: QgsVectorLayer, field: str, value_fields: Sequence[str] | None
) -> tuple[list[Any], dict[str, str]]:
    """Return the values of a field of a local statistic, and expressions by code of units without one.

    In place of a missing value stands `island` for a unit without neighbours, and `ns` for one that was not
    asked, as those without the thing that join counts are of. Where a field of codes stands beside, it tells;
    else a unit with a value in all of `value_fields`, which the statistic is of, is an island. Without either
    islands cannot be told from units without data.
    """
    values, missing = values_of(layer, field), f"{QgsExpression.quotedColumnRef(field)} IS NULL"
    coded = beside(layer, field, "lisa_class") if role_of(layer, field).startswith("lisa_") else None
    if coded:
        codes = [code if code in (ISLAND_CODE, NOT_ASKED) else None for code in values_of(layer, coded)]
        column = QgsExpression.quotedColumnRef(coded)
        conditions = {code: f"{missing} AND {column} = '{code}'" for code in (ISLAND_CODE, NOT_ASKED)}
    elif value_fields and all(layer.fields().lookupField(name) >= 0 for name in value_fields):
        columns = zip(*(values_of(layer, name) for name in value_fields))
        codes = [ISLAND_CODE if all(one is not None for one in row) else None for row in columns]
        known = (f"{QgsExpression.quotedColumnRef(name)} IS NOT NULL" for name in value_fields)
        conditions = {ISLAND_CODE: " AND ".join((missing, *known))}
    else:
        return values, {}
    return [code if value is None else value for value, code in zip(values, codes)], conditions
