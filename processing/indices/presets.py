"""The shipped presets of poverty in the words of the user's language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...analysis.core.messages import Message
from ...language import tr
from ...resources.presets import load_poverty_presets

if TYPE_CHECKING:
    from ...analysis.poverty.definition import PovertyDefinition


def poverty_preset(code: str, language: str) -> PovertyDefinition:
    """Return a poverty measure with the names of its dimensions and indicators in a language."""
    preset = load_poverty_presets()[code]
    dimensions = tuple(
        replace(
            dimension,
            name=tr(dimension.name, language),
            indicators=tuple(replace(one, name=tr(one.name, language)) for one in dimension.indicators),
        )
        for dimension in preset.dimensions
    )
    return replace(preset, name=tr(preset.name, language), dimensions=dimensions)


def preset_words(code: str, language: str) -> dict[str, Message]:
    """Return the messages behind the names of a poverty measure, by how they stand in a language."""
    preset = load_poverty_presets()[code]
    names = [preset.name, *(one.name for one in (*preset.dimensions, *preset.indicators))]
    return {tr(name, language): Message(name) for name in names}
