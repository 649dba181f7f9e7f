"""The description of a poverty measure: dimensions, indicators, cut-offs, weights and the poverty cut-off.

Weights are relative among siblings: dimensions by default weigh the same, indicators share their
dimension's weight equally (nested equal weights, as the global MPI; Alkire and Foster 2011).
"""

from __future__ import annotations

import dataclasses
import json
from collections import Counter
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ..core.arrays import Floats
from ..core.documents import parse_json, read_json
from ..core.messages import InputError, mark
from ..indices.definition.reading import (
    about,
    at_least,
    code,
    join,
    list_of,
    name_of_field,
    number,
    one_of,
    optional,
    record,
    text,
    versioned,
    wrong,
)
from .rules import RULES, WITH_CUTOFF, Deprivation

SCHEMA = "sejahtera-poverty-definition"
VERSION = 1
#: What users call it.
NAME = mark("The poverty definition")
#: A pattern of deprivations is kept in the bits of one integer.
MOST_INDICATORS = 50
#: Scores this close to k are at k: 1/6 + 1/6 is not 1/3 in binary.
TOLERANCE = 1e-9


@dataclass(frozen=True)
class PovertyDimension:
    """A dimension and its indicators."""

    code: str
    indicators: tuple[Deprivation, ...]
    weight: float = 1.0
    name: str = ""


@dataclass(frozen=True)
class PovertyDefinition:
    """A poverty measure; `k` is the share of weighted deprivations from which a record is poor."""

    dimensions: tuple[PovertyDimension, ...]
    k: float = 1.0 / 3.0
    name: str = ""
    description: str = ""
    source: str = ""

    @property
    def indicators(self) -> tuple[Deprivation, ...]:
        """All indicators in order."""
        return tuple(indicator for dimension in self.dimensions for indicator in dimension.indicators)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of all indicators in order."""
        return tuple(indicator.field for indicator in self.indicators)

    @property
    def weights(self) -> Floats:
        """Weight of each indicator, (indicators,); they sum to 1."""
        across = sum(dimension.weight for dimension in self.dimensions)
        shares = []
        for dimension in self.dimensions:
            within = sum(indicator.weight for indicator in dimension.indicators)
            shares += [dimension.weight / across * indicator.weight / within for indicator in dimension.indicators]
        return np.array(shares)

    @property
    def membership(self) -> Floats:
        """Which dimension an indicator belongs to, (dimensions, indicators) of 0 and 1."""
        sizes = [len(dimension.indicators) for dimension in self.dimensions]
        return np.repeat(np.eye(len(sizes)), sizes, axis=1)

    def without(self, fields: Container[str]) -> PovertyDefinition:
        """Return the definition without indicators that were not collected.

        The others of their dimension share the weight, and an emptied dimension leaves its weight to the
        other dimensions, as the global MPI has it.

        Raises
        ------
        InputError
            Where nothing is left.
        """
        kept = []
        for dimension in self.dimensions:
            indicators = tuple(one for one in dimension.indicators if one.field not in fields)
            if indicators:
                kept.append(dataclasses.replace(dimension, indicators=indicators))
        if not kept:
            raise InputError(mark("None of the definition's indicators has data."))
        return dataclasses.replace(self, dimensions=tuple(kept))


def _category(value: Any, path: str) -> float | str:
    return text(value, path) if isinstance(value, str) else number(value, path)


def _truth(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise wrong(path, mark("true or false is needed."))
    return value


_read_indicator = record(
    Deprivation,
    {
        "field": name_of_field,
        "rule": one_of(RULES),
        "cutoff": optional(number),
        "values": list_of(_category, 500),
        "weight": at_least(0),
        "name": text,
        "inapplicable": _truth,
    },
    required=("field", "rule"),
)


def _indicator(value: Any, path: str) -> Deprivation:
    indicator: Deprivation = _read_indicator(value, path)
    if (indicator.cutoff is None) is (indicator.rule in WITH_CUTOFF):
        raise wrong(join(path, "cutoff"), mark("a cut-off is needed for, and only for: {known}."), known=WITH_CUTOFF)
    if bool(indicator.values) is not (indicator.rule == "among"):
        raise wrong(join(path, "values"), mark("values are needed for, and only for: {known}."), known=["among"])
    if len({isinstance(one, str) for one in indicator.values}) > 1:
        raise wrong(join(path, "values"), mark("the values must be all numbers or all texts."))
    return indicator


def _share_above_zero(value: Any, path: str) -> float:
    share: float = at_least(0, 1)(value, path)
    if share == 0:
        raise wrong(path, mark("a number above 0 is needed."))
    return share


_dimension = record(
    PovertyDimension,
    {"code": code, "name": text, "weight": at_least(0), "indicators": list_of(_indicator, MOST_INDICATORS)},
    required=("code", "indicators"),
)
_definition = record(
    PovertyDefinition,
    {
        "name": text,
        "description": text,
        "source": text,
        "k": _share_above_zero,
        "dimensions": list_of(_dimension, MOST_INDICATORS),
    },
    required=("k", "dimensions"),
)


def poverty_from_dict(content: Any) -> PovertyDefinition:
    """Return the poverty definition described by parsed JSON.

    Raises
    ------
    InputError
        Naming the path of what is wrong: unknown keys, rules or version, a cut-off that is missing or has no
        use, k not in (0, 1], weights that sum to 0, fields or codes used twice.
    """
    stranger = mark("this is not a poverty definition; “{schema}” is needed.")
    with about(NAME):
        definition: PovertyDefinition = _definition(versioned(content, SCHEMA, VERSION, stranger), "")
        _check_tree(definition)
    return definition


def _check_tree(definition: PovertyDefinition) -> None:
    if not definition.dimensions:
        raise wrong("dimensions", mark("at least one dimension is needed."))
    if len(definition.indicators) > MOST_INDICATORS:
        raise wrong("dimensions", mark("at most {most} indicators are possible."), most=MOST_INDICATORS)
    siblings = {"dimensions": [dimension.weight for dimension in definition.dimensions]}
    for place, dimension in enumerate(definition.dimensions):
        siblings[f"dimensions[{place}].indicators"] = [one.weight for one in dimension.indicators]
    for path, weights in siblings.items():
        if not sum(weights) > 0:
            raise wrong(path, mark("at least one weight must be above 0."))
    for path, names in (
        ("dimensions", [dimension.code for dimension in definition.dimensions]),
        ("dimensions", definition.fields),
    ):
        for identifier, times in Counter(names).items():
            if times > 1:
                raise wrong(path, mark("“{identifier}” is used twice."), identifier=identifier)


def read_poverty(source: str | Path | bytes) -> PovertyDefinition:
    """Return the poverty definition in a file (path) or in JSON bytes; errors as `poverty_from_dict`."""
    return poverty_from_dict(parse_json(source, NAME) if isinstance(source, bytes) else read_json(source, NAME))


def poverty_to_dict(definition: PovertyDefinition) -> dict[str, Any]:
    """Return the definition as JSON holds it, with its schema; read back by `poverty_from_dict` it is equal."""
    return {"schema": SCHEMA, "version": VERSION, **json.loads(json.dumps(dataclasses.asdict(definition)))}
