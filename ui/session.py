"""What the pages share: the layer, the model, the last result, the selection. Wires them, draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qgis.core import QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QTimer, pyqtSignal

from ..analysis.core.lazy import pd
from ..analysis.core.messages import InputError, Message, mark
from ..analysis.indices.definition.editing import ROOT, node_at
from ..analysis.indices.definition.problems import Problems, data_marks
from .model.definition_model import DefinitionModel
from .model.document import Document
from .model.history import History, Part
from .model.project_store import ProjectStore
from .model.scenarios import Scenarios
from .preview.audit import Auditor
from .preview.engine import PreviewEngine
from .preview.layer import PreviewLayer
from .preview.task import Latest
from .source import Watch, guess_keys, numeric_fields
from .words import sentence

if TYPE_CHECKING:
    from ..analysis.indices.composite.result import IndexResult

_NEWER = mark(
    "This project was saved by a newer version of Sejahtera. It is shown, but cannot be changed here; "
    "update the plugin."
)
_STALE = mark("The map and the tables show the last index that could be computed.")


@dataclass(frozen=True)
class Output:
    """The layer of a run, and what its index was made of."""

    layer_id: str
    made_of: tuple


class Session(QObject):
    """The state of the dock in one project.

    While the project removes layers it is not at one with itself: a layer that goes is forgotten at once and not
    touched again, and all that follows from it waits for the event loop.
    """

    layer_changed = pyqtSignal()
    result_changed = pyqtSignal()
    status_changed = pyqtSignal()
    selection_changed = pyqtSignal()
    shape_changed = pyqtSignal()

    def __init__(self, project: QgsProject, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.project = project
        self.history = History(self)
        self.model = DefinitionModel(self, self.history)
        self.scenarios = Scenarios(self, self.history)
        self.store = ProjectStore(project)
        self.engine = PreviewEngine(self)
        self.preview = PreviewLayer(project, self)
        self.auditor = Auditor(self)
        self._named: tuple | None = None
        self._marks: Problems = {}
        self._findings: Problems = {}
        self.layer: QgsVectorLayer | None = None
        self.keys: dict[str, str] = {}
        self.result: IndexResult | None = None
        self.output: Output | None = None
        self.selection: list[int] = []
        self.message = ""
        self.live = True
        self._restoring = False
        self._watch: Watch | None = None
        self._layer_id = ""
        self._keys_part = Part(lambda: self.keys, self._take_keys)
        #: How often the values of the layer have changed.
        self._edits = 0
        self._remake = QTimer(self)  # many features change at once where one edit is committed
        self._remake.setSingleShot(True)
        self._remake.setInterval(50)
        self._remake.timeout.connect(self._shape_edited)
        self._after_removal = QTimer(self)
        self._after_removal.setSingleShot(True)
        self._after_removal.setInterval(0)
        self._after_removal.timeout.connect(self._follow_removal)
        self.model.changed.connect(self._model_changed)
        self.scenarios.changed.connect(self._save)
        self.engine.started.connect(self.status_changed)
        self.engine.computed.connect(self._computed)
        self.engine.failed.connect(self._failed)
        self.auditor.found.connect(self._audited)
        self.preview.selected.connect(self.select)
        project.layersWillBeRemoved["QStringList"].connect(self._forget)
        project.readProject.connect(self.restore)
        project.cleared.connect(self.restore)
        self.restore()

    # The layer -----------------------------------------------------------------------------

    def set_layer(self, layer: QgsVectorLayer | None, keys: dict[str, str] | None = None) -> None:
        """Work on another layer."""
        if layer is not self.layer or keys is not None:
            self._take(layer, keys)
            self._save()

    def _take(self, layer: QgsVectorLayer | None, keys: dict[str, str] | None = None) -> None:
        if self._watch is not None:
            self._watch.stop()
            self._watch = None
        self._remake.stop()
        self._after_removal.stop()
        self.layer, self._layer_id = layer, layer.id() if layer is not None else ""
        self.result, self.selection = None, []
        self.preview.remove()
        self.auditor.stop()
        self._findings = {}
        Latest.stop_all()
        self.engine.set_layer(layer)
        self.keys = {}
        self.history.forget(self._keys_part)  # fields of another layer
        if layer is not None:
            self._watch = Watch(
                layer, self._values_edited, self._remake.start, self._fields_edited, self._layer_selection
            )
            self.keys = guess_keys(layer) if keys is None else dict(keys)
            if self.live:
                self.preview.make(layer, self.keys.get("name"))
        self._keys_to_engine()
        self.model.set_fields(numeric_fields(layer))
        self.shape_changed.emit()
        self.layer_changed.emit()
        self.result_changed.emit()
        self._recompute()

    def set_key(self, name: str, field: str | None) -> None:
        """Say which field holds the name, the code or the group of the units."""
        if self.keys.get(name) != (field or None):
            self.history.note(self._keys_part)
            self._take_keys({key: value for key, value in {**self.keys, name: field}.items() if value})

    def _take_keys(self, keys: dict[str, str]) -> None:
        known = numeric_fields(self.layer) or {}
        named = self.keys.get("name")
        self.keys = {name: field for name, field in keys.items() if field in known}
        self._keys_to_engine()
        if self.keys.get("name") != named and self.live and self.layer is not None:
            self.preview.make(self.layer, self.keys.get("name"))
        self.layer_changed.emit()
        self._recompute()
        self._save()

    def set_live(self, live: bool) -> None:
        """Show the preview on the map, or take it away."""
        self.live = live
        if not live:
            self.preview.remove()
        elif self.layer is not None and self.preview.layer is None:
            self.preview.make(self.layer, self.keys.get("name"))
            self._show()
        self.status_changed.emit()

    def _keys_to_engine(self) -> None:
        self.engine.set_keys(list(self.keys.values()), self.keys.get("group"))

    def _values_edited(self) -> None:
        self._edits += 1
        self.engine.forget()
        self._recompute()

    def _shape_edited(self) -> None:
        if self.live and self.layer is not None:
            self.preview.make(self.layer, self.keys.get("name"))
        self.shape_changed.emit()
        self._values_edited()

    def _fields_edited(self) -> None:
        numeric = numeric_fields(self.layer)
        self.keys = {name: field for name, field in self.keys.items() if field in numeric}
        self._keys_to_engine()
        self.model.set_fields(numeric)
        self.layer_changed.emit()
        self._values_edited()

    def _forget(self, ids: list[str]) -> None:
        """Let go of layers that the project is about to remove, without touching them."""
        if self._layer_id in ids:
            self._watch.drop()
            self._watch = None
            self._remake.stop()
            self.engine.set_layer(None)
            self.auditor.stop()
            Latest.stop_all()
            self.layer, self._layer_id, self.result, self.selection = None, "", None, []
            self._after_removal.start()
        if self.preview.id in ids:
            self.preview.forget()
            self._after_removal.start()

    def _follow_removal(self) -> None:
        """Show that layers are gone, now that the project is at one with itself again."""
        if self.layer is None:
            self._take(None)
            self._save()
        else:
            self.live = False
            self.status_changed.emit()

    # Computing -----------------------------------------------------------------------------

    def _model_changed(self) -> None:
        self._recompute()
        self._save()

    def _recompute(self) -> None:
        if self.layer is not None and self.model.ready:
            self.engine.request(self.model.definition)
        else:
            self.engine.stop()
        self._say("")

    def _computed(self, result: IndexResult) -> None:
        self.result = result
        self._marks = data_marks(result.definition, result.stages.denominated)
        self.model.set_failures({})
        self._annotate()
        self.auditor.request(self.frame, result.definition)
        self._show()
        self._say("")
        self.result_changed.emit()

    def _audited(self, findings: Problems) -> None:
        self._findings = findings
        self._annotate()

    def _annotate(self) -> None:
        keys = [*self._marks, *self._findings]
        self.model.set_notes({key: [*self._marks.get(key, []), *self._findings.get(key, [])] for key in keys})

    def _show(self) -> None:
        if self.live and self.result is not None:
            self.preview.show(self.result)

    def _failed(self, message: Message) -> None:
        columns = message.facts.get("column", ())
        columns = [columns] if isinstance(columns, str) else list(columns)
        named = [("field", column) for column in columns]
        rows = [key for key in named if node_at(self.model.definition, key) is not None]
        self.model.set_failures({key: [message] for key in rows or [ROOT]})
        text = sentence(message, self.unit_name)
        self._say(f"{text} {sentence(Message(_STALE))}" if self.result is not None else text)

    def _say(self, text: str) -> None:
        self.message = sentence(Message(_NEWER)) if self.model.read_only else text
        self.status_changed.emit()

    # Units ---------------------------------------------------------------------------------

    @property
    def frame(self) -> pd.DataFrame | None:
        """The columns that the last result was computed from."""
        return self.engine.snapshot.frame if self.engine.snapshot is not None else None

    def column(self, key: str) -> pd.Series | None:
        """Return the names, codes or groups of the units, None where there is no such field."""
        field, frame = self.keys.get(key), self.frame
        return frame[field] if frame is not None and field in frame else None

    def unit_name(self, unit: Any) -> str:
        """Return what to call a unit: its name, else its code, else its feature id."""
        known = (self.frame, self.keys)
        if self._named is None or self._named[0] is not known[0] or self._named[1] != known[1]:
            self._named = (*known, self._unit_names())
        return self._named[2].get(unit, str(unit))

    def _unit_names(self) -> dict[Any, str]:
        names: dict[Any, str] = {}
        for key in ("code", "name"):
            column = self.column(key)
            if column is not None:
                names.update({unit: str(value) for unit, value in column.items() if value is not None})
        return names

    def select(self, units: list[int]) -> None:
        """Select units everywhere: in the tables, on the preview, on the layer."""
        units = [int(unit) for unit in units]
        if sorted(units) == sorted(self.selection):
            return
        self.selection = units
        self.preview.select(units)
        if self.layer is not None and sorted(self.layer.selectedFeatureIds()) != sorted(units):
            self.layer.selectByIds(units)
        self.selection_changed.emit()

    def _layer_selection(self) -> None:
        if self.layer is not None:
            self.select(list(self.layer.selectedFeatureIds()))

    # Keeping -------------------------------------------------------------------------------

    def document(self) -> Document:
        """Return what is to be kept."""
        keys = {**self.keys, **({"layer": self._layer_id} if self._layer_id else {})}
        return Document(self.model.draft, tuple(self.scenarios), keys)

    def open_document(self, document: Document) -> None:
        """Take over the index, the scenarios and the key fields of a file, as one step that can be undone."""
        known = numeric_fields(self.layer) or {}
        with self.history.one_step():
            for name, field in document.keys.items():
                if field in known:
                    self.set_key(name, field)
            for scenario in document.scenarios:
                self.scenarios.save(scenario.name, scenario.draft)
            self.model.edit(document.draft)

    def restore(self, *_: Any) -> None:
        """Show what the project holds."""
        self._restoring, self.live, self.output = True, True, None
        try:
            problem = ""
            try:
                document = self.store.read()
            except InputError as error:
                document, problem = Document(), sentence(error.message)
            self.model.read_only = document.newer
            self.scenarios.reset(document.scenarios)
            self.model.reset(document.draft)
            layer = self.project.mapLayer(document.keys.get("layer", ""))
            keys = {name: field for name, field in document.keys.items() if name != "layer"}
            usable = isinstance(layer, QgsVectorLayer) and layer.isValid()
            self._take(layer if usable else None, keys if usable else None)
            self._say(problem)
        finally:
            self._restoring = False

    def _save(self) -> None:
        if not self._restoring and not self.model.read_only:
            self.store.write(self.document())

    # The layer of the last run -------------------------------------------------------------

    def made_of(self) -> tuple:
        """Return what an index that is computed now is made of."""
        return self._layer_id, self._edits, self.model.definition, tuple(sorted(self.keys.items()))

    @property
    def output_layer(self) -> QgsVectorLayer | None:
        """The layer of the last run, None where there was none or it is gone."""
        return self.project.mapLayer(self.output.layer_id) if self.output is not None else None

    @property
    def output_is_old(self) -> bool:
        """Whether the index, its fields or the data changed since the last run."""
        return self.output is not None and self.output.made_of != self.made_of()

    def close(self) -> None:
        """Let go of the project and the layer, and wait for what still runs in other threads."""
        self.project.readProject.disconnect(self.restore)
        self.project.cleared.disconnect(self.restore)
        self.project.layersWillBeRemoved["QStringList"].disconnect(self._forget)
        self._restoring = True
        self._take(None)
        self.preview.close()
        self.engine.stop()
        Latest.end_all()
