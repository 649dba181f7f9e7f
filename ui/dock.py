"""The dock: wires the session to the pages."""

from __future__ import annotations

from functools import partial
from typing import Any

from qgis.core import QgsMapLayerProxyModel, QgsProject
from qgis.gui import QgsCollapsibleGroupBox, QgsDockWidget, QgsFieldComboBox, QgsMapLayerComboBox
from qgis.PyQt.QtCore import QSignalBlocker, Qt
from qgis.PyQt.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ..analysis.core.messages import InputError
from ..language import tr
from ..processing.base.commands import INDEX, help_of
from ..processing.base.requirements import how_to_install, missing_packages
from .actions import KEYS, Actions
from .demo import demo_draft, demo_layer
from .model.suggestions import with_fields
from .pages import PAGES
from .pages.start import StartPage
from .session import Session
from .widgets.basics import wrapped
from .widgets.keys import KeyedWidget
from .widgets.page_bar import PageBar
from .words import sentence, sentences

NAME = "SejahteraDock"
NARROW = 240


class SejahteraDock(QgsDockWidget):
    """The weighting dock."""

    def __init__(self, iface: Any, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sejahtera: welfare index"), parent)
        self.setObjectName(NAME)
        self.iface = iface
        self.session: Session | None = None
        self._hidden = ""
        missing = missing_packages(("pandas",))
        if missing:
            self.setWidget(wrapped(how_to_install(missing[0])))
            return
        self.session = Session(QgsProject.instance(), self)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        body = self._body()
        box = QVBoxLayout(body)
        box.setContentsMargins(4, 4, 4, 4)
        box.setSpacing(3)
        self.actions_ = Actions(self.session, self.iface, body)
        box.addWidget(self.actions_.tool_bar())
        box.addLayout(self._layer_row())
        box.addWidget(self._key_rows())
        self.message = wrapped()
        self.message.setFrameShape(QFrame.Shape.StyledPanel)
        self.message.setMargin(3)
        self.message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.message.setAccessibleName(tr("Message"))
        box.addWidget(self.message)
        self.bar = PageBar([tr(page.TITLE) for page in PAGES])
        box.addWidget(self.bar)
        self.stack = QStackedWidget()
        self.stack.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self.start = StartPage(self.session)
        self.stack.addWidget(self.start)
        self.pages = [page(self.session) for page in PAGES]
        for page in self.pages:
            self.stack.addWidget(page)
        box.addWidget(self.stack, 1)
        box.addLayout(self.actions_.run_row())
        body.setMinimumWidth(NARROW)
        self.setWidget(body)

    def _body(self) -> QWidget:
        digits = (Qt.Key(Qt.Key.Key_1 + number) for number in range(len(PAGES)))
        pages = {digit: partial(self._turn_to, number) for number, digit in enumerate(digits)}
        history = self.session.history
        return KeyedWidget(((KEYS.Undo, history.undo), (KEYS.Redo, history.redo)), pages)

    def _turn_to(self, number: int) -> None:
        if not self.bar.isHidden():
            self.show_page(number)

    def _layer_row(self) -> QHBoxLayout:
        self.layers = QgsMapLayerComboBox()
        self.layers.setFilters(QgsMapLayerProxyModel.Filter.PolygonLayer)
        self.layers.setAllowEmptyLayer(True)
        self.layers.setAccessibleName(tr("Kelurahan layer"))
        self.layers.setToolTip(help_of(INDEX, "INPUT"))
        self.layers.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        label = QLabel(tr("Layer"))
        label.setBuddy(self.layers)
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(self.layers, 1)
        return row

    def _key_rows(self) -> QgsCollapsibleGroupBox:
        group = QgsCollapsibleGroupBox(tr("Name, code and group"))
        form = QFormLayout(group)
        form.setContentsMargins(6, 2, 2, 2)
        self.keys: dict[str, QgsFieldComboBox] = {}
        for key, label in (("name", tr("Name field")), ("code", tr("Code field")), ("group", tr("Group field"))):
            combo = QgsFieldComboBox()
            combo.setAllowEmptyFieldName(True)
            combo.setAccessibleName(label)
            combo.setToolTip(help_of(INDEX, f"{'ID' if key == 'code' else key.upper()}_FIELD"))
            combo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            # what the user chooses; the box also changes by itself, when its layer goes
            combo.activated.connect(lambda _, key=key: self._key_chosen(key))
            form.addRow(label, combo)
            self.keys[key] = combo
        group.setCollapsed(True)
        self.key_group = group
        return group

    def _connect(self) -> None:
        session = self.session
        # what the user chooses; the box also empties by itself, while the project removes layers
        self.layers.activated.connect(lambda _: self._layer_chosen())
        session.layer_changed.connect(self._show_layer)
        session.model.changed.connect(self.refresh)
        session.model.annotated.connect(self._show_message)
        session.status_changed.connect(self._show_message)
        session.status_changed.connect(self._hide_preview)
        self.bar.chosen.connect(self.show_page)
        self.start.demo_requested.connect(self.open_demo)
        self.start.add_requested.connect(self.pages[0].add_indicators)
        self.start.core_requested.connect(self._use_catalogue)
        self.start.open_requested.connect(self.actions_.open_file)
        self._show_layer()

    # Showing -------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show the start page where there is no index yet, otherwise the pages."""
        empty = not self.session.model.draft.definition.dimensions
        self.bar.setVisible(not empty)
        if empty:
            self.stack.setCurrentWidget(self.start)
        elif self.stack.currentWidget() is self.start:
            self.show_page(0)
        self._show_message()

    def show_page(self, number: int) -> None:
        """Show a page."""
        self.bar.choose(number)
        self.stack.setCurrentWidget(self.pages[number])

    def _show_message(self) -> None:
        session = self.session
        text = session.message
        if not text and session.model.draft.definition.dimensions:
            if session.layer is None:
                text = tr("Choose a layer to compute the index.")
            elif session.model.problems:
                problems = [one for found in session.model.problems.values() for one in found]
                text = sentences(problems[:1])
                if len(problems) > 1:
                    text += " " + tr("(and {n} more; see the rows marked)").format(n=len(problems) - 1)
        self.message.setText(text)
        self.message.setVisible(bool(text))

    def _hide_preview(self) -> None:
        """Keep the live layer out of the layers to choose from."""
        preview = self.session.preview.layer
        hidden = preview.id() if preview is not None else ""
        if hidden != self._hidden:
            # the box keeps plain pointers: never ask it which layers it hides, one may be gone
            self._hidden = hidden
            with QSignalBlocker(self.layers):
                self.layers.setExceptedLayerList([preview] if preview is not None else [])

    def _show_layer(self) -> None:
        session = self.session
        with QSignalBlocker(self.layers):
            self._hide_preview()
            self.layers.setLayer(session.layer)
        for key, combo in self.keys.items():
            with QSignalBlocker(combo):
                combo.setLayer(session.layer)
                combo.setField(session.keys.get(key, ""))
        self.key_group.setVisible(session.layer is not None)
        self._show_message()

    # Doing ---------------------------------------------------------------------------------

    def _layer_chosen(self) -> None:
        self.session.set_layer(self.layers.currentLayer())

    def _key_chosen(self, key: str) -> None:
        self.session.set_key(key, self.keys[key].currentField())

    def _use_catalogue(self) -> None:
        known = demo_draft().definition.fields
        present = [field for field in self.session.model.numeric or {} if field.lower() in known]
        if present:
            self.session.model.edit(with_fields(self.session.model.draft, present, tr("Welfare")))
        else:
            self.pages[0].add_indicators()

    def open_demo(self) -> None:
        """Add the demo city and its index to the project."""
        try:
            layer = demo_layer(QgsProject.instance())
        except InputError as error:
            self.actions_.tell(sentence(error.message))
            return
        QgsProject.instance().addMapLayer(layer)
        self.session.set_layer(layer)
        self.session.model.edit(demo_draft())
        self.iface.mapCanvas().setExtent(layer.extent())
        self.iface.mapCanvas().refresh()

    def shut(self) -> None:
        """Let go of the project; the dock is to be deleted."""
        if self.session is not None:
            self.session.close()
