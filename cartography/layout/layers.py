"""The layers of a sheet: copies of the result, so that the user's own layer stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsFeatureRequest,
    QgsMergedFeatureRenderer,
    QgsPrintLayout,
    QgsProject,
    QgsRendererCategory,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...analysis.core.messages import InputError, mark
from ..base.attributes import sibling, values_of
from ..base.detect import detect
from ..base.wording import say
from ..styles import KINDS, style
from ..styles.apply_style import recall, relabel
from ..symbology.palettes import GROUP_OUTLINE, OUTLINE, PLAIN
from ..symbology.symbols import GROUP_WIDTH, UNIT_WIDTH, class_symbol, closed_outline_symbol, outline_symbol

#: Renderers that QGIS gives to a layer nobody has styled.
_UNSTYLED = ("singleSymbol", "nullSymbol")


#: The field with the numbers behind the classes of a kind of result.
VALUES = {"index": "index", "development": "hdi"}
#: Kinds whose classes the map shows well enough without words in the key.
_PLAIN = ("hotspots", "clusters")


@dataclass(frozen=True)
class SheetLayers:
    """The layers of the map, and of the locator beside it.

    groups, borders and location are None where there are none; kind is empty for a style that is not ours.
    """

    main: QgsVectorLayer
    borders: QgsVectorLayer | None
    groups: QgsVectorLayer | None
    kind: str
    value_field: str | None
    location: QgsVectorLayer | None = None

    @property
    def drawn(self) -> list[QgsVectorLayer]:
        """The layers of the map, the uppermost first."""
        return [layer for layer in (self.groups, self.borders, self.main) if layer is not None]


def in_memory(layer: QgsVectorLayer) -> QgsVectorLayer:
    """Return a copy for a map that is drawn once; a clone would open the file anew, which takes long."""
    copy = layer.materialize(QgsFeatureRequest())
    copy.setName(layer.name())
    copy.setRenderer(layer.renderer().clone())
    copy.setMetadata(layer.metadata())
    copy.setCustomProperties(layer.customProperties())
    return copy


def sheet_layers(
    layer: QgsVectorLayer,
    group_field: str | None,
    language: str,
    factor: float,
    gap: float,
    copied: Callable[[QgsVectorLayer], QgsVectorLayer] = QgsVectorLayer.clone,
) -> SheetLayers:
    """Return the layers to draw; an unstyled result gets its style, ours is put into the language.

    Slivers narrower than twice `gap`, in units of the map, are closed in the outlines of groups. `copied`
    makes each layer from the result; a layout that stays in a project needs clones.
    """
    main = copied(layer)
    main.setLabelsEnabled(False)
    kind = _style(main, language)
    memory = recall(main)
    field = memory["field"] if memory and kind else None
    value_field = sibling(main, field, VALUES[kind]) if kind in VALUES else field
    if kind in _PLAIN:
        value_field = None
    polygons = main.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    borders = _borders(copied(layer), language, factor) if polygons else None
    groups = None
    if polygons and group_field:
        groups = _groups(copied(layer), group_field, language, factor, gap)
    return SheetLayers(main, borders, groups, kind, value_field)


def _style(main: QgsVectorLayer, language: str) -> str:
    """Style a layer where that is due; return the kind, empty where the style is somebody else's."""
    memory = recall(main)
    if main.renderer().type() not in _UNSTYLED:
        if not memory or memory["kind"] not in KINDS:  # of another hand, or of a version to come
            return ""
        relabel(main, KINDS, language)
        return memory["kind"]
    try:
        found = detect(main)
        style(found.kind, found.field, language)(main)
    except InputError:
        main.setRenderer(QgsSingleSymbolRenderer(class_symbol(main, PLAIN)))
        return ""
    main.setLabelsEnabled(False)
    return found.kind


def _borders(copy: QgsVectorLayer, language: str, factor: float) -> QgsVectorLayer:
    copy.setName(say(mark("Kelurahan boundary"), language))
    copy.setLabelsEnabled(False)
    copy.setRenderer(QgsSingleSymbolRenderer(outline_symbol(OUTLINE, UNIT_WIDTH * factor)))
    return copy


def _groups(copy: QgsVectorLayer, field: str, language: str, factor: float, gap: float) -> QgsVectorLayer:
    """Return the outlines of the groups: features are merged as they are drawn, so nothing is stored."""
    copy.setName(say(mark("Kecamatan boundary"), language))
    copy.setLabelsEnabled(False)
    symbol = closed_outline_symbol(GROUP_OUTLINE, GROUP_WIDTH * factor, gap)
    values = sorted({value for value in values_of(copy, field) if value is not None}, key=str)
    categories = [QgsRendererCategory(value, symbol.clone(), copy.name()) for value in values]
    copy.setRenderer(QgsMergedFeatureRenderer(QgsCategorizedSymbolRenderer(field, categories)))
    return copy


def add_to_project(project: QgsProject, layers: Sequence[QgsVectorLayer], name: str) -> None:
    """Add the layers to the project, in a group that is switched off: the layout alone shows them."""
    group = project.layerTreeRoot().addGroup(name)
    for layer in layers:
        project.addMapLayer(layer, False)
        group.addLayer(layer)
    group.setItemVisibilityChecked(False)
    group.setExpanded(False)


def take_from_project(project: QgsProject, layout: QgsPrintLayout, layers: Sequence[QgsVectorLayer]) -> None:
    """Take a layout and the layers that `add_to_project` added for it out of the project again."""
    group = project.layerTreeRoot().findGroup(layout.name())
    if group is not None:
        project.layerTreeRoot().removeChildNode(group)
    project.layoutManager().removeLayout(layout)
    project.removeMapLayers([layer.id() for layer in layers])
