"""Pairwise comparison: judge, see weights and consistency at once, and which judgement does not fit."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QSlider,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...analysis.indices.methods.weighting.ahp import ACCEPTABLE_RATIO, RANDOM_INDEX, Priorities, priorities
from ...language import number, tr
from ..widgets.bars import BarDelegate
from ..widgets.basics import button, narrow_names, ok_and_cancel, put, show_value, wrapped

#: Saaty's scale: 1 is equal, 9 is extreme; the slider runs from -8 to 8.
FARTHEST = 8
SHARE = Qt.ItemDataRole.UserRole


def judgement(place: int) -> float:
    """Return the judgement at a place of the slider: 0 is 1, 2 is 3, -2 is 1/3."""
    return place + 1.0 if place >= 0 else 1.0 / (1.0 - place)


def place_of(value: float) -> int:
    """Return the place on the slider nearest to a judgement."""
    place = round(value - 1) if value >= 1 else -round(1 / value - 1)
    return min(max(place, -FARTHEST), FARTHEST)


def written(value: float) -> str:
    """Return a judgement as people write it: 3, or 1/3."""
    if value >= 1:
        return number(value, 0 if value == round(value) else 1)
    return f"1/{number(1 / value, 0 if abs(1 / value - round(1 / value)) < 1e-9 else 1)}"


def words_for(value: float) -> str:
    """Return the strength of a judgement of 1 or more in words."""
    scale = (
        (1.5, tr("equally important")),
        (4, tr("moderately more important")),
        (6, tr("strongly more important")),
        (8, tr("very strongly more important")),
    )
    return next((words for most, words in scale if value < most), tr("extremely more important"))


class AhpDialog(QDialog):
    """A table of judgements, row over column; the chosen one is moved by a slider."""

    def __init__(
        self, labels: Sequence[str], pairwise: Sequence[Sequence[float]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Pairwise comparison (AHP)"))
        self.labels = list(labels)
        count = len(self.labels)
        fits = len(pairwise) == count and all(len(row) == count for row in pairwise)
        self.matrix = np.array(pairwise, dtype=float) if fits else np.ones((count, count))
        self.found: Priorities | None = None
        self.buttons = ok_and_cancel(self)
        box = QVBoxLayout(self)
        if count > len(RANDOM_INDEX):
            most = len(RANDOM_INDEX)
            box.addWidget(wrapped(tr("More than {most} parts cannot be judged in pairs.").format(most=most)))
            self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(False)
            box.addWidget(self.buttons)
            return
        box.addWidget(
            wrapped(tr("How much more important is the row than the column? Choose a cell, move the slider."))
        )
        self._build(box)
        box.addWidget(self.buttons)
        self.resize(min(300 + 70 * count, 1000), min(360 + 32 * count, 760))
        self.table.setCurrentCell(0, 1)
        self._compute()

    def _build(self, box: QVBoxLayout) -> None:
        count = len(self.labels)
        self.table = QTableWidget(count, count + 1)
        self.table.setAccessibleName(tr("Judgements"))
        self.table.setVerticalHeaderLabels(self.labels)
        narrow_names(self.table)
        self.table.setHorizontalHeaderLabels([*(_short(label) for label in self.labels), tr("Weight")])
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setMinimumSectionSize(56)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.setMinimumHeight(120)
        self.table.setItemDelegateForColumn(count, BarDelegate(SHARE, parent=self.table))
        for row in range(count):
            self.table.horizontalHeaderItem(row).setToolTip(self.labels[row])
            for column in range(count + 1):
                item = QTableWidgetItem()
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                flags = Qt.ItemFlag.ItemIsEnabled
                if column not in (row, count):
                    flags |= Qt.ItemFlag.ItemIsSelectable
                item.setFlags(flags)
                self.table.setItem(row, column, item)
        self.question = wrapped()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(-FARTHEST, FARTHEST)
        self.slider.setPageStep(2)
        self.slider.setTickPosition(QSlider.TickPosition.TicksBelow)
        self.slider.setTickInterval(1)
        # to the left the row, which is named on the left, weighs more
        self.slider.setInvertedAppearance(True)
        self.slider.setInvertedControls(True)
        self.slider.setAccessibleName(tr("Judgement"))
        self.ends = QLabel()
        self.verdict = wrapped()
        self.worst = button(tr("&Show the judgement that fits least"), self.show_worst)
        put(box, self.table, self.question, self.slider, self.ends, self.verdict, self.worst)
        self.table.currentCellChanged.connect(lambda *_: self._show_cell())
        self.slider.valueChanged.connect(self._judged)

    def pairwise(self) -> tuple[tuple[float, ...], ...]:
        """Return the matrix of judgements."""
        return tuple(tuple(row) for row in self.matrix.tolist())

    def _cell(self) -> tuple[int, int] | None:
        row, column = self.table.currentRow(), self.table.currentColumn()
        return (row, column) if row >= 0 and 0 <= column < len(self.labels) and row != column else None

    def _show_cell(self) -> None:
        cell = self._cell()
        self.slider.setEnabled(cell is not None)
        if cell is None:
            self.question.setText("")
            self.ends.setText("")
            return
        value = float(self.matrix[cell])
        show_value(self.slider, place_of(value))
        first, second = (self.labels[place] for place in (cell if value >= 1 else cell[::-1]))
        strength = value if value >= 1 else 1 / value
        template = tr("“{first}” is {strength} ({value}) than “{second}”.")
        if strength < 1.5:
            template = tr("“{first}” and “{second}” are {strength} ({value}).")
        self.question.setText(
            template.format(first=first, second=second, strength=words_for(strength), value=written(strength))
        )
        self.ends.setText(f"◀ {_short(self.labels[cell[0]])}   ·   {_short(self.labels[cell[1]])} ▶")

    def _judged(self, place: int) -> None:
        cell = self._cell()
        if cell is not None:
            value = judgement(place)
            self.matrix[cell], self.matrix[cell[::-1]] = value, 1 / value
            self._compute()
            self._show_cell()

    def _compute(self) -> None:
        self.found = priorities(self.matrix)
        count = len(self.labels)
        for row in range(count):
            for column in range(count):
                self.table.item(row, column).setText("" if row == column else written(self.matrix[row, column]))
            weight = self.table.item(row, count)
            share = float(self.found.weights[row])
            weight.setText(f"{number(100 * share, 1)} %")
            weight.setData(SHARE, share)
        ratio = self.found.consistency_ratio
        consistent = ratio <= ACCEPTABLE_RATIO
        text = tr("Consistency ratio {ratio}: the judgements agree.")
        if not consistent:
            text = tr(
                "Consistency ratio {ratio}, should be at most 0.1: the judgements contradict each other. Think "
                "again about “{first}” over “{second}”: {judged}, where the others imply {implied}."
            )
        first, second = self.found.worst
        self.verdict.setText(
            text.format(
                ratio=number(ratio, 2),
                first=self.labels[first],
                second=self.labels[second],
                judged=written(float(self.matrix[first, second])),
                implied=written(self.found.implied),
            )
        )
        self.worst.setEnabled(not consistent)

    def show_worst(self) -> None:
        """Choose the judgement that agrees least with the others."""
        self.table.setCurrentCell(*self.found.worst)
        self.slider.setFocus()


def _short(label: str, most: int = 14) -> str:
    return label if len(label) <= most else label[: most - 1] + "…"
