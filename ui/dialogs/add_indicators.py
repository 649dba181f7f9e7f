"""Choose fields of the layer as indicators; the catalogue suggests what they are."""

from __future__ import annotations

from collections.abc import Iterable

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...analysis.indices.definition.draft import Draft
from ...analysis.indices.definition.editing import parents
from ...analysis.indices.definition.model import Dimension
from ...language import tr
from ..model.suggestions import is_core, suggestion, with_fields
from ..widgets.basics import ok_and_cancel, wrapped

_FIELD = Qt.ItemDataRole.UserRole


class AddIndicators(QDialog):
    """A list of the numeric fields that are not in the index yet."""

    def __init__(self, draft: Draft, fields: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Add indicators"))
        self.draft = draft
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(tr("Search"))
        self.list = QTreeWidget()
        self.list.setRootIsDecorated(False)
        self.list.setHeaderLabels([tr("Field"), tr("Suggestion of the catalogue")])
        self.list.setAccessibleName(tr("Fields of the layer"))
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.place = QComboBox()
        self.place.setEditable(True)
        self.place.setAccessibleName(tr("Dimension of the others"))
        names = [node.label for node in parents(draft.definition) if isinstance(node, Dimension)]
        self.place.addItems(names or [tr("Welfare")])
        self.buttons = ok_and_cancel(self)
        self.search.textChanged.connect(self._filter)
        self.list.itemChanged.connect(lambda *_: self._ready())
        form = QFormLayout()
        form.addRow(tr("&Dimension of the others"), self.place)
        self._fill(fields)
        box = QVBoxLayout(self)
        box.addWidget(wrapped(tr("Tick the fields that the index is to hold.")))
        for widget in (self.search, self.list):
            box.addWidget(widget)
        box.addLayout(form)
        box.addWidget(self.buttons)
        self.resize(460, 520)
        self._ready()

    def _fill(self, fields: Iterable[str]) -> None:
        present = {*self.draft.definition.fields, *self.draft.definition.columns}
        first = not self.draft.definition.dimensions
        for field in fields:
            if field in present:
                continue
            known = suggestion(field)
            item = QTreeWidgetItem([field, f"{known[0].name} · {known[1]}" if known else ""])
            item.setData(0, _FIELD, field)
            item.setToolTip(1, item.text(1))
            ticked = first and is_core(field)
            item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self.list.addTopLevelItem(item)

    def _items(self) -> list[QTreeWidgetItem]:
        return [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]

    def _filter(self, text: str) -> None:
        for item in self._items():
            words = f"{item.text(0)} {item.text(1)}".lower()
            item.setHidden(text.lower() not in words)

    def _ready(self) -> None:
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(bool(self.fields()))

    def fields(self) -> list[str]:
        """Return the fields that are ticked."""
        return [item.data(0, _FIELD) for item in self._items() if item.checkState(0) == Qt.CheckState.Checked]

    def result_draft(self) -> Draft:
        """Return the draft with the ticked fields."""
        return with_fields(self.draft, self.fields(), self.place.currentText().strip() or tr("Welfare"))
