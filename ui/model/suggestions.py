"""What the catalogue of indicators says about the fields of a layer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...analysis.indices.definition.draft import Draft
from ...analysis.indices.definition.editing import with_indicator
from ...analysis.indices.definition.model import Indicator
from ...language import current_language
from ...resources.catalogue import load_catalogue


def suggestion(field: str) -> tuple[Indicator, str] | None:
    """Return the indicator that the catalogue knows under a field's name, and its dimension's name."""
    catalogue, language = load_catalogue(), current_language()
    known = catalogue.indicator(field)
    if known is None:
        return None
    indicator = Indicator(
        field,
        known.name.to(language),
        -1 if known.direction == "-" else 1,
        goalposts=known.goalposts,
        unit=known.unit.to(language),
    )
    return indicator, catalogue.dimension(known.dimension).name.to(language)


def is_core(field: str) -> bool:
    """Say whether the catalogue puts a field into the default index."""
    known = load_catalogue().indicator(field)
    return known is not None and known.status == "core"


def with_fields(draft: Draft, fields: Iterable[str], dimension: str) -> Draft:
    """Return the draft with fields added: known ones where the catalogue has them, others to `dimension`."""
    definition = draft.definition
    for field in fields:
        indicator, place = suggestion(field) or (Indicator(field), dimension)
        definition = with_indicator(definition, indicator, place)
    return replace(draft, definition=definition)
