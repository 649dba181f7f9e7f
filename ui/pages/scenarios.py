"""Scenarios kept and compared; what if a value were another; the weight at which two change places."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QListWidget, QWidget

from ...analysis.core.messages import mark
from ...language import tr
from ..widgets.basics import ask_text, ask_yes, below, button, in_pairs, put, scrolled
from ..widgets.folds import folded
from .comparison_panel import ComparisonPanel
from .page import Page
from .what_if_panel import BreakEvenPanel, WhatIfPanel


class ScenariosPage(Page):
    """The list above, three panels below."""

    TITLE = mark("Scenarios")

    def build(self) -> None:
        """Make the widgets."""
        self.list = QListWidget()
        self.list.setAccessibleName(tr("Scenarios"))
        self.list.setMaximumHeight(self.fontMetrics().height() * 6)
        self.list.itemDoubleClicked.connect(lambda *_: self.load())
        self.list.currentRowChanged.connect(lambda *_: self._enable())
        self.save = button(tr("Save as…"), self.save_as, tr("Keep the index as it is now under a name"))
        self.loaded = button(tr("Load"), self.load, tr("Go back to the chosen scenario; this can be undone"))
        self.named = button(tr("Rename…"), self.rename)
        self.removed = button(tr("Delete"), self.remove, tr("Forget the chosen scenario; this can be undone"))
        self.comparison = ComparisonPanel(self.session)
        self.what_if = WhatIfPanel(self.session)
        self.break_even = BreakEvenPanel(self.session)
        lower = QWidget()
        self.groups = [
            folded(tr("Compare"), self.comparison, False),
            folded(tr("What if…"), self.what_if),
            folded(tr("Break-even weight"), self.break_even),
        ]
        below(lower, *self.groups).addStretch()
        put(self.box, self.list, in_pairs((self.save, self.loaded, self.named, self.removed)))
        self.box.addWidget(scrolled(lower), 1)
        self.session.scenarios.changed.connect(self.update_soon)

    def refresh(self) -> None:
        """Show the scenarios."""
        chosen = self._name()
        self.list.clear()
        for scenario in self.session.scenarios:
            self.list.addItem(scenario.name)
            if scenario.name == chosen:
                self.list.setCurrentRow(self.list.count() - 1)
        self._enable()
        for panel in (self.comparison, self.what_if, self.break_even):
            panel.refresh()

    def _name(self) -> str:
        item = self.list.currentItem()
        return item.text() if item is not None else ""

    def _enable(self) -> None:
        writable = not self.session.model.read_only
        self.save.setEnabled(writable and bool(self.session.model.draft.definition.dimensions))
        for widget in (self.loaded, self.named, self.removed):
            widget.setEnabled(writable and bool(self._name()))

    def save_as(self) -> None:
        """Ask for a name and keep the index under it; an existing name is replaced."""
        proposal = self.session.scenarios.free_name(tr("Scenario"))
        name = ask_text(self, tr("Save scenario"), tr("Name"), proposal)
        known = self.session.scenarios.get(name) is not None
        if name and (not known or self._replaces(name)):
            self.session.scenarios.save(name, self.session.model.draft)

    def _replaces(self, name: str) -> bool:
        question = tr("Replace the scenario “{name}”?").format(name=name)
        return ask_yes(self, tr("Save scenario"), question)

    def load(self) -> None:
        """Make the chosen scenario the index."""
        scenario = self.session.scenarios.get(self._name())
        if scenario is not None:
            self.session.model.edit(scenario.draft)

    def rename(self) -> None:
        """Ask for another name."""
        name = ask_text(self, tr("Rename scenario"), tr("Name"), self._name())
        if name:
            self.session.scenarios.rename(self._name(), name)

    def remove(self) -> None:
        """Forget the chosen scenario."""
        self.session.scenarios.remove(self._name())
