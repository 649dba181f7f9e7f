"""The shipped presets in the words of the user's language."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ...language import tr
from ...resources.presets import load_hdi_presets, load_poverty_presets

if TYPE_CHECKING:
    from ...analysis.development.presets import Preset
    from ...analysis.poverty.definition import PovertyDefinition


def hdi_preset(code: str, language: str) -> Preset:
    """Return a method of human development with its names in a language."""
    preset = load_hdi_presets()[code]
    breaks = {year: tr(text, language) for year, text in preset.series_breaks.items()}
    return replace(
        preset, name=tr(preset.name, language), source=tr(preset.source, language), series_breaks=breaks
    )


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
