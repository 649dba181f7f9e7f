"""The scale of a map in figures and as a bar."""

from __future__ import annotations

from qgis.core import QgsBasicNumericFormat, QgsLayoutItemMap, QgsLayoutItemScaleBar, QgsUnitTypes

from ...analysis.core.messages import mark
from ..base.wording import number_language, say
from .items import text_format
from .scales import bar_segments


def scale_text(language: str) -> str:
    """Return the text of a label that follows the scale of the map, `Skala 1 : 25.000`."""
    word, scale = say(mark("Scale"), language), "map_get(item_variables('map'), 'map_scale')"
    return f"{word} 1 : [% format_number({scale}, 0, '{number_language(language)}') %]"


def scale_bar(item: QgsLayoutItemMap, language: str, width: float, size: float) -> QgsLayoutItemScaleBar:
    """Return a bar in kilometres, at most `width` mm long, whose segments are of a round length."""
    bar = QgsLayoutItemScaleBar(item.layout())
    bar.setStyle("Double Box")
    bar.setLinkedMap(item)
    bar.setUnits(QgsUnitTypes.DistanceUnit.DistanceKilometers)
    segment, count = bar_segments(item.scale(), width - 7 * size)
    bar.setNumberOfSegmentsLeft(0)
    bar.setNumberOfSegments(count)
    bar.setUnitsPerSegment(segment)
    bar.setUnitLabel("km")
    bar.setHeight(1.6 * size)
    bar.setLabelBarSpace(0.8 * size)
    bar.setBoxContentSpace(0)
    bar.setTextFormat(text_format(5.4 * size))
    numbers = QgsBasicNumericFormat()
    numbers.setNumberDecimalPlaces(3)
    numbers.setShowTrailingZeros(False)
    numbers.setShowThousandsSeparator(False)
    numbers.setDecimalSeparator("," if language == "id" else ".")
    bar.setNumericFormat(numbers)
    return bar
