"""The tree of dimensions and indicators as a Qt model over the definition model."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from ...analysis.indices.definition.editing import ROOT, Key, changed, key_of, node_at, parents
from ...analysis.indices.definition.model import Definition, Dimension, Indicator
from ...analysis.indices.definition.problems import is_serious
from ...analysis.indices.definition.resolved import methods_of, resolved
from ...analysis.indices.methods.weighting import WEIGHTINGS
from ...language import number, tr
from ..words import sentences
from .definition_model import DefinitionModel

NAME, DIRECTION, WEIGHT, LOCK = range(4)
#: The share of 1, NaN-free, for delegates.
SHARE = Qt.ItemDataRole.UserRole
_NOTHING = QModelIndex()


class Node:
    """A row: its key, where it hangs, and the number by which an index of Qt names it.

    An index must not point at the node itself: Qt may ask for one that it kept from before the tree was
    built anew, and the object would be gone.
    """

    def __init__(self, key: Key, row: int, parent: Node | None, number: int) -> None:
        self.key, self.row, self.parent, self.number = key, row, parent, number
        self.children: list[Node] = []


class TreeModel(QAbstractItemModel):
    """Rows are dimensions and indicators; columns name, direction, weight and lock."""

    def __init__(self, model: DefinitionModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.model = model
        self._computed: dict[Key, float] = {}
        self._numbers = itertools.count(1)
        self._build()
        model.changed.connect(self._draft_changed)
        model.annotated.connect(self._refresh)

    def set_computed(self, weights: dict[Key, float]) -> None:
        """Take over the weights of the last result, shown where a method computes them."""
        self._computed = weights
        self._refresh()

    def key(self, index: QModelIndex) -> Key:
        """Return the key of a row."""
        node = self._node(index)
        return ROOT if node is None else node.key

    def _node(self, index: QModelIndex) -> Node | None:
        """Return the row of an index; None where it is invalid or from a former tree."""
        return self._numbered.get(index.internalId()) if index.isValid() else None

    def index_of(self, key: Key, column: int = NAME) -> QModelIndex:
        """Return the index of a row, an invalid one where there is none."""
        node = self._nodes.get(key)
        return self.createIndex(node.row, column, node.number) if node is not None and node.parent else _NOTHING

    def share(self, key: Key) -> float:
        """Return the share of 1 that a row has: as given, or as computed where a method does it."""
        if self.computed(key):
            return self._computed.get(key, 0.0)
        return self.model.draft.share(key)

    def computed(self, key: Key) -> bool:
        """Say whether a method, not the user, weights a row."""
        return key in self._by_method

    # Structure -----------------------------------------------------------------------------

    def _build(self) -> None:
        definition = self.model.draft.definition
        self._root = Node(ROOT, 0, None, 0)
        self._nodes = {ROOT: self._root}
        self._numbered: dict[int, Node] = {}
        self._look_up()

        def below(item: Definition | Dimension, node: Node) -> None:
            for row, child in enumerate(item.children):
                made = Node(key_of(child), row, node, next(self._numbers))
                node.children.append(made)
                self._nodes[made.key] = self._numbered[made.number] = made
                if isinstance(child, Dimension):
                    below(child, made)

        below(definition, self._root)
        self._shape = _shape(definition)

    def _look_up(self) -> None:
        """Find every row of the draft once instead of at each question of a view."""
        definition = self.model.draft.definition
        self._items: dict[Key, Any] = {}
        self._by_method: set[Key] = set()
        for parent, whole in zip(parents(definition), parents(resolved(definition))):
            children = {key_of(child): child for child in parent.children}
            self._items.update(children)
            if not WEIGHTINGS[methods_of(whole).weighting.method].as_given:
                self._by_method.update(children)

    def item(self, key: Key) -> Dimension | Indicator | None:
        """Return the dimension or indicator of a row."""
        return self._items.get(key)

    def _draft_changed(self) -> None:
        self._look_up()
        if _shape(self.model.draft.definition) == self._shape:
            self._refresh()
            return
        self.beginResetModel()
        self._build()
        self.endResetModel()

    def _refresh(self) -> None:
        def tell(node: Node) -> None:
            if node.children:
                first, last = node.children[0], node.children[-1]
                self.dataChanged.emit(
                    self.createIndex(first.row, NAME, first.number), self.createIndex(last.row, LOCK, last.number)
                )
            for child in node.children:
                tell(child)

        tell(self._root)

    def index(self, row: int, column: int, parent: QModelIndex = _NOTHING) -> QModelIndex:
        """Return the index of a child."""
        node = self._node(parent) if parent.isValid() else self._root
        if node is None or not (0 <= row < len(node.children) and 0 <= column <= LOCK):
            return QModelIndex()
        return self.createIndex(row, column, node.children[row].number)

    def parent(self, index: QModelIndex) -> QModelIndex:
        """Return the index of the row above."""
        node = self._node(index)
        if node is None or node.parent is None or node.parent.parent is None:
            return QModelIndex()
        return self.createIndex(node.parent.row, 0, node.parent.number)

    def rowCount(self, parent: QModelIndex = _NOTHING) -> int:
        """Return the number of children."""
        if parent.column() > 0:
            return 0
        node = self._node(parent) if parent.isValid() else self._root
        return 0 if node is None else len(node.children)

    def columnCount(self, parent: QModelIndex = _NOTHING) -> int:  # noqa: ARG002
        """Return four."""
        return LOCK + 1

    # Content -------------------------------------------------------------------------------

    def headerData(self, section: int, orientation: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the heads of the columns."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (tr("Indicator"), "±", tr("Weight"), "")[section]
        if role == Qt.ItemDataRole.DecorationRole and section == LOCK:
            return QgsApplication.getThemeIcon("/locked.svg")
        if role == Qt.ItemDataRole.ToolTipRole:
            return (
                tr("Dimensions and their indicators; what is not ticked is left out."),
                tr("Direction: whether more is better or worse."),
                tr("Share within the dimension; the dimensions share the index."),
                tr("A locked weight stays when others change."),
            )[section]
        return None

    def flags(self, index: QModelIndex) -> Qt.ItemFlag:
        """Say what can be done with a cell."""
        if self._node(index) is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not self.model.read_only:
            if index.column() == NAME:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
            if index.column() == WEIGHT and self.model.draft.share(self.key(index)) >= 0:
                flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if self._node(index) is None:
            return None
        key = self.key(index)
        item = self._items.get(key)
        if item is None:
            return None
        column = index.column()
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return self._tooltip(key, item, column)
        if column == NAME:
            return self._name(key, item, role)
        if column == WEIGHT:
            return self._weight(key, item, role)
        if role == Qt.ItemDataRole.DisplayRole:
            if column == DIRECTION and isinstance(item, Indicator):
                return "▲" if item.direction > 0 else "▼"
            return None
        if column == LOCK and role == Qt.ItemDataRole.DecorationRole:
            return QgsApplication.getThemeIcon("/locked.svg") if key in self.model.draft.locked else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignCenter
        return None

    def _name(self, key: Key, item: Dimension | Indicator, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return item.label
        if role == Qt.ItemDataRole.CheckStateRole:
            return self._checked(item)
        if role == Qt.ItemDataRole.DecorationRole:
            if self.model.reasons(key):
                return QgsApplication.getThemeIcon("/mIconWarning.svg")
            if any(is_serious(note) for note in self.model.notes.get(key, [])):
                return QgsApplication.getThemeIcon("/mIconInfo.svg")
        return None

    def _checked(self, item: Dimension | Indicator) -> Any:
        here = [leaf.field not in self.model.draft.excluded for leaf in item.leaves()]
        if all(here):
            return Qt.CheckState.Checked
        return Qt.CheckState.PartiallyChecked if any(here) else Qt.CheckState.Unchecked

    def _weight(self, key: Key, item: Dimension | Indicator, role: int) -> Any:
        if role == SHARE:
            return self.share(key)
        if role == Qt.ItemDataRole.EditRole:
            return 100.0 * self.share(key)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{number(100.0 * self.share(key), 1)} %" if self.model.draft.counts(item) else "–"
        return None

    def _tooltip(self, key: Key, item: Dimension | Indicator, column: int) -> str:
        if column == DIRECTION and isinstance(item, Indicator):
            return tr("More is better") if item.direction > 0 else tr("More is worse")
        if column == LOCK:
            return tr("Locked") if key in self.model.draft.locked else tr("Not locked")
        lines = [item.label]
        if isinstance(item, Indicator):
            lines = [item.label, tr("Field: {column}").format(column=item.field)]
        lines += [line for line in (sentences(self.model.reasons(key)),) if line]
        lines += [line for line in (sentences(self.model.notes.get(key, [])),) if line]
        return "\n".join(lines)

    def setData(self, index: QModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take over a tick or a weight in per cent."""
        key = self.key(index)
        if index.column() == NAME and role == Qt.ItemDataRole.CheckStateRole:
            self.include(key, value == Qt.CheckState.Checked or value == 2)
            return True
        if index.column() == WEIGHT and role == Qt.ItemDataRole.EditRole:
            self.model.edit(self.model.draft.with_share(key, float(value) / 100.0))
            return True
        return False

    # Edits that views and panels share -----------------------------------------------------

    def include(self, key: Key, included: bool) -> None:
        """Take an indicator, or all of a dimension, in or leave it out."""
        item = self._items.get(key)
        draft = self.model.draft
        for leaf in item.leaves():
            draft = draft.with_included(leaf.field, included)
        self.model.edit(draft)

    def set_share(self, key: Key, share: float) -> None:
        """Give a row a share while it is being dragged; one step of the history for the whole drag."""
        self.model.edit(self.model.draft.with_share(key, share), merge=("share", key))

    def toggle_lock(self, key: Key) -> None:
        """Lock or unlock a weight."""
        self.model.edit(self.model.draft.with_lock(key, key not in self.model.draft.locked))

    def turn(self, key: Key) -> None:
        """Turn the direction of an indicator."""
        item = self._items.get(key)
        if isinstance(item, Indicator):
            self.change(key, direction=-item.direction)

    def change(self, key: Key, **attributes: Any) -> None:
        """Change attributes of a row."""
        draft = self.model.draft
        self.model.edit(replace(draft, definition=changed(draft.definition, {key: attributes})))


def method_of(definition: Definition, key: Key) -> str:
    """Return the method by which a node weights its children; judgements are not inherited."""
    definition = resolved(definition)
    node = node_at(definition, key)
    return methods_of(definition if node is None else node).weighting.method


def _shape(item: Definition | Dimension) -> list:
    return [(key_of(child), _shape(child) if isinstance(child, Dimension) else None) for child in item.children]
