"""Recommendations as data: by which signals the need for each is told, and the rule of decision."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...core.documents import json_given
from ...core.messages import InputError, mark
from ...indices.definition.reading import is_finite

SCHEMA = "sejahtera-recommendations"


@dataclass(frozen=True)
class Known:
    """What is known of an indicator: its names, direction (+1, -1 or 0), goalposts, cut-off, unit.

    titles: the name by language, where the file of the recommendations gives it.
    """

    field: str
    name: str
    direction: int = 0
    goalposts: tuple[float, float] | None = None
    cutoff: float | None = None
    unit: str = ""
    titles: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Signal:
    """An indicator that speaks for a recommendation where it is bad, and its weight."""

    indicator: Known
    weight: float


@dataclass(frozen=True)
class SubProgramme:
    """A part of a recommendation, fitting where all conditions (indicator, "high" or "low") hold."""

    name: str
    conditions: tuple[tuple[Known, str], ...]


@dataclass(frozen=True)
class Recommendation:
    """A recommendation; `extension` marks what the system adds to those of the study.

    titles: the name by language as the file gives it, "" where it is the same in all.
    """

    code: str
    name: str
    signals: tuple[Signal, ...]
    sub_programmes: tuple[SubProgramme, ...] = ()
    content: str = ""
    evaluation: str = ""
    agencies: str = ""
    extension: bool = False
    titles: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """When a recommendation is made.

    Strongly: need at or above `strong_percentile` of the city and at least `strong_signals` signals beyond
    their cut-off; recommended: the same with `percentile` and `signals`; no decision where less than
    `coverage` of the weight of the signals has data.
    """

    strong_percentile: float = 75.0
    strong_signals: float = 2
    percentile: float = 50.0
    signals: float = 1
    coverage: float = 0.6


@dataclass(frozen=True)
class Recommendations:
    """All recommendations in order, the rule and a note on where they come from."""

    recommendations: tuple[Recommendation, ...]
    rule: Rule = Rule()
    note: str = ""

    @property
    def fields(self) -> list[str]:
        """Every column that signals or conditions look at, each once."""
        found = []
        for one in self.recommendations:
            found += [signal.indicator.field for signal in one.signals]
            found += [known.field for part in one.sub_programmes for known, _ in part.conditions]
        return list(dict.fromkeys(found))

    @property
    def need_fields(self) -> dict[str, str]:
        """The field of each need by code: numbered for those of the study, by its code for an addition."""
        study = [one.code for one in self.recommendations if not one.extension]
        numbered = {code: f"need_{number}" for number, code in enumerate(study, 1)}
        return {one.code: numbered.get(one.code, f"need_{one.code.lower()}") for one in self.recommendations}


def mapping_from_text(given: str, known: Mapping[str, Known], language: str) -> Recommendations:
    """Return the mapping in a JSON text or file; texts in `language` where there are both.

    Raises
    ------
    InputError
        For what is not understood, with the recommendation it stands in.
    """
    content = json_given(given.strip(), mark("The list of recommendations"))
    if not isinstance(content, dict) or content.get("schema") != SCHEMA or content.get("version") != 1:
        raise InputError(mark("The recommendations need the schema {schema} in version 1."), schema=SCHEMA)
    return _Reader(known, language).mapping(content)


def _number(value: Any) -> float:
    """Return a finite number; raises `ValueError` or `TypeError` for anything else."""
    if not is_finite(value):
        raise ValueError("not finite")
    return float(value)


def _titles(name: Any) -> dict[str, str]:
    """Return a name by language, "" where it is the same in all."""
    titles = name if isinstance(name, dict) else {"": name} if name else {}
    return {str(language): str(title) for language, title in titles.items() if title}


class _Reader:
    def __init__(self, known: Mapping[str, Known], language: str) -> None:
        self.known, self.language = known, language

    def mapping(self, content: dict[str, Any]) -> Recommendations:
        recommendations: dict[str, Recommendation] = {}
        rows = content.get("recommendations")
        for row in rows if isinstance(rows, list) else []:
            code = str(row.get("code", "")) if isinstance(row, dict) else ""
            if not code or code in recommendations:
                raise InputError(
                    mark("Each recommendation needs a code of its own; “{code}” is missing or repeats."), code=code
                )
            recommendations[code] = self.recommendation(code, row)
        if not recommendations:
            raise InputError(mark("There are no recommendations in the file."))
        found = Recommendations(
            tuple(recommendations.values()), self.rule(content.get("rule") or {}), self.text(content.get("note"))
        )
        taken: dict[str, str] = {}
        for code, field_name in found.need_fields.items():
            if field_name in taken:
                raise InputError(
                    mark("The recommendations {codes} would both have the field {column}; change a code."),
                    codes=[taken[field_name], code],
                    column=field_name,
                )
            taken[field_name] = code
        return found

    def rule(self, content: dict[str, Any]) -> Rule:
        try:
            rule = Rule(**{key: _number(value) for key, value in content.items()})
        except (AttributeError, TypeError, ValueError):
            keys = list(content) if isinstance(content, dict) else [str(content)]
            raise InputError(
                mark("The rule of the recommendations holds something unknown: {keys}."), keys=keys
            ) from None
        shares = rule.strong_percentile, rule.percentile, 100 * rule.coverage
        if not all(0 <= share <= 100 for share in shares):
            raise InputError(mark("Percentiles of the rule run from 0 to 100 and the coverage from 0 to 1."))
        return rule

    def recommendation(self, code: str, row: dict[str, Any]) -> Recommendation:
        try:
            signals = tuple(Signal(self.indicator(code, one), _number(one["weight"])) for one in row["signals"])
            parts = tuple(
                SubProgramme(
                    self.text(one["name"]),
                    tuple((self.indicator(code, each), self.level(code, each)) for each in one["when"]),
                )
                for one in row.get("sub_programmes", [])
            )
        except InputError:
            raise
        except (KeyError, TypeError, ValueError):
            raise InputError(
                mark("Recommendation {code}: a signal needs an indicator and a weight."), code=code
            ) from None
        if not signals or min(signal.weight for signal in signals) <= 0:
            raise InputError(
                mark("Recommendation {code} needs at least one signal, all with a weight above 0."), code=code
            )
        for signal in signals:
            if signal.indicator.goalposts is None or not signal.indicator.direction:
                raise InputError(
                    mark("Recommendation {code}: the signal {indicator} has no direction or no goalposts."),
                    code=code,
                    indicator=signal.indicator.field,
                )
        texts = {key: self.text(row.get(key)) for key in ("name", "content", "evaluation", "agencies")}
        return Recommendation(
            code,
            signals=signals,
            sub_programmes=parts,
            extension=row.get("origin") == "system",
            titles=_titles(row.get("name")),
            **texts,
        )

    def indicator(self, code: str, row: dict[str, Any]) -> Known:
        """Return the indicator of the catalogue, or one that the file itself describes."""
        name = str(row["indicator"])
        if "goalposts" in row:
            low, high = map(_number, row["goalposts"])
            cutoff = None if row.get("cutoff") is None else _number(row["cutoff"])
            direction = {"+": 1, "-": -1}[row["direction"]]
            label = self.text(row.get("name")) or name
            unit = str(row.get("unit", ""))
            return Known(name, label, direction, (low, high), cutoff, unit, _titles(row.get("name")))
        if name not in self.known:
            raise InputError(
                mark("Recommendation {code}: the indicator “{indicator}” is neither known nor described."),
                code=code,
                indicator=name,
            )
        return self.known[name]

    def level(self, code: str, row: dict[str, Any]) -> str:
        level = row["level"]
        if level not in ("high", "low"):
            raise InputError(
                mark("Recommendation {code}: a level is “high” or “low”, not “{level}”."), code=code, level=level
            )
        return str(level)

    def text(self, value: Any) -> str:
        if isinstance(value, dict):
            return str(value.get(self.language) or value.get("en") or next(iter(value.values()), ""))
        return "" if value is None else str(value)
