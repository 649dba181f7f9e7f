"""A mouse and a keyboard inside the window of QGIS: events go through the X server, as those of a user do."""

import subprocess

from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QMenu, QMessageBox
from qgis.utils import iface
from steps import wait_for

#: What a user who wants nothing saved answers, in this order.
ANSWERS = (QMessageBox.StandardButton.Discard, QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.Ok)


def xdotool(*words):
    """Let the X server have moved a mouse or pressed a key."""
    subprocess.run(["xdotool", *map(str, words)], check=True)


def press(*keys):
    """Press keys, each with its modifiers, as in ctrl+z."""
    xdotool("key", *keys)


def type_text(text):
    """Type a text."""
    xdotool("type", "--delay", "1", text)


def click(widget, place=None, button=1):
    """Click on a place of a widget, by default its middle."""
    point = widget.mapToGlobal(place if place is not None else widget.rect().center())
    xdotool("mousemove", point.x(), point.y(), "click", button)


def click_cell(view, index):
    """Click on a cell of a table or a tree, at its left, where its text is."""
    view.scrollTo(index)
    box = view.visualRect(index)
    click(view.viewport(), QPoint(box.left() + min(60, box.width() // 2), box.center().y()))


def choose(menu, action):
    """Click on a menu of the menu bar, then on an action in it."""
    bar = iface.mainWindow().menuBar()
    iface.mainWindow().activateWindow()
    click(bar, bar.actionGeometry(menu.menuAction()).center())
    yield from wait_for(menu.isVisible, f"the menu {menu.title()}")
    click(menu, menu.actionGeometry(action).center())


def question():
    """Return the message box that waits for an answer, None where there is none."""
    boxes = [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox)]
    return next((one for one in boxes if one.isVisible() and one.isActiveWindow()), None)


def answer_until(condition, what):
    """Answer the questions of QGIS, wanting nothing saved, until something is there."""

    def answered():
        box = question()
        if box is not None:
            print(box.text(), [one.text() for one in box.buttons()], flush=True)  # told where it fails
            buttons = [box.button(kind) for kind in ANSWERS if box.button(kind) is not None]
            click(buttons[0] if buttons else box.findChildren(QAbstractButton)[0])
            return False
        return condition()

    yield from wait_for(answered, what)


def no_menu():
    """Say whether no menu is open."""
    return not any(isinstance(one, QMenu) and one.isVisible() for one in QApplication.topLevelWidgets())
