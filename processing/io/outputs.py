"""Outputs that are written whole or not at all.

Files are written in a hidden folder beside their destination and moved into place when everything
of the run has been written. When the run fails or is cancelled the folder goes, and a file that stood
at the destination before is still there.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFields,
    QgsMapLayer,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingUtils,
    QgsProperty,
    QgsVectorLayer,
    QgsWkbTypes,
)

from ...analysis.core.messages import InputError, mark
from ...cartography.base.attributes import known_values
from ...cartography.base.cards import set_card, store_in_file
from ...cartography.styles.apply_style import apply_card
from ...language import current_language
from .destinations import check_fields, layer_file, sink_text
from .output_checks import Sink, check_layer, check_room, close_databases
from .postprocess import style_when_loaded
from .spreadsheet_cells import harmless_fields, runs_formulas
from .staging import files_in, make_staging, move_into_place, moves_out_of, remove_staging

if TYPE_CHECKING:
    from ...analysis.core.card import Card


class Outputs:
    """The outputs of one run: open sinks and files, then `commit` or `discard`."""

    def __init__(
        self, algorithm: QgsProcessingAlgorithm, parameters: dict[str, Any], context: QgsProcessingContext
    ) -> None:
        self.algorithm = algorithm
        self.parameters = dict(parameters)
        self.context = context
        self.results: dict[str, Any] = {}
        self._sinks: dict[str, Sink] = {}
        self._cards: dict[str, Callable[[], Card]] = {}
        self._columns: dict[str, dict[str, list[Any]]] = {}
        self._staged: dict[str, tuple[Path, Path]] = {}
        self._folders: dict[Path, Path] = {}
        self._made: list[Path] = []
        self._undo: list[Callable[[], None]] = []

    def wanted(self, name: str) -> bool:
        """Say whether the user asked for this output."""
        value = self.parameters.get(name)
        if isinstance(value, QgsProcessingOutputLayerDefinition):
            value = sink_text(value, self.context)
        definition = self.algorithm.parameterDefinition(name)
        if value is None and definition.defaultValue() is None:
            return definition.createByDefault() and not _is_optional(definition)
        return value not in (None, "")

    def layer(
        self,
        name: str,
        fields: QgsFields,
        wkb_type: int = QgsWkbTypes.Type.NoGeometry,
        crs: QgsCoordinateReferenceSystem | None = None,
        card: Callable[[], Card] | None = None,
        columns: dict[str, list[Any]] | None = None,
    ) -> Sink | None:
        """Open the sink of a layer or table; None where the user does not want it.

        `card` is called when everything of the run is known: the card is stored in the file, with the style that
        it tells of, and given to the layer where QGIS loads it. `columns` are fields with the values that will
        be written, so that the style need not read them from the file.
        """
        if not self.wanted(name):
            return None
        flat = wkb_type == QgsWkbTypes.Type.NoGeometry
        self._stage_sink(name, flat=flat)
        if name in self._staged:
            check_fields(name, self._staged[name][1], fields, flat=flat)
        cells = []
        if name in self._staged and runs_formulas(self._staged[name][1]):
            fields = harmless_fields(fields)
            cells = [index for index, field in enumerate(fields) if not field.isNumeric()]
        sink, destination = None, ""
        with contextlib.suppress(QgsProcessingException):  # in the words of GDAL, of many lines
            sink, destination = self.algorithm.parameterAsSink(
                self.parameters, name, self.context, fields, wkb_type, crs or QgsCoordinateReferenceSystem()
            )
        if sink is None:
            raise InputError(
                mark("The output {name} cannot be written to {path}. Choose a folder that you may write to."),
                name=name,
                path=str(self._staged[name][1] if name in self._staged else self.parameters[name]),
            )
        self._sinks[name] = Sink(sink, cells)
        self.results[name] = destination
        if card is not None:
            self._cards[name], self._columns[name] = card, columns or {}
        return self._sinks[name]

    def file(self, name: str) -> Path | None:
        """Return the path to write a file output to; None where the user does not want it."""
        if not self.wanted(name):
            return None
        target = Path(self.algorithm.parameterAsFileOutput(self.parameters, name, self.context)).absolute()
        staged = self._folder_for(name, target) / target.name
        self._staged[name] = (staged, target)
        self.results[name] = str(target)
        return staged

    def folder(self, name: str) -> Path | None:
        """Return a folder to write the files of a folder output to; None where it is not wanted.

        Files of the same names are replaced, others in the destination stay.
        """
        if not self.wanted(name):
            return None
        target = Path(self.algorithm.parameterAsFileOutput(self.parameters, name, self.context)).absolute()
        self.results[name] = str(target)
        return self._folder_for(name, target / "file")

    def beside(self, name: str, path: Path) -> Path:
        """Return the place to write a further file that will stand beside the file output `name`."""
        return self._staged[name][0].parent / path.name

    def when_discarded(self, undo: Callable[[], None]) -> None:
        """Remember what takes back a change outside of the files, should the run fail or be cancelled."""
        self._undo.append(undo)

    def commit(self) -> dict[str, Any]:
        """Close all sinks, store cards and styles, move the files into place and return the results.

        Raises `InputError`, with every former file in its place, where something was not written to its end
        or cannot be moved.
        """
        counts = {name: sink.count for name, sink in self._sinks.items() if name in self._staged}
        self._sinks.clear()  # dropping the last reference closes a sink
        cards = {name: make() for name, make in self._cards.items()}
        opened = {name: check_layer(self._staged[name][0], count) for name, count in counts.items()}
        for name in opened.keys() & cards.keys():
            _store_style(self._staged[name][0], opened[name], cards[name], self._columns[name])
        opened.clear()  # a file that is open cannot be moved everywhere
        for name in counts.keys() & cards.keys():
            store_in_file(self._staged[name][0], cards[name])
        for staging in self._folders:
            close_databases(files_in(staging))
        for staging in self._folders:
            check_room(staging)
        move_into_place([move for each in self._folders.items() for move in moves_out_of(*each)])
        for staging in self._folders:
            remove_staging(staging)
        self._folders.clear()
        self._rename_layers_to_load()
        language = current_language()
        for name, card in cards.items():
            layer = QgsProcessingUtils.mapLayerFromString(self.results[name], self.context, False)
            if name not in self._staged and layer is not None:  # in memory
                set_card(layer, card)
            style_when_loaded(
                self.context, self.results[name], lambda layer, card=card: apply_card(layer, card, language)
            )
        return self.results

    def discard(self) -> None:
        """Close all sinks and take away whatever this run has written."""
        self._sinks.clear()
        while self._undo:
            self._undo.pop()()
        for staging in self._folders:
            remove_staging(staging)
        self._folders.clear()
        for folder in self._made:
            with contextlib.suppress(OSError):  # somebody else may have put something there
                folder.rmdir()

    def _stage_sink(self, name: str, *, flat: bool) -> None:
        value = self.parameters.get(name)
        definition = value if isinstance(value, QgsProcessingOutputLayerDefinition) else None
        target = layer_file(sink_text(value, self.context))
        if target is None:
            return
        staged = self._folder_for(name, target) / target.name
        if flat and target.suffix.lower() == ".shp":
            target = target.with_suffix(".dbf")  # a shapefile without geometry is its table alone
        self._staged[name] = (staged, target)
        if definition:
            copy = QgsProcessingOutputLayerDefinition(definition)
            copy.sink = QgsProperty.fromValue(str(staged))
            self.parameters[name] = copy
        else:
            self.parameters[name] = str(staged)

    def _folder_for(self, name: str, target: Path) -> Path:
        for staging, folder in self._folders.items():
            if folder == target.parent:
                return staging
        missing = [folder for folder in (target.parent, *target.parent.parents) if not folder.exists()]
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made += missing
            if not _writable(target):
                raise PermissionError(target)
            staging = make_staging(target.parent)
        except OSError as error:
            raise InputError(
                mark("The output {name} cannot be written to {path}. Choose a folder that you may write to."),
                name=name,
                path=str(target),
            ) from error
        self._folders[staging] = target.parent
        return staging

    def _rename_layers_to_load(self) -> None:
        final = {str(staged): str(target) for staged, target in self._staged.values()}
        for name, destination in self.results.items():
            self.results[name] = final.get(destination, destination)
        details = self.context.layersToLoadOnCompletion()
        if any(key in final for key in details):
            self.context.setLayersToLoadOnCompletion({final.get(key, key): value for key, value in details.items()})


def _is_optional(definition: Any) -> bool:
    return bool(definition.flags() & definition.Flag.FlagOptional)


def _writable(path: Path) -> bool:
    """Say whether what stands at a path, if anything does, can be replaced; of a link, what it leads to."""
    if path.is_symlink() and not os.access(Path(os.path.realpath(path)).parent, os.W_OK):
        return False
    try:
        with path.open("r+b"):
            return True
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _store_style(path: Path, layer: QgsVectorLayer | None, card: Card, columns: dict[str, list[Any]]) -> None:
    """Store a card and its style as the default of a layer file: inside a GeoPackage, else in a QML beside it.

    A table has none: the QML of `index.csv` would take the place of that of a layer `index.shp` beside it.
    """
    layer = layer or QgsVectorLayer(str(path), path.stem, "ogr")
    inside = path.suffix.lower() == ".gpkg"
    if not layer.isValid() or not layer.isSpatial() or (inside and not card.kind):
        return
    with known_values(layer, columns):
        apply_card(layer, card, current_language())
    if inside:
        # saveStyleToDatabase is deprecated from 3.44
        save = getattr(layer, "saveStyleToDatabaseV2", None) or layer.saveStyleToDatabase
        save(path.stem, "", True, "")
    else:
        categories = QgsMapLayer.StyleCategory
        kept = categories.AllStyleCategories if card.kind else categories.CustomProperties
        layer.saveNamedStyle(str(path.with_suffix(".qml")), kept)
