"""Where the pages are: the layer that an atlas runs over, its borders, and the scale of each page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsRectangle,
    QgsRuleBasedRenderer,
    QgsSingleSymbolRenderer,
    QgsSymbol,
    QgsVectorLayer,
)

from ...analysis.core.messages import InputError, mark
from ..base.attributes import make_field
from ..layout.scales import round_scale

#: The share of the map that the unit of a page fills at most; the rest shows its neighbours.
UNIT_SHARE, GROUP_SHARE = 0.5, 0.94
#: Pages are not drawn at a larger scale than this, so that a small kelurahan still has neighbours.
_LARGEST = 5000.0
PAGE = "page"
_CURRENT = f"\"{PAGE}\" = attribute(@atlas_feature, '{PAGE}')"


def union(parts: Sequence[QgsGeometry], gap: float) -> QgsGeometry:
    """Return parts as one geometry, whose slivers narrower than twice `gap` are closed."""
    if len(parts) == 1:
        return parts[0]
    return QgsGeometry.unaryUnion(list(parts)).buffer(gap, 4).buffer(-gap, 4)


def page_scale(extent: QgsRectangle, width: float, height: float, share: float) -> float:
    """Return the round scale at which an extent fills at most a share of a frame in mm."""
    return max(round_scale(width * share, height * share, extent), _LARGEST)


def page_layer(
    name: str, crs: QgsCoordinateReferenceSystem, shapes: Sequence[QgsGeometry], fields: Mapping[str, Sequence[object]]
) -> QgsVectorLayer:
    """Return the layer the atlas runs over: a feature a page, its texts and numbers as fields."""
    layer = QgsVectorLayer(f"Polygon?crs={crs.authid()}", name, "memory")
    if not layer.crs().isValid():
        layer.setCrs(crs)
    provider = layer.dataProvider()
    names = list(fields)
    provider.addAttributes(
        [make_field(PAGE, "int")]
        + [make_field(one, "str" if isinstance(fields[one][0], str) else "float") for one in names]
    )
    layer.updateFields()
    features = []
    for place, shape in enumerate(shapes):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(shape)
        feature.setAttributes([place + 1, *(_plain(fields[one][place]) for one in names)])
        features.append(feature)
    if not features:
        raise InputError(mark("There is no kelurahan to make a page of."))
    provider.addFeatures(features)
    layer.updateExtents()
    return layer


def show_all(layer: QgsVectorLayer, symbol: QgsSymbol) -> QgsVectorLayer:
    """Draw every feature with a symbol."""
    layer.setRenderer(QgsSingleSymbolRenderer(symbol))
    return layer


def show_current(layer: QgsVectorLayer, symbol: QgsSymbol) -> QgsVectorLayer:
    """Draw the feature of the current page alone."""
    root = QgsRuleBasedRenderer.Rule(None)
    root.appendChild(QgsRuleBasedRenderer.Rule(symbol, 0, 0, _CURRENT))
    layer.setRenderer(QgsRuleBasedRenderer(root))
    return layer


def _plain(value: object) -> object:
    """Return a number as Python's own, None where it is missing."""
    if isinstance(value, str):
        return value
    return float(value) if value == value else None
