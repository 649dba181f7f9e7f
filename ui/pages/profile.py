"""One kelurahan: what puts it above or below the others."""

from __future__ import annotations

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QTreeWidgetItem

from ...analysis.core.messages import mark
from ...analysis.indices.composite.profile import profile
from ...language import number, tr
from ..widgets.bars import BarDelegate
from ..widgets.basics import plain_list, put, wrapped
from ..widgets.choices import Choice
from ..widgets.units import UnitBox
from .page import Page

SHARE = Qt.ItemDataRole.UserRole
NAME, SCORE, GAP = range(3)
#: From this width on the scores are shown.
ROOMY = 380


class ProfilePage(Page):
    """Follows the selection; strengths first, or weaknesses first."""

    TITLE = mark("Profile")

    def build(self) -> None:
        """Make the widgets."""
        self.unit = UnitBox(self.session, tr("Kelurahan"))
        self.against = Choice(tr("Compared with"))
        self.facts = wrapped()
        self.facts.setAccessibleName(tr("Index and rank"))
        digit = self.fontMetrics().horizontalAdvance("0")
        self.table = plain_list(
            tr("Strengths and weaknesses"),
            [tr("Indicator"), tr("Score"), tr("Gap")],
            {
                SCORE: tr("Normalised value"),
                GAP: tr("What it adds to the index above (+) or below (-) the mean of those compared with"),
            },
            {SCORE: 8 * digit + 8, GAP: 12 * digit + 8},
        )
        self.table.setSortingEnabled(True)
        self.table.setItemDelegateForColumn(GAP, BarDelegate(SHARE, signed=True, parent=self.table))
        self.table.sortByColumn(GAP, Qt.SortOrder.DescendingOrder)
        self.note = wrapped(faint=True)
        put(self.box, self.unit, self.against, self.facts, self.table, self.note)
        self.unit.activated.connect(lambda *_: self.session.select([self.unit.unit()]))
        self.unit.activated.connect(lambda *_: self._show())
        self.against.activated.connect(lambda *_: self._show())
        self.session.selection_changed.connect(self._follow)

    def resizeEvent(self, event: object) -> None:
        """Show the scores where there is room."""
        super().resizeEvent(event)
        self.table.setColumnHidden(SCORE, self.width() < ROOMY)

    def refresh(self) -> None:
        """Show the last result."""
        self.unit.fill()
        comparisons = [("city", tr("compared with the mean of all"))]
        if "group" in self.session.keys:
            comparisons.append(("group", tr("compared with the mean of its group (kecamatan)")))
        self.against.fill(comparisons)
        self._follow()
        self._show()

    def _follow(self) -> None:
        if self.session.selection and self.session.selection[0] != self.unit.unit():
            self.unit.choose(self.session.selection[0])
            if self.isVisible():
                self._show()

    def _show(self) -> None:
        result, unit = self.session.result, self.unit.unit()
        self.table.clear()
        self.facts.setText("")
        self.note.setText("")
        if result is None or unit is None or unit not in result.units.index:
            return
        row = result.units.loc[unit]
        if row["index"] != row["index"]:
            self.facts.setText(
                tr("{name} has no index: {share} % of the weight is measured.").format(
                    name=self.session.unit_name(unit), share=number(100 * row["coverage"], 0)
                )
            )
        else:
            self.facts.setText(
                tr("{name}: index {index}, rank {rank} of {n}, class {level}.").format(
                    name=self.session.unit_name(unit),
                    index=number(row["index"]),
                    rank=number(int(row["rank"]), 0),
                    n=result.diagnostics.n,
                    level=number(int(row["class"]), 0),
                )
            )
        self._fill(profile(result, unit, self.session.column("group")))
        if result.definition.orientation != "welfare":
            self.note.setText(tr("High values mean deprivation: a gap above zero is a weakness."))

    def _fill(self, table: object) -> None:
        gap = "gap_group" if self.against.code() == "group" else "gap"
        longest = table[gap].abs().max()
        mean = "group" if gap == "gap_group" else "city"
        for row in table.to_dict("records"):
            item = _Row([row["name"], number(row["score"], 1), _signed(row[gap])])
            item.setTextAlignment(SCORE, Qt.AlignmentFlag(0x0082))
            item.setData(SCORE, _Row.SORT, row["score"])
            item.setData(GAP, _Row.SORT, row[gap])
            if row[gap] == row[gap] and longest > 0:
                item.setData(GAP, SHARE, row[gap] / longest)
            words = tr("{name}: adds {own} to the index, the mean is {mean}.")
            item.setToolTip(
                NAME, words.format(name=row["name"], own=number(row["contribution"]), mean=number(row[mean]))
            )
            self.table.addTopLevelItem(item)


class _Row(QTreeWidgetItem):
    """A row that sorts by numbers where it has them, gaps in the data last."""

    SORT = Qt.ItemDataRole.UserRole + 1

    def __lt__(self, other: QTreeWidgetItem) -> bool:
        column = self.treeWidget().sortColumn()
        own, theirs = self.data(column, self.SORT), other.data(column, self.SORT)
        if own is None or theirs is None:
            return self.text(column).lower() < other.text(column).lower()
        return (own if own == own else -1e300) < (theirs if theirs == theirs else -1e300)


def _signed(value: float) -> str:
    text = number(value)
    return f"+{text}" if value == value and value > 0 else text
