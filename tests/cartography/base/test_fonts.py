"""Maps are set in Arial or what measures like it; where nothing of that is installed they are set all the same."""

import pytest
from sejahtera.cartography.base import fonts
from sejahtera.cartography.layout.request import SheetRequest
from sejahtera.cartography.layout.sheet import build_sheet

from ..layouts import clipped, overlaps


@pytest.fixture
def nothing_installed(monkeypatch):
    """Let none of the typefaces be there."""
    fonts.font_family.cache_clear()
    monkeypatch.setattr(fonts, "_FAMILIES", ("No Such Typeface",))
    yield
    fonts.font_family.cache_clear()


def test_without_any_of_the_typefaces_a_sheet_is_still_complete(result_layer, nothing_installed):
    assert fonts.font_family()
    sheet = build_sheet(SheetRequest(result_layer, title="Peta", name_field="nama", group_field="kecamatan"))
    assert not overlaps(sheet.layout)
    assert not clipped(sheet.layout)
