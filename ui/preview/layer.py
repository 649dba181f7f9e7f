"""The layer on the map that shows the index while it changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from qgis.core import QgsFeature, QgsFeatureRequest, QgsFields, QgsProject, QgsVectorLayer, QgsWkbTypes
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal
from qgis.PyQt.QtXml import QDomDocument

from ...analysis.core.card import Card, FieldCard
from ...analysis.core.messages import Message, mark
from ...cartography.base.attributes import known_values, make_field
from ...cartography.base.cards import set_card, unit_names_of
from ...cartography.base.metadata import is_synthetic
from ...cartography.styles.apply_style import apply_card, relabel
from ...language import current_language, naming_units, tr
from .cache import MARK, Unsaved, leave_out_of_layers, leave_out_of_tree

if TYPE_CHECKING:
    from ...analysis.indices.composite.result import IndexResult

_MAP_TIP = '<b>[% "name" %]</b><br>[% format_number("index", 2) %] · [% "rank" %]'
COLUMNS = {"index": "float", "rank": "int", "class": "int", "coverage": "float"}
POSITIONS = {column: position for position, column in enumerate(COLUMNS, 1)}  # behind the name
#: So many units are written without a pause.
STRETCH = 1000
#: What no value is like.
_NOTHING = np.inf


class PreviewLayer(QObject):
    """A memory layer with the geometries of the source; values change in place, the renderer stays.

    It is no part of the project's file, and nothing done to it makes the project dirty.
    """

    selected = pyqtSignal(list)

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self._unsaved = Unsaved(project, self)
        self.layer: QgsVectorLayer | None = None
        #: Its id, for when the layer itself must not be touched.
        self.id = ""
        self._unit_of: dict[int, int] = {}
        self._feature_of: dict[int, int] = {}
        self._shown: dict[str, np.ndarray] = {}
        self._style: tuple | None = None
        self._card = Card()
        #: What is being written: a result, its features and values by unit, and the unit to go on with.
        self._result: IndexResult | None = None
        self._features: list[int | None] = []
        self._values: dict[str, np.ndarray] = {}
        self._start = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._write_on)
        project.writeProject.connect(self._leave_out)
        project.writeMapLayer.connect(leave_out_of_layers)

    def close(self) -> None:
        """Take the layer away and let go of the project."""
        self.remove()
        self.project.writeProject.disconnect(self._leave_out)
        self.project.writeMapLayer.disconnect(leave_out_of_layers)

    def make(self, source: QgsVectorLayer, name_field: str | None) -> None:
        """Copy the geometries of a layer and put the preview on top of the map."""
        self.remove()
        if source.geometryType() == QgsWkbTypes.GeometryType.NullGeometry:
            return
        layer = QgsVectorLayer(QgsWkbTypes.displayString(source.wkbType()), tr("Live index"), "memory")
        layer.setCrs(source.crs())
        fields = QgsFields()
        fields.append(make_field("name", "str"))
        for column, kind in COLUMNS.items():
            fields.append(make_field(column, kind))
        layer.dataProvider().addAttributes(fields)
        layer.updateFields()
        layer.setCustomProperty(MARK, True)
        layer.setCustomProperty("skipMemoryLayersCheck", 1)
        layer.setMetadata(source.metadata())
        fields_known = (FieldCard(column, column) for column in ("name", *COLUMNS))
        units, synthetic = unit_names_of(source), is_synthetic(source)
        self._card = Card(
            "compositeindex", "", "index", "class", "", tuple(fields_known), units=units, synthetic=synthetic
        )
        set_card(layer, self._card)
        layer.setDisplayExpression('"name"')
        layer.setMapTipTemplate(_MAP_TIP)
        self._fill(layer, source, name_field)
        self.layer, self.id = layer, layer.id()
        layer.selectionChanged.connect(self._tell_selection)
        with self._unsaved:
            self.project.addMapLayer(layer, False)
            self.project.layerTreeRoot().insertLayer(0, layer)

    def _fill(self, layer: QgsVectorLayer, source: QgsVectorLayer, name_field: str | None) -> None:
        column = source.fields().lookupField(name_field) if name_field else -1
        request = QgsFeatureRequest().setSubsetOfAttributes([column] if column >= 0 else [])
        features, units = [], []
        for original in source.getFeatures(request):
            feature = QgsFeature(layer.fields())
            feature.setGeometry(original.geometry())
            if column >= 0:
                feature.setAttribute(0, str(original.attribute(column)))
            features.append(feature)
            units.append(original.id())
        _, added = layer.dataProvider().addFeatures(features)
        layer.updateExtents()
        self._unit_of = {feature.id(): unit for feature, unit in zip(added, units)}
        self._feature_of = {unit: feature for feature, unit in self._unit_of.items()}
        self._shown, self._style = {}, None
        self._later.stop()

    def show(self, result: IndexResult) -> None:
        """Write the values that changed and bring the legend up to date.

        The classes, which are what the map is painted by, come at once; on a large layer the other values follow
        bit by bit, so that the window stays free while a weight is dragged.
        """
        if self.layer is None:
            return
        with self._unsaved:
            self._show(result)

    def _show(self, result: IndexResult) -> None:
        units = result.units
        self._features = [self._feature_of.get(unit) for unit in units.index.tolist()]
        self._values = {column: units[column].to_numpy(dtype=float, na_value=np.nan) for column in COLUMNS}
        for column, values in self._values.items():
            if self._shown.get(column, values[:0]).size != values.size:
                self._shown[column] = np.full(values.size, _NOTHING)
        self._result, self._start = result, 0
        self._change(("class",), slice(None))
        self._write_stretch()
        if self._style is None:
            self._dress(result)
        self.layer.triggerRepaint()

    def _write_on(self) -> None:
        if self.layer is not None:
            with self._unsaved:
                self._write_stretch()

    def _write_stretch(self) -> None:
        """Write the other values of the next stretch of units."""
        stretch = slice(self._start, self._start + STRETCH)
        self._change([column for column in COLUMNS if column != "class"], stretch)
        self._start = stretch.stop
        if self._start < len(self._features):
            self._later.start()
        else:
            self._dress(self._result)  # the legend tells intervals of the values written
            self.layer.dataChanged.emit()

    def _change(self, columns: Sequence[str], rows: slice) -> None:
        """Write those values of those columns that differ from what the layer has."""
        features = self._features[rows]
        changes: dict[int, dict[int, object]] = {}
        for column in columns:
            values, shown = self._values[column][rows], self._shown[column][rows]
            differs = np.flatnonzero((values != shown) & ~(np.isnan(values) & np.isnan(shown)))
            shown[differs] = values[differs]
            position, plain = POSITIONS[column], float if COLUMNS[column] == "float" else int
            for row, value in zip(differs.tolist(), values[differs].tolist()):
                if features[row] is not None:
                    written = None if value != value else plain(value)
                    changes.setdefault(features[row], {})[position] = written
        if changes:
            self.layer.dataProvider().changeAttributeValues(changes)

    def _dress(self, result: IndexResult) -> None:
        with naming_units(unit_names_of(self.layer)):
            self._legend(result)

    def _legend(self, result: IndexResult) -> None:
        higher = result.definition.orientation == "welfare"
        title = result.definition.name or Message(mark("Composite welfare index"))
        options = {"breaks": result.breaks.tolist(), "higher_is_better": higher}
        card = replace(self._card, title=title, options=options)
        shape = (len(options["breaks"]), higher, title)
        levels = [None if one != one else int(one) for one in self._values["class"].tolist()]
        with known_values(self.layer, {"class": levels}):
            if shape != self._style:
                # drawing 54 names takes ten times as long as drawing 54 areas: they are there, switched off
                labelled = self.layer.labelsEnabled()
                apply_card(self.layer, card, current_language())
                self.layer.setLabelsEnabled(labelled)
                self.layer.setName(tr("Live index"))
                self._style = shape
                self.layer.emitStyleChanged()
                return
            set_card(self.layer, card)
            relabel(self.layer, current_language())
        self.layer.legendChanged.emit()

    def select(self, units: list[int]) -> None:
        """Select units on the map."""
        if self.layer is not None:
            wanted = sorted(self._feature_of[unit] for unit in units if unit in self._feature_of)
            if wanted != sorted(self.layer.selectedFeatureIds()):
                self.layer.selectByIds(wanted)

    def remove(self) -> None:
        """Take the layer from the project."""
        if self.layer is not None:
            layer_id = self.id
            self.layer.selectionChanged.disconnect(self._tell_selection)
            self.forget()
            with self._unsaved:
                self.project.removeMapLayer(layer_id)

    def forget(self) -> None:
        """Let go of the layer without touching it: it is going, or gone."""
        self._later.stop()
        self.layer, self.id = None, ""

    def _leave_out(self, document: QDomDocument) -> None:
        if self.layer is not None:
            leave_out_of_tree(document, self.id)

    def _tell_selection(self, *_: object) -> None:
        if self.layer is not None:
            ids = self.layer.selectedFeatureIds()
            self.selected.emit([self._unit_of[one] for one in ids if one in self._unit_of])
