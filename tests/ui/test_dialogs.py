"""People agree on weights: judgements, comparisons, budgets, and what they come to, said at once."""

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QDialog, QDialogButtonBox, QInputDialog, QMessageBox
from sejahtera.analysis.indices.definition.draft import Draft
from sejahtera.ui.dialogs.add_indicators import AddIndicators
from sejahtera.ui.dialogs.ahp import AhpDialog, judgement, place_of, written
from sejahtera.ui.dialogs.best_worst import BEST, WORST, BestWorstDialog
from sejahtera.ui.dialogs.budget import BudgetDialog
from sejahtera.ui.widgets import basics
from sejahtera.ui.widgets.figure_view import LEAST_CONTRAST, theme_of

OK = QDialogButtonBox.StandardButton.Ok
LABELS = ["Income", "Work", "Health"]


def _shown(dialog, qtbot):
    qtbot.addWidget(dialog)
    # The bot refers to it weakly: collected while Qt paints it, a dialog would take QGIS down.
    vars(qtbot).setdefault("kept", []).append(dialog)
    dialog.show()
    return dialog


def _accepts(dialog):
    return dialog.buttons.button(OK).isEnabled()


@pytest.mark.parametrize("place", range(-8, 9))
def test_a_place_of_the_slider_is_a_judgement_of_saaty(place):
    assert place_of(judgement(place)) == place
    assert judgement(place) * judgement(-place) == pytest.approx(1)


def test_judgements_are_written_as_people_write_them(qgis_app):
    assert [written(value) for value in (1.0, 3.0, 1 / 5)] == ["1", "3", "1/5"]


def test_a_judgement_is_made_by_keys_and_its_reverse_follows(qgis_app, qtbot):
    dialog = _shown(AhpDialog(LABELS), qtbot)
    dialog.table.setCurrentCell(0, 1)
    dialog.slider.setFocus()
    for _ in range(2):
        qtbot.keyClick(dialog.slider, Qt.Key.Key_Left)
    assert dialog.pairwise()[0][1] == 3
    assert dialog.pairwise()[1][0] == pytest.approx(1 / 3)
    assert "Income" in dialog.question.text()
    assert dialog.table.item(1, 0).text() == "1/3"


def test_consistent_judgements_are_said_to_agree(qgis_app, qtbot):
    dialog = _shown(AhpDialog(LABELS, ((1, 2, 4), (0.5, 1, 2), (0.25, 0.5, 1))), qtbot)
    assert "agree" in dialog.verdict.text()
    assert dialog.found.weights == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert not dialog.worst.isEnabled()


def test_a_contradiction_is_named_and_shown(qgis_app, qtbot):
    dialog = _shown(AhpDialog(LABELS, ((1, 5, 1 / 7), (1 / 5, 1, 5), (7, 1 / 5, 1))), qtbot)
    assert "contradict" in dialog.verdict.text()
    qtbot.mouseClick(dialog.worst, Qt.MouseButton.LeftButton)
    assert (dialog.table.currentRow(), dialog.table.currentColumn()) == dialog.found.worst


def test_a_matrix_of_another_size_is_not_taken_over(qgis_app, qtbot):
    dialog = _shown(AhpDialog(LABELS, ((1, 9), (1 / 9, 1))), qtbot)
    assert dialog.pairwise() == ((1.0,) * 3,) * 3


def test_too_many_parts_for_pairs_are_refused(qgis_app, qtbot):
    dialog = _shown(AhpDialog([str(n) for n in range(16)]), qtbot)
    assert not _accepts(dialog)


def test_best_and_worst_are_compared_with_all(qgis_app, qtbot):
    dialog = _shown(BestWorstDialog(LABELS), qtbot)
    for row, value in enumerate((1, 2, 8)):
        dialog.boxes[BEST][row].setValue(value)
    for row, value in enumerate((8, 4, 1)):
        dialog.boxes[WORST][row].setValue(value)
    assert dialog.comparisons() == ((1.0, 2.0, 8.0), (8.0, 4.0, 1.0))
    assert "agree" in dialog.verdict.text()
    assert not dialog.boxes[BEST][0].isEnabled()


@pytest.mark.defect("A19")
def test_best_against_worst_is_asked_once(qgis_app, qtbot):
    dialog = _shown(BestWorstDialog(LABELS), qtbot)
    dialog.boxes[BEST][2].setValue(5)
    assert not dialog.boxes[WORST][0].isEnabled()
    assert dialog.comparisons() == ((1.0, 1.0, 5.0), (5.0, 1.0, 1.0))
    dialog.worst.choose("1")
    assert dialog.boxes[WORST][2].isEnabled()
    assert dialog.boxes[WORST][0].value() == dialog.boxes[BEST][1].value() == 1


@pytest.mark.defect("A19")
def test_contradictory_comparisons_are_said(qgis_app, qtbot):
    dialog = _shown(BestWorstDialog(LABELS), qtbot)
    dialog.boxes[BEST][1].setValue(5)  # five times the one between, but equal to the worst
    assert "contradict" in dialog.verdict.text()


def test_best_and_worst_must_differ(qgis_app, qtbot):
    dialog = _shown(BestWorstDialog(LABELS), qtbot)
    dialog.worst.choose("0")
    assert not _accepts(dialog)
    dialog.worst.choose("1")
    assert _accepts(dialog)


def test_a_budget_is_pasted_from_a_spreadsheet(qgis_app, qtbot):
    dialog = _shown(BudgetDialog(LABELS), qtbot)
    dialog.table.setCurrentCell(0, 0)
    QApplication.clipboard().setText("50\t60\t40\t10\n30\t30\t40\t10\n20\t10\t20\t80\n")
    qtbot.keyClick(dialog.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert dialog.points().shape == (4, 3)
    assert dialog.shares() == pytest.approx([0.4, 0.275, 0.325])
    assert "4" in dialog.verdict.text()


def test_pasted_rows_that_find_no_place_are_told(qgis_app, qtbot):
    dialog = _shown(BudgetDialog(LABELS), qtbot)
    dialog.table.setCurrentCell(0, 0)
    dialog.paste("Ani\tBudi\n50\t60\n30\t30\n20\t10\n")
    assert "left out: 1." in dialog.verdict.text()
    dialog.table.setCurrentCell(0, 0)
    dialog.paste("50\t60\n30\t30\n20\t10\n")
    assert "left out" not in dialog.verdict.text()


def test_a_cell_without_a_number_and_an_empty_budget_are_said(qgis_app, qtbot):
    dialog = _shown(BudgetDialog(LABELS), qtbot)
    dialog.table.item(1, 2).setText("inf")
    assert not _accepts(dialog)
    dialog.table.item(1, 2).setText("many")
    assert not _accepts(dialog)
    assert "3" in dialog.verdict.text()
    for row in range(3):
        dialog.table.item(row, 2).setText("0")
    assert not _accepts(dialog)
    dialog.table.item(1, 2).setText("12.5")
    assert _accepts(dialog)


def test_people_are_added_and_taken_away(qgis_app, qtbot):
    dialog = _shown(BudgetDialog(LABELS), qtbot)
    qtbot.mouseClick(dialog.add, Qt.MouseButton.LeftButton)
    assert dialog.table.columnCount() == 4
    for _ in range(6):
        qtbot.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert dialog.table.columnCount() == 1


def test_the_catalogue_suggests_what_a_field_is(qgis_app, qtbot):
    dialog = _shown(AddIndicators(Draft(), ["inc01", "luas"]), qtbot)
    assert dialog.fields() == ["inc01"]
    dialog._items()[1].setCheckState(0, Qt.CheckState.Checked)
    dialog.place.setCurrentText("Land")
    definition = dialog.result_draft().definition
    assert [one.label for one in definition.dimensions][1] == "Land"
    assert definition.indicators[0].goalposts is not None
    assert definition.indicators[0].direction == -1


def test_charts_can_be_read_in_any_palette(qgis_app):
    from qgis.PyQt.QtGui import QColor, QPalette

    for ground, ink in (("#000000", "#101010"), ("#ffffff", "#eeeeee"), ("#323232", "#eeeeee")):
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, QColor(ground))
        palette.setColor(QPalette.ColorRole.WindowText, QColor(ink))
        theme = theme_of(palette)
        contrast = abs(QColor(theme.ink).lightness() - QColor(theme.ground).lightness())
        assert contrast >= LEAST_CONTRAST


@pytest.mark.parametrize("make", [BestWorstDialog, BudgetDialog, AhpDialog])
def test_the_heads_of_a_table_are_not_cut(qgis_app, qtbot, make):
    dialog = _shown(make(["Pendapatan & kemiskinan", "Pekerjaan layak", "Permukiman & lingkungan"]), qtbot)
    header = dialog.table.horizontalHeader()
    for column in range(dialog.table.columnCount()):
        text = dialog.table.horizontalHeaderItem(column).text()
        assert text.endswith("…") or header.sectionSize(column) > header.fontMetrics().horizontalAdvance(text)


def test_buttons_and_questions_are_in_our_words(qgis_app, qtbot, monkeypatch):
    monkeypatch.setattr(basics, "tr", lambda text: f"«{text}»")
    dialog = _shown(QDialog(), qtbot)
    box = basics.ok_and_cancel(dialog)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "«Cancel»"
    asked = []
    monkeypatch.setattr(QInputDialog, "exec", lambda one: asked.append(one.cancelButtonText()) or True)
    assert basics.ask_text(dialog, "Save", "Name", " Setara ") == "Setara"
    monkeypatch.setattr(QInputDialog, "exec", lambda _: False)
    assert basics.ask_text(dialog, "Save", "Name", "Setara") == ""
    yes = QMessageBox.StandardButton.Yes
    monkeypatch.setattr(QMessageBox, "exec", lambda one: asked.append(one.button(yes).text()) or yes)
    assert basics.ask_yes(dialog, "Save", "Replace?")
    assert asked == ["«Cancel»", "«Yes»"]
