"""The page on which the index is put together."""

from __future__ import annotations

from dataclasses import replace

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QSplitter, QWidget

from ...analysis.core.messages import mark
from ...analysis.indices.definition.editing import without
from ...language import tr
from ..dialogs.add_indicators import AddIndicators
from ..model.tree_model import NAME, TreeModel
from ..results import weights_by_key
from ..widgets.basics import below, beside, button, put, scrolled, search_box
from ..widgets.folds import folded
from ..widgets.indicator_tree import IndicatorTree
from .methods_panel import MethodsPanel
from .page import Page
from .row_panel import RowPanel


class IndicatorsPage(Page):
    """Tree, the chosen row, and the methods."""

    TITLE = mark("Indicators")

    def build(self) -> None:
        """Make the widgets."""
        self.rows = TreeModel(self.session.model, self)
        self.tree = IndicatorTree(self.rows)
        self.search = search_box(tr("Search indicators"), lambda *_: self._filter())
        self.rows.modelReset.connect(self._filter)
        self.add = button(tr("Add…"), self.add_indicators, tr("Add fields of the layer as indicators"))
        self.remove = button(tr("Remove"), self.remove_selected, tr("Take the selected indicators away"))
        self.tree.remove_requested.connect(self.remove_selected)
        self.row = RowPanel(self.session, self.tree)
        self.methods = MethodsPanel(self.session)
        lower = QWidget()
        self.methods_group = folded(tr("Methods"), self.methods)
        below(lower, folded(tr("Chosen row"), self.row, False), self.methods_group).addStretch()
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.tree)
        splitter.addWidget(scrolled(lower))
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        put(self.box, beside(self.add, self.remove, self.search), splitter)

    def refresh(self) -> None:
        """Show weights that methods computed."""
        self.rows.set_computed(weights_by_key(self.session.result))
        writable = not self.session.model.read_only
        self.add.setEnabled(writable and self.session.layer is not None)
        self.remove.setEnabled(writable)
        self.row.refresh()

    def add_indicators(self) -> None:
        """Let the user choose fields."""
        numeric = [field for field, is_number in (self.session.model.numeric or {}).items() if is_number]
        keys = set(self.session.keys.values())
        dialog = AddIndicators(self.session.model.draft, [f for f in numeric if f not in keys], self)
        if dialog.exec():
            self.session.model.edit(dialog.result_draft())
        dialog.deleteLater()

    def remove_selected(self) -> None:
        """Take the selected indicators out of the definition."""
        fields = self.tree.fields()
        if fields:
            draft = self.session.model.draft
            self.session.model.edit(replace(draft, definition=without(draft.definition, fields)))

    def _filter(self) -> None:
        """Hide the rows whose name and field do not hold the words searched for."""
        words = self.search.text().lower()

        def visit(parent: object) -> bool:
            any_shown = False
            for row in range(self.rows.rowCount(parent)):
                index = self.rows.index(row, NAME, parent)
                text = f"{index.data()} {self.rows.key(index)[1]}".lower()
                shown = words in text
                below = self.rows.rowCount(index) > 0 and visit(index)
                self.tree.setRowHidden(row, parent, not (shown or below))
                any_shown = any_shown or shown or below
            return any_shown

        visit(self.tree.rootIndex())
