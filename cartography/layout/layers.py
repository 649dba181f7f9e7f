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

from ...analysis.core.card import Card
from ...analysis.core.messages import mark
from ..base.attributes import values_of
from ..base.cards import card_of, set_card
from ..base.metadata import title_of
from ..base.wording import say
from ..styles.apply_style import apply_card, relabel, styled_card
from ..styles.register import kinds
from ..styles.titles import legend_title
from ..symbology.palettes import GROUP_OUTLINE, OUTLINE, PLAIN
from ..symbology.symbols import GROUP_WIDTH, UNIT_WIDTH, class_symbol, closed_outline_symbol, outline_symbol

#: Renderers that QGIS gives to a layer nobody has styled.
_UNSTYLED = ("singleSymbol", "nullSymbol")


@dataclass(frozen=True)
class SheetLayers:
    """The layers of the map, and of the locator beside it.

    groups, borders and location are None where there are none; card is None for a style that is not ours. title:
    of the legend.
    """

    main: QgsVectorLayer
    borders: QgsVectorLayer | None
    groups: QgsVectorLayer | None
    card: Card | None
    value_field: str | None
    title: str
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
    card = card_of(layer)  # it may stand in the file alone
    if card is not None:
        set_card(copy, card)
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
    card = _style(main, language)
    value_field = None
    if card is not None and kinds()[card.kind].keyed:
        values = kinds()[card.kind].values
        value_field = card.beside(card.shown, values) if values else card.shown
    title = title_of(main) if card is None else legend_title(main, card, language)
    polygons = main.geometryType() == QgsWkbTypes.GeometryType.PolygonGeometry
    borders = _borders(copied(layer), language, factor) if polygons else None
    groups = None
    if polygons and group_field:
        groups = _groups(copied(layer), group_field, language, factor, gap)
    return SheetLayers(main, borders, groups, card, value_field, title)


def _style(main: QgsVectorLayer, language: str) -> Card | None:
    """Style a layer where that is due; return the card of its style, None where that is somebody else's."""
    unstyled = main.renderer().type() in _UNSTYLED
    card = styled_card(main, unstyled=unstyled)
    if unstyled:
        if card is None:
            main.setRenderer(QgsSingleSymbolRenderer(class_symbol(main, PLAIN)))
            return None
        apply_card(main, card, language)
        main.setLabelsEnabled(False)
    elif card is not None:
        relabel(main, language)
    return card


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
