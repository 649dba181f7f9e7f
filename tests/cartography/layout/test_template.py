"""A user's own template is filled by the ids of its items; what does not match is told."""

from dataclasses import replace

import pytest
from qgis.core import (
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
)
from qgis.PyQt.QtCore import QRectF
from sejahtera.analysis.core.messages import InputError
from sejahtera.cartography.layout.items import place
from sejahtera.cartography.layout.request import SheetRequest
from sejahtera.cartography.layout.sheet import build_from_template

from ...styled import index_style
from ..conftest import BREAKS
from ..layouts import labels


def template(path, ids):
    """Write a template with items of these ids, by the kinds their ids stand for."""
    kinds = {"map": QgsLayoutItemMap, "legend": QgsLayoutItemLegend, "scalebar": QgsLayoutItemScaleBar}
    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    for number, name in enumerate(ids):
        item = kinds.get(name, QgsLayoutItemLabel)(layout)
        place(
            layout, item, name, QRectF(10, 10 + number * 12, 150 if name == "map" else 60, 100 if name == "map" else 10)
        )
    layout.saveAsTemplate(str(path), QgsReadWriteContext())
    return path


@pytest.fixture
def request_(result_layer):
    index_style("class", BREAKS, language="en", method="Goalposts.")(result_layer)
    return SheetRequest(result_layer, title="Peta <b>&</b>", source="BPS", language="en", name_field="nama")


FULL = ("map", "title", "legend", "scale", "scalebar", "source", "note", "method", "date")


def test_items_are_filled_by_their_ids(request_, tmp_path):
    sheet = build_from_template(request_, template(tmp_path / "own.qpt", FULL))
    texts = labels(sheet.layout)
    assert texts["title"] == "Peta <b>&</b>"
    assert (texts["source"], texts["method"]) == ("BPS", "Goalposts.")
    assert texts["scale"].startswith("Scale 1 : ")
    assert texts["date"]
    item = sheet.layout.itemById("map")
    assert item.extent().contains(request_.layer.extent())
    assert sheet.layout.itemById("scalebar").linkedMap() is item
    legend = sheet.layout.itemById("legend").model()
    assert len(legend.rootGroup().findLayers()) == 2
    assert sheet.warnings == []


def test_a_label_in_html_gets_text_and_no_markup(request_, tmp_path):
    layout = QgsPrintLayout(QgsProject.instance())
    layout.initializeDefaults()
    for name, kind in (("map", QgsLayoutItemMap), ("title", QgsLayoutItemLabel)):
        place(layout, kind(layout), name, QRectF(10, 10, 50, 50))
    layout.itemById("title").setMode(QgsLayoutItemLabel.Mode.ModeHtml)
    layout.saveAsTemplate(str(tmp_path / "own.qpt"), QgsReadWriteContext())
    sheet = build_from_template(replace(request_, title="<script>"), tmp_path / "own.qpt")
    found = sheet.layout.itemById("title")
    if found is None:  # a QGIS without WebKit makes a frame of it, which has no id
        assert "no item for: title" in str(sheet.warnings[0])
    else:
        assert found.text() == "&lt;script&gt;"


def test_unknown_and_missing_ids_are_told(request_, tmp_path):
    sheet = build_from_template(request_, template(tmp_path / "own.qpt", ("map", "title", "judul_besar")))
    told = " ".join(str(warning) for warning in sheet.warnings)
    assert "judul_besar are not known" in told
    assert "no item for: legend, scale, source, note, method, date" in told


def test_a_template_without_a_map_is_refused_with_its_ids(request_, tmp_path):
    path = template(tmp_path / "own.qpt", ("title", "peta"))
    with pytest.raises(InputError, match=r"no map with the id “map”\. Its ids are: peta, title"):
        build_from_template(request_, path)


@pytest.mark.parametrize("content", ["", "<Layout", "<html/>", "\x00\x01"])
def test_what_is_no_template_is_refused(request_, tmp_path, content):
    (tmp_path / "own.qpt").write_text(content)
    with pytest.raises(InputError, match=r"template own\.qpt could not be read"):
        build_from_template(request_, tmp_path / "own.qpt")
