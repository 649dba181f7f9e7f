"""The live index: equal to the algorithm to the bit, drawn in place, the last request wins."""

import numpy as np
import pandas as pd
import pytest
from qgis.core import NULL, QgsFeatureRequest, QgsProject
from sejahtera.analysis.core.card import Card
from sejahtera.analysis.indices.definition.schema import definition_from_dict
from sejahtera.cartography.base.cards import set_card, unit_names_of
from sejahtera.language import UnitNames
from sejahtera.processing.base.commands import INDEX, index_parameters
from sejahtera.ui.preview import audit
from sejahtera.ui.preview.cache import MARK, sweep

from ..builders import Log, field_values, run_algorithm
from .conftest import city

A, WATER = ("field", "air"), ("dimension", "water")


def _computed_by_the_algorithm(session, context, feedback):
    parameters = index_parameters(session.layer, session.model.definition, session.keys)
    results = run_algorithm(INDEX, {**parameters, "OUTPUT": "memory:"}, context, feedback)
    layer = context.takeResultLayer(results["OUTPUT"])
    names = ["index", "rank", "class", "coverage", "dim_water", "dim_income"]
    return {name: [feature[name] for feature in layer.getFeatures()] for name in names}


@pytest.fixture
def context(qgis_new_project):
    from qgis.core import QgsProcessingContext

    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    return context


_VARIANTS = {
    "as it is": lambda d: d,
    "a third": lambda d: d.with_share(A, 1 / 3).with_share(WATER, 0.123456789),
    "one left out": lambda d: d.with_included("san", False),
}


@pytest.mark.parametrize("variant", _VARIANTS)
@pytest.mark.parametrize("weighting", ["given", "pca", "entropy"])
def test_the_preview_equals_the_algorithm_to_the_bit(working, settle, provider, context, variant, weighting):
    from dataclasses import replace

    from sejahtera.analysis.indices.definition.model import Weighting

    draft = _VARIANTS[variant](working.model.draft)
    definition = replace(draft.definition, weighting=Weighting(weighting))
    working.model.edit(replace(draft, definition=definition))
    result = settle(working)
    there = _computed_by_the_algorithm(working, context, Log())
    for name, values in there.items():
        np.testing.assert_array_equal(result.units[name].to_numpy(dtype=float), np.array(values, float), name)


def test_gaps_are_filled_from_groups_and_neighbours_as_the_algorithm_does(session, draft, settle, provider, context):
    from dataclasses import replace

    from sejahtera.analysis.indices.definition.model import Missing

    city_layer = city(air=[None, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 95.0])
    QgsProject.instance().addMapLayer(city_layer)
    session.set_layer(city_layer)
    for method in ("group", "neighbours"):
        definition = replace(draft.definition, missing=Missing(method))
        session.model.edit(replace(draft, definition=definition))
        result = settle(session)
        assert result.definition.missing.method == method
        there = _computed_by_the_algorithm(session, context, Log())
        assert result.units["index"].tolist() == there["index"]


def test_the_layer_on_the_map_shows_the_result(working):
    layer = working.preview.layer
    shown = {feature["name"]: feature["index"] for feature in layer.getFeatures()}
    names = working.column("name")
    assert shown == {names[unit]: value for unit, value in working.result.units["index"].items()}
    assert QgsProject.instance().layerTreeRoot().children()[0].layer() is layer


def test_a_moved_weight_keeps_renderer_and_colours(working, settle):
    layer = working.preview.layer
    renderer = layer.renderer()
    colours = [symbol.color().name() for symbol in renderer.symbols(_context())]
    before = {feature.id(): feature["index"] for feature in layer.getFeatures()}
    working.model.edit(working.model.draft.with_share(WATER, 0.1))
    settle(working)
    assert layer.renderer() is renderer
    assert [symbol.color().name() for symbol in renderer.symbols(_context())] == colours
    assert {feature.id(): feature["index"] for feature in layer.getFeatures()} != before


def test_a_large_layer_gets_its_classes_at_once_and_all_else_without_holding_the_window(
    working, settle, qtbot, monkeypatch
):
    monkeypatch.setattr("sejahtera.ui.preview.layer.STRETCH", 2)
    preview = working.preview
    values = {column: [] for column in ("index", "rank", "class", "coverage")}

    def written():
        return {
            column: [None if value == NULL else value for value in field_values(preview.layer, column)]
            for column in values
        }

    def wanted(result):
        units = result.units.astype(float)
        return {column: [None if v != v else v for v in units[column].tolist()] for column in values}

    working.model.edit(working.model.draft.with_share(WATER, 0.9))
    working.model.edit(working.model.draft.with_share(A, 0.9))
    result = settle(working)
    preview.show(result)
    assert written()["class"] == wanted(result)["class"]
    qtbot.waitUntil(lambda: written() == wanted(result))
    labels = [item.label() for item in preview.layer.renderer().legendSymbolItems()]
    qtbot.waitUntil(lambda: not preview._later.isActive())
    assert labels == [item.label() for item in preview.layer.renderer().legendSymbolItems()]
    preview.show(result)
    assert preview._later.isActive()
    working.set_live(False)  # the layer goes while values are still to be written
    assert not preview._later.isActive()


def test_held_bounds_stay_while_weights_move(working, settle):
    from dataclasses import replace

    from sejahtera.analysis.indices.definition.model import Classes

    breaks = tuple(working.result.breaks[1:-1].tolist())
    draft = working.model.draft
    working.model.edit(replace(draft, definition=replace(draft.definition, classes=Classes("fixed", 5, breaks))))
    settle(working)
    working.model.edit(working.model.draft.with_share(WATER, 0.2))
    assert tuple(settle(working).breaks[1:-1].tolist()) == breaks


def test_of_many_requests_the_last_is_shown(working, settle, qtbot):
    results = []
    working.engine.computed.connect(results.append)
    for percent in range(0, 100, 5):
        working.model.edit(working.model.draft.with_share(WATER, percent / 100))
        if percent % 20 == 0:  # some are under way when the next comes, some have not begun
            qtbot.waitUntil(lambda: not working.engine._timer.isActive())
    result = settle(working)
    assert result.definition == working.model.definition
    assert results[-1] is result
    assert len(results) < 20


@pytest.mark.defect("B19")
def test_a_slow_computation_is_stopped_by_the_next(working, settle, monkeypatch, qtbot):
    """A task that was overtaken ends at its next report of progress and is never shown."""
    from threading import Event

    from sejahtera.analysis.core.messages import Cancelled
    from sejahtera.analysis.indices.composite import pipeline as module

    begun, overtaken, ended = Event(), Event(), []
    original = module.composite_index

    def slow(frame, definition, *, progress, **beside):
        begun.set()
        overtaken.wait(10)
        try:
            progress(0.5)
        except Cancelled:
            ended.append(definition)
            raise

    monkeypatch.setattr(module, "composite_index", slow)
    first = working.model.draft.with_share(WATER, 0.1)
    working.model.edit(first)
    qtbot.waitUntil(begun.is_set)
    monkeypatch.setattr(module, "composite_index", original)
    with qtbot.waitSignal(working.engine.computed) as computed:
        working.model.edit(working.model.draft.with_share(WATER, 0.9))
    overtaken.set()
    assert computed.args[0].definition == working.model.definition
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [first.effective]
    assert working.result.definition == working.model.definition


@pytest.mark.defect("B1")
def test_a_computation_that_qgis_cancels_is_forgotten(working, monkeypatch, qtbot):
    """As QGIS does when it quits; it deletes the task, too."""
    from threading import Event

    from qgis.core import QgsApplication
    from sejahtera.analysis.indices.composite import pipeline as module

    begun, gone = Event(), Event()

    def slow(frame, definition, *, progress, **beside):
        begun.set()
        gone.wait(10)
        progress(0.5)

    monkeypatch.setattr(module, "composite_index", slow)
    working.model.edit(working.model.draft.with_share(WATER, 0.1))
    qtbot.waitUntil(begun.is_set)
    QgsApplication.taskManager().cancelAll()
    gone.set()
    qtbot.waitUntil(lambda: not working.engine.busy)
    QgsProject.instance().clear()


def test_the_live_layer_can_be_taken_away_and_brought_back(working):
    working.set_live(False)
    assert working.preview.layer is None
    working.set_live(True)
    assert working.preview.layer.featureCount() == 9
    assert next(working.preview.layer.getFeatures())["index"] is not None


def test_a_live_layer_that_the_user_removes_stays_away(working, settle, qtbot):
    QgsProject.instance().removeMapLayer(working.preview.layer.id())
    qtbot.waitUntil(lambda: not working.live)
    working.model.edit(working.model.draft.with_share(WATER, 0.2))
    assert settle(working) is not None
    assert working.preview.layer is None


def test_selection_goes_from_map_to_session_and_back(working):
    layer = working.preview.layer
    feature = next(layer.getFeatures(QgsFeatureRequest().setFilterExpression("\"name\" = 'Mojo'")))
    layer.selectByIds([feature.id()])
    assert [working.unit_name(unit) for unit in working.selection] == ["Mojo"]
    assert working.layer.selectedFeatureIds() == working.selection
    working.layer.removeSelection()
    assert working.selection == []
    assert layer.selectedFeatureCount() == 0


def test_a_preview_saved_with_a_project_is_swept_away_when_it_is_opened(working):
    project = QgsProject.instance()
    marked = [layer for layer in project.mapLayers().values() if layer.customProperty(MARK)]
    assert marked == [working.preview.layer]
    sweep(project)
    assert not [layer for layer in project.mapLayers().values() if layer.customProperty(MARK)]


def _context():
    from qgis.core import QgsRenderContext

    return QgsRenderContext()


@pytest.mark.defect("A22")
def test_the_rows_of_the_dock_say_what_looks_like_a_count():
    indicators = [{"field": field, "direction": "+"} for field in ("wiraswasta", "water")]
    definition = definition_from_dict({"dimensions": [{"code": "all", "indicators": indicators}]})
    frame = pd.DataFrame({"wiraswasta": [214.0, 6661, 803, 1200, 455, 90], "water": [80.5, 90, 70, 60, 99, 85]})
    notes = audit._notes(frame, definition, "en", lambda _: None)
    (note,) = (one for one in notes[("field", "wiraswasta")] if "looks like a count" in str(one))
    assert note.facts["serious"]
    assert not any("count" in str(one) for one in notes.get(("field", "water"), []))


@pytest.mark.defect("A18")
def test_the_live_index_calls_units_as_its_source_does(session, draft, settle, qgis_new_project):
    source = city()
    set_card(source, Card(units=UnitNames("kabupaten", "provinsi")))
    QgsProject.instance().addMapLayer(source)
    session.set_layer(source)
    session.model.edit(draft)
    settle(session)
    assert unit_names_of(session.preview.layer) == UnitNames("kabupaten", "provinsi")
