"""What happens to the layer and the project while the dock is open."""

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, edit
from sejahtera.analysis.indices.definition.draft import Draft
from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.ui.model.document import VERSION, document_to_json
from sejahtera.ui.model.project_store import ENTRY, SCOPE
from sejahtera.ui.session import Session

from ..builders import grid_layer
from .conftest import city

A, WATER = ("field", "air"), ("dimension", "water")


def test_the_keys_of_a_layer_are_guessed(working):
    assert working.keys == {"name": "nama", "group": "kecamatan"}
    assert working.unit_name(working.result.units.index[2]) == "Mojo"


def test_a_removed_layer_leaves_the_index_and_no_error(working, qtbot):
    draft = working.model.draft
    QgsProject.instance().removeMapLayer(working.layer.id())
    assert working.layer is None
    assert working.result is None
    qtbot.waitUntil(lambda: not working.model.ready)
    assert working.model.draft == draft


def test_a_renamed_layer_is_still_the_layer(working, settle):
    working.layer.setName("Kelurahan 2026")
    working.model.edit(working.model.draft.with_share(WATER, 0.2))
    assert settle(working) is not None


def test_an_edited_value_changes_the_index_at_once(working, settle):
    unit = working.result.units.index[0]
    before = working.result.units["index"][unit]
    working.layer.startEditing()
    column = working.layer.fields().indexOf("air")
    working.layer.changeAttributeValue(unit, column, 200.0)
    assert settle(working).units["index"][unit] != before
    working.layer.rollBack()
    assert settle(working).units["index"][unit] == pytest.approx(before)


def test_a_deleted_feature_leaves_index_and_map(working, settle, qtbot):
    unit = working.result.units.index[4]
    with qtbot.waitSignal(working.shape_changed), edit(working.layer):
        working.layer.deleteFeature(unit)
    result = settle(working)
    assert unit not in result.units.index
    assert working.preview.layer.featureCount() == 8


def test_a_deleted_field_is_a_reason_and_coming_back_heals(working, settle, qtbot):
    column = working.layer.fields().indexOf("san")
    working.layer.startEditing()
    working.layer.deleteAttribute(column)
    assert "san" in str(working.model.reasons(("field", "san"))[0])
    assert not working.engine.busy
    working.layer.rollBack()
    assert working.model.reasons(("field", "san")) == []
    assert settle(working) is not None


def test_a_deleted_name_field_is_forgotten(working, settle):
    working.layer.startEditing()
    working.layer.deleteAttribute(working.layer.fields().indexOf("nama"))
    assert "name" not in working.keys
    assert settle(working) is not None
    working.layer.rollBack()


def test_a_layer_in_another_crs_is_drawn_there(working, settle, qtbot):
    with qtbot.waitSignal(working.shape_changed):
        working.layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32748"))
    settle(working)
    assert working.preview.layer.crs().authid() == "EPSG:32748"


def test_a_gap_that_is_refused_is_said_beside_its_row_and_the_last_result_stays(working, settle):
    result = working.result
    working.layer.startEditing()
    working.layer.changeAttributeValue(result.units.index[0], working.layer.fields().indexOf("air"), None)
    settle(working)
    assert working.result is result
    assert "Bumi" in working.message
    assert working.model.reasons(A)
    working.layer.rollBack()
    settle(working)
    assert working.message == ""
    assert not working.model.reasons(A)


def test_a_layer_without_numbers_gives_reasons_not_errors(session, draft, qgis_new_project):
    words = grid_layer({"nama": ["x", "y", "z"], "air": ["1", "2", "3"]})
    QgsProject.instance().addMapLayer(words)
    session.set_layer(words)
    session.model.edit(draft)
    assert not session.model.ready
    assert "text" in str(session.model.reasons(A)[0])


def test_a_layer_without_features_is_said(session, draft, settle):
    empty = city()
    empty.dataProvider().truncate()
    QgsProject.instance().addMapLayer(empty)
    session.set_layer(empty)
    session.model.edit(draft)
    settle(session)
    assert "no features" in session.message


def test_two_hundred_indicators(session, settle):
    columns = {f"f{n:03}": [float((n * 7 + k * 13) % 31) for k in range(9)] for n in range(200)}
    many = grid_layer(columns)
    QgsProject.instance().addMapLayer(many)
    session.set_layer(many)
    rows = [(field, f"Dimension {n // 20}", "+", 1) for n, field in enumerate(columns)]
    session.model.edit(Draft(definition_from_rows(rows)))
    assert len(settle(session).contributions.columns) == 200


# What goes while the project removes layers ------------------------------------------------------


@pytest.fixture
def reactions(working, monkeypatch):
    """Return what of ours happened while the project removed layers."""
    project, inside, found = QgsProject.instance(), [], []

    def note(what):
        return lambda *_: found.append(what) if inside else None

    for name in ("layer_changed", "result_changed", "shape_changed", "selection_changed", "status_changed"):
        getattr(working, name).connect(note(name))
    working.model.annotated.connect(note("annotated"))
    project.layerTreeRoot().addedChildren.connect(note("a layer was added"))
    monkeypatch.setattr(working.preview, "remove", note("the live layer was removed"))
    project.layersWillBeRemoved["QStringList"].connect(lambda _: inside.append(True))
    project.layersRemoved.connect(lambda _: inside.clear())
    yield found
    monkeypatch.undo()


@pytest.mark.defect("B1")
@pytest.mark.parametrize("which", ["layer", "live", "both"])
def test_nothing_of_ours_reacts_while_the_project_removes_layers(working, reactions, which, qtbot):
    ids = {"layer": [working.layer.id()], "live": [working.preview.layer.id()]}
    ids["both"] = ids["live"] + ids["layer"]
    QgsProject.instance().removeMapLayers(ids[which])
    assert reactions == []
    qtbot.waitUntil(lambda: not working._after_removal.isActive())
    assert working.live == (which != "live")
    assert (working.layer is None) == (which != "live")


@pytest.mark.defect("B1")
def test_boxes_that_empty_by_themselves_choose_nothing(at_work, qtbot):
    """QGIS empties the box of layers and those of fields while it removes the layers."""
    session = at_work.session
    chosen = []
    original = session.set_layer, session.set_key
    session.set_layer = lambda *given: chosen.append(given) or original[0](*given)
    session.set_key = lambda *given: chosen.append(given) or original[1](*given)
    QgsProject.instance().clear()
    qtbot.waitUntil(lambda: at_work.layers.currentLayer() is None)
    assert chosen == []


@pytest.mark.defect("B1")
def test_a_computation_of_a_project_that_is_gone_is_cancelled_and_never_shown(working, qtbot, monkeypatch):
    from threading import Event

    from sejahtera.analysis.core.messages import Cancelled
    from sejahtera.analysis.indices.composite import pipeline as module

    begun, gone, ended = Event(), Event(), []

    def slow(frame, definition, *, progress, **beside):
        begun.set()
        gone.wait(10)
        try:
            progress(0.5)
        except Cancelled:
            ended.append(definition)
            raise

    monkeypatch.setattr(module, "composite_index", slow)
    working.model.edit(working.model.draft.with_share(WATER, 0.1))
    qtbot.waitUntil(begun.is_set)
    with qtbot.assertNotEmitted(working.engine.computed):
        QgsProject.instance().clear()
        gone.set()
        qtbot.waitUntil(lambda: bool(ended))
    assert working.result is None
    assert working.preview.layer is None


@pytest.mark.defect("B2")
def test_a_new_project_starts_empty_and_is_not_written_into(at_work, draft, qtbot):
    project, session = QgsProject.instance(), at_work.session
    session.scenarios.save("Setara", draft)
    written = []
    original = session.store.write
    session.store.write = lambda document: written.append(document) or original(document)
    project.clear()
    qtbot.waitUntil(lambda: at_work.stack.currentWidget() is at_work.start)
    assert written == []
    assert project.readEntry(SCOPE, ENTRY)[0] == ""
    assert not project.isDirty()
    assert session.model.draft == Draft()
    assert not len(session.scenarios)
    assert session.output_layer is None
    assert session.keys == {}


# Projects --------------------------------------------------------------------------------------


def test_the_project_brings_back_layer_index_and_scenarios(session, draft, settle, tmp_path):
    project = QgsProject.instance()
    path = str(tmp_path / "kelurahan.gpkg")
    _write(city(), path)
    from qgis.core import QgsVectorLayer

    project.addMapLayer(QgsVectorLayer(path, "kelurahan", "ogr"))
    session.set_layer(next(iter(project.mapLayers().values())))
    session.model.edit(draft.with_share(A, 0.9))
    session.scenarios.save("Setara", draft)
    settle(session)
    first = session.model.draft
    project.write(str(tmp_path / "one.qgz"))
    project.clear()
    assert session.layer is None
    assert session.model.draft == Draft()
    assert len(session.scenarios) == 0
    project.write(str(tmp_path / "two.qgz"))
    project.read(str(tmp_path / "one.qgz"))
    assert session.model.draft == first
    assert [one.name for one in session.scenarios] == ["Setara"]
    assert session.layer.name() == "kelurahan"
    assert settle(session) is not None
    project.read(str(tmp_path / "two.qgz"))
    assert session.model.draft == Draft()
    assert session.layer is None


def test_opening_a_project_does_not_make_it_dirty(session, draft, settle, tmp_path):
    project = QgsProject.instance()
    session.model.edit(draft)
    project.write(str(tmp_path / "one.qgz"))
    project.clear()
    project.read(str(tmp_path / "one.qgz"))
    assert session.model.draft == draft
    assert not project.isDirty()


@pytest.mark.defect("B17")
def test_the_live_layer_makes_no_project_dirty_and_is_not_saved(working, settle, tmp_path):
    project = QgsProject.instance()
    live = working.preview.layer.id()
    path = tmp_path / "one.qgs"
    project.write(str(path))
    assert not project.isDirty()
    assert "Live index" not in path.read_text(encoding="utf-8")
    assert project.layerTreeRoot().findLayer(live) is not None
    working.set_live(False)
    working.set_live(True)
    working._shape_edited()
    settle(working)
    assert not project.isDirty()


@pytest.mark.defect("B17")
def test_the_canvas_that_follows_the_live_layer_makes_no_project_dirty_either(at_work, settle, qtbot):
    """As QGIS's window does: the canvas hears of layers by a later event, and then marks the project."""
    project, session, canvas = QgsProject.instance(), at_work.session, at_work.iface.mapCanvas()
    canvas.layersChanged.connect(lambda: project.setDirty())

    def wait_for_layers(*names):
        qtbot.waitUntil(lambda: [layer.name() for layer in canvas.layers()] == list(names))

    wait_for_layers("Live index", "grid")
    project.setDirty(False)
    session.set_live(False)
    wait_for_layers("grid")
    session.set_live(True)
    wait_for_layers("Live index", "grid")
    assert not project.isDirty()
    project.layerTreeRoot().findLayer(session.layer.id()).setItemVisibilityChecked(False)
    wait_for_layers("Live index")
    assert project.isDirty()


@pytest.mark.defect("B17")
def test_a_saved_project_opens_clean_and_with_a_filled_live_layer(qgis_new_project, draft, settle, tmp_path):
    from qgis.core import QgsVectorLayer

    project, path = QgsProject.instance(), str(tmp_path / "kelurahan.gpkg")
    session = Session(project)
    _write(city(), path)
    project.addMapLayer(QgsVectorLayer(path, "kelurahan", "ogr"))
    session.set_layer(next(iter(project.mapLayers().values())))
    session.model.edit(draft)
    settle(session)
    project.write(str(tmp_path / "one.qgs"))
    session.close()
    project.read(str(tmp_path / "one.qgs"))
    assert [layer.name() for layer in project.mapLayers().values()] == ["kelurahan"]
    assert [node.name() for node in project.layerTreeRoot().children()] == ["kelurahan"]
    assert not project.isDirty()
    again = Session(project)
    settle(again)
    assert not project.isDirty()
    shown = [feature["index"] for feature in again.preview.layer.getFeatures()]
    assert len(shown) == 9
    assert None not in shown
    again.close()


def test_an_edit_makes_the_project_dirty_so_that_qgis_asks(working):
    QgsProject.instance().setDirty(False)
    working.model.edit(working.model.draft.with_share(A, 0.7))
    assert QgsProject.instance().isDirty()


def test_a_cleared_project_keeps_nothing_of_the_old_one(working):
    QgsProject.instance().clear()
    from qgis.core import QgsApplication

    QgsApplication.processEvents()
    assert QgsProject.instance().readEntry(SCOPE, ENTRY)[0] == ""


def test_a_project_of_a_newer_version_is_shown_and_left_alone(session, draft, tmp_path):
    import json

    from sejahtera.ui.model.document import Document

    project = QgsProject.instance()
    text = json.dumps({**json.loads(document_to_json(Document(draft))), "version": VERSION + 1})
    project.writeEntry(SCOPE, ENTRY, text)
    session.restore()
    assert session.model.read_only
    assert session.model.draft == draft
    assert "newer version" in session.message
    session.model.edit(draft.with_share(A, 0.9))
    session.scenarios.save("x", draft)
    assert project.readEntry(SCOPE, ENTRY)[0] == text


def test_a_broken_entry_is_said_and_replaced_by_the_next_edit(session, draft):
    project = QgsProject.instance()
    project.writeEntry(SCOPE, ENTRY, "nonsense")
    session.restore()
    assert session.message
    session.model.edit(draft)
    session.restore()
    assert session.model.draft == draft


def _write(layer, path):
    from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter

    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, path, QgsCoordinateTransformContext(), options)
