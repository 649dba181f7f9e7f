"""Pictures of a legend, a sheet and a page of an atlas look as they were last approved.

Only where the typeface they were made with is installed. To approve new ones set SEJAHTERA_APPROVE=1.
"""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from qgis.core import Qgis, QgsLayoutExporter
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QFont, QFontInfo, QImage
from sejahtera.cartography.atlas.build import build_atlas
from sejahtera.cartography.atlas.request import AtlasRequest
from sejahtera.cartography.base.fonts import font_family
from sejahtera.cartography.layout.request import SheetRequest
from sejahtera.cartography.layout.sheet import build_sheet

from ..styled import index_style
from .conftest import BREAKS
from .layouts import item_rects

IMAGES = Path(__file__).parent.parent / "data" / "images"
DPI = 60
#: The mean difference of grey values and the share of pixels that differ much, at most.
MEAN, SHARE = 2.0, 0.02

pytestmark = pytest.mark.skipif(Qgis.QGIS_VERSION_INT >= 32400, reason="later versions set text a little differently")


@pytest.fixture(autouse=True)
def _typeface(qgis_app):
    """Skip where the typeface is another; a system may give Liberation Sans under the name of Arial."""
    family = QFontInfo(QFont(font_family())).family()
    if family not in ("Liberation Sans", "Arial"):
        pytest.skip(f"the approved pictures are in Liberation Sans, here is {family}")


def drawn(layout, item=None):
    """Return a page, or the part of it that an item takes, in greys; the day is left out."""
    imprint = layout.itemById("imprint")
    imprint.setText("")
    image = QgsLayoutExporter(layout).renderPageToImage(0, QSize(), DPI)
    if item:
        rect = item_rects(layout)[item]
        scale = DPI / 25.4
        image = image.copy(*(round(side * scale) for side in rect.getRect()))
    return image.convertToFormat(QImage.Format.Format_Grayscale8)


def pixels(image):
    bits = image.constBits().asstring(image.sizeInBytes())
    rows = np.frombuffer(bits, dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()].astype(int)


def check(image, name):
    path = IMAGES / f"{name}.png"
    if os.environ.get("SEJAHTERA_APPROVE"):
        image.save(str(path))
    found = pixels(image)
    approved = pixels(QImage(str(path)).convertToFormat(QImage.Format.Format_Grayscale8))
    assert found.shape == approved.shape
    difference = np.abs(found - approved)
    assert difference.mean() < MEAN
    assert (difference > 64).mean() < SHARE


@pytest.fixture
def styled(result_layer):
    index_style("class", BREAKS, language="en", method="Goalposts.\nEqual weights.")(result_layer)
    return result_layer


@pytest.fixture
def request_(styled):
    return SheetRequest(
        styled,
        title="Peta indeks",
        source="BPS 2025",
        language="en",
        name_field="nama",
        group_field="kecamatan",
        synthetic=True,
    )


def test_the_legend_looks_as_approved(request_):
    sheet = build_sheet(request_)
    check(drawn(sheet.layout, "legend"), "legend")


def test_a_sheet_looks_as_approved(request_):
    sheet = build_sheet(replace(request_, scale=100000))
    check(drawn(sheet.layout), "sheet")


def test_a_page_of_an_atlas_looks_as_approved(styled):
    fields = {"name_field": "nama", "group_field": "kecamatan"}
    atlas = build_atlas(AtlasRequest(styled, language="en", source="BPS 2025", **fields))
    atlas.layout.atlas().beginRender()
    atlas.layout.atlas().seekTo(5)
    check(drawn(atlas.layout), "atlas_page")
