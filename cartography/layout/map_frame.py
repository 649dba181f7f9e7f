"""The map with its frame, graticule and metric grid."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLineSymbol,
    QgsMapLayer,
    QgsPointXY,
    QgsPrintLayout,
    QgsRectangle,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import QRectF
from qgis.PyQt.QtGui import QColor

from ...analysis.core.messages import mark
from ..base.wording import number_language, say
from .items import INK, measurement, place, text_format
from .scales import graticule_interval, metric_interval

#: Room for the annotations around the map, and how far apart the lines of the grids are at least.
ANNOTATIONS = 3.6
SHORTEST_METRIC, SHORTEST_GRATICULE = 25.0, 45.0

_BACKGROUND = "#f6f5f1"
_GRATICULE, _METRIC = "#b8b4a8", "#5f7f95"
_SIZE = 4.6
_DEGREES = "EPSG:4326"
#: Annotations at the sides keep this far from the corners, where those above and below begin.
_CORNER = 5.0

Grid = QgsLayoutItemMapGrid


def add_map(
    layout: QgsPrintLayout,
    rect: QRectF,
    layers: Sequence[QgsMapLayer],
    crs: QgsCoordinateReferenceSystem,
    centre: QgsPointXY,
    scale: float,
    factor: float,
) -> QgsLayoutItemMap:
    """Add the map at exactly this scale around a centre."""
    item = QgsLayoutItemMap(layout)
    item.setCrs(crs)
    item.setLayers(list(layers))
    item.setKeepLayerSet(True)
    item.setBackgroundColor(QColor(_BACKGROUND))
    item.setFrameEnabled(True)
    item.setFrameStrokeWidth(measurement(0.3 * factor))
    place(layout, item, "map", rect)
    show(item, centre, scale)
    return item


def show(item: QgsLayoutItemMap, centre: QgsPointXY, scale: float) -> None:
    """Move a map to a centre at exactly this scale."""
    half = [side * scale / 2000 for side in (item.rect().width(), item.rect().height())]
    item.setExtent(QgsRectangle(centre.x() - half[0], centre.y() - half[1], centre.x() + half[0], centre.y() + half[1]))
    item.setScale(scale)


def add_grids(item: QgsLayoutItemMap, language: str, factor: float) -> tuple[float, float]:
    """Add a graticule annotated left and below and a metric grid annotated right and above.

    Returns the intervals in degrees and in metres.
    """
    scale = item.scale()
    degrees = graticule_interval(scale, SHORTEST_GRATICULE)
    graticule = _grid("graticule", item, degrees, factor)
    graticule.setCrs(QgsCoordinateReferenceSystem(_DEGREES))
    graticule.setStyle(Grid.GridStyle.Solid)
    graticule.setLineSymbol(_line(_GRATICULE, 0.12 * factor))
    _annotate(graticule, (Grid.BorderSide.Left, Grid.BorderSide.Bottom), INK, factor)
    longitude = f"x(transform(centroid(@map_extent), @map_crs, '{_DEGREES}'))"
    northing = f"y(transform(make_point({longitude}, @grid_number), '{_DEGREES}', @map_crs))"
    graticule.setAnnotationExpression(_off_corners(degree_expression(language, degrees), northing, factor))
    metres = metric_interval(scale, SHORTEST_METRIC)
    metric = _grid("metric", item, metres, factor)
    metric.setCrs(item.crs())
    metric.setStyle(Grid.GridStyle.FrameAnnotationsOnly)
    _annotate(metric, (Grid.BorderSide.Right, Grid.BorderSide.Top), _METRIC, factor)
    written = f"format_number(@grid_number, 0, '{number_language(language)}')"
    metric.setAnnotationExpression(_off_corners(written, "@grid_number", factor))
    for grid in (graticule, metric):
        item.grids().addGrid(grid)
    return degrees, metres


def degree_expression(language: str, interval: float) -> str:
    """Return the expression of a graticule's annotation: `110°49′ BT`, with seconds where needed."""
    east, west, north, south = (
        say(text, number_language(language), angle="")
        for text in (mark("{angle} E"), mark("{angle} W"), mark("{angle} N"), mark("{angle} S"))
    )
    seconds = "round(abs(@grid_number) * 3600)"
    parts = f"floor({seconds} / 3600) || '°' || lpad(to_string(floor({seconds} / 60) % 60), 2, '0') || '′'"
    if interval < 1 / 60:
        parts += f" || lpad(to_string({seconds} % 60), 2, '0') || '″'"
    side = f"if(@grid_axis = 'x', if(@grid_number < 0, '{west}', '{east}'), if(@grid_number < 0, '{south}', '{north}'))"
    return f"{parts} || {side}"


def _off_corners(written: str, northing: str, factor: float) -> str:
    """Return an annotation's expression that is empty at the sides close to the corners of the map."""
    near = f"{_CORNER * factor / 1000!r} * @map_scale"
    return (
        f"if(@grid_axis = 'y' AND ({northing} < y_min(@map_extent) + {near} "
        f"OR {northing} > y_max(@map_extent) - {near}), '', {written})"
    )


def _grid(name: str, item: QgsLayoutItemMap, interval: float, factor: float) -> QgsLayoutItemMapGrid:
    grid = Grid(name, item)
    grid.setUnits(Grid.GridUnit.MapUnit)
    grid.setIntervalX(interval)
    grid.setIntervalY(interval)
    grid.setFrameStyle(Grid.FrameStyle.ExteriorTicks)
    grid.setFrameWidth(0.9 * factor)
    grid.setFramePenSize(0.15 * factor)
    return grid


#: The sides of the frame, and which coordinates are named there: parallels at the sides, meridians
#: above and below.
_SIDES = {
    Grid.BorderSide.Left: (Grid.FrameSideFlag.FrameLeft, Grid.DisplayMode.LatitudeOnly),
    Grid.BorderSide.Right: (Grid.FrameSideFlag.FrameRight, Grid.DisplayMode.LatitudeOnly),
    Grid.BorderSide.Top: (Grid.FrameSideFlag.FrameTop, Grid.DisplayMode.LongitudeOnly),
    Grid.BorderSide.Bottom: (Grid.FrameSideFlag.FrameBottom, Grid.DisplayMode.LongitudeOnly),
}


def _annotate(
    grid: QgsLayoutItemMapGrid, sides: Sequence[QgsLayoutItemMapGrid.BorderSide], colour: str, factor: float
) -> None:
    """Name the coordinates outside the frame on these sides, with ticks."""
    grid.setFramePenColor(QColor(colour))
    grid.setAnnotationEnabled(True)
    grid.setAnnotationFormat(Grid.AnnotationFormat.CustomFormat)
    grid.setAnnotationTextFormat(text_format(_SIZE * factor, colour=colour))
    grid.setAnnotationFrameDistance(0.5 * factor)
    for side, (flag, display) in _SIDES.items():
        grid.setFrameSideFlag(flag, side in sides)
        grid.setAnnotationDisplay(display if side in sides else Grid.DisplayMode.HideAll, side)
        grid.setAnnotationPosition(Grid.AnnotationPosition.OutsideMapFrame, side)
        grid.setAnnotationDirection(
            Grid.AnnotationDirection.Vertical
            if display == Grid.DisplayMode.LatitudeOnly
            else Grid.AnnotationDirection.Horizontal,
            side,
        )


def _line(colour: str, width: float) -> QgsLineSymbol:
    symbol = QgsLineSymbol.createSimple({"line_color": colour, "line_width": str(width)})
    symbol.setOutputUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    return symbol
