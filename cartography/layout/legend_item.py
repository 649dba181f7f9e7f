"""The legend of a sheet: classes of the result with their counts, then the boundaries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from qgis.core import (
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutUtils,
    QgsLegendRenderer,
    QgsLegendStyle,
    QgsMapLayerLegendUtils,
)
from qgis.PyQt.QtCore import QSizeF, Qt

from ...analysis.core.messages import mark
from ..base.fonts import font
from ..base.wording import say
from .items import plain_text, text_format, wrap
from .layers import SheetLayers

_LEGEND_TITLE, _LEGEND = 5.8, 6.0
_SYMBOL_WIDTH, _SYMBOL_GAP = 7.0, 1.6


@dataclass(frozen=True)
class LegendFrame:
    """Where a legend belongs: its map, the language, and the room and size of text it has."""

    map: QgsLayoutItemMap
    language: str
    width: float
    size: float


def fitted_legend(layers: SheetLayers, frame: LegendFrame) -> tuple[QgsLayoutItemLegend, QSizeF]:
    """Return a legend in the largest text that fits the width, and the size it takes."""
    context = QgsLayoutUtils.createRenderContextForLayout(frame.map.layout(), None)
    for share in (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6):
        legend = _legend(layers, replace(frame, size=frame.size * share))
        size = QgsLegendRenderer(legend.model(), legend.legendSettings()).minimumSize(context)
        if size.width() <= frame.width:
            break
    return legend, QSizeF(frame.width, size.height())


def _legend(layers: SheetLayers, frame: LegendFrame) -> QgsLayoutItemLegend:
    size = frame.size
    legend = QgsLayoutItemLegend(frame.map.layout())
    legend.setLinkedMap(frame.map)
    legend.setWrapString("\n")
    room = frame.width * 0.98 - (_SYMBOL_WIDTH + _SYMBOL_GAP) * size

    def broken(text: str, heading: bool) -> str:
        if heading:
            return wrap(text, _LEGEND_TITLE * size, frame.width * 0.97, italic=True)
        return wrap(text, _LEGEND * size, room)

    fill_legend(legend, layers, frame.language, broken)
    _set_sizes(legend, size)
    return legend


def fill_legend(
    legend: QgsLayoutItemLegend,
    layers: SheetLayers,
    language: str,
    broken: Callable[[str, bool], str] = lambda text, heading: text,  # noqa: ARG005
) -> None:
    """Put the result into a legend, then the boundaries under no heading of their own.

    `broken` breaks the lines of a text, told whether it is the heading.
    """
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.clear()
    main = root.addLayer(layers.main)
    main.setUseLayerName(False)
    counted = say(mark("number of kelurahan"), language) if layers.card else ""
    main.setName(broken(plain_text(" · ".join(filter(None, (layers.title, counted)))), True))
    for index, entry in enumerate(legend.model().layerLegendNodes(main)):
        text = plain_text(str(entry.data(Qt.ItemDataRole.DisplayRole)))
        QgsMapLayerLegendUtils.setLegendNodeUserLabel(main, index, broken(text, False))
    legend.model().refreshLayerLegend(main)
    QgsLegendRenderer.setNodeLegendStyle(main, _styles().Subgroup)
    for layer in (layers.groups, layers.borders):
        if layer is not None:
            node = root.addLayer(layer)
            QgsLegendRenderer.setNodeLegendStyle(node, _styles().Hidden)
            QgsMapLayerLegendUtils.setLegendNodeOrder(node, [0])
            QgsMapLayerLegendUtils.setLegendNodeUserLabel(node, 0, layer.name())
            legend.model().refreshLayerLegend(node)


def _styles() -> type:
    """Return the enumeration of legend styles, which QGIS 3.22 keeps in the class QgsLegendStyle."""
    return QgsLegendStyle.Style


def _set_sizes(legend: QgsLayoutItemLegend, size: float) -> None:
    """Set typeface, symbol sizes and gaps."""
    styles = _styles()
    for style, points, italic in ((styles.Subgroup, _LEGEND_TITLE, True), (styles.SymbolLabel, _LEGEND, False)):
        if hasattr(QgsLegendStyle, "setTextFormat"):  # QGIS 3.30
            legend.rstyle(style).setTextFormat(text_format(points * size, italic=italic))
        else:
            legend.setStyleFont(style, font(points * size, italic=italic))
    legend.setSymbolWidth(_SYMBOL_WIDTH * size)
    legend.setSymbolHeight(3.6 * size)
    legend.setBoxSpace(0)
    legend.setColumnCount(1)
    legend.setResizeToContents(True)
    legend.rstyle(styles.Title).setMargin(QgsLegendStyle.Side.Bottom, 0)
    legend.rstyle(styles.Subgroup).setMargin(QgsLegendStyle.Side.Bottom, 1.2 * size)
    legend.rstyle(styles.Subgroup).setMargin(QgsLegendStyle.Side.Top, 0)
    legend.rstyle(styles.Symbol).setMargin(QgsLegendStyle.Side.Top, 0.85 * size)
    legend.rstyle(styles.SymbolLabel).setMargin(QgsLegendStyle.Side.Left, _SYMBOL_GAP * size)
