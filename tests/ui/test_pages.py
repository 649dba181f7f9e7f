"""Each page by real clicks and keys, in a window of its own."""

import pytest
from qgis.core import QgsApplication, QgsField, QgsProject
from qgis.PyQt.QtCore import QPoint, Qt, QVariant
from qgis.PyQt.QtWidgets import QAbstractButton, QDialog, QDialogButtonBox, QWidget
from sejahtera.analysis.core.card import Card
from sejahtera.cartography.base.cards import set_card
from sejahtera.language import UnitNames
from sejahtera.ui.pages import scenarios

from ..builders import grid_layer
from .conftest import city

A, B, WATER, INCOME = ("field", "air"), ("field", "san"), ("dimension", "water"), ("dimension", "income")
LEFT = Qt.MouseButton.LeftButton
INDICATORS, WEIGHTS, RESULT, PROFILE, CHARTS, SCENARIOS = range(6)


def _page(dock, number, qtbot):
    button = dock.bar.group.button(number)
    qtbot.mouseClick(button, LEFT)
    page = dock.pages[number]
    assert dock.stack.currentWidget() is page
    return page


def _click_cell(view, index, qtbot, at=0.5):
    rect = view.visualRect(index)
    point = QPoint(rect.left() + int(rect.width() * at), rect.center().y())
    qtbot.mouseClick(view.viewport(), LEFT, pos=point)
    return rect


# Start -----------------------------------------------------------------------------------------


def test_an_empty_dock_says_what_to_do_first(dock):
    assert dock.stack.currentWidget() is dock.start
    assert "Choose a polygon layer" in dock.start.layer_step.text()
    assert not dock.start.add.isEnabled()
    assert dock.start.demo.isEnabled()


def test_the_demo_opens_by_one_click(dock, qtbot, settle):
    qtbot.mouseClick(dock.start.demo, LEFT)
    result = settle(dock.session)
    assert len(result.units) == 54
    assert dock.stack.currentWidget() is dock.pages[INDICATORS]
    assert "synthetic" in str(dock.session.layer.metadata().keywords())


def test_a_layer_is_chosen_in_the_box(dock, qtbot):
    city_layer = city()
    QgsProject.instance().addMapLayer(city_layer)
    dock.layers.setFocus()
    qtbot.keyClick(dock.layers, Qt.Key.Key_Down)
    assert dock.session.layer is city_layer
    assert dock.keys["name"].currentField() == "nama"
    assert dock.start.add.isEnabled()


def test_a_layer_without_numbers_is_said(dock):
    words = grid_layer({"nama": ["x", "y"]})
    QgsProject.instance().addMapLayer(words)
    dock.session.set_layer(words)
    assert "no numeric field" in dock.start.layer_step.text()
    assert not dock.start.core.isEnabled()


def test_the_catalogue_takes_the_fields_it_knows(dock, qtbot, settle):
    known = grid_layer({"nama": list("abcd"), "inc01": [1.0, 2.0, 3.0, 5.0], "WSH01": [4.0, 1.0, 9.0, 2.0]})
    QgsProject.instance().addMapLayer(known)
    dock.session.set_layer(known)
    qtbot.mouseClick(dock.start.core, LEFT)
    settle(dock.session)
    assert dock.session.model.definition.fields == ["inc01", "WSH01"]
    assert dock.session.model.definition.indicators[0].direction == -1
    assert dock.session.result is not None


# Indicators ------------------------------------------------------------------------------------


def test_a_weight_is_dragged_in_its_cell(at_work, qtbot, settle):
    page = _page(at_work, INDICATORS, qtbot)
    before = at_work.session.result.units["index"].tolist()
    cell = page.tree.visualRect(page.rows.index_of(WATER, 2))
    start = QPoint(cell.left() + 5, cell.center().y())
    end = QPoint(cell.left() + int(cell.width() * 0.25), cell.center().y())
    viewport = page.tree.viewport()
    qtbot.mousePress(viewport, LEFT, pos=start)
    for step in range(1, 5):
        qtbot.mouseMove(viewport, start + (end - start) * step / 4)
        _move(viewport, start + (end - start) * step / 4)
    qtbot.mouseRelease(viewport, LEFT, pos=end)
    assert at_work.session.model.draft.share(WATER) == pytest.approx(0.25, abs=0.03)
    assert settle(at_work.session).units["index"].tolist() != before
    qtbot.mouseClick(_button(at_work, at_work.actions_.undo), LEFT)
    assert at_work.session.model.draft.share(WATER) == pytest.approx(2 / 3)


def _move(widget, point):
    """Send the move itself: without a pointer the offscreen platform does not."""
    from qgis.PyQt.QtCore import QEvent, QPointF
    from qgis.PyQt.QtGui import QMouseEvent

    event = QMouseEvent(QEvent.Type.MouseMove, QPointF(point), LEFT, LEFT, Qt.KeyboardModifier.NoModifier)
    QgsApplication.sendEvent(widget, event)


def _button(dock, action):
    (button,) = [
        one for one in dock.findChildren(QAbstractButton) if getattr(one, "defaultAction", lambda: None)() is action
    ]
    return button


def test_keys_change_weight_lock_direction_and_inclusion(at_work, qtbot):
    page = _page(at_work, INDICATORS, qtbot)
    model = at_work.session.model
    page.tree.setCurrentIndex(page.rows.index_of(A))
    page.tree.setFocus()
    qtbot.keyClick(page.tree, Qt.Key.Key_Plus)
    assert model.draft.share(A) == pytest.approx(0.51)
    qtbot.keyClick(page.tree, Qt.Key.Key_Minus)
    qtbot.keyClick(page.tree, Qt.Key.Key_Minus)
    assert model.draft.share(A) == pytest.approx(0.49)
    qtbot.keyClick(page.tree, Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier)
    assert A in model.draft.locked
    qtbot.keyClick(page.tree, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert model.definition.indicators[0].direction == -1
    qtbot.keyClick(page.tree, Qt.Key.Key_Space)
    assert "air" in model.draft.excluded
    qtbot.keyClick(page.tree, Qt.Key.Key_Delete)
    assert "air" not in model.draft.definition.fields


def test_lock_and_direction_are_clicked(at_work, qtbot):
    page = _page(at_work, INDICATORS, qtbot)
    _click_cell(page.tree, page.rows.index_of(B, 3), qtbot)
    assert B in at_work.session.model.draft.locked
    _click_cell(page.tree, page.rows.index_of(B, 1), qtbot)
    assert at_work.session.model.definition.indicators[1].direction == 1


def test_the_row_panel_edits_the_chosen_row(at_work, qtbot, settle):
    page = _page(at_work, INDICATORS, qtbot)
    page.tree.setCurrentIndex(page.rows.index_of(A))
    panel, model = page.row, at_work.session.model
    panel.percent.setValue(80)
    assert model.draft.share(A) == pytest.approx(0.8)
    panel.slider.setFocus()
    qtbot.keyClick(panel.slider, Qt.Key.Key_Right)
    assert model.draft.share(A) == pytest.approx(0.801)
    panel.name.clear()
    qtbot.keyClicks(panel.name, "Air bersih")
    qtbot.keyClick(panel.name, Qt.Key.Key_Return)
    assert model.definition.indicators[0].name == "Air bersih"
    panel.direction.choose("-1")
    assert model.definition.indicators[0].direction == -1
    settle(at_work.session)
    qtbot.mouseClick(panel.bounded, LEFT, pos=QPoint(8, panel.bounded.height() // 2))
    assert model.definition.indicators[0].goalposts == (10.0, 95.0)
    panel.high.setValue(100)
    assert model.definition.indicators[0].goalposts == (10.0, 100.0)


def test_an_indicator_moves_to_a_new_dimension(at_work, qtbot):
    page = _page(at_work, INDICATORS, qtbot)
    page.tree.setCurrentIndex(page.rows.index_of(A))
    page.row.place.lineEdit().selectAll()
    qtbot.keyClicks(page.row.place.lineEdit(), "Kesehatan")
    qtbot.keyClick(page.row.place.lineEdit(), Qt.Key.Key_Return)
    names = [one.label for one in at_work.session.model.definition.dimensions]
    assert names == ["Water", "Income", "Kesehatan"]
    assert page.tree.key == A


def test_methods_are_chosen(at_work, qtbot, settle):
    page = _page(at_work, INDICATORS, qtbot)
    page.methods.normalisation.choose("zscore")
    page.methods.across.choose("geometric")
    definition = at_work.session.model.definition
    assert definition.normalisation.method == "zscore"
    assert definition.aggregation.across.method == "geometric"
    settle(at_work.session)
    assert at_work.message.isVisible()
    assert "undefined" in at_work.message.text()


def test_held_class_bounds_are_those_of_the_result(at_work, qtbot, settle):
    page = _page(at_work, INDICATORS, qtbot)
    page.methods_group.setCollapsed(False)
    breaks = at_work.session.result.breaks[1:-1].tolist()
    page.methods.held.click()
    settle(at_work.session)
    assert list(at_work.session.model.definition.classes.breaks) == breaks
    page.methods.held.click()
    assert at_work.session.model.definition.classes.method == "quantile"


def test_indicators_are_added_from_the_layer(dock, qtbot, settle, monkeypatch):
    from sejahtera.ui.dialogs.add_indicators import AddIndicators

    dock.session.set_layer(_added(city()))

    def tick(dialog):
        dialog.place.setCurrentText("Air")
        for item in dialog._items()[:2]:
            item.setCheckState(0, Qt.CheckState.Checked)
        qtbot.mouseClick(dialog.buttons.button(QDialogButtonBox.StandardButton.Ok), LEFT)
        return dialog.result()

    monkeypatch.setattr(AddIndicators, "exec", tick)
    qtbot.mouseClick(dock.start.add, LEFT)
    settle(dock.session)
    assert dock.session.model.definition.fields == ["air", "san"]
    assert dock.session.model.definition.dimensions[0].label == "Air"


def _added(layer):
    QgsProject.instance().addMapLayer(layer)
    return layer


def test_a_search_hides_the_other_rows(at_work, qtbot):
    page = _page(at_work, INDICATORS, qtbot)
    qtbot.keyClicks(page.search, "inc")
    assert page.tree.isRowHidden(0, page.tree.rootIndex())
    assert not page.tree.isRowHidden(1, page.tree.rootIndex())


# Weights ---------------------------------------------------------------------------------------


def test_nominal_stands_beside_effective(at_work, qtbot):
    page = _page(at_work, WEIGHTS, qtbot)
    assert [page.table.topLevelItem(row).text(0) for row in range(2)] == ["Water", "Income"]
    assert page.table.topLevelItem(0).text(1).startswith("66")
    qtbot.mouseClick(page.equal, LEFT)
    assert at_work.session.model.draft.share(WATER) == pytest.approx(0.5)


def test_computed_weights_are_kept_as_given(at_work, qtbot, settle):
    page = _page(at_work, WEIGHTS, qtbot)
    page.node.choose("water")
    page.method.choose("entropy")
    result = settle(at_work.session)
    computed = result.weights.set_index("field")["weight"]["air"]
    assert at_work.pages[INDICATORS].rows.computed(A)
    qtbot.mouseClick(page.keep, LEFT)
    assert at_work.session.model.draft.share(A) == pytest.approx(computed)
    assert settle(at_work.session).weights.set_index("field")["weight"]["air"] == pytest.approx(computed)


def test_ahp_is_asked_and_its_consistency_said(at_work, qtbot, settle, monkeypatch):
    from sejahtera.ui.dialogs.ahp import AhpDialog

    def judge(dialog):
        dialog.table.setCurrentCell(0, 1)
        dialog.slider.setValue(2)
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(AhpDialog, "exec", judge)
    page = _page(at_work, WEIGHTS, qtbot)
    qtbot.mouseClick(page.ahp, LEFT)
    result = settle(at_work.session)
    assert result.weights["weight"][0] == pytest.approx(0.75)
    assert page.method.code() == "ahp"


@pytest.mark.defect("B18")
def test_the_notes_of_a_node_are_its_own(dock, settle, qtbot):
    """Its code decides: its name is part of another's here, and part of "the index"."""
    from dataclasses import replace

    from sejahtera.analysis.indices.definition.flat import definition_from_rows
    from sejahtera.analysis.indices.definition.model import Weighting

    city_layer = city()
    QgsProject.instance().addMapLayer(city_layer)
    dock.session.set_layer(city_layer)
    rows = [("air", "Health", "+", 1), ("san", "Health", "-", 1), ("inc", "Health services", "+", 1)]
    definition = definition_from_rows([*rows, ("more", "Health services", "+", 1)])
    judged = Weighting("ahp", pairwise=((1, 3), (1 / 3, 1)))
    first, second = definition.dimensions
    city_layer.dataProvider().addAttributes([QgsField("more", QVariant.Type.Double)])
    city_layer.updateFields()
    city_layer.dataProvider().changeAttributeValues(
        {feature.id(): {city_layer.fields().indexOf("more"): feature.id() % 4} for feature in city_layer.getFeatures()}
    )
    definition = replace(definition, dimensions=(first, replace(second, weighting=judged)))
    dock.session.model.edit(replace(dock.session.model.draft, definition=definition))
    assert settle(dock.session) is not None
    page = _page(dock, WEIGHTS, qtbot)
    notes = {}
    for code in ("", first.code, second.code):
        page.node.choose(code)
        page.refresh()
        notes[code] = page.notes.text()
    assert notes[""] == notes[first.code] == ""
    assert "Health services" in notes[second.code]


def test_the_points_of_several_people_are_there_at_the_next_sitting(at_work, qtbot, settle, monkeypatch):
    from sejahtera.ui.dialogs.budget import BudgetDialog

    seen = []

    def distribute(dialog):
        seen.append(dialog.points().tolist())
        dialog.table.item(0, 1).setText("12.5")
        dialog.accept()
        return dialog.result()

    monkeypatch.setattr(BudgetDialog, "exec", distribute)
    page = _page(at_work, WEIGHTS, qtbot)
    qtbot.mouseClick(page.budget, LEFT)
    settle(at_work.session)
    kept = at_work.session.store.read().draft  # what the project holds
    assert kept.budgets == at_work.session.model.draft.budgets
    at_work.session.model.edit(kept)
    qtbot.mouseClick(page.budget, LEFT)
    assert seen[0][1][0] == 50
    assert seen[1][1][0] == 12.5
    assert len(seen[1]) == 3


# Result ----------------------------------------------------------------------------------------


def test_the_ranking_selects_on_the_map_and_is_selected_by_it(at_work, qtbot):
    page = _page(at_work, RESULT, qtbot)
    index = page.rows.index(0, 1)
    _click_cell(page.table, index, qtbot)
    best = index.data()
    assert [at_work.session.unit_name(unit) for unit in at_work.session.selection] == [best]
    assert at_work.session.preview.layer.selectedFeatureCount() == 1
    other = next(unit for unit in page.rows.units if at_work.session.unit_name(unit) == "Sewu")
    at_work.session.layer.selectByIds([other])
    rows = page.table.selectionModel().selectedRows(1)
    assert [row.data() for row in rows] == ["Sewu"]


def test_a_search_narrows_and_copy_copies_what_is_shown(at_work, qtbot):
    page = _page(at_work, RESULT, qtbot)
    qtbot.keyClicks(page.search, "ker")
    assert page.rows.rowCount() == 1
    qtbot.mouseClick(page.copy, LEFT)
    lines = QgsApplication.clipboard().text().splitlines()
    assert len(lines) == 2
    assert "Kerten" in lines[1].split("\t")


def test_a_selected_kelurahan_stays_selected_when_the_table_is_sorted_or_searched(at_work, qtbot):
    page = _page(at_work, RESULT, qtbot)
    unit = next(one for one in page.rows.units if at_work.session.unit_name(one) == "Sewu")
    at_work.session.select([unit])
    page.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [row.data() for row in page.table.selectionModel().selectedRows(1)] == ["Sewu"]
    assert page.rows.index(0, 1).data() == "Tipes"
    qtbot.keyClicks(page.search, "ker")
    page.search.clear()
    assert at_work.session.selection == [unit]
    assert [row.data() for row in page.table.selectionModel().selectedRows(1)] == ["Sewu"]


def test_ranks_are_sorted_as_numbers(at_work, qtbot):
    page = _page(at_work, RESULT, qtbot)
    ranks = [int(page.rows.index(row, 0).data()) for row in range(page.rows.rowCount())]
    assert ranks == sorted(ranks)


# Profile, charts -------------------------------------------------------------------------------


def test_the_profile_follows_the_selection(at_work, qtbot):
    page = _page(at_work, PROFILE, qtbot)
    unit = at_work.session.result.units.index[5]
    at_work.session.select([unit])
    assert page.unit.currentText() == "Kauman"
    assert "Kauman" in page.facts.text()
    assert page.table.topLevelItemCount() == 3
    first = page.table.topLevelItem(0).text(2)
    page.against.choose("group")
    assert page.table.topLevelItem(0).text(2) != first


@pytest.mark.parametrize(
    ("kind", "word"), [("lorenz", "Gini"), ("histogram", "median"), ("bars", "9"), ("moran", "Moran")]
)
def test_every_chart_says_its_message_in_words(at_work, qtbot, kind, word):
    page = _page(at_work, CHARTS, qtbot)
    page.kind.choose(kind)
    qtbot.waitUntil(lambda: word in page.words.text(), timeout=10_000)
    at_work.grab()
    assert page.view._image is not None


def test_a_click_on_a_point_selects_on_the_map(at_work, qtbot):
    page = _page(at_work, CHARTS, qtbot)
    page.kind.choose("moran")
    qtbot.waitUntil(lambda: bool(page._units), timeout=10_000)
    at_work.grab()
    x, y = page.view._axes.transData.transform(page.view._points[3])
    ratio = page.view.devicePixelRatioF()
    qtbot.mouseClick(page.view, LEFT, pos=QPoint(int(x / ratio), int(page.view.height() - y / ratio)))
    assert at_work.session.selection == [page._units[3]]


# Scenarios -------------------------------------------------------------------------------------


def test_a_scenario_is_saved_compared_and_loaded(at_work, qtbot, settle, monkeypatch):
    page = _page(at_work, SCENARIOS, qtbot)
    before = at_work.session.model.draft
    monkeypatch.setattr(scenarios, "ask_text", lambda *_: "Setara")
    qtbot.mouseClick(page.save, LEFT)
    assert [page.list.item(row).text() for row in range(page.list.count())] == ["Setara"]
    at_work.session.model.edit(before.with_share(WATER, 0.05))
    settle(at_work.session)
    qtbot.waitUntil(lambda: page.comparison.table.rowCount() == 9, timeout=10_000)
    assert "change their rank" in page.comparison.words.text()
    monkeypatch.setattr(scenarios, "ask_yes", lambda *_: False)
    qtbot.mouseClick(page.save, LEFT)
    assert at_work.session.scenarios.get("Setara").draft == before
    page.list.setCurrentRow(0)
    qtbot.mouseClick(page.loaded, LEFT)
    assert at_work.session.model.draft == before


def test_what_the_audit_found_stands_beside_the_row(dock, draft, settle, qtbot):
    dock.session.set_layer(_added(city(air=[10.0, 11.0, 12.0, 13.0, 14.0, 15.0, 16.0, 17.0, 900.0])))
    dock.session.model.edit(draft)
    settle(dock.session)
    qtbot.waitUntil(lambda: bool(dock.session.model.notes.get(A)), timeout=10_000)
    assert dock.pages[INDICATORS].rows.index_of(A).data(Qt.ItemDataRole.DecorationRole) is not None


def test_a_value_is_tried_without_being_written(at_work, qtbot):
    page = _page(at_work, SCENARIOS, qtbot)
    panel = page.what_if
    panel.unit.choose(at_work.session.result.units.index[0])
    panel.indicator.choose("air")
    assert panel.value.value() == 10
    panel.value.setValue(95)
    panel.compute()
    qtbot.waitUntil(lambda: "→" in panel.answer.text(), timeout=10_000)
    assert next(at_work.session.layer.getFeatures())["air"] == 10


def test_the_weight_at_which_two_change_places_is_found(at_work, qtbot):
    page = _page(at_work, SCENARIOS, qtbot)
    panel = page.break_even
    units = at_work.session.result.units.index
    at_work.session.select([units[0], units[8]])
    panel.node.choose("dimension:water")
    panel.compute()
    qtbot.waitUntil(lambda: "Sumber" in panel.answer.text(), timeout=10_000)


# All -------------------------------------------------------------------------------------------


def test_everything_fits_a_dock_of_320_pixels(at_work, qtbot):
    for page in at_work.pages:
        assert page.minimumSizeHint().width() <= 320, page
    assert at_work.widget().minimumSizeHint().width() <= 320


def test_everything_that_takes_the_focus_has_a_name(at_work):
    nameless = []
    for widget in at_work.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus:
            continue
        named = widget.accessibleName() or getattr(widget, "text", lambda: "")() or widget.toolTip()
        parts = [widget]
        while parts[-1].parent() is not None:
            parts.append(parts[-1].parent())
        inner = widget.objectName().startswith(("qt_", "collapseButton")) or any(
            isinstance(one, _INNER) for one in parts[1:]
        )
        if not named and not inner and type(widget).__name__ not in _CONTAINERS:
            nameless.append((type(widget).__name__, widget.objectName(), type(widget.parent()).__name__))
    assert not nameless


_CONTAINERS = {"QScrollArea", "QTabBar", "QTabWidget", "QSplitter", "QgsCollapsibleGroupBox", "QHeaderView"}


def _inner():
    from qgis.gui import QgsFieldComboBox
    from qgis.PyQt.QtWidgets import QAbstractItemView, QAbstractSpinBox, QComboBox, QTabBar

    return (QAbstractSpinBox, QComboBox, QAbstractItemView, QgsFieldComboBox, QTabBar)


_INNER = _inner()


def test_a_decimal_comma_is_read_and_written(at_work, qtbot, monkeypatch):
    from sejahtera import language
    from sejahtera.ui.widgets.numbers import any_number, percent_box

    monkeypatch.setattr(language, "current_language", lambda: "id")
    box = percent_box()
    qtbot.addWidget(box)
    box.setValue(12.5)
    assert box.text() == "12,5 %"
    for typed in ("7,5", "7.5"):
        free = any_number()
        qtbot.addWidget(free)
        free.lineEdit().clear()
        qtbot.keyClicks(free.lineEdit(), typed)
        qtbot.keyClick(free, Qt.Key.Key_Return)
        assert free.value() == 7.5


def test_a_wrong_file_is_told_in_the_message_bar(at_work, tmp_path):
    path = tmp_path / "x.json"
    path.write_text("nonsense")
    at_work.actions_.read(path)
    assert at_work.iface.messages.texts
    at_work.actions_.write(tmp_path / "nowhere" / "x.json")
    assert len(at_work.iface.messages.texts) == 2


def test_a_saved_file_opens_again(at_work, tmp_path, settle):
    draft = at_work.session.model.draft
    at_work.actions_.write(tmp_path / "x.sejahtera.json")
    at_work.session.model.edit(draft.with_share(A, 0.9))
    at_work.actions_.read(tmp_path / "x.sejahtera.json")
    assert at_work.session.model.draft == draft


def test_the_commands_are_copied(at_work):
    at_work.actions_.shell.trigger()
    text = QgsApplication.clipboard().text()
    assert text.startswith("qgis_process run sejahtera:compositeindex -- ")
    assert '"field":"air"' in text
    at_work.actions_.python.trigger()
    assert "sejahtera:compositeindex" in QgsApplication.clipboard().text()


def test_dialogs_open_over_the_dock(at_work):
    assert not [one for one in at_work.findChildren(QDialog) if one.isVisible()]


@pytest.mark.defect("A18")
def test_pages_call_units_as_the_layer_does(at_work, qtbot):
    set_card(at_work.session.layer, Card(units=UnitNames("kabupaten", "provinsi")))
    assert " kabupaten with an index" in _page(at_work, RESULT, qtbot).summary.text()
