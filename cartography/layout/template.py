"""A user's own layout template: its items are filled by their ids."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from pathlib import Path

from qgis.core import (
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
)
from qgis.PyQt.QtXml import QDomDocument

from ...analysis.core.messages import InputError, Message, mark
from ...language import date
from ..base.cards import method_of
from ..base.metadata import is_synthetic
from ..base.wording import lines, number_language, say
from .items import plain_text
from .layers import SheetLayers
from .legend_item import fill_legend
from .map_frame import show
from .margin import NORTH, described, lines_of, sheet_title
from .request import SheetRequest
from .scale_bar import scale_text

#: Ids of labels and what they say.
_TEXTS: dict[str, Callable[[SheetRequest, SheetLayers, QgsLayoutItemMap], str]] = {
    "title": lambda request, layers, _: _own(sheet_title(request, layers), request.language),
    "title_english": lambda request, layers, _: sheet_title(request, layers).partition("|")[2].strip(),
    "subtitle": lambda request, *_: _own(request.subtitle, request.language),
    "institution": lambda request, *_: request.institution,
    "source": lambda request, *_: lines_of(request.source, request.language),
    "note": lambda request, *_: "\n".join(
        filter(None, (say(mark("Values describe areas, not individuals."), request.language, "\n"), request.note))
    ),
    "method": lambda request, *_: "\n".join(lines(method_of(request.layer), request.language)),
    "projection": lambda request, _, item: " · ".join(described(item, request.language)),
    "date": lambda request, *_: date(None, number_language(request.language)),
    "maker": lambda request, *_: request.author,
    "checker": lambda request, *_: request.checker,
    "sheet": lambda request, *_: request.sheet,
    "edition": lambda request, *_: request.edition,
    "imprint": lambda request, *_: request.maker,
    "synthetic": lambda request, *_: _warning(request),
}
_SCALE, _MAP, _LEGEND, _LOGO, _NORTH, _BAR = "scale", "map", "legend", "logo", "north_arrow", "scale_bar"
_OTHERS = {
    _MAP: QgsLayoutItemMap,
    _LEGEND: QgsLayoutItemLegend,
    _BAR: QgsLayoutItemScaleBar,
    "scalebar": QgsLayoutItemScaleBar,
    _LOGO: QgsLayoutItemPicture,
    _NORTH: QgsLayoutItemPicture,
}
#: The class of item that each id stands for.
KNOWN = {**dict.fromkeys((*_TEXTS, _SCALE), QgsLayoutItemLabel), **_OTHERS}
#: Ids whose absence is told: a map without them says too little.
EXPECTED = ("title", "legend", "scale", "source", "note", "method", "date")


def read_template(path: Path, project: QgsProject) -> QgsPrintLayout:
    """Return the layout of a template file.

    Raises
    ------
    InputError
        If the file cannot be read as a template, or has no item with the id `map`.
    """
    document = QDomDocument()
    try:
        read = document.setContent(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        read = (False,)
    layout = QgsPrintLayout(project)
    well_formed = read[0] if isinstance(read, tuple) else bool(read)
    loaded = well_formed and layout.loadFromTemplate(document, QgsReadWriteContext())[1]
    if not loaded:
        raise InputError(
            mark("The template {path} could not be read. Save it in QGIS's layout window as a .qpt file."),
            path=path.name,
        )
    if not isinstance(layout.itemById(_MAP), QgsLayoutItemMap):
        raise InputError(
            mark("The template has no map with the id “map”. Its ids are: {ids}; known are: {known}."),
            ids=", ".join(_ids(layout)) or "–",
            known=", ".join(KNOWN),
        )
    return layout


def fill_template(
    layout: QgsPrintLayout, request: SheetRequest, layers: SheetLayers, extent: QgsRectangle, scale: float
) -> list[Message]:
    """Fill the items by their ids and return what must be told: ids unknown, and those that are missing.

    The map keeps its place; a scale of 0 takes the largest round one that fits. Other items stay as
    they are.
    """
    item = layout.itemById(_MAP)
    item.setLayers(layers.drawn)
    item.setKeepLayerSet(True)
    item.setFollowVisibilityPreset(False)
    show(item, extent.center(), scale)
    for name, kind in KNOWN.items():
        found = layout.itemById(name)
        if isinstance(found, kind) and name != _MAP:
            _fill(found, name, request, layers, item)
    for picture in _items(layout, QgsLayoutItemMap):
        if picture.id() != _MAP and not picture.layers():
            picture.setLayers(layers.drawn)
    return _told(layout)


def _fill(found: QgsLayoutItem, name: str, request: SheetRequest, layers: SheetLayers, item: QgsLayoutItemMap) -> None:
    if isinstance(found, QgsLayoutItemLabel):
        text = scale_text(request.language) if name == _SCALE else plain_text(_TEXTS[name](request, layers, item))
        html = found.mode() == QgsLayoutItemLabel.Mode.ModeHtml and name != _SCALE
        found.setText(escape(text).replace("\n", "<br>") if html else text)
    elif isinstance(found, QgsLayoutItemLegend):
        found.setLinkedMap(item)
        fill_legend(found, layers, request.language)
    elif isinstance(found, QgsLayoutItemScaleBar):
        found.setLinkedMap(item)
    elif name == _NORTH and not found.picturePath():
        found.setPicturePath(str(NORTH))
    elif name == _LOGO and request.logo:
        found.setPicturePath(request.logo)


def _told(layout: QgsPrintLayout) -> list[Message]:
    ids = _ids(layout)
    wrong = [one for one in ids if one in KNOWN and not isinstance(layout.itemById(one), KNOWN[one])]
    unknown = [one for one in ids if one not in KNOWN]
    missing = [one for one in EXPECTED if one not in ids]
    told = (
        (mark("The template's items with the ids {ids} are not known and stay as they are."), unknown),
        (mark("The template's items {ids} are of another kind than their id says and stay as they are."), wrong),
        (mark("The template has no item for: {ids}. The map says nothing of these."), missing),
    )
    return [Message(text, {"ids": ", ".join(found)}) for text, found in told if found]


def _ids(layout: QgsPrintLayout) -> list[str]:
    return sorted({item.id() for item in _items(layout, QgsLayoutItem) if item.id()})


def _items(layout: QgsPrintLayout, kind: type) -> list[QgsLayoutItem]:
    return [item for item in layout.items() if isinstance(item, kind)]


def _own(text: str, language: str) -> str:
    """Return the part of a text in the leading language of the sheet."""
    return lines_of(text, number_language(language))


def _warning(request: SheetRequest) -> str:
    """Return the words that mark simulated data, nothing where they are not."""
    synthetic = is_synthetic(request.layer) if request.synthetic is None else request.synthetic
    return say(mark("SIMULATED DATA – SCHEMATIC MAP"), request.language, "\n") if synthetic else ""
