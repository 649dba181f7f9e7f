"""An index definition as JSON: written whole, read strictly.

Whatever is not understood is refused with the path of the wrong place: an index must not be computed
from half a definition.
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...core.documents import json_given, parse_json, read_json
from ...core.messages import mark
from ..methods.aggregation import AGGREGATIONS
from ..methods.classification import CLASSIFICATIONS
from ..methods.missing import MISSING, STATISTICS
from ..methods.normalisation import NORMALISATIONS
from ..methods.outliers import OUTLIERS
from ..methods.weighting import WEIGHTINGS
from .model import (
    Aggregation,
    Classes,
    Definition,
    Dimension,
    Indicator,
    Levels,
    Missing,
    Normalisation,
    Outliers,
    Weighting,
)
from .reading import (
    Reader,
    at_least,
    code,
    direction,
    integer,
    interval,
    join,
    list_of,
    name_of_field,
    number,
    one_of,
    optional,
    pair_of,
    positive,
    record,
    text,
    versioned,
    wrong,
)

SCHEMA = "sejahtera-index-definition"
VERSION = 1
#: What users call it.
NAME = mark("The index definition")
MOST_INDICATORS = 2000
DEEPEST = 5

ORIENTATIONS = ("welfare", "deprivation")
PENALTIES = ("auto", "+", "-")


def _normalisation(value: Any, path: str) -> Normalisation:
    readers = {"method": one_of(NORMALISATIONS), "scale": optional(interval)}
    choice = record(Normalisation, readers)(value, path)
    if choice.scale is not None and not NORMALISATIONS[choice.method].bounded:
        bounded = sorted(method.code for method in NORMALISATIONS.values() if method.bounded)
        raise wrong(join(path, "scale"), mark("only {known} have a scale."), known=bounded)
    return choice


def _classes(value: Any, path: str) -> Classes:
    readers = {"method": one_of(CLASSIFICATIONS), "count": integer(2, 20), "breaks": list_of(number, 19)}
    choice = record(Classes, readers)(value, path)
    if any(not low < high for low, high in zip(choice.breaks, choice.breaks[1:])):
        raise wrong(join(path, "breaks"), mark("the bounds must rise."))
    if CLASSIFICATIONS[choice.method].own_bounds and not choice.breaks:
        raise wrong(join(path, "breaks"), mark("fixed classes need their inner bounds."))
    return choice


_judgements = list_of(positive, 50)
_weighting = record(
    Weighting,
    {
        "method": one_of(WEIGHTINGS),
        "pairwise": list_of(_judgements, 50),
        "best_to_others": _judgements,
        "others_to_worst": _judgements,
        "shares": optional(pair_of(at_least(0, 1), equal=True)),
    },
)
_aggregation = record(
    Aggregation, {"method": one_of(AGGREGATIONS), "power": at_least(-100, 100), "penalty": one_of(PENALTIES)}
)
_indicator = record(
    Indicator,
    {
        "field": name_of_field,
        "name": text,
        "direction": direction,
        "weight": at_least(0),
        "goalposts": optional(interval),
        "unit": text,
        "denominator": optional(name_of_field),
        "per": positive,
    },
    required=("field", "direction"),
)


def _dimension(depth: int) -> Reader[Dimension]:
    """Return the reader of a dimension at a depth below the index."""
    readers = {
        "code": code,
        "name": text,
        "weight": at_least(0),
        "indicators": list_of(_indicator),
        "normalisation": optional(_normalisation),
        "weighting": optional(_weighting),
        "aggregation": optional(_aggregation),
    }

    def nested(value: Any, path: str) -> tuple[Dimension, ...]:
        if depth == DEEPEST:
            raise wrong(path, mark("at most {most} levels of dimensions are possible."), most=DEEPEST)
        return list_of(_dimension(depth + 1))(value, path)

    read_node = record(Dimension, {**readers, "dimensions": nested}, required=("code",))

    def read(value: Any, path: str) -> Dimension:
        node = read_node(value, path)
        if bool(node.indicators) == bool(node.dimensions):
            raise wrong(path, mark("a dimension holds either indicators or dimensions."))
        return node

    return read


_definition = record(
    Definition,
    {
        "name": text,
        "description": text,
        "orientation": one_of(ORIENTATIONS),
        "dimensions": list_of(_dimension(1)),
        "normalisation": _normalisation,
        "missing": record(
            Missing, {"method": one_of(MISSING), "coverage": at_least(0, 1), "statistic": one_of(STATISTICS)}
        ),
        "outliers": record(
            Outliers,
            {"method": one_of(OUTLIERS), "skewness": at_least(0), "kurtosis": number, "limit": integer(0, 1_000_000)},
        ),
        "weighting": _weighting,
        "aggregation": record(Levels, {"within": _aggregation, "across": _aggregation}),
        "classes": _classes,
    },
    required=("dimensions",),
)


def definition_from_dict(content: Any) -> Definition:
    """Return the definition described by parsed JSON.

    Raises
    ------
    InputError
        Naming the path of what is wrong: unknown keys, codes or version, wrong types, negative or infinite
        weights, goalposts not rising, fields or codes used twice, too many or too deep.
    """
    stranger = mark("this is not an index definition; “{schema}” is needed.")
    definition = _definition(versioned(content, SCHEMA, VERSION, stranger, needed=()), "")
    if not definition.dimensions:
        raise wrong("dimensions", mark("at least one dimension is needed."))
    if len(definition.indicators) > MOST_INDICATORS:
        raise wrong("dimensions", mark("at most {most} indicators are possible."), most=MOST_INDICATORS)
    _refuse_twice(definition.dimensions)
    return definition


def definition_from_json(content: str | bytes) -> Definition:
    """Return the definition written in a JSON text; errors as in `definition_from_dict`."""
    return definition_from_dict(parse_json(content, NAME))


def read_definition(path: str | Path) -> Definition:
    """Return the definition in a file; raises `InputError` where it cannot be read or is wrong."""
    return definition_from_dict(read_json(path, NAME))


def definition_from_text(given: str) -> Definition:
    """Return the definition of a JSON text, or of the file at a path."""
    return definition_from_dict(json_given(given, NAME))


def definition_to_dict(definition: Definition) -> dict[str, Any]:
    """Return the definition as plain dictionaries and lists, with every default written out."""
    return {"schema": SCHEMA, "version": VERSION, **_plain(definition)}


def definition_to_json(definition: Definition) -> str:
    """Return the definition as JSON text that `definition_from_json` reads back to an equal one."""
    return json.dumps(definition_to_dict(definition), ensure_ascii=False, indent=2)


def printed(definition: Definition) -> str:
    """Return a definition as JSON for people, with a line for each indicator and each choice."""

    def compact(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def is_list_of_objects(value: Any) -> bool:
        return isinstance(value, list) and bool(value) and isinstance(value[0], dict)

    def written(value: Any, depth: int) -> str:
        if isinstance(value, dict) and any(
            isinstance(one, list) and one and isinstance(one[0], dict) for one in value.values()
        ):
            inside = ",".join(f"{compact(key)}:{written(one, depth)}" for key, one in value.items())
            return "{" + inside + "}"
        if is_list_of_objects(value):
            step = "\n" + " " * (depth + 1)
            return "[" + ",".join(step + written(one, depth + 1) for one in value) + "]"
        return compact(value)

    return written(definition_to_dict(definition), 0)


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        items = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        if isinstance(value, Indicator):
            items["direction"] = "+" if value.direction > 0 else "-"
        if isinstance(value, Dimension):  # says nothing where it has nothing of its own
            items = {key: item for key, item in items.items() if item not in (None, [])}
        return items
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def _walk(dimensions: tuple[Dimension, ...], path: str = "dimensions") -> Iterator[tuple[str, str, str]]:
    """Yield path, kind and identifier of every node."""
    for position, dimension in enumerate(dimensions):
        here = f"{path}[{position}]"
        yield f"{here}.code", "code", dimension.code
        for row, indicator in enumerate(dimension.indicators):
            yield f"{here}.indicators[{row}].field", "field", indicator.field
        yield from _walk(dimension.dimensions, f"{here}.dimensions")


def _refuse_twice(dimensions: tuple[Dimension, ...]) -> None:
    seen: Counter[tuple[str, str]] = Counter()
    for path, kind, identifier in _walk(dimensions):
        seen[kind, identifier] += 1
        if seen[kind, identifier] > 1:
            raise wrong(path, mark("“{identifier}” is used twice."), identifier=identifier)
