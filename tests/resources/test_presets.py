"""The words of the shipped presets can be translated."""

import pytest
from sejahtera.resources.presets import load_hdi_presets, load_poverty_presets

from ..shipped import ROOT

pofile = pytest.importorskip("babel.messages.pofile")


def test_every_name_source_and_break_of_series_is_translated():
    words = set()
    for preset in load_hdi_presets().values():
        words |= {preset.name, preset.source, *preset.series_breaks.values()}
    for preset in load_poverty_presets().values():
        words |= {preset.name, *(one.name for one in (*preset.dimensions, *preset.indicators))}
    path = ROOT / "resources" / "translations" / "id" / "LC_MESSAGES" / "sejahtera.po"
    with path.open("rb") as file:
        known = {message.id for message in pofile.read_po(file)}
    assert words
    assert words <= known
