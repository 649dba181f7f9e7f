"""Where the weights of each node come from, and what they come to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QTreeWidgetItem

from ...analysis.core.messages import mark
from ...analysis.indices.definition.editing import ROOT, Key, changed, key_of, node_at, parents, with_judgements
from ...analysis.indices.definition.model import Definition, Weighting
from ...analysis.indices.methods.weighting import WEIGHTINGS
from ...language import number, tr
from ..dialogs.ahp import AhpDialog
from ..dialogs.best_worst import BestWorstDialog
from ..dialogs.budget import BudgetDialog
from ..model.tree_model import method_of
from ..results import weights_by_key
from ..widgets.bars import BarDelegate
from ..widgets.basics import button, form, in_pairs, plain_list, put, wrapped
from ..widgets.choices import Choice, register_choice
from ..words import sentence
from .page import Page

SHARE = Qt.ItemDataRole.UserRole
NAME, NOMINAL, EFFECTIVE, CORRELATION = range(4)
#: From this width on the correlation is shown.
ROOMY = 380


class WeightsPage(Page):
    """Choose a node, choose a method, agree on weights, compare nominal with effective ones."""

    TITLE = mark("Weights")

    def build(self) -> None:
        """Make the widgets."""
        self.node = Choice(tr("Weights of"))
        self.method = register_choice(tr("Method"), WEIGHTINGS)
        self.equal = button(tr("Equal"), self.make_equal, tr("Give all the same weight"))
        self.ahp = button(tr("AHP…"), self.ask_ahp, tr("Pairwise comparison (AHP)"))
        self.bwm = button(tr("Best–worst…"), self.ask_bwm, tr("Best–worst method"))
        self.budget = button(tr("Budget…"), self.ask_budget, tr("Let several people distribute points"))
        self.keep = button(
            tr("Keep as given"), self.keep_computed, tr("Take the computed weights as given ones, to change them")
        )
        self._make_table()
        self.notes = wrapped()
        rows = form((tr("Weights of"), self.node), (tr("Method"), self.method))
        buttons = in_pairs((self.equal, self.budget, self.ahp, self.bwm, self.keep))
        put(self.box, rows, buttons, self.table, self.notes)
        self.node.activated.connect(lambda *_: self.refresh())
        self.method.activated.connect(lambda *_: self._method_chosen())

    def _make_table(self) -> None:
        digit = self.fontMetrics().horizontalAdvance("0")
        self.table = plain_list(
            tr("Nominal and effective weights"),
            [tr("Name"), tr("Nominal"), tr("Effective"), "r"],
            {
                NOMINAL: tr("Share of the index by weight"),
                EFFECTIVE: tr("Share of the index's variance that comes with it"),
                CORRELATION: tr("Correlation with the index"),
            },
            {NOMINAL: 7 * digit + 10, EFFECTIVE: 7 * digit + 10, CORRELATION: 5 * digit + 10},
        )
        self.table.header().setSectionsClickable(False)
        for column in (NOMINAL, EFFECTIVE):
            self.table.setItemDelegateForColumn(column, BarDelegate(SHARE, parent=self.table))

    def resizeEvent(self, event: object) -> None:
        """Show the correlation where there is room."""
        super().resizeEvent(event)
        self.table.setColumnHidden(CORRELATION, self.width() < ROOMY)

    # Showing -------------------------------------------------------------------------------

    @property
    def key(self) -> Key:
        """The node whose children are weighted."""
        code = self.node.code()
        return ("dimension", code) if code else ROOT

    @property
    def _definition(self) -> Definition:
        return self.session.model.definition

    def children(self) -> dict[Key, str]:
        """Return the children of the node that take part, with their labels."""
        node = node_at(self._definition, self.key)
        return {key_of(child): child.label for child in node.children} if node is not None else {}

    def model_changed(self) -> None:
        """Follow an edit at once: the result may not come."""
        self.update_soon()

    def refresh(self) -> None:
        """Show the node chosen."""
        nodes = [
            (node.code if key_of(node) != ROOT else "", node.label if key_of(node) != ROOT else tr("Dimensions"))
            for node in parents(self._definition)
            if node.children
        ]
        self.node.fill(nodes)
        method = WEIGHTINGS[method_of(self._definition, self.key)]
        self.method.show_code(method.code)
        children = self.children()
        writable = bool(children) and not self.session.model.read_only
        for widget in (self.method, self.equal, self.budget):
            widget.setEnabled(writable)
        for widget in (self.ahp, self.bwm):
            widget.setEnabled(writable and len(children) > 1)
        result, computed = self.session.result, not (method.as_given or method.own_weights)
        self.keep.setEnabled(writable and result is not None and computed)
        self._fill(children)
        self._say(result)

    def _fill(self, children: dict[Key, str]) -> None:
        result = self.session.result
        columns = {
            NOMINAL: weights_by_key(result, "weight_overall"),
            EFFECTIVE: weights_by_key(result, "weight_effective"),
            CORRELATION: weights_by_key(result, "correlation"),
        }
        self.table.clear()
        for key, label in children.items():
            item = QTreeWidgetItem([label])
            item.setToolTip(NAME, label)
            for column, values in columns.items():
                value = values.get(key)
                if value is None or value != value:
                    item.setText(column, "–")
                elif column == CORRELATION:
                    item.setText(column, number(value, 2))
                    item.setTextAlignment(column, Qt.AlignmentFlag(0x0082))
                else:
                    item.setText(column, f"{number(100 * value, 1)} %")
                    item.setData(column, SHARE, value)
            self.table.addTopLevelItem(item)

    def _say(self, result: object) -> None:
        """Show what the methods of weighting had to say, such as the consistency of judgements."""
        if result is None:
            self.notes.setText("")
            return
        diagnostics = result.diagnostics
        said = [*diagnostics.warnings, *diagnostics.method]
        here = [one for one in said if one.facts.get("code") == self.node.code()]
        self.notes.setText("\n".join(sentence(one) for one in here))

    # Editing -------------------------------------------------------------------------------

    def _set(self, weighting: Weighting) -> None:
        draft = self.session.model.draft
        definition = changed(draft.definition, {self.key: {"weighting": weighting}})
        self.session.model.edit(replace(draft, definition=definition))

    def _method_chosen(self) -> None:
        code = self.method.code()
        asks: dict[str, Callable[[], None]] = {"ahp": self.ask_ahp, "bwm": self.ask_bwm}
        if code in asks:
            asks[code]()
            self.refresh()
        elif code != method_of(self._definition, self.key):
            self._set(Weighting(code))

    def make_equal(self) -> None:
        """Give all children the same weight, to be changed from there."""
        children = self.children()
        self._give({key: 1.0 / len(children) for key in children})

    def keep_computed(self) -> None:
        """Take the weights of the last result as given ones."""
        weights = weights_by_key(self.session.result)
        self._give({key: weights[key] for key in self.children() if key in weights})

    def _give(self, shares: dict[Key, float]) -> None:
        self.session.model.edit(self.session.model.draft.with_shares(self.key, shares))

    def _current(self) -> Weighting:
        node = node_at(self._definition, self.key)
        return (node.weighting if node is not None else None) or Weighting()

    def ask_ahp(self) -> None:
        """Compare in pairs."""
        dialog = AhpDialog(list(self.children().values()), self._current().pairwise, self)
        if dialog.exec():
            self._judge(Weighting("ahp", pairwise=dialog.pairwise()))
        dialog.deleteLater()

    def ask_bwm(self) -> None:
        """Compare with the best and the worst."""
        now = self._current()
        dialog = BestWorstDialog(list(self.children().values()), now.best_to_others, now.others_to_worst, self)
        if dialog.exec():
            best, worst = dialog.comparisons()
            self._judge(Weighting("bwm", best_to_others=best, others_to_worst=worst))
        dialog.deleteLater()

    def ask_budget(self) -> None:
        """Let several people distribute points."""
        children = self.children()
        draft = self.session.model.draft
        known = draft.budgets.get(self.key, {})
        given = [known[key] for key in children] if set(known) == set(children) else ()
        dialog = BudgetDialog(list(children.values()), given, self)
        if dialog.exec():
            points = dict(zip(children, map(tuple, dialog.points().T.tolist())))
            draft = draft.with_budget(self.key, points)
            self.session.model.edit(draft.with_shares(self.key, dict(zip(children, dialog.shares()))))
        dialog.deleteLater()

    def _judge(self, weighting: Weighting) -> None:
        draft = self.session.model.draft
        definition = with_judgements(draft.definition, self.key, weighting, set(self.children()))
        self.session.model.edit(replace(draft, definition=definition))
