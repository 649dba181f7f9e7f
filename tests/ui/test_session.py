"""What happens to the layer and the project while the dock is open."""

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, edit
from sejahtera.analysis.definition.draft import Draft
from sejahtera.analysis.definition.flat import definition_from_rows
from sejahtera.ui.model.document import VERSION, document_to_json
from sejahtera.ui.model.project_store import ENTRY, SCOPE

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
    with edit(working.layer):
        working.layer.deleteFeature(unit)
    qtbot.wait(100)
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
    working.layer.setCrs(QgsCoordinateReferenceSystem("EPSG:32748"))
    qtbot.wait(100)
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
