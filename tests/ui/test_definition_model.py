"""The model of the dock: every edit can be undone, every state is valid or says why not."""

import pytest
from sejahtera.ui.model.definition_model import DefinitionModel
from sejahtera.ui.model.tree_model import DIRECTION, LOCK, NAME, WEIGHT, TreeModel

A, B, ONE = ("field", "air"), ("field", "san"), ("dimension", "water")


@pytest.fixture
def model(qgis_app, draft):
    model = DefinitionModel()
    model.set_fields(dict.fromkeys(["air", "san", "inc"], True))
    model.reset(draft)
    return model


def test_an_edit_is_undone_and_done_again(model, draft):
    edited = draft.with_share(A, 0.8)
    model.edit(edited)
    model.history.undo()
    assert model.draft == draft
    model.history.redo()
    assert model.draft == edited
    assert not model.history.can_redo


def test_a_drag_is_one_step(model, draft):
    for share in (0.6, 0.7, 0.8):
        model.edit(model.draft.with_share(A, share), merge=("share", A))
    model.history.undo()
    assert model.draft == draft


def test_two_drags_are_two_steps(model, draft):
    for share in (0.6, 0.8):
        model.edit(model.draft.with_share(A, share), merge=("share", A))
        model.end_merge()
    model.history.undo()
    assert model.draft.share(A) == pytest.approx(0.6)


def test_an_edit_after_undo_forgets_what_was_undone(model, draft):
    model.edit(draft.with_share(A, 0.8))
    model.history.undo()
    model.edit(draft.with_lock(A, True))
    assert not model.history.can_redo


def test_an_edit_that_changes_nothing_is_no_step(model, draft, qtbot):
    with qtbot.assertNotEmitted(model.changed):
        model.edit(draft)
    assert not model.history.can_undo


def test_a_project_of_a_newer_version_cannot_be_edited(model, draft):
    model.read_only = True
    model.edit(draft.with_share(A, 0.9))
    assert model.draft == draft


def test_a_field_that_goes_is_a_reason_beside_its_row(model):
    model.set_fields({"air": True, "inc": False})
    assert not model.ready
    assert "san" in str(model.reasons(B)[0])
    assert "inc" in str(model.reasons(("field", "inc"))[0])
    assert model.reasons(A) == []


def test_leaving_the_broken_indicator_out_mends_the_index(model):
    model.set_fields({"air": True, "inc": True})
    model.edit(model.draft.with_included("san", False))
    assert model.ready


def test_without_a_layer_nothing_is_ready(model):
    model.set_fields(None)
    assert not model.ready


# The tree --------------------------------------------------------------------------------------


@pytest.fixture
def tree(model):
    return TreeModel(model)


def test_the_tree_is_a_consistent_qt_model(tree, qtmodeltester):
    qtmodeltester.check(tree)


def test_the_tree_shows_dimensions_with_their_indicators(tree):
    assert tree.rowCount() == 2
    water = tree.index(0, NAME)
    assert water.data() == "Water"
    assert [tree.index(row, NAME, water).data() for row in range(tree.rowCount(water))] == ["air", "san"]


def test_a_weight_set_in_the_tree_moves_its_siblings(tree, model):
    tree.setData(tree.index_of(A, WEIGHT), 75)
    assert model.draft.share(A) == pytest.approx(0.75)
    assert tree.index_of(B, WEIGHT).data().startswith("25")


def test_a_locked_weight_stays(tree, model):
    tree.toggle_lock(ONE)
    before = model.draft.share(ONE)
    tree.set_share(("dimension", "income"), 0.9)
    assert model.draft.share(ONE) == pytest.approx(before)
    assert tree.index_of(ONE, LOCK).data(1) is not None


def test_unticking_a_dimension_leaves_all_below_out(tree, model):
    tree.include(ONE, False)
    assert model.draft.excluded == {"air", "san"}
    assert tree.index_of(A, WEIGHT).data() == "–"


def test_a_direction_is_turned(tree, model):
    assert tree.index_of(B, DIRECTION).data() == "▼"
    tree.turn(B)
    assert tree.index_of(B, DIRECTION).data() == "▲"


def test_the_reason_of_a_row_is_in_its_tooltip(tree, model):
    model.set_fields({"air": True, "inc": True})
    assert "san" in tree.index_of(B).data(3).splitlines()[-1]


def test_a_changed_weight_does_not_collapse_the_tree(tree, qtbot):
    with qtbot.assertNotEmitted(tree.modelReset):
        tree.set_share(A, 0.3)
    with qtbot.waitSignal(tree.modelReset):
        tree.model.edit(tree.model.draft.with_included("x", True).__class__())


def test_what_an_audit_finds_later_does_not_take_back_a_failure(model):
    model.set_failures({A: ["no value in Bumi"]})
    model.set_notes({A: ["a few extreme values"]})
    assert model.reasons(A) == ["no value in Bumi"]
    model.set_failures({})
    assert not model.reasons(A)
