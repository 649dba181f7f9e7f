"""A definition from a plain table of indicators: one row each of field, dimension, direction, weight."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...core.messages import InputError, mark
from .model import Definition
from .schema import definition_from_dict


def definition_from_rows(
    rows: Iterable[Sequence[Any]],
    *,
    name: str = "",
    names: Mapping[str, str] | None = None,
    goalposts: Mapping[str, Sequence[float]] | None = None,
    aggregation: str | Mapping[str, Any] = "arithmetic",
    aggregation_dimensions: str | Mapping[str, Any] = "arithmetic",
    **choices: str | Mapping[str, Any],
) -> Definition:
    """Return the definition of a two-level index.

    Parameters
    ----------
    rows
        Field, dimension, direction ("+" or "-") and weight of each indicator; a weight may be text, with a
        point or a comma, and counts as 1 where it is empty. Weights are global: a dimension weighs as much
        as its rows together, so that under arithmetic means each row keeps its share of the index.
    names, goalposts
        Names and (lowest, highest) values by field, where known.
    aggregation, aggregation_dimensions, choices
        The choices of the definition (`normalisation`, `missing`, `outliers`, `weighting`, `classes`,
        `orientation`, `description`), as a code or as in the JSON schema.

    Raises
    ------
    InputError
        For a row that is not understood, or what `schema` refuses.
    """
    dimensions: dict[str, dict[str, Any]] = {}
    for position, row in enumerate(rows, start=1):
        field, dimension, direction, weight = _row(row, position)
        node = dimensions.setdefault(dimension, {"name": dimension, "weight": 0, "indicators": []})
        node["weight"] += weight
        indicator = {"field": field, "direction": direction, "weight": weight}
        if names and field in names:
            indicator["name"] = names[field]
        if goalposts and field in goalposts:
            indicator["goalposts"] = list(goalposts[field])
        node["indicators"].append(indicator)
    if not dimensions:
        raise InputError(mark("The table of indicators is empty; add at least one row."))
    for node, code in zip(dimensions.values(), slugs(dimensions)):
        node["code"] = code
    content = {
        "name": name,
        "dimensions": list(dimensions.values()),
        "aggregation": {"within": _choice(aggregation), "across": _choice(aggregation_dimensions)},
    }
    plain = ("orientation", "description")
    content.update({key: value if key in plain else _choice(value) for key, value in choices.items()})
    return definition_from_dict(content)


def slugs(names: Iterable[str]) -> list[str]:
    """Return a code for each name: ASCII small letters, digits and _, unique, at most 24 characters."""
    codes: list[str] = []
    for name in names:
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "_", plain)[:20].strip("_") or "dimension"
        code, count = stem, 1
        while code in codes:
            count += 1
            code = f"{stem}_{count}"
        codes.append(code)
    return codes


def _row(row: Sequence[Any], position: int) -> tuple[str, str, Any, float]:
    if isinstance(row, str) or len(row) != 4:
        raise InputError(
            mark("Row {row} of the indicators needs four cells: field, dimension, direction, weight."), row=position
        )
    field, dimension, direction, weight = (cell.strip() if isinstance(cell, str) else cell for cell in row)
    if not isinstance(field, str) or not field:
        raise InputError(mark("Row {row} of the indicators names no field."), row=position)
    if not isinstance(dimension, str) or not dimension:
        raise InputError(mark("Row {row} of the indicators ({column}) names no dimension."), row=position, column=field)
    if direction not in ("+", "-", "−", "1", "-1", "+1", 1, -1):
        raise InputError(
            mark("The direction of {column} must be “+” (more is better) or “-” (more is worse)."), column=field
        )
    return field, dimension, direction, _weight(weight, field)


def _weight(cell: Any, field: str) -> float:
    if cell is None or cell == "":
        return 1
    try:
        weight = float(str(cell).replace(",", "."))
    except ValueError:
        weight = -1.0
    if not 0 <= weight < float("inf"):
        raise InputError(mark("The weight of {column} must be a number, 0 or more."), column=field)
    return weight


def _choice(value: str | Mapping[str, Any]) -> dict[str, Any]:
    return {"method": value} if isinstance(value, str) else dict(value)
