"""The best–worst method: everything is compared with the most and the least important part alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QSpinBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...analysis.indices.methods.weighting.bwm import ACCEPTABLE_RATIO, best_worst, ends
from ...language import number, tr
from ...processing.base.requirements import how_to_install
from ..widgets.bars import BarDelegate
from ..widgets.basics import narrow_names, ok_and_cancel, put, show_value, wrapped
from ..widgets.choices import Choice

STRONGEST = 9
BEST, WORST, WEIGHT = range(3)
SHARE = Qt.ItemDataRole.UserRole


class BestWorstDialog(QDialog):
    """Two lists of comparisons, 1 (equal) to 9, and what they come to."""

    def __init__(
        self,
        labels: Sequence[str],
        best_to_others: Sequence[float] = (),
        others_to_worst: Sequence[float] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Best–worst method"))
        self.labels = list(labels)
        count = len(self.labels)
        known = len(best_to_others) == count == len(others_to_worst)
        self.best, self.worst = Choice(tr("Most important")), Choice(tr("Least important"))
        for choice in (self.best, self.worst):
            choice.fill((str(place), label) for place, label in enumerate(self.labels))
            choice.activated.connect(lambda *_: self._refresh())
        best, worst = 0, count - 1
        if known:
            best, worst = ends(np.array(best_to_others), np.array(others_to_worst))
        self.best.show_code(str(best))
        self.worst.show_code(str(worst))
        form = QFormLayout()
        form.addRow(tr("&Most important"), self.best)
        form.addRow(tr("&Least important"), self.worst)
        self.table = QTableWidget(count, 3)
        self.table.setAccessibleName(tr("Comparisons"))
        self.table.setVerticalHeaderLabels(self.labels)
        narrow_names(self.table)
        heads = [tr("Best : it"), tr("It : worst"), tr("Weight")]
        self.table.setHorizontalHeaderLabels(heads)
        widest = max(self.fontMetrics().horizontalAdvance(one) for one in heads)
        self.table.horizontalHeader().setMinimumSectionSize(widest + 2 * self.fontMetrics().height())
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.setItemDelegateForColumn(WEIGHT, BarDelegate(SHARE, parent=self.table))
        self.boxes: dict[int, list[QSpinBox]] = {
            BEST: self._column(BEST, best_to_others if known else ()),
            WORST: self._column(WORST, others_to_worst if known else ()),
        }
        for row in range(count):
            item = QTableWidgetItem()
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            self.table.setItem(row, WEIGHT, item)
        self._lay_out(form)
        self._refresh()

    def _lay_out(self, form: QFormLayout) -> None:
        self.verdict = wrapped()
        self.buttons = ok_and_cancel(self)
        box = QVBoxLayout(self)
        box.addWidget(
            wrapped(
                tr(
                    "How many times more important is the best than each part, and each part than the worst? "
                    "1 is equal, 9 extremely more important."
                )
            )
        )
        put(box, form, self.table, self.verdict, self.buttons)
        self.resize(480, min(320 + 28 * len(self.labels), 700))

    def _column(self, column: int, values: Sequence[float]) -> list[QSpinBox]:
        boxes = []
        for row in range(len(self.labels)):
            spin = QSpinBox()
            spin.setRange(1, STRONGEST)
            spin.setValue(round(values[row]) if len(values) else 1)
            spin.setAccessibleName(f"{self.labels[row]}: {self.table.horizontalHeaderItem(column).text()}")
            spin.valueChanged.connect(lambda *_: self._refresh())
            self.table.setCellWidget(row, column, spin)
            boxes.append(spin)
        return boxes

    def comparisons(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Return best to others and others to worst."""
        return tuple(tuple(float(spin.value()) for spin in self.boxes[column]) for column in (BEST, WORST))

    def _refresh(self) -> None:
        """Hold what is known already, then compute."""
        best, worst = int(self.best.code()), int(self.worst.code())
        # 1 by meaning; and best : worst is one judgement, asked in the first column
        held = {(BEST, best): 1, (WORST, worst): 1}
        if best != worst:
            held[WORST, best] = self.boxes[BEST][worst].value()
        for column, boxes in self.boxes.items():
            for row, spin in enumerate(boxes):
                value = held.get((column, row))
                spin.setEnabled(value is None)
                if value is not None:
                    show_value(spin, value)
        accept = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        accept.setEnabled(best != worst)
        if best == worst:
            self.verdict.setText(tr("The most and the least important must be different."))
            return
        try:
            found = best_worst(*(np.array(values) for values in self.comparisons()))
        except ModuleNotFoundError as error:
            self.verdict.setText(how_to_install((error.name or "").partition(".")[0]))
            accept.setEnabled(False)
            return
        for row, share in enumerate(found.weights.tolist()):
            self.table.item(row, WEIGHT).setText(f"{number(100 * share, 1)} %")
            self.table.item(row, WEIGHT).setData(SHARE, share)
        text = tr("Consistency ratio {ratio}: the comparisons agree.")
        if found.consistency_ratio > ACCEPTABLE_RATIO:
            text = tr("Consistency ratio {ratio}, should be at most 0.3: the comparisons contradict each other.")
        self.verdict.setText(text.format(ratio=number(found.consistency_ratio, 2)))
