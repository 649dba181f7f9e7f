"""Every widget is drawn and used with keys and mouse; under Qt 6 as well, since none needs QGIS."""

from types import SimpleNamespace

import pandas as pd
import pytest
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtWidgets import QAbstractItemView, QLabel, QTableView, QTreeWidget, QTreeWidgetItem, QWidget
from sejahtera.ui.model.definition_model import DefinitionModel
from sejahtera.ui.model.ranking_model import INDEX, NAME, RANK, SHARE, RankingModel
from sejahtera.ui.model.tree_model import DIRECTION, LOCK, WEIGHT, TreeModel
from sejahtera.ui.widgets.bars import BarDelegate
from sejahtera.ui.widgets.basics import button, scrolled, wrapped
from sejahtera.ui.widgets.choices import Choice
from sejahtera.ui.widgets.figure_view import FigureView
from sejahtera.ui.widgets.indicator_tree import IndicatorTree
from sejahtera.ui.widgets.numbers import any_number, percent_box
from sejahtera.ui.widgets.page_bar import PageBar
from sejahtera.ui.widgets.units import UnitBox

AIR, SAN = ("field", "air"), ("field", "san")


@pytest.fixture
def shown(qgis_app, qtbot):
    """Return a function that shows a widget, keeps it alive and draws it."""
    kept = []

    def show(widget, width=300, height=200):
        kept.append(widget)
        qtbot.addWidget(widget)
        widget.resize(width, height)
        widget.show()
        assert not widget.grab().isNull()
        return widget

    return show


@pytest.fixture
def tree(shown, draft):
    model = DefinitionModel()
    model.set_fields(dict.fromkeys(["air", "san", "inc"], True))
    model.reset(draft)
    return shown(IndicatorTree(TreeModel(model)))


def _session():
    units = pd.DataFrame(
        {"rank": [2, 1, 3], "index": [0.5, 0.9, 0.1], "class": [2, 3, 1], "coverage": [1.0, 1.0, 0.5]},
        index=[11, 12, 13],
    )
    names = {11: "Bumi", 12: "Jajar", 13: "Mojo"}
    groups = pd.Series(["a", "a", "b"], index=units.index)
    return SimpleNamespace(result=SimpleNamespace(units=units), column=lambda _: groups, unit_name=names.__getitem__)


def _colours(widget):
    image = widget.grab().toImage()
    return {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}


@pytest.mark.parametrize("signed", [False, True])
def test_a_bar_is_as_long_as_its_share(shown, signed):
    view = QTreeWidget()
    view.setColumnCount(1)
    for share in (-0.5, 0.0, 0.8, float("nan"), None):
        QTreeWidgetItem(view, [""]).setData(0, SHARE, share)
    bare = _colours(shown(view))
    view.setItemDelegateForColumn(0, BarDelegate(SHARE, signed, view))
    assert _colours(view) - bare


def test_the_row_of_pages_breaks_where_it_does_not_fit(shown, qtbot):
    bar = shown(PageBar(["Indicators", "Weights", "Result", "Profile", "Charts"]), 900, 40)
    assert bar.grid.itemAtPosition(0, 4) is not None
    bar.resize(90, 100)
    assert bar.grid.itemAtPosition(0, 4) is None
    assert bar.grid.itemAtPosition(1, 0) is not None
    with qtbot.waitSignal(bar.chosen) as told:
        bar.group.button(3).click()
    assert told.args == [3]


def test_a_choice_keeps_its_code_when_it_is_filled_anew(shown, qtbot):
    choice = shown(Choice("way"))
    choice.fill([("a", "first"), ("b", "second")])
    choice.choose("b")
    choice.fill([("c", "third"), ("b", "second")])
    assert choice.code() == "b"
    choice.fill([])
    assert choice.code() == ""


@pytest.mark.parametrize("text", ["12.5", "12,5"])
def test_a_number_is_read_with_point_or_comma(shown, qtbot, text):
    box = shown(percent_box())
    box.selectAll()
    qtbot.keyClicks(box, text)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 12.5


def test_a_free_box_writes_no_idle_decimals(shown):
    box = shown(any_number())
    box.setValue(2.5)
    assert box.text() == "2.5"


def test_buttons_do_what_they_say_and_long_pages_scroll(shown, qtbot):
    done = []
    pressed = button("&Do", lambda: done.append(1), "what it does")
    page = QWidget()
    pressed.setParent(page)
    area = shown(scrolled(page))
    qtbot.mouseClick(pressed, Qt.MouseButton.LeftButton)
    assert done == [1]
    assert area.widget() is page
    assert isinstance(shown(wrapped("words " * 50, faint=True)), QLabel)


def test_a_click_near_a_point_of_a_chart_tells_which(shown, qtbot):
    def draw(axes, theme):
        axes.plot([0, 1], [0, 1], color=theme.accent)

    view = shown(FigureView("chart"), 300, 300)
    view.show_chart(draw, [(0.0, 0.0), (1.0, 1.0)], "a line")
    assert len(_colours(view)) > 1
    ratio = view.devicePixelRatioF()
    x, y = view._axes.transData.transform((1.0, 1.0)) / ratio
    with qtbot.waitSignal(view.clicked) as told:
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(view.height() - y)))
    assert told.args == [1]
    assert view.accessibleDescription() == "a line"


def test_units_are_offered_by_name_and_found_by_their_id(shown):
    box = shown(UnitBox(_session(), "Kelurahan"))
    box.fill()
    assert [box.itemText(row) for row in range(box.count())] == ["Bumi", "Jajar", "Mojo"]
    box.choose(13)
    box.fill()
    assert box.unit() == 13


def test_a_ranking_is_drawn_sorted_and_searched(shown):
    model = RankingModel(_session())
    model.refresh()
    table = QTableView()
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setItemDelegateForColumn(INDEX, BarDelegate(SHARE, parent=table))
    shown(table, 600)
    model.sort(RANK, Qt.SortOrder.AscendingOrder)
    assert model.units == [12, 11, 13]
    model.sort(NAME, Qt.SortOrder.DescendingOrder)
    assert model.units == [13, 12, 11]
    model.search("b")
    assert model.units == [13, 11]
    assert model.index(0, INDEX).data(SHARE) == pytest.approx(0.1 / 0.9)
    shown(table)


def test_a_weight_is_dragged_and_keys_lock_turn_and_leave_out(tree, qtbot):
    rows = tree.rows
    cell = tree.visualRect(rows.index_of(AIR, WEIGHT))
    start, end = cell.center(), QPoint(cell.left() + round(0.75 * (cell.width() - 1)), cell.center().y())
    qtbot.mousePress(tree.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(tree.viewport(), end)
    qtbot.mouseRelease(tree.viewport(), Qt.MouseButton.LeftButton, pos=end)
    tree.setCurrentIndex(rows.index_of(SAN))
    draft = rows.model.draft
    for key, held in (
        (Qt.Key.Key_Space, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier),
        (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(tree, key, held)
        assert rows.model.draft != draft
        draft = rows.model.draft
    assert SAN in draft.locked
    assert rows.index_of(SAN).data(Qt.ItemDataRole.CheckStateRole) != Qt.CheckState.Checked


def test_lock_and_direction_are_clicked_in_their_cells(tree, qtbot):
    for column in (LOCK, DIRECTION):
        before = tree.rows.model.draft
        place = tree.visualRect(tree.rows.index_of(SAN, column)).center()
        qtbot.mouseClick(tree.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert tree.rows.model.draft != before
