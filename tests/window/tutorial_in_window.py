"""Run inside the window of QGIS by test_tutorial.py: the clicks of the tutorial, one after the other.

Labels and values are those of docs/en/tutorial.md (a test compares them); every dialog is opened from the toolbox,
filled by its labels and run by its button.
"""

import time
from pathlib import Path

from qgis.core import QgsProcessingParameterDefinition, QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QComboBox, QDialog, QDockWidget, QLineEdit, QPlainTextEdit, QTreeWidget
from qgis.utils import iface
from steps import FACTS, FOLDER, begin, later, picture, place_window, shown, toolbox, wait_for
from tutorial_steps import LAYERS, STEPS

FACTS["steps"] = []


def open_dialog(group, title):
    """Double-click an algorithm in the toolbox and return its dialog."""
    tree, ours = toolbox()
    index = ours[group][title]
    tree.scrollTo(index)
    tree.setCurrentIndex(index)
    later(0, lambda: tree.doubleClicked.emit(index))
    return (yield from shown(QDialog, lambda one: one.windowTitle().endswith(title), f"the dialog of {title}"))


def wrapper_of(dialog, label):
    """Return the widget beside a label."""
    for definition in dialog.algorithm().parameterDefinitions():
        if definition.description() == label:
            if definition.flags() & QgsProcessingParameterDefinition.Flag.FlagAdvanced:
                FACTS.setdefault("advanced", []).append(label)
            return dialog.mainWidget().wrappers[definition.name()].wrappedWidget()
    raise RuntimeError(f"{dialog.windowTitle()} has no {label}")


def fill(dialog, label, text):
    """Choose from a list or type, whatever the widget offers."""
    widget = wrapper_of(dialog, label)
    combos = [widget] if isinstance(widget, QComboBox) else widget.findChildren(QComboBox)
    for combo in combos:
        place = combo.findText(text, Qt.MatchFlag.MatchStartsWith)
        if place >= 0:
            combo.setCurrentIndex(place)
            combo.activated.emit(place)
            return
    editors = [widget] if isinstance(widget, (QLineEdit, QPlainTextEdit)) else []
    editors += [*widget.findChildren(QPlainTextEdit), *widget.findChildren(QLineEdit)]
    if isinstance(widget, QgsFileWidget):
        editors = [widget.lineEdit()]
    if not editors:
        raise RuntimeError(f"{label} has nothing to choose {text} from or to type it into")
    editor = editors[0]
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, text) if "\n" not in text else editor.setPlainText(text)
    QTest.keyClick(editor, Qt.Key.Key_Tab)


def value(text):
    """Return what is typed for a value of the tutorial: its files of the demo, its results."""
    return text.replace("{demo}", str(demo_folder())).replace("{results}", str(FOLDER))


def demo_folder():
    """Return the demo in the installed plugin, where the tutorial says it is."""
    import sejahtera

    return Path(sejahtera.__file__).parent / "resources" / "demo"


def do(step):
    """Fill and run one dialog of the tutorial."""
    start = time.monotonic()
    dialog = yield from open_dialog(step.group, step.title)
    for label, text in step.values:
        fill(dialog, label, value(text))
        yield 50
    yield 200
    picture(dialog, f"tutorial-{step.name}")
    before = set(QgsProject.instance().mapLayers())
    ended = []
    dialog.algorithmFinished.connect(lambda good, _: ended.append(good))
    dialog.runButton().click()
    yield from wait_for(lambda: ended, f"{step.title}; it says: {dialog.messageBar().currentItem()}")
    yield 800
    log = dialog.findChild(object, "txtLog").toPlainText()
    picture(dialog, f"tutorial-{step.name}-log")
    dialog.close()
    layers = QgsProject.instance().mapLayers()
    new = [layers[name].name() for name in layers if name not in before]
    FACTS["steps"].append(
        {
            "name": step.name,
            "good": ended[0],
            "seconds": round(time.monotonic() - start, 1),
            "new": new,
            "log": log[-1500:],
            "reports": reports_shown(),
        }
    )
    if not ended[0]:
        raise RuntimeError(log)


def reports_shown():
    """Return what the Results Viewer lists, opened by its entry of the menu."""
    dock = iface.mainWindow().findChild(QDockWidget, "ResultsDock") or next(
        widget for widget in iface.mainWindow().findChildren(QDockWidget) if type(widget).__name__ == "ResultsDock"
    )
    dock.setUserVisible(True)
    tree = dock.findChild(QTreeWidget)
    return [tree.topLevelItem(place).text(0) for place in range(tree.topLevelItemCount())]


def visit():
    """Follow the tutorial from the first file to the map."""
    place_window(1500, 950)
    for file, name in LAYERS:
        iface.addVectorLayer(str(demo_folder() / file), name, "ogr")
    yield 500
    for step in STEPS:
        yield from do(step)
        yield 500
        iface.mapCanvas().waitWhileRendering()
        picture(iface.mainWindow(), f"tutorial-{step.name}-window")


begin(visit)
