"""Two questions about single kelurahan: another value, and another weight."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QWidget

from ...analysis.core.messages import Message, Progress, mark
from ...analysis.indices.definition.editing import Key, key_of, parents
from ...language import number, tr
from ..preview.task import Latest
from ..session import Session
from ..widgets.basics import below, button, form, wrapped
from ..widgets.choices import Choice
from ..widgets.numbers import any_number
from ..widgets.units import UnitBox
from ..words import sentence


class _Question(QWidget):
    """A form, a button, and the answer, computed in a task."""

    ASK = ""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._latest = Latest()
        self.form = form()
        self.answer = wrapped()
        self.answer.setAccessibleName(tr("Answer"))
        self.ask = button(tr("Compute"), self.compute)
        below(self, wrapped(tr(self.ASK), faint=True), self.form, self.ask, self.answer)

    def compute(self) -> None:
        """Answer the question."""
        raise NotImplementedError

    def start(self, title: str, work: object, done: object) -> None:
        """Do the work in a task; the last question wins."""
        self.answer.setText(tr("Computing…"))
        self._latest.start(title, work, done, self._failed)

    def _failed(self, message: Message) -> None:
        self.answer.setText(sentence(message, self.session.unit_name))


class WhatIfPanel(_Question):
    """Another value of an indicator in one kelurahan."""

    ASK = mark("What if a value were another?")

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.unit = UnitBox(session, tr("Kelurahan"))
        self.indicator = Choice(tr("Indicator"))
        self.value = any_number()
        self.value.setAccessibleName(tr("Value"))
        for label, widget in (
            (tr("Kelurahan"), self.unit),
            (tr("Indicator"), self.indicator),
            (tr("Value"), self.value),
        ):
            self.form.addRow(label, widget)
        self.unit.activated.connect(lambda *_: self._show_value())
        self.indicator.activated.connect(lambda *_: self._show_value())
        session.selection_changed.connect(self._follow)

    def refresh(self) -> None:
        """Offer the units and indicators of the last result."""
        result = self.session.result
        self.unit.fill()
        fields = [] if result is None else [(one.field, one.label) for one in result.definition.indicators]
        chosen = self.indicator.code()
        self.indicator.fill(fields)
        self.ask.setEnabled(result is not None)
        if chosen != self.indicator.code() or not self.answer.text():
            self._show_value()

    def _follow(self) -> None:
        if self.session.selection:
            self.unit.choose(self.session.selection[0])
            self._show_value()

    def _show_value(self) -> None:
        frame, unit, field = self.session.frame, self.unit.unit(), self.indicator.code()
        self.answer.setText("")
        if frame is not None and field in frame and unit in frame.index:
            value = frame.at[unit, field]
            if value == value:
                self.value.setValue(value)

    def compute(self) -> None:
        """Compute the index with the other value."""
        result, frame = self.session.result, self.session.frame
        unit, field, value = self.unit.unit(), self.indicator.code(), self.value.value()
        if result is None or frame is None or unit is None or not field:
            return
        from ...analysis.indices.composite.scenarios import with_value

        compute = self.session.engine.computation([result.definition], with_value(frame, unit, field, value))

        def done(results: list) -> None:
            before, after = result.units.loc[unit], results[0].units.loc[unit]
            text = tr("Index {before} → {after}, rank {rank_before} → {rank_after} of {n}.")
            self.answer.setText(
                text.format(
                    before=number(before["index"]),
                    after=number(after["index"]),
                    rank_before=_rank(before["rank"]),
                    rank_after=_rank(after["rank"]),
                    n=results[0].diagnostics.n,
                )
            )

        self.start(tr("Sejahtera: what if"), compute, done)


class BreakEvenPanel(_Question):
    """The share of a dimension or indicator at which two kelurahan have the same index."""

    ASK = mark("At which weight do two kelurahan change places?")

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.first = UnitBox(session, tr("First kelurahan"))
        self.second = UnitBox(session, tr("Second kelurahan"))
        self.node = Choice(tr("Weight of"))
        for label, widget in ((tr("First"), self.first), (tr("Second"), self.second), (tr("Weight of"), self.node)):
            self.form.addRow(label, widget)
        session.selection_changed.connect(self._follow)

    def refresh(self) -> None:
        """Offer the units and the nodes of the last result."""
        result = self.session.result
        fresh = self.second.count() == 0
        for box in (self.first, self.second):
            box.fill()
        if fresh and self.second.count() > 1:
            self.second.setCurrentIndex(1)
        nodes = [] if result is None else list(_nodes(result.definition))
        self.node.fill((":".join(key), label) for key, label in nodes)
        self.ask.setEnabled(result is not None)

    def _follow(self) -> None:
        if len(self.session.selection) == 2:
            for box, unit in zip((self.first, self.second), self.session.selection):
                box.choose(unit)

    def compute(self) -> None:
        """Look for the weight."""
        result, first, second = self.session.result, self.first.unit(), self.second.unit()
        kind, _, name = self.node.code().partition(":")
        if result is None or first is None or second is None or not name:
            return

        def work(progress: Progress) -> list[float]:
            from ...analysis.indices.composite.scenarios import break_even

            return break_even(result, (kind, name), first, second, progress)

        self.start(tr("Sejahtera: break-even"), work, self._show)

    def _show(self, shares: list[float]) -> None:
        names = {"first": self.first.currentText(), "second": self.second.currentText()}
        if not shares:
            text = tr("Whatever the weight, “{first}” and “{second}” do not change places.")
        else:
            text = tr("“{first}” and “{second}” are equal at {shares}; now it is {now}.")
        kind, _, name = self.node.code().partition(":")
        now = self.session.model.draft.share((kind, name))
        written = ", ".join(f"{number(100 * share, 1)} %" for share in shares)
        self.answer.setText(text.format(**names, shares=written, now=f"{number(100 * now, 1)} %"))


def _nodes(definition: object) -> list[tuple[Key, str]]:
    """Return the nodes that have a sibling."""
    return [
        (key_of(child), child.label)
        for parent in parents(definition)
        for child in parent.children
        if len(parent.children) > 1
    ]


def _rank(value: object) -> str:
    return number(float(value), 0) if value == value else "–"
