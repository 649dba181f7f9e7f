"""What the buttons of the dock do: history, files, running the algorithms, going on from the result."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsApplication, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QObject, QSignalBlocker, Qt
from qgis.PyQt.QtGui import QGuiApplication, QKeySequence
from qgis.PyQt.QtWidgets import QAction, QFileDialog, QHBoxLayout, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from ..analysis.core.messages import InputError, mark
from ..cartography.base.cards import sound_card
from ..language import tr
from ..processing.base.commands import (
    INDEX,
    has_algorithm,
    help_of,
    index_parameters,
    known_parameters,
    python_command,
    shell_command,
)
from .model.document import SUFFIX, read_document, write_document
from .session import Output, Session
from .words import sentence

#: Where one may go from the result: id of the algorithm and what the button says.
NEXT = (
    ("sejahtera:hotspots", mark("Find &hotspots…")),
    ("sejahtera:clustersoutliers", mark("Find &clusters and outliers…")),
    ("sejahtera:inequalitymeasures", mark("Measure &inequality…")),
    ("sejahtera:exportmap", mark("Print a &map…")),
    ("sejahtera:policyreport", mark("Write a &report…")),
    ("sejahtera:indexrobustness", mark("Test the ro&bustness…")),
    ("sejahtera:checkindicators", mark("Check the in&dicators…")),
)
#: Algorithms that work on the definition and the layer of indicators, not on the result.
ON_INDICATORS = {"sejahtera:indexrobustness", "sejahtera:checkindicators"}
#: What the algorithms call the layer of the index.
INDEX_INPUTS = ("INPUT", "INDEX")
KEYS = QKeySequence.StandardKey
_KEEP = Qt.AspectRatioMode.KeepAspectRatio
_TEXT = Qt.ToolButtonStyle.ToolButtonTextBesideIcon


class Actions(QObject):
    """The tool bar of the dock."""

    def __init__(self, session: Session, iface: Any, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.iface, self.window = session, iface, parent
        self.dialog: Any = None
        self.undo = self._action(tr("Undo"), "/mActionUndo.svg", session.history.undo)
        self.redo = self._action(tr("Redo"), "/mActionRedo.svg", session.history.redo)
        for action, keys in ((self.undo, KEYS.Undo), (self.redo, KEYS.Redo)):
            # told only: the dock claims these keys itself while it has the focus
            shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{action.text()} ({shown})")
        self.open = self._action(tr("Open a definition or saved dock…"), "/mActionFileOpen.svg", self.open_file)
        self.save = self._action(tr("Save definition and scenarios…"), "/mActionFileSave.svg", self.save_file)
        self.live = self._action(tr("Live index on the map"), "/mActionShowAllLayers.svg", None)
        self.live.setCheckable(True)
        self.live.toggled.connect(session.set_live)
        self.run = self._action(tr("Run…"), "/mActionStart.svg", self.run_index)
        self.run.setToolTip(help_of(INDEX) or self.run.text())
        self.shell = self._action(tr("Copy as qgis_process command"), "", lambda: self._copy(shell_command))
        self.python = self._action(tr("Copy as Python command"), "", lambda: self._copy(python_command))
        self.next = QMenu(tr("Go on"), parent)
        self.next.setToolTipsVisible(True)
        self.next.aboutToShow.connect(self._fill_next)
        self.next_button = QToolButton(parent)
        session.model.changed.connect(self.refresh)
        session.history.changed.connect(self.refresh)
        session.status_changed.connect(self.refresh)
        session.layer_changed.connect(self.refresh)
        self.refresh()

    def tool_bar(self) -> QToolBar:
        """Return the tool bar."""
        bar = QToolBar()
        size = QgsApplication.scaleIconSize(16) if hasattr(QgsApplication, "scaleIconSize") else 16
        bar.setIconSize(bar.iconSize().scaled(size, size, _KEEP))
        for action in (self.undo, self.redo, self.open, self.save, self.live):
            bar.addAction(action)
        return bar

    def run_row(self) -> QHBoxLayout:
        """Return the buttons that run the index and go on from it."""
        self.run_button = QToolButton()
        self.run_button.setDefaultAction(self.run)
        menu = QMenu(self.run_button)
        menu.addActions([self.shell, self.python])
        self.run_button.setMenu(menu)
        self.run_button.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.next_button.setIcon(QgsApplication.getThemeIcon("/mActionArrowRight.svg"))
        self.next_button.setMenu(self.next)
        self.next_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = QHBoxLayout()
        for button in (self.run_button, self.next_button):
            button.setToolButtonStyle(_TEXT)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            row.addWidget(button)
        return row

    def refresh(self) -> None:
        """Enable what can be done."""
        session = self.session
        self.undo.setEnabled(session.history.can_undo)
        self.redo.setEnabled(session.history.can_redo)
        self.open.setEnabled(not session.model.read_only)
        ready = session.layer is not None and session.model.ready
        for action in (self.run, self.shell, self.python):
            action.setEnabled(ready)
        self.save.setEnabled(bool(session.model.draft.definition.dimensions))
        with QSignalBlocker(self.live):
            self.live.setChecked(session.live)
        self._mark_old()

    def _mark_old(self) -> None:
        """Let the button that goes on say where it would take an earlier result."""
        layer = self.session.output_layer
        old = layer is not None and self.session.output_is_old
        self.next_button.setText(tr("Go on (changed)") if old else tr("Go on"))
        tip = tr("Take the result to hotspots, maps and reports")
        self.next_button.setToolTip(self._old_words(layer) if old else tip)

    # Files ---------------------------------------------------------------------------------

    def open_file(self) -> None:
        """Let the user choose a file and take it over."""
        kinds = tr("Sejahtera definitions (*.json);;All files (*)")
        path, _ = QFileDialog.getOpenFileName(self.window, tr("Open"), "", kinds)
        if path:
            self.read(path)

    def read(self, path: str | Path) -> None:
        """Take over the index and the scenarios in a file."""
        try:
            document = read_document(path)
        except InputError as error:
            self.tell(sentence(error.message))
            return
        if document.newer:
            self.tell(tr("The file was saved by a newer version of Sejahtera; update the plugin to open it."))
            return
        self.session.open_document(document)

    def save_file(self) -> None:
        """Let the user choose a file and write to it."""
        kinds = tr("Sejahtera definitions (*.json);;All files (*)")
        path, _ = QFileDialog.getSaveFileName(self.window, tr("Save"), "", kinds)
        if path:
            self.write(path if path.endswith(".json") else path + SUFFIX)

    def write(self, path: str | Path) -> None:
        """Write the index and the scenarios to a file."""
        try:
            write_document(path, self.session.document())
        except InputError as error:
            self.tell(sentence(error.message))

    def tell(self, text: str, level: Any = Qgis.MessageLevel.Warning) -> None:
        """Say something in QGIS's message bar."""
        self.iface.messageBar().pushMessage("Sejahtera", text, level)

    # Algorithms ----------------------------------------------------------------------------

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of the run that gives what the dock shows."""
        return index_parameters(self.session.layer, self.session.model.definition, self.session.keys)

    def run_index(self) -> None:
        """Open the dialog of `compositeindex` with everything filled in."""
        made_of = self.session.made_of()  # the dialog keeps what it was opened with
        self._open(INDEX, self.parameters())
        if self.dialog is not None and hasattr(self.dialog, "algorithmFinished"):
            self.dialog.algorithmFinished.connect(
                lambda successful, results: self._remember(successful, results, made_of)
            )

    def _remember(self, successful: bool, results: dict[str, Any], made_of: tuple) -> None:
        """Take the layer of a run as the one that the next steps start from."""
        output = results.get("OUTPUT") if successful else None
        layer = output if isinstance(output, QgsVectorLayer) else None
        if layer is None and isinstance(output, str):
            layers = QgsProject.instance().mapLayers().values()
            layer = next((one for one in layers if output in (one.id(), one.source())), None)
        if layer is not None:
            self.session.output = Output(layer.id(), made_of)
            self.refresh()

    def go_on(self, algorithm_id: str) -> None:
        """Open the dialog of an algorithm with the fields filled in from the dock."""
        if algorithm_id in ON_INDICATORS:
            self._open(algorithm_id, known_parameters(algorithm_id, self.parameters()))
            return
        layer = self._result_layer()
        if layer is not None and layer is self.session.output_layer and self.session.output_is_old:
            self.tell(self._old_words(layer))
        names = layer.fields().names() if layer is not None else []
        name = next((one for one in (self.session.keys.get("name"), "name") if one in names), None)
        card = sound_card(layer) if layer is not None else None
        index = (card.column("index") if card is not None else None) or "index"
        wished = {
            **dict.fromkeys(INDEX_INPUTS, layer),
            "FIELD": index,
            "FIELDS": [index],
            "TITLE": self.session.model.definition.name,
            "NAME_FIELD": name,
            "DEFINITION": self.parameters()["DEFINITION"] if self.session.layer is not None else None,
        }
        wished.update(
            {
                parameter: self.session.keys[key]
                for key, parameter in (("code", "ID_FIELD"), ("group", "GROUP_FIELD"))
                if self.session.keys.get(key) in names
            }
        )
        given = {parameter: value for parameter, value in wished.items() if value is not None}
        self._open(algorithm_id, known_parameters(algorithm_id, given))

    def _result_layer(self) -> QgsVectorLayer | None:
        """Return the layer of the last run if it is still there, otherwise the live one."""
        return self.session.output_layer or self.session.preview.layer

    def _old_words(self, layer: QgsVectorLayer) -> str:
        return tr(
            "The index changed since the run that made “{layer}”; run it again to go on with the index as it is."
        ).format(layer=layer.name())

    def _fill_next(self) -> None:
        self.next.clear()
        layer = self._result_layer()
        if self.session.output_layer is not None and self.session.output_is_old:
            changed = self.next.addAction(tr("Changed since the last run"))
            changed.setToolTip(self._old_words(layer))
            changed.setEnabled(False)
            again = self.next.addAction(self.run.icon(), tr("Run again…"))
            again.setEnabled(self.run.isEnabled())
            again.triggered.connect(lambda *_: self.run_index())
            self.next.addSeparator()
        for algorithm_id, label in NEXT:
            if has_algorithm(algorithm_id):
                action = self.next.addAction(tr(label))
                on_indicators = algorithm_id in ON_INDICATORS
                action.setEnabled(self.run.isEnabled() if on_indicators else layer is not None)
                action.setData(algorithm_id)
                action.setToolTip(help_of(algorithm_id))
                action.triggered.connect(lambda *_, one=algorithm_id: self.go_on(one))

    def _open(self, algorithm_id: str, parameters: dict[str, Any]) -> None:
        self.dialog = None  # one that was closed is deleted
        try:
            import processing
        except ImportError:
            self.tell(tr("Switch on the plugin Processing in QGIS's plugin manager; the toolbox is needed."))
            return
        self.dialog = processing.createAlgorithmDialog(algorithm_id, parameters)
        if self.dialog is not None:
            self.dialog.show()

    def _copy(self, command: Any) -> None:
        QGuiApplication.clipboard().setText(command(INDEX, self.parameters()))
        self.tell(tr("The command is in the clipboard."), Qgis.MessageLevel.Info)

    def _action(self, text: str, icon: str, slot: Any) -> QAction:
        action = QAction(QgsApplication.getThemeIcon(icon), text, self) if icon else QAction(text, self)
        if slot is not None:
            action.triggered.connect(lambda *_: slot())
        return action
