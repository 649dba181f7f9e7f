"""The words of the shipped presets can be translated."""

from sejahtera.resources.presets import load_hdi_presets, load_poverty_presets
from sejahtera.resources.presets.words import WORDS


def test_every_name_source_and_break_is_marked_for_translation_and_nothing_else():
    words = set()
    for preset in load_hdi_presets().values():
        words |= {preset.name, preset.source, *preset.series_breaks.values()}
    for preset in load_poverty_presets().values():
        words |= {preset.name, *(one.name for one in (*preset.dimensions, *preset.indicators))}
    assert words == set(WORDS)
