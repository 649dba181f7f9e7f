"""The tree of indicators: ticks, directions, weights dragged or typed, locks; all with keys too."""

from __future__ import annotations

from functools import partial
from typing import Any

from qgis.PyQt.QtCore import QModelIndex, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QMouseEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTreeView, QWidget

from ...analysis.indices.definition.editing import ROOT, Key
from ...language import tr
from ..model.tree_model import DIRECTION, LOCK, NAME, SHARE, WEIGHT, TreeModel
from .bars import WeightDelegate
from .keys import Command, OwnKeys, held
from .mouse import point_of

#: What a press of + or - adds to a weight.
STEP = 0.01


class IndicatorTree(OwnKeys, QTreeView):
    """A weight is a slider in its cell: drag it, type into it, or press + and -."""

    key_changed = pyqtSignal()
    remove_requested = pyqtSignal()

    def __init__(self, model: TreeModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._dragged: Key | None = None
        self.setModel(model)
        self.setAccessibleName(tr("Dimensions and indicators"))
        self.setWhatsThis(
            tr(
                "Space includes or leaves out, + and - change the weight, F2 types it, Shift+Space locks it, "
                "Shift+Enter turns the direction, Delete takes the indicator away."
            )
        )
        self.setToolTip(self.whatsThis())
        self.setUniformRowHeights(True)
        self.setAlternatingRowColors(True)
        self.setIndentation(10)
        self.setIconSize(QSize(12, 12))
        self.setAllColumnsShowFocus(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setItemDelegateForColumn(WEIGHT, WeightDelegate(SHARE, parent=self))
        header = self.header()
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        digit = self.fontMetrics().horizontalAdvance("0")
        for column, width in ((DIRECTION, 20), (WEIGHT, 7 * digit + 12), (LOCK, 22)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.setColumnWidth(column, width)
        model.modelReset.connect(self._restore)
        self.selectionModel().currentRowChanged.connect(self._remember)
        self._current: Key = ROOT
        self.expandAll()

    @property
    def key(self) -> Key:
        """The key of the current row, that of the index where there is none."""
        return self._current

    def fields(self) -> list[str]:
        """Return the fields of the selected indicators."""
        keys = [self.rows.key(index) for index in self.selectionModel().selectedRows(NAME)]
        return [name for kind, name in keys if kind == "field"]

    def _remember(self, current: QModelIndex, previous: QModelIndex) -> None:  # noqa: ARG002
        self._current = self.rows.key(current)
        self.key_changed.emit()

    def _restore(self) -> None:
        self.expandAll()
        index = self.rows.index_of(self._current)
        if index.isValid():
            self.setCurrentIndex(index)
        else:
            self._current = ROOT
            self.key_changed.emit()

    # Mouse ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start dragging a weight, turn a direction or a lock, or do what a tree does."""
        index = self.indexAt(point_of(event))
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid() or self.rows.model.read_only:
            super().mousePressEvent(event)
            return
        key = self.rows.key(index)
        if index.column() == WEIGHT:
            self.setCurrentIndex(index)
            self._dragged = key
        elif index.column() == LOCK:
            self.setCurrentIndex(index)
            self.rows.toggle_lock(key)
        elif index.column() == DIRECTION:
            self.setCurrentIndex(index)
            self.rows.turn(key)
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Give the dragged row the share under the pointer."""
        if self._dragged is None:
            super().mouseMoveEvent(event)
            return
        cell = self.visualRect(self.rows.index_of(self._dragged, WEIGHT))
        share = (point_of(event).x() - cell.left()) / max(cell.width() - 1, 1)
        self.rows.set_share(self._dragged, round(min(max(share, 0.0), 1.0), 2))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag."""
        if self._dragged is None:
            super().mouseReleaseEvent(event)
            return
        self._dragged = None
        self.rows.model.end_merge()

    # Keys ----------------------------------------------------------------------------------

    def command(self, event: QKeyEvent) -> Command | None:
        """Return what a key does to the current row; on the index itself, or on one that is read only, nothing."""
        keys, shift = Qt.Key, held(event) == Qt.KeyboardModifier.ShiftModifier
        commands: dict[Any, Command] = {
            keys.Key_Plus: partial(self._step, STEP),
            keys.Key_Equal: partial(self._step, STEP),
            keys.Key_Minus: partial(self._step, -STEP),
        }
        if shift:
            commands[keys.Key_Space] = lambda: self.rows.toggle_lock(self._current)
            commands[keys.Key_Return] = commands[keys.Key_Enter] = lambda: self.rows.turn(self._current)
        elif not held(event):
            commands[keys.Key_Delete] = self.remove_requested.emit
            commands[keys.Key_F2] = lambda: self.edit(self.rows.index_of(self._current, WEIGHT))
            commands[keys.Key_Space] = self._turn_tick
        command = commands.get(event.key())
        fixed = self._current == ROOT or self.rows.model.read_only
        return (lambda: None) if command is not None and fixed else command

    def _step(self, step: float) -> None:
        self.rows.set_share(self._current, round(self.rows.share(self._current) + step, 4))

    def _turn_tick(self) -> None:
        index = self.rows.index_of(self._current)
        checked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        self.rows.include(self._current, not checked)
