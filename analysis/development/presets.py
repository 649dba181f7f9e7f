"""Goalposts of human development indices as versioned data: which bounds, since when, from where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.messages import mark
from ..indices.definition.reading import Reader, list_of, number, positive, record, text, wrong

SCHEMA = "sejahtera-hdi-presets"
VERSION = 1


@dataclass(frozen=True)
class Goalpost:
    """The value that scores 0 and the value that scores 1; with `logarithm` between their logarithms."""

    low: float
    high: float
    logarithm: bool = False


@dataclass(frozen=True)
class Preset:
    """A method of human development.

    years: first and last year it serves, the last None while in use. scale: of the index (1 or 100).
    unit: of the expenditure. dimensions: goalposts of each dimension's indicators, whose scores are
    averaged. categories: lower bound of each, worst first. series_breaks: what changed in which year.
    """

    code: str
    name: str
    years: tuple[int, int | None]
    source: str
    scale: float
    unit: str
    dimensions: Mapping[str, Mapping[str, Goalpost]]
    categories: Mapping[str, float]
    series_breaks: Mapping[str, str]

    @property
    def indicators(self) -> list[str]:
        """The indicators in order."""
        return [name for goalposts in self.dimensions.values() for name in goalposts]


def _table_of(reader: Reader[Any]) -> Reader[dict[str, Any]]:
    def read(value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict) or not value:
            raise wrong(path, mark("an object with names and values is needed."))
        return {text(key, path): reader(item, f"{path}.{key}") for key, item in value.items()}

    return read


def _goalpost(value: Any, path: str) -> Goalpost:
    readers = {"low": number, "high": number, "logarithm": lambda item, _: item is True}
    goalpost: Goalpost = record(Goalpost, readers, required=("low", "high"))(value, path)
    if not goalpost.low < goalpost.high or (goalpost.logarithm and goalpost.low <= 0):
        raise wrong(path, mark("two numbers are needed, the lower first."))
    return goalpost


def _years(value: Any, path: str) -> tuple[int, int | None]:
    if not isinstance(value, list) or len(value) != 2 or not isinstance(value[0], int):
        raise wrong(path, mark("the first and the last year are needed; the last may be null."))
    return value[0], value[1]


def _breaks(value: Any, path: str) -> dict[str, str]:
    return _table_of(text)(value, path) if value else {}


_FIELDS: dict[str, Reader[Any]] = {
    "code": text,
    "name": text,
    "years": _years,
    "source": text,
    "scale": positive,
    "unit": text,
    "dimensions": _table_of(_table_of(_goalpost)),
    "categories": _table_of(number),
    "series_breaks": _breaks,
}
_preset = record(Preset, _FIELDS, required=tuple(_FIELDS))


def presets_from_dict(content: Any) -> dict[str, Preset]:
    """Return the presets of parsed JSON by code.

    Raises
    ------
    InputError
        Naming the path of what is wrong.
    """
    if not isinstance(content, dict) or content.get("schema") != SCHEMA or content.get("version") != VERSION:
        raise wrong("schema", mark("this is not a list of presets; “{schema}” is needed."), schema=SCHEMA)
    return {preset.code: preset for preset in list_of(_preset)(content.get("presets"), "presets")}
