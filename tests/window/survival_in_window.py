"""Run inside the window of QGIS by test_survival.py: end projects, layers and the plugin while the dock is at work."""

import os
import time
from pathlib import Path

from hands import answer_until, choose, click, click_cell, no_menu, press, question, type_text
from qgis.core import QgsApplication, QgsCoordinateTransformContext, QgsProject, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog
from qgis.utils import iface, plugins, reloadPlugin
from steps import FACTS, FOLDER, begin, place_window, tell, wait_for

TIMES = int(os.environ["SEJAHTERA_TIMES"])
STORIES = os.environ["SEJAHTERA_STORIES"].split()
FIRST = int(os.environ.get("SEJAHTERA_FIRST", "0"))
PROJECT = QgsProject.instance()
FACTS.update(done={}, seconds={}, wrong=[])
AIR = ("field", "wsh01")


def dock():
    """Return the dock, opened if it is not."""
    plugin = plugins["sejahtera"]
    if plugin.dock is None or not plugin.dock.isVisible():
        plugin.action.trigger()
    return plugin.dock


def check(name, good, what):
    """Note what is not as it should be."""
    if not good:
        FACTS["wrong"].append(f"{name}: {what}")


def at_rest(session):
    """Say whether the index is computed and the map drawn."""
    busy = (
        QgsApplication.taskManager().countActiveTasks()
        or session.engine.busy
        or session.preview._later.isActive()
        or iface.mapCanvas().isDrawing()
    )
    return session.result is not None and not busy and not iface.mapCanvas().isDrawing()


# What the dock is at ---------------------------------------------------------------------------


def nothing(_):
    """Leave it with a live index."""
    yield 0


def running(session):
    """Let a computation be under way that takes its time."""
    from sejahtera.ui.preview import engine

    original = engine._Computation.__call__

    def slow(computation, progress):
        for step in range(300):
            time.sleep(0.01)
            progress(step / 300)
        return original(computation, progress)

    engine._Computation.__call__ = slow
    draft = session.model.draft
    session.model.edit(draft.with_share(AIR, 0.3 if draft.share(AIR) > 0.4 else 0.5))
    yield from wait_for(lambda: session.engine._latest.busy, "a computation")
    engine._Computation.__call__ = original


def dialog_open(session):
    """Open the dialog of the index from the dock by the mouse."""
    here = dock()
    yield from wait_for(here.actions_.run.isEnabled, "the button Run")
    here.actions_.dialog = None  # one that was closed is deleted
    click(here.actions_.run_button)
    yield from wait_for(lambda: here.actions_.dialog is not None and here.actions_.dialog.isVisible(), "Run…")
    here.actions_.dialog.move(500, 500)
    yield 100
    iface.mainWindow().raise_()


def unsaved_edits(session):
    """Leave a value of the layer edited and not saved."""
    layer = session.layer
    layer.startEditing()
    layer.changeAttributeValue(next(layer.getFeatures()).id(), layer.fields().indexOf("wsh01"), 12.5)
    yield from wait_for(lambda: at_rest(session), "the index of the edited value")


STATES = (nothing, running, dialog_open, unsaved_edits)


def demo():
    """Have the demo city in the dock, opened by its button where nothing is there yet."""
    here = dock()
    session = here.session
    if session.layer is None:
        yield from wait_for(lambda: here.start.demo.isVisible() and no_menu(), "the start page")
        click(here.start.demo)
    yield from wait_for(lambda: at_rest(session), "the index of the demo")


def close_dialogs():
    """Close what a state left open."""
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QDialog) and one.isVisible() and one.parent() is not None:
            one.close()
    yield 0


def is_empty():
    """Say whether project and dock are."""
    return not PROJECT.mapLayers() and dock().session.layer is None


# The stories -----------------------------------------------------------------------------------


def new_project(number):
    """Project > New by the mouse."""
    yield from demo()
    yield from STATES[number % len(STATES)](dock().session)
    yield from choose(iface.projectMenu(), iface.actionNewProject())
    yield from answer_until(is_empty, "the new project")
    yield from close_dialogs()
    yield 100
    check("new", not dock().session.model.draft.definition.dimensions, "the dock keeps the old index")
    check("new", PROJECT.readEntry("sejahtera", "/dock")[0] == "", "the new project holds the old index")
    check("new", not PROJECT.isDirty(), "the new project is changed")


def saved_projects():
    """Write a project with a dock and one without, once."""
    path = FOLDER / "kelurahan.gpkg"
    if not path.exists():
        yield from demo()
        session = dock().session
        options = QgsVectorFileWriter.SaveVectorOptions()
        context = QgsCoordinateTransformContext()
        QgsVectorFileWriter.writeAsVectorFormatV3(session.layer, str(path), context, options)
        layer = QgsVectorLayer(str(path), "Kelurahan", "ogr")
        old = session.layer.id()
        PROJECT.addMapLayer(layer)
        session.set_layer(layer)
        PROJECT.removeMapLayer(old)
        yield from wait_for(lambda: at_rest(session), "the index of the saved layer")
        PROJECT.write(str(FOLDER / "full.qgs"))
        PROJECT.clear()
        PROJECT.write(str(FOLDER / "empty.qgs"))


def open_project(number):
    """Project > Open by the keyboard: a project with a dock, then one without."""
    yield from saved_projects()
    if dock().session.layer is not None:
        yield from STATES[number % len(STATES)](dock().session)
    for name in ("full", "empty") if number % 2 else ("full", "full", "empty"):
        iface.mainWindow().activateWindow()
        yield from wait_for(lambda: iface.mainWindow().isActiveWindow() and no_menu(), "the window")
        press("ctrl+o")
        boxes = lambda: [  # noqa: E731
            one for one in QApplication.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible()
        ]
        yield from answer_until(boxes, "the dialog Open")
        yield 100
        press("ctrl+a")
        type_text(str(FOLDER / f"{name}.qgs"))
        press("Return")
        yield from answer_until(lambda: not boxes(), "the choice of the file")  # noqa: B023
        yield from answer_until(
            lambda: Path(PROJECT.fileName()).stem == name,  # noqa: B023
            f"the project {name}",
        )
        yield from close_dialogs()
        session = dock().session
        if name == "full":
            yield from wait_for(lambda: at_rest(session), "the index of the project")  # noqa: B023
        yield 200
        check("open", (session.layer is None) == (name == "empty"), f"the dock of {name} is wrong")
        check("open", not PROJECT.isDirty(), f"opening {name} changed it")


def remove_layers(number):
    """Remove the live layer, the layer, or both in the layer tree, by the keys that QGIS has for it."""
    yield from demo()
    session = dock().session
    wanted = ({session.preview.id}, {session.layer.id()}, {session.preview.id, session.layer.id()})[number % 3]
    yield from STATES[number % 2](session)
    tree = iface.layerTreeView()
    root = PROJECT.layerTreeRoot()
    tree.selectionModel().clear()
    click_cell(tree, tree.node2index(root.findLayer(sorted(wanted)[0])))
    yield 50
    for one in wanted:
        index = tree.node2index(root.findLayer(one))
        tree.selectionModel().select(index, tree.selectionModel().SelectionFlag.Select)
    press("ctrl+d")
    yield from answer_until(lambda: not wanted & set(PROJECT.mapLayers()), "the layers' end")
    yield from wait_for(lambda: not session._after_removal.isActive(), "the dock")
    gone = "Demo" not in "".join(one.name() for one in PROJECT.mapLayers().values())
    check("layers", (session.layer is None) == gone, "the dock has another layer than the project")
    check("layers", session.live or session.preview.layer is None, "the live layer came back")
    session.set_live(True)
    if session.layer is None:
        PROJECT.clear()


def close_and_reload(number):
    """Close the dock by the cross in its corner; take the plugin away and bring it back."""
    yield from demo()
    yield from STATES[number % len(STATES)](dock().session)
    here = dock()
    click(here.findChild(QAbstractButton, "qt_dockwidget_closebutton"))
    yield from wait_for(lambda: not here.isVisible(), "the dock's end")
    yield from close_dialogs()
    reloadPlugin("sejahtera")
    yield 100
    check("plugin", not QgsApplication.taskManager().countActiveTasks(), "a task goes on without its plugin")
    layers = [one.name() for one in PROJECT.mapLayers().values()]
    check("plugin", len(layers) == 1, f"the project has {layers}")
    layer = next(iter(PROJECT.mapLayers().values()))
    check("plugin", dock().session.layer is layer, "the dock does not come back to its layer")
    if layer.isEditable():
        layer.rollBack()
    yield from wait_for(lambda: at_rest(dock().session), "the index after the plugin came back")


def keys(number):
    """Turn, lock and undo by keys in the tree, while the layer is being edited."""
    yield from demo()
    here = dock()
    session, tree = here.session, here.pages[0].tree
    if number == 0:
        FACTS["shortcuts"] = shortcuts()
    iface.setActiveLayer(session.layer)
    if not session.layer.isEditable():
        yield from unsaved_edits(session)
    here.show_page(0)
    yield 100
    click_cell(tree, here.pages[0].rows.index_of(AIR))
    yield from wait_for(tree.hasFocus, "the focus on the tree")
    before = session.model.draft
    for key in ("shift+space", "shift+Return", "plus"):
        press(key)
    turned = before.locked | {AIR}
    yield from wait_for(lambda: session.model.draft.locked == turned, "the lock")
    yield from wait_for(lambda: len(session.history._past) >= 3, "three steps")
    for _ in range(3):
        press("ctrl+z")
    yield from wait_for(lambda: session.model.draft == before, "three steps back")
    buffer = session.layer.editBuffer()
    check("keys", bool(buffer.changedAttributeValues()), "an edit of the layer was undone")
    press("alt+3")
    yield from wait_for(lambda: here.stack.currentWidget() is here.pages[2], "the third page")
    here.show_page(0)
    yield from wait_for(lambda: at_rest(session), "the index after the keys")


def shortcuts():
    """Return the keys that the main window's own actions and menus have, without ours."""
    window = iface.mainWindow()
    found = {}
    for action in window.findChildren(type(iface.actionExit())):
        if not action.objectName().startswith("sejahtera"):
            for keys_of_action in action.shortcuts():
                found[keys_of_action.toString()] = action.text()
    for action in window.menuBar().actions():
        _, _, rest = action.text().replace("&&", "").partition("&")
        if rest:
            found[f"Alt+{rest[0].upper()}"] = action.text()
    return found


def stay(_):
    """Only have the dock at work, for what comes after: the end."""
    yield from demo()
    yield from STATES[FIRST % len(STATES)](dock().session)


TOLD = {
    "new": new_project,
    "open": open_project,
    "layers": remove_layers,
    "plugin": close_and_reload,
    "keys": keys,
    "quit": stay,
}


def visit():
    """Tell each story so often, then quit by the mouse."""
    place_window(1500, 940)
    iface.messageBar().clearWidgets()
    yield 300
    for name in STORIES:
        begun = time.monotonic()
        for number in range(TIMES):
            yield from TOLD[name](number)
            FACTS["done"][name] = number + 1
        FACTS["seconds"][name] = round(time.monotonic() - begun, 1)
        if name != STORIES[-1]:
            yield from choose(iface.projectMenu(), iface.actionNewProject())
            yield from answer_until(is_empty, "an empty project")
    tell()
    yield from leave_by_mouse()


def leave_by_mouse():
    """Quit; QGIS stays where it was asked to cancel tasks or a question was missed, and is asked again then."""
    for _ in range(4):
        yield from choose(iface.projectMenu(), iface.actionExit())
        quiet = 0
        while quiet < 30:
            yield from answer_until(lambda: True, "the questions")
            yield 50
            quiet = 0 if question() or not no_menu() else quiet + 1
    raise RuntimeError("QGIS does not end")


begin(visit, end=lambda: None)
