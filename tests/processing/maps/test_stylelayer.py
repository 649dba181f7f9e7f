"""A loaded layer is styled in place; a file gets its style beside it."""

from dataclasses import replace

import pytest
from qgis import processing
from qgis.core import QgsField, QgsProcessingException, QgsProject
from qgis.PyQt.QtCore import QVariant
from sejahtera.analysis.core.card import FieldCard
from sejahtera.cartography.base.cards import PROPERTY, card_of, set_card

from ...builders import grid_layer
from ...styled import telling


@pytest.fixture
def result_layer(qgis_new_project):
    layer = grid_layer({"nama": ["a", "b", "c"], "index": [10.0, 20.0, None], "class": [1, 2, None]})
    QgsProject.instance().addMapLayer(layer)
    return telling(layer, kind="index", shown="class")


@pytest.fixture
def untold(qgis_new_project):
    """Return a layer without a card: an older result, or one of others."""
    layer = grid_layer({"nama": ["a", "b"], "class": [1, 2], "penduduk": [10, 20]})
    QgsProject.instance().addMapLayer(layer)
    return layer


def run(layer, **parameters):
    return processing.run("sejahtera:stylelayer", {"INPUT": layer, **parameters})


def labels(layer):
    return [item.label() for item in layer.renderer().legendSymbolItems()]


def test_a_loaded_layer_is_styled_in_place_and_handed_on(provider, result_layer):
    assert run(result_layer, LANGUAGE="en")["OUTPUT"] in (result_layer, result_layer.id())
    assert labels(result_layer) == ["High (20) · 1", "Low (10) · 1", "No data · 1"]
    assert result_layer.labelsEnabled()


def test_kind_and_field_can_be_chosen_by_code_or_number(provider, result_layer):
    run(result_layer, KIND="dimension", FIELD="index", LANGUAGE="en", HIGHER_IS_BETTER=False)
    first = labels(result_layer)
    run(result_layer, KIND=2, FIELD="index", LANGUAGE=1)
    assert labels(result_layer) == first


@pytest.mark.parametrize("name", ["OUTPUT_QML", "OUTPUT_SLD"])
def test_the_style_is_written_as_a_file(provider, result_layer, tmp_path, name):
    path = tmp_path / f"style.{name[-3:].lower()}"
    run(result_layer, LANGUAGE="en", **{name: str(path)})
    assert "High (20) · 1" in path.read_text(encoding="utf-8")
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_qml_dresses_another_layer(provider, result_layer, tmp_path):
    run(result_layer, LANGUAGE="en", OUTPUT_QML=str(tmp_path / "style.qml"))
    other = grid_layer({"class": [1, 2], "index": [1.0, 2.0]})
    other.loadNamedStyle(str(tmp_path / "style.qml"))
    assert labels(other) == labels(result_layer)


@pytest.mark.parametrize("asked", [{}, {"KIND": "index"}, {"FIELD": "class"}, {"KIND": "auto", "FIELD": "penduduk"}])
def test_a_layer_that_does_not_tell_is_asked_for_kind_and_field(provider, untold, asked):
    with pytest.raises(QgsProcessingException, match=r"does not say how it was made.*KIND and FIELD.*nama, class"):
        run(untold, **asked)
    assert card_of(untold) is None


def test_kind_and_field_given_are_kept_as_its_card(provider, untold):
    run(untold, KIND="index", FIELD="class", NAME_FIELD="nama", UNIT_NAME="desa", LANGUAGE="en")
    card = card_of(untold)
    assert (card.kind, card.shown, card.column("class"), card.column("name")) == ("index", "class", "class", "nama")
    assert card.units.unit == "desa"
    assert untold.metadata().title() == "Classes of the welfare index"
    first = labels(untold)
    run(untold, LANGUAGE="en")  # from now on it tells itself
    assert labels(untold) == first


def test_a_number_of_the_user_keeps_its_own_name_in_the_card_as_well(provider, untold):
    run(untold, KIND="dimension", FIELD="penduduk", LANGUAGE="en")
    assert untold.metadata().title() == "penduduk"


def test_text_is_refused_where_numbers_are_needed(provider, untold):
    with pytest.raises(QgsProcessingException, match="“nama” holds text"):
        run(untold, KIND="index", FIELD="nama")


def test_a_kind_alone_takes_the_newest_field_that_shows_it(provider, result_layer):
    fields = [*card_of(result_layer).fields, FieldCard("penduduk", "rank")]
    result_layer.dataProvider().addAttributes([QgsField("penduduk", QVariant.Int)])
    result_layer.updateFields()
    set_card(result_layer, replace(card_of(result_layer), fields=tuple(fields)))
    run(result_layer, KIND="rank")
    assert card_of(result_layer).shown == "penduduk"


def test_the_bounds_of_the_classes_stay_with_a_result_that_is_styled_again(provider, result_layer):
    set_card(result_layer, replace(card_of(result_layer), options={"breaks": [0.0, 15.0, 25.0]}))
    run(result_layer, LANGUAGE="en")
    assert labels(result_layer)[:2] == ["High (15 – 25) · 1", "Low (0 – 15) · 1"]


def test_a_damaged_card_is_one_sentence(provider, result_layer):
    result_layer.setCustomProperty(PROPERTY, "{")
    with pytest.raises(QgsProcessingException, match=r"card.*is damaged"):
        run(result_layer)


def test_an_unknown_field_is_refused(provider, result_layer):
    with pytest.raises(QgsProcessingException, match="no field “kelas”"):
        run(result_layer, FIELD="kelas")
