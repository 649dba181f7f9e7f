"""A result of priorities says itself which recommendations it was made with; no others are put in their place."""

import pytest
from qgis.core import QgsVectorLayer
from sejahtera.cartography.base.recommended import (
    PROPERTY,
    Recommended,
    labels_of,
    need_label,
    note_recommendations,
    recommendations_of,
)
from sejahtera.cartography.base.titles import legend_title
from sejahtera.cartography.styles import KINDS

from ...builders import grid_layer

TREES = Recommended("R1", "need_1", {"id": "Pohon", "en": "Trees"})


@pytest.fixture
def layer(qgis_app):
    return grid_layer({"nama": list("abcd"), "priority": ["R1", "R1", "R2", None]})


@pytest.mark.defect("A13")
@pytest.mark.parametrize(
    ("language", "label"), [("id", "R1 Pohon"), ("en", "R1 Trees"), ("both", "R1 Pohon / Trees")]
)
def test_a_recommendation_is_called_by_code_and_title_in_each_language(language, label):
    assert TREES.label(language) == label


@pytest.mark.parametrize(
    ("titles", "label"), [({"": "Trees"}, "R1 Trees"), ({"en": "Trees"}, "R1 Trees"), ({}, "R1")]
)
def test_a_title_of_one_language_serves_in_all_and_none_leaves_the_code(titles, label):
    assert Recommended("R1", "need_1", titles).label("id") == label


def test_what_is_noted_is_read_again(layer):
    garden = Recommended("E1", "need_e1", {"": "Kebun"}, extension=True)
    note_recommendations(layer, [TREES, garden])
    assert recommendations_of(layer) == [TREES, garden]
    assert labels_of(layer, "en") == {"R1": "R1 Trees", "E1": "E1 Kebun"}


@pytest.mark.defect("A13")
def test_a_layer_that_does_not_tell_has_no_titles(layer):
    assert recommendations_of(layer) == []
    assert labels_of(layer, "id") == {}


def test_a_table_tells_by_its_own_column_of_names(qgis_app):
    layer = grid_layer({"priority": ["R1", "R2", None], "priority_name": ["Trees", None, None]})
    assert labels_of(layer, "id") == {"R1": "R1 Trees"}


@pytest.mark.parametrize("told", ["{", "3", "[1]", '[{"code": "R1"}]', '{"a": 1}', "null"])
def test_a_note_that_is_not_ours_is_no_note(layer, told):
    layer.setCustomProperty(PROPERTY, told)
    assert recommendations_of(layer) == []


def test_line_breaks_in_a_title_do_not_break_a_page(layer):
    note_recommendations(layer, [Recommended("R1", "need_1", {"": "Trees\nand shade"})])
    assert labels_of(layer, "en") == {"R1": "R1 Trees and shade"}


def test_a_layer_without_fields_has_no_titles(qgis_app):
    assert labels_of(QgsVectorLayer("Point", "p", "memory"), "en") == {}


@pytest.mark.defect("A13")
def test_the_legend_of_a_need_says_for_which_recommendation_it_is(layer):
    note_recommendations(layer, [TREES])
    title = legend_title(layer, KINDS["priorities"], "need_1", "", "en")
    assert title == "Need for a recommendation: R1 Trees"
    assert need_label(layer, "need_2", "en") == ""
