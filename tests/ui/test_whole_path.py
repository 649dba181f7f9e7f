"""From the demo to the printed map, by clicks alone."""

import pytest
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDialogButtonBox, QInputDialog, QLineEdit

LEFT = Qt.MouseButton.LeftButton
WATER = ("dimension", "wsh")


def _answer(text, qtbot):
    """Type into the next input dialog and accept it."""

    def act():
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QInputDialog):
            QTimer.singleShot(50, act)
            return
        line = dialog.findChild(QLineEdit)
        line.selectAll()
        qtbot.keyClicks(line, text)
        buttons = dialog.findChild(QDialogButtonBox)
        qtbot.mouseClick(buttons.button(QDialogButtonBox.StandardButton.Ok), LEFT)

    QTimer.singleShot(50, act)


def _run(dialog, qtbot, **parameters):
    """Press Run in a Processing dialog and wait for its end."""
    if parameters:
        dialog.setParameters({**dialog.createProcessingParameters(), **parameters})
    with qtbot.waitSignal(dialog.algorithmFinished, timeout=60_000) as finished:
        qtbot.mouseClick(dialog.runButton(), LEFT)
    successful, results = finished.args
    assert successful, dialog.mainWidget()
    QgsApplication.processEvents()
    dialog.close()
    return results


def _go_on(dock, algorithm_id):
    menu = dock.actions_.next
    menu.aboutToShow.emit()
    (action,) = [one for one in menu.actions() if one.data() == algorithm_id]
    assert action.isEnabled()
    action.trigger()
    return dock.actions_.dialog


@pytest.fixture
def dialogs(qgis_iface, monkeypatch):
    """Give the dialogs of Processing what they ask of QGIS's window and the stub has not."""
    from qgis.core import QgsLayerTreeModel
    from qgis.gui import QgsBrowserGuiModel, QgsLayerTreeView

    browser, tree = QgsBrowserGuiModel(), QgsLayerTreeView()
    tree.setModel(QgsLayerTreeModel(QgsProject.instance().layerTreeRoot(), tree))
    monkeypatch.setattr(qgis_iface, "browserModel", lambda: browser, raising=False)
    monkeypatch.setattr(qgis_iface, "layerTreeView", lambda: tree, raising=False)


@pytest.mark.slow
def test_demo_weights_scenario_run_hotspots_and_map(dock, dialogs, qtbot, settle, tmp_path):
    qtbot.mouseClick(dock.start.demo, LEFT)
    session = dock.session
    equal = settle(session)

    indicators = dock.pages[0]
    indicators.tree.setCurrentIndex(indicators.rows.index_of(WATER))
    for _ in range(10):
        qtbot.keyClick(indicators.tree, Qt.Key.Key_Plus)
    assert session.model.draft.share(WATER) == pytest.approx(1 / 11 + 0.1, abs=1e-3)
    preview = settle(session).units
    assert not preview["index"].equals(equal.units["index"])

    qtbot.mouseClick(dock.bar.group.button(5), LEFT)
    _answer("Skenario sanitasi", qtbot)
    qtbot.mouseClick(dock.pages[5].save, LEFT)
    assert [one.name for one in session.scenarios] == ["Skenario sanitasi"]

    qtbot.mouseClick(dock.actions_.run_button, LEFT)
    _run(dock.actions_.dialog, qtbot)
    output = session.output_layer
    assert output is not None
    assert output.id() in QgsProject.instance().mapLayers()
    assert [f["index"] for f in output.getFeatures() if f["index"]] == preview["index"].dropna().tolist()

    results = _run(_go_on(dock, "sejahtera:hotspots"), qtbot)
    hot = QgsProject.instance().mapLayer(results["OUTPUT"])
    assert hot.fields().indexOf("gi_class") >= 0

    pdf = tmp_path / "peta.pdf"
    _run(_go_on(dock, "sejahtera:exportmap"), qtbot, OUTPUT=str(pdf))
    assert pdf.read_bytes().startswith(b"%PDF")


@pytest.mark.defect("B5")
def test_going_on_after_a_change_says_that_the_result_is_an_earlier_one(dock, dialogs, qtbot, settle):
    session, actions = dock.session, dock.actions_
    qtbot.mouseClick(dock.start.demo, LEFT)
    settle(session)
    qtbot.mouseClick(actions.run_button, LEFT)
    _run(actions.dialog, qtbot)
    assert not session.output_is_old
    assert actions.next_button.text() == "Go on"
    draft = session.model.draft

    session.model.edit(draft.with_share(WATER, 0.5))
    assert session.output_is_old
    assert "changed" in actions.next_button.text()
    dock.iface.messageBar().texts.clear()
    _go_on(dock, "sejahtera:hotspots").close()
    (said,) = dock.iface.messageBar().texts
    assert "changed since the run" in said
    again = next(one for one in actions.next.actions() if one.text() == "Run again…")
    again.trigger()
    _run(actions.dialog, qtbot)
    assert not session.output_is_old
    dock.iface.messageBar().texts.clear()
    _go_on(dock, "sejahtera:hotspots").close()
    assert dock.iface.messageBar().texts == []

    session.set_key("group", "nama")
    assert session.output_is_old
    session.history.undo()
    assert not session.output_is_old
    column = session.layer.fields().indexOf("wsh01")
    session.layer.startEditing()
    session.layer.changeAttributeValue(next(session.layer.getFeatures()).id(), column, 1.0)
    assert session.output_is_old
    session.layer.rollBack()


@pytest.mark.defect("B5")
def test_a_report_takes_the_index_of_the_dock_whatever_layer_is_active(dock, dialogs, qtbot, settle, monkeypatch):
    qtbot.mouseClick(dock.start.demo, LEFT)
    settle(dock.session)
    opened = {}
    monkeypatch.setattr(dock.actions_, "_open", lambda name, given: opened.update({name: given}))
    dock.actions_.go_on("sejahtera:policyreport")
    assert opened["sejahtera:policyreport"]["INDEX"] is dock.session.preview.layer
