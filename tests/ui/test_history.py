"""One history for all that is edited in the dock: each step goes back by itself."""

import pytest
from qgis.core import QgsProject
from sejahtera.analysis.indices.definition.draft import Draft
from sejahtera.ui.model.document import Document

from .conftest import city

A, WATER = ("field", "air"), ("dimension", "water")


@pytest.mark.defect("B4")
def test_a_deleted_scenario_comes_back(working, draft):
    working.scenarios.save("Setara", draft)
    working.scenarios.save("Air", draft.with_share(WATER, 0.9))
    working.scenarios.remove("Setara")
    assert [one.name for one in working.scenarios] == ["Air"]
    working.history.undo()
    assert [one.name for one in working.scenarios] == ["Setara", "Air"]
    assert working.model.draft == draft
    working.history.redo()
    assert [one.name for one in working.scenarios] == ["Air"]


@pytest.mark.defect("B4")
def test_a_group_field_goes_back_and_the_index_stays(working, settle):
    draft = working.model.draft
    working.set_key("group", "nama")
    working.history.undo()
    assert working.keys["group"] == "kecamatan"
    assert working.model.draft == draft
    assert settle(working) is not None
    working.history.redo()
    assert working.keys["group"] == "nama"


@pytest.mark.defect("B4")
def test_steps_of_all_kinds_go_back_one_by_one_in_their_order(working, draft):
    edited = draft.with_share(A, 0.9)
    working.model.edit(edited)
    working.scenarios.save("Setara", edited)
    working.set_key("group", "nama")
    working.scenarios.rename("Setara", "Sama")
    for names, group, share in (
        (["Setara"], "nama", edited),
        (["Setara"], "kecamatan", edited),
        ([], "kecamatan", edited),
        ([], "kecamatan", draft),
    ):
        working.history.undo()
        assert [one.name for one in working.scenarios] == names
        assert working.keys["group"] == group
        assert working.model.draft == share


@pytest.mark.defect("B4")
def test_a_file_is_one_step(working, draft):
    scenarios = tuple(working.scenarios)
    other = draft.with_share(A, 0.2)
    working.scenarios.save("Setara", other)
    document = Document(other, tuple(working.scenarios), {"group": "nama"})
    working.history.undo()
    working.open_document(document)
    assert working.model.draft == other
    working.history.undo()
    assert working.model.draft == draft
    assert tuple(working.scenarios) == scenarios
    assert working.keys["group"] == "kecamatan"


def test_undo_brings_no_field_of_another_layer(working, draft):
    working.set_key("group", "nama")
    other = city()
    QgsProject.instance().addMapLayer(other)
    working.set_layer(other)
    working.history.undo()
    assert working.keys["group"] == "kecamatan"
    assert working.model.draft == Draft()


def test_another_project_has_no_history(working):
    working.scenarios.save("Setara", working.model.draft)
    QgsProject.instance().clear()
    assert not working.history.can_undo
