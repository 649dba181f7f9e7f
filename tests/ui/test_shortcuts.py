"""Keys of the dock are its own while it has the focus, and take none of the window's."""

import ast

import pytest
from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QAbstractButton, QAction, QLabel, QShortcut

from ..shipped import ROOT
from .conftest import city

#: What the dock reacts to beside undo, redo and copy, which mean the same everywhere; the window test compares them
#: with all shortcuts of a real QGIS.
OURS = {
    *("Space", "+", "=", "-", "F2", "Del", "Shift+Space", "Shift+Return", "Shift+Enter"),
    *(f"Alt+{number}" for number in range(1, 7)),
}
CTRL, SHIFT, NONE = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Control", "Shift", "No"))
A = ("field", "air")


@pytest.fixture
def rival(at_work):
    """Return a function that gives the window a shortcut, and the list of those that fired."""
    fired = []

    def make(keys):
        action = QAction(keys, at_work.parent())
        action.setShortcut(keys)
        action.triggered.connect(lambda *_: fired.append(keys))
        at_work.parent().addAction(action)

    return make, fired


@pytest.mark.defect("B3")
@pytest.mark.parametrize(
    ("text", "key", "held"),
    [
        ("Shift+Space", Qt.Key.Key_Space, SHIFT),
        ("Shift+Return", Qt.Key.Key_Return, SHIFT),
        ("Space", Qt.Key.Key_Space, NONE),
        ("Del", Qt.Key.Key_Delete, NONE),
        ("+", Qt.Key.Key_Plus, NONE),
    ],
)
def test_a_key_of_the_tree_never_does_what_the_window_has_for_it(at_work, rival, qtbot, text, key, held):
    make, fired = rival
    make(text)
    tree = at_work.pages[0].tree
    tree.setFocus()
    tree.setCurrentIndex(at_work.pages[0].rows.index_of(A))
    before = at_work.session.model.draft
    qtbot.keyClick(tree, key, held)
    assert fired == []
    assert at_work.session.model.draft != before


@pytest.mark.defect("B3")
@pytest.mark.parametrize("key", [Qt.Key.Key_D, Qt.Key.Key_L])
def test_keys_of_qgis_do_nothing_to_the_index(at_work, qtbot, key):
    tree = at_work.pages[0].tree
    tree.setCurrentIndex(at_work.pages[0].rows.index_of(A))
    before = at_work.session.model.draft
    qtbot.keyClick(tree, key, CTRL)
    assert at_work.session.model.draft == before


@pytest.mark.defect("B3")
def test_undo_in_the_dock_is_the_docks_own_while_the_layer_is_edited(at_work, rival, qtbot):
    make, fired = rival
    make("Ctrl+Z")
    session, layer = at_work.session, at_work.session.layer
    layer.startEditing()
    layer.changeAttributeValue(next(layer.getFeatures()).id(), layer.fields().indexOf("air"), 33.0)
    before = session.model.draft
    session.model.edit(before.with_share(A, 0.9))
    tree = at_work.pages[0].tree
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Z, CTRL)
    assert session.model.draft == before
    assert fired == []
    assert layer.editBuffer().changedAttributeValues()
    layer.rollBack()


@pytest.mark.defect("B3")
def test_pages_turn_by_alt_and_a_digit(at_work, qtbot):
    qtbot.keyClick(at_work.pages[0].tree, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert at_work.stack.currentWidget() is at_work.pages[2]


@pytest.mark.defect("B3")
def test_the_dock_gives_the_window_no_shortcut(dock):
    QgsProject.instance().addMapLayer(city())
    assert not dock.findChildren(QShortcut)
    assert not [action.text() for action in dock.findChildren(QAction) if not action.shortcut().isEmpty()]
    assert not [one.text() for one in dock.findChildren(QAbstractButton) if not one.shortcut().isEmpty()]
    assert not [one.text() for one in dock.findChildren(QLabel) if one.buddy() and "&" in one.text()]


@pytest.mark.defect("B3")
def test_no_word_of_the_dock_marks_a_key(dock):
    """A dock is part of the main window, so that Alt+L of "&Layer" would take QGIS's menu of that name."""
    marked = []
    for path in [ROOT / "ui" / "dock.py", *(ROOT / "ui" / "pages").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "tr" and node.args:
                text = ast.literal_eval(node.args[0]) if isinstance(node.args[0], ast.Constant) else ""
                marked += [text] if "&" in text.replace(" & ", "") else []
    assert marked == []
