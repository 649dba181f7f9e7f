"""The chosen row of the tree in full: weight, name, direction, place, goalposts, denominator."""

from __future__ import annotations

from dataclasses import replace

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSlider, QToolButton, QWidget

from ...analysis.indices.definition.editing import ROOT, moved, parent_of, parents
from ...analysis.indices.definition.model import Dimension, Indicator
from ...language import tr
from ..model.tree_model import TreeModel
from ..session import Session
from ..widgets.basics import below, beside, form, show_value, wrapped
from ..widgets.choices import Choice
from ..widgets.indicator_tree import IndicatorTree
from ..widgets.numbers import any_number, percent_box
from ..words import sentences

#: Steps of the slider from 0 to 100 %.
STEPS = 1000


class RowPanel(QWidget):
    """Edits the current row of a tree."""

    def __init__(self, session: Session, tree: IndicatorTree, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self.tree = session, tree
        self.rows: TreeModel = tree.rows
        self._build()
        tree.key_changed.connect(self.refresh)
        session.model.changed.connect(self.refresh)
        session.model.annotated.connect(self.refresh)
        session.layer_changed.connect(self.refresh)
        self.refresh()

    def _build(self) -> None:
        self.hint = wrapped(tr("Choose a row to change it. A weight can be dragged right in the table."), True)
        self.reason = wrapped()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, STEPS)
        self.slider.setPageStep(STEPS // 20)
        self.slider.setAccessibleName(tr("Weight"))
        self.percent = percent_box()
        self.lock = QToolButton()
        self.lock.setCheckable(True)
        self.lock.setToolTip(tr("Lock this weight: it stays when others change"))
        self.lock.setAccessibleName(tr("Lock"))
        weight = beside(self.slider, self.percent, self.lock)
        self.name = QLineEdit()
        self.name.setAccessibleName(tr("Name"))
        self.direction = Choice(tr("Direction"))
        self.direction.fill([("1", tr("More is better")), ("-1", tr("More is worse"))])
        self.place = QComboBox()
        self.place.setEditable(True)
        self.place.setAccessibleName(tr("Dimension"))
        self.place.setMinimumContentsLength(6)
        self.place.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.place.setToolTip(tr("Choose another dimension, or type the name of a new one."))
        self.bounded = QCheckBox(tr("Goalposts"))
        self.bounded.setToolTip(tr("The lowest and highest value of the scale, in the unit of the indicator."))
        self.low, self.high = any_number(), any_number()
        self.low.setAccessibleName(tr("Lowest value"))
        self.high.setAccessibleName(tr("Highest value"))
        posts = beside(self.low, self.high)
        self.denominator = Choice(tr("Divide by"))
        self._lay_out(weight, posts)
        self._connect()

    def _lay_out(self, weight: QHBoxLayout, posts: QHBoxLayout) -> None:
        self.form = form(
            (tr("Weight"), weight),
            (tr("Name"), self.name),
            (tr("Direction"), self.direction),
            (tr("Dimension"), self.place),
        )
        self.form.labelForField(weight).setBuddy(self.percent)
        self.form.addRow(self.bounded, posts)
        self.form.addRow(tr("Divide by"), self.denominator)
        self._body = QWidget()
        self._body.setLayout(self.form)
        below(self, self.hint, self.reason, self._body)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(lambda value: self.rows.set_share(self.tree.key, value / STEPS))
        self.slider.sliderReleased.connect(self.session.model.end_merge)
        self.percent.valueChanged.connect(self._percent_typed)
        self.lock.clicked.connect(lambda *_: self.rows.toggle_lock(self.tree.key))
        self.name.editingFinished.connect(self._name_typed)
        self.direction.activated.connect(
            lambda *_: self.rows.change(self.tree.key, direction=int(self.direction.code()))
        )
        self.place.activated.connect(lambda *_: self._move())
        self.place.lineEdit().editingFinished.connect(self._move)
        self.bounded.clicked.connect(lambda *_: self._goalposts_typed())
        self.low.valueChanged.connect(lambda *_: self._goalposts_typed())
        self.high.valueChanged.connect(lambda *_: self._goalposts_typed())
        self.denominator.activated.connect(
            lambda *_: self.rows.change(self.tree.key, denominator=self.denominator.code() or None)
        )

    # Showing -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the current row."""
        key = self.tree.key
        item = self.rows.item(key)
        model = self.session.model
        self._body.setVisible(item is not None)
        self.hint.setVisible(item is None)
        self._body.setEnabled(not model.read_only)
        notes = [*model.reasons(key), *model.notes.get(key, [])]
        self.reason.setText(sentences(notes, self.session.unit_name))
        self.reason.setVisible(bool(notes))
        if item is None:
            return
        share = self.rows.share(key)
        show_value(self.slider, round(STEPS * share))
        show_value(self.percent, 100 * share)
        locked = key in model.draft.locked
        self.lock.setChecked(locked)
        self.lock.setIcon(QgsApplication.getThemeIcon("/locked.svg" if locked else "/unlocked.svg"))
        counted = model.draft.counts(item)
        for widget in (self.slider, self.percent, self.lock):
            widget.setEnabled(counted)
        if not self.name.hasFocus() or not self.name.isModified():
            self.name.setText(item.name)
            self.name.setCursorPosition(0)
        self.name.setPlaceholderText(item.label)
        self._show_indicator(item)

    def _show_indicator(self, item: Indicator | Dimension) -> None:
        leaf = isinstance(item, Indicator)
        for widget in (self.direction, self.place, self.denominator):
            self._row_visible(widget, leaf)
        for widget in (self.bounded, self.low, self.high):
            widget.setVisible(leaf)
        if not leaf:
            return
        self.direction.show_code(str(item.direction))
        draft = self.session.model.draft
        parent = parent_of(draft.definition, self.tree.key)
        names = [node.label for node in parents(draft.definition) if isinstance(node, Dimension) and node.indicators]
        with QSignalBlocker(self.place):
            self.place.clear()
            self.place.addItems(names)
            self.place.setCurrentText(parent.label if isinstance(parent, Dimension) else "")
            self.place.lineEdit().setCursorPosition(0)
        posts = item.goalposts
        self.bounded.setChecked(posts is not None)
        for box, value in zip((self.low, self.high), posts or (0.0, 0.0)):
            box.setEnabled(posts is not None)
            show_value(box, value)
        numeric = [field for field, is_number in (self.session.model.numeric or {}).items() if is_number]
        fields = dict.fromkeys([*numeric, *([item.denominator] if item.denominator else [])])
        self.denominator.fill([("", tr("nothing")), *((field, field) for field in fields)])
        self.denominator.show_code(item.denominator or "")

    def _row_visible(self, widget: QWidget, visible: bool) -> None:
        widget.setVisible(visible)
        label = self.form.labelForField(widget)
        if label is not None:
            label.setVisible(visible)

    # Editing -------------------------------------------------------------------------------

    def _percent_typed(self, value: float) -> None:
        self.rows.set_share(self.tree.key, value / 100.0)
        self.session.model.end_merge()

    def _name_typed(self) -> None:
        if self.name.isModified() and self.tree.key != ROOT:
            self.name.setModified(False)
            self.rows.change(self.tree.key, name=self.name.text().strip())

    def _goalposts_typed(self) -> None:
        item = self.rows.item(self.tree.key)
        if not isinstance(item, Indicator):
            return
        if not self.bounded.isChecked():
            self.rows.change(self.tree.key, goalposts=None)
            return
        low, high = self.low.value(), self.high.value()
        if not low < high:
            low, high = self._found_range(item)
        self.rows.change(self.tree.key, goalposts=(low, high))

    def _found_range(self, item: Indicator) -> tuple[float, float]:
        """Return the range of the data, or that from 0 to 100 where there is none."""
        frame = self.session.frame
        if frame is not None and item.field in frame and item.denominator is None:
            low, high = float(frame[item.field].min()), float(frame[item.field].max())
            if low < high:
                return low, high
        return item.goalposts or (0.0, 100.0)

    def _move(self) -> None:
        draft, key = self.session.model.draft, self.tree.key
        name, parent = self.place.currentText().strip(), parent_of(draft.definition, key)
        if key[0] == "field" and name and isinstance(parent, Dimension) and name != parent.label:
            self.session.model.edit(replace(draft, definition=moved(draft.definition, key[1], name)))
