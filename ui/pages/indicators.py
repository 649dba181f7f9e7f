"""The page on which the index is put together."""

from __future__ import annotations

from dataclasses import replace

from qgis.gui import QgsCollapsibleGroupBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QSplitter, QVBoxLayout, QWidget

from ...analysis.core.messages import mark
from ...analysis.indices.definition.editing import without
from ...language import tr
from ..dialogs.add_indicators import AddIndicators
from ..model.tree_model import NAME, TreeModel
from ..results import weights_by_key
from ..widgets.basics import button, scrolled
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
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search indicators"))
        self.search.setMinimumWidth(50)
        self.search.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.search.textChanged.connect(lambda *_: self._filter())
        self.rows.modelReset.connect(self._filter)
        self.add = button(tr("Add…"), self.add_indicators, tr("Add fields of the layer as indicators"))
        self.remove = button(tr("Remove"), self.remove_selected, tr("Take the selected indicators away"))
        self.tree.remove_requested.connect(self.remove_selected)
        top = QHBoxLayout()
        for widget in (self.add, self.remove, self.search):
            top.addWidget(widget)
        self.row = RowPanel(self.session, self.tree)
        self.methods = MethodsPanel(self.session)
        lower = QWidget()
        box = QVBoxLayout(lower)
        box.setContentsMargins(0, 0, 0, 0)
        for title, panel, collapsed in (
            (tr("Chosen row"), self.row, False),
            (tr("Methods"), self.methods, True),
        ):
            group = QgsCollapsibleGroupBox(title)
            inner = QVBoxLayout(group)
            inner.setContentsMargins(6, 2, 2, 2)
            inner.addWidget(panel)
            group.setCollapsed(collapsed)
            box.addWidget(group)
            if panel is self.methods:
                self.methods_group = group
        box.addStretch()
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.tree)
        splitter.addWidget(scrolled(lower))
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        self.box.addLayout(top)
        self.box.addWidget(splitter)

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
