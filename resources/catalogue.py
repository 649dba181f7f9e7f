"""Reads the indicator catalogue: a proposal of what to measure, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..analysis.core.documents import read_json
from ..analysis.core.messages import Words

CATALOGUE_PATH = Path(__file__).with_name("catalogue.json")


@dataclass(frozen=True)
class Text:
    """The same words in Indonesian and English."""

    id: str
    en: str

    def to(self, language: str) -> str:
        """Return the words in a language; `id`, `id_ID` are Indonesian, all others English."""
        return self.id if language.lower().startswith("id") else self.en

    @property
    def words(self) -> Words:
        """The words as a fact of a message."""
        return Words({"en": self.en, "id": self.id})


#: What the default index is called.
INDEX_NAME = Text("Indeks kesejahteraan multidimensi", "Multidimensional welfare index")


@dataclass(frozen=True)
class Term:
    """A code with its name: a super-dimension, a problem or a recommendation of the study."""

    code: str
    name: Text


@dataclass(frozen=True)
class Dimension:
    """A group of indicators."""

    code: str
    name: Text
    superdimension: str


@dataclass(frozen=True)
class Target:
    """A value to reach, None where no number is set, and the document it comes from.

    verified: False where the basis has not been checked against its source document.
    """

    value: float | None
    basis: Text
    verified: bool


@dataclass(frozen=True)
class Indicator:
    """What an indicator measures and how its values are read.

    status: `core` enters the default index, `optional` may, `context` never.
    direction: `+` higher is better, `-` higher is worse, None where the sign is ambiguous.
    goalposts, plausible: (low, high) in the unit of the indicator; values outside the goalposts are
    clipped, values outside the plausible range deserve a warning. cutoff: deprived beyond it.
    small_number: a rate of few cases, to be pooled or smoothed. collinear_with: overlapping codes.
    """

    code: str
    dimension: str
    status: str
    name: Text
    definition: Text
    why: Text
    unit: Text
    direction: str | None
    goalposts: tuple[float, float] | None
    plausible: tuple[float, float]
    cutoff: float | None
    target: Target
    source: Text
    denominator: Text
    problems: tuple[str, ...]
    recommendations: tuple[str, ...]
    small_number: bool
    collinear_with: tuple[str, ...]

    @property
    def field(self) -> str:
        """The name of the column that holds it."""
        return self.code.lower()


@dataclass(frozen=True)
class Catalogue:
    """All indicators and the tables that their codes refer to, in order."""

    version: int
    note: Text
    superdimensions: tuple[Term, ...]
    dimensions: tuple[Dimension, ...]
    problems: tuple[Term, ...]
    recommendations: tuple[Term, ...]
    indicators: tuple[Indicator, ...]

    @property
    def core(self) -> tuple[Indicator, ...]:
        """The indicators of the default index."""
        return tuple(indicator for indicator in self.indicators if indicator.status == "core")

    def indicator(self, code: str) -> Indicator | None:
        """Return the indicator of a code or of a field name, None where there is none."""
        code = code.upper()
        return next((indicator for indicator in self.indicators if indicator.code == code), None)

    def dimension(self, code: str) -> Dimension | None:
        """Return the dimension of a code in either case, None where there is none."""
        code = code.upper()
        return next((dimension for dimension in self.dimensions if dimension.code == code), None)

    def core_of(self, dimension: str) -> tuple[Indicator, ...]:
        """Return the core indicators of a dimension."""
        return tuple(indicator for indicator in self.core if indicator.dimension == dimension)


def recognised(own: str, known: Text | None) -> Words | str:
    """Return a name in all languages where it is that of the catalogue; a name of the user's stays."""
    return known.words if known and own in (known.id, known.en) else own


@lru_cache(maxsize=1)
def load_catalogue() -> Catalogue:
    """Read the shipped catalogue once."""
    data = read_json(CATALOGUE_PATH, CATALOGUE_PATH.name)
    return Catalogue(
        version=data["version"],
        note=Text(**data["note"]),
        superdimensions=_terms(data["superdimensions"]),
        dimensions=tuple(
            Dimension(row["code"], Text(**row["name"]), row["superdimension"]) for row in data["dimensions"]
        ),
        problems=_terms(data["problems"]),
        recommendations=_terms(data["recommendations"]),
        indicators=tuple(_indicator(row) for row in data["indicators"]),
    )


def default_definition(language: str = "en") -> dict[str, Any]:
    """Return the definition of the default index: core indicators, equal weights, goalposts.

    Dimensions weigh the same, and so do the indicators within each. Ready for JSON.
    """
    catalogue = load_catalogue()
    return {
        "schema": "sejahtera-index-definition",
        "version": 1,
        "name": INDEX_NAME.to(language),
        "description": catalogue.note.to(language),
        "orientation": "welfare",
        "dimensions": [
            {
                "code": dimension.code.lower(),
                "name": dimension.name.to(language),
                "weight": 1,
                "indicators": [_definition_row(indicator, language) for indicator in indicators],
            }
            for dimension in catalogue.dimensions
            if (indicators := catalogue.core_of(dimension.code))
        ],
        "normalisation": {"method": "goalposts"},
        "missing": {"method": "drop", "coverage": 0.6},
        "outliers": {"method": "none"},
        "weighting": {"method": "given"},
        "aggregation": {"within": {"method": "arithmetic"}, "across": {"method": "arithmetic"}},
        "classes": {"method": "quantile", "count": 5},
    }


def _definition_row(indicator: Indicator, language: str) -> dict[str, Any]:
    return {
        "field": indicator.field,
        "name": indicator.name.to(language),
        "direction": indicator.direction,
        "weight": 1,
        "goalposts": list(indicator.goalposts),
        "unit": indicator.unit.to(language),
    }


def _terms(rows: list[Mapping[str, Any]]) -> tuple[Term, ...]:
    return tuple(Term(row["code"], Text(**row["name"])) for row in rows)


def _indicator(row: Mapping[str, Any]) -> Indicator:
    texts = {key: Text(**row[key]) for key in ("name", "definition", "why", "unit", "source", "denominator")}
    lists = {key: tuple(row[key]) for key in ("plausible", "problems", "recommendations", "collinear_with")}
    target = {**row["target"], "basis": Text(**row["target"]["basis"])}
    goalposts = None if row["goalposts"] is None else tuple(row["goalposts"])
    return Indicator(**{**row, **texts, **lists, "target": Target(**target), "goalposts": goalposts})
