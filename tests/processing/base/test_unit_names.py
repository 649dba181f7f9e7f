"""A result says what its units and groups are called, and every page made from it speaks of them by these names."""

import re
from html import unescape

import pytest
from qgis import processing
from qgis.core import QgsProject, QgsVectorLayer
from sejahtera.analysis.core.messages import Message, mark
from sejahtera.cartography.base.cards import PROPERTY, unit_names_of
from sejahtera.cartography.base.wording import say
from sejahtera.language import KELURAHAN, UnitNames, naming_units, sentence, tr, translated, unit_names, with_unit_names

from ...builders import Log, grid_layer, run_algorithm
from ...hardening.cases import CASES, parameters_of
from ...hardening.conftest import context, prepared, provider  # noqa: F401 - fixtures

pytestmark = pytest.mark.defect("A18")

NAMES = {"UNIT_NAME": "distrik", "GROUP_NAME": "wilayah"}
OURS = UnitNames("distrik", "wilayah")
NOUNS = re.compile(r"kelurahan|kecamatan", re.IGNORECASE)
#: The user's own words: fields, what the catalogue calls an indicator, quotes of the demo, and a recommendation.
OWN = re.compile(
    r"GROUP_FIELD=kecamatan|“kecamatan”|Compare groups: kecamatan|kelurahan planning meeting|musrenbang kelurahan"
    r"|Koperasi kelurahan|koperasi kelurahan|kelurahan cooperatives|in dense kelurahan|in vulnerable kecamatan"
    r"|in every kelurahan|and families, kelurahan|Kelurahan with a facilitator|spread of edu03 between kelurahan"
    r"|located in the kelurahan",
    re.IGNORECASE,
)


def text_of(path):
    """Return the words of an HTML page."""
    page = re.sub(r"<style.*?</style>|<svg.*?</svg>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def left(text):
    """Return what still stands of the former nouns in our own words, with the words around."""
    text = OWN.sub(" ", text)
    return [text[max(found.start() - 40, 0) : found.end() + 20] for found in NOUNS.finditer(text)]


# Sentences -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "id"])
def test_sentences_speak_of_the_units_by_their_name(language):
    sentence = mark("{count} kelurahan have no row in the table: {units}.")
    with naming_units(UnitNames("kabupaten", "provinsi")):
        assert tr(sentence, language) == translated(sentence, language).replace("kelurahan", "kabupaten")
        assert "kabupaten" in tr(sentence, language)
    assert tr(sentence, language) == translated(sentence, language)


def test_capitals_and_articles_follow_the_name():
    with naming_units(UnitNames("RW", "area")):
        assert tr("Kelurahan", "en") == "RW"
        assert tr("A kelurahan without eligible people", "en") == "An RW without eligible people"
        assert tr("a kecamatan", "en") == "an area"
    with naming_units(UnitNames("kabupaten", "provinsi")):
        assert tr("Kecamatan boundary", "en") == "Provinsi boundary"


@pytest.mark.parametrize(
    ("name", "words"),
    [("kabupaten", "perbedaan antarkabupaten dan kabupatennya"), ("RW", "perbedaan antar-RW dan RW-nya")],
)
def test_what_indonesian_writes_in_one_word_with_the_noun_stays_with_it(name, words):
    with naming_units(UnitNames(name, "x")):
        assert with_unit_names("perbedaan antarkelurahan dan kelurahannya") == words


def test_facts_are_never_renamed():
    message = Message("{count} kelurahan: {names}.", {"count": 2, "names": ["Kelurahan Baru", "kecamatan"]})
    with naming_units(OURS):
        assert message.render(tr) == "2 distrik: Kelurahan Baru, kecamatan."
        assert say("Kecamatan {name}", "en", name="Kecamatan Barat") == "Wilayah Kecamatan Barat"


def test_names_hold_inside_alone_and_also_after_a_failure():
    with pytest.raises(ValueError, match="x"), naming_units(OURS):
        raise ValueError("x")
    assert unit_names() == KELURAHAN


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_kept_sentence_is_told_with_the_names_that_hold_then(language):
    noted = Message(
        "{n} kelurahan have no notes: silence there says nothing ({units}).", {"n": 3, "units": ["Kelurahan A"]}
    )
    with naming_units(OURS):
        told = sentence(noted, language)
    assert "3 distrik" in told
    assert "Kelurahan A" in told
    assert "kelurahan" in sentence(noted, language)


# Runs ------------------------------------------------------------------------------------------


def test_the_last_parameters_of_every_algorithm_name_the_units(provider):  # noqa: F811
    for algorithm in provider.algorithms():
        names = [one.name() for one in algorithm.parameterDefinitions() if not one.isDestination()]
        if algorithm.name() in CASES and algorithm.name() != "study":
            assert names[-2:] == ["UNIT_NAME", "GROUP_NAME"], algorithm.name()


@pytest.mark.parametrize("algorithm", [name for name, (_, _, written) in CASES.items() if "REPORT" in written])
def test_no_report_says_kelurahan_of_units_with_another_name(
    algorithm, provider, context, prepared, tmp_path  # noqa: F811
):  # fmt: skip
    feedback = Log()
    given = {**parameters_of(algorithm, prepared, tmp_path), **NAMES}
    run_algorithm(f"sejahtera:{algorithm}", given, context, feedback)
    page = text_of(tmp_path / "r.html")
    assert left(page) == []
    assert left(" ".join(feedback.warnings)) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_names_travel_with_the_result_to_map_atlas_and_report(
    provider, context, prepared, tmp_path, language  # noqa: F811
):  # fmt: skip
    index = parameters_of("compositeindex", prepared, tmp_path)
    run_algorithm("sejahtera:compositeindex", {**index, **NAMES}, context, Log())
    layer = QgsVectorLayer(index["OUTPUT"], "o", "ogr")
    layer.loadDefaultStyle()
    assert unit_names_of(layer) == OURS
    assert left(layer.metadata().abstract()) == []
    for algorithm, name in (("exportmap", "INPUT"), ("policyreport", "INDEX"), ("exportatlas", "INPUT")):
        given = parameters_of(algorithm, prepared, tmp_path)
        given.update({name: index["OUTPUT"], "LANGUAGE": language, "TITLE": "T", "FOLDER": None})
        results = run_algorithm(f"sejahtera:{algorithm}", given, context, Log())
        if "LAYOUT" in results:
            words = " ".join(words_of(results["LAYOUT"]))
            assert left(words) == []
            assert "distrik" in words.lower()
    page = text_of(tmp_path / "o.html")
    assert left(page) == []
    assert "distrik" in page
    assert "wilayah" in page.lower()
    assert "UNIT_NAME=distrik GROUP_NAME=wilayah" in page  # made again it speaks of the same


def words_of(name):
    """Return the texts of a layout, its legend's among them."""
    layout = QgsProject.instance().layoutManager().layoutByName(name)
    for item in layout.items():
        if hasattr(item, "currentText"):
            yield item.currentText()
        if hasattr(item, "model"):
            root = item.model().rootGroup()
            for layer in root.findLayers():
                yield layer.name()
                yield from (str(node.data(0)) for node in item.model().layerLegendNodes(layer))


def test_a_name_given_for_a_map_goes_before_that_of_the_result(provider, qgis_new_project, tmp_path):  # noqa: F811
    layer = grid_layer({"nama": list("abcd"), "prov": list("xxyy"), "class": [1, 1, 2, 2]}, size=900.0)
    QgsProject.instance().addMapLayer(layer)
    styled = {"INPUT": layer, "LANGUAGE": "en", "KIND": "index", "FIELD": "class", **NAMES}
    processing.run("sejahtera:stylelayer", styled)
    assert unit_names_of(layer) == OURS
    given = {"INPUT": layer, "OUTPUT": str(tmp_path / "m.svg"), "LANGUAGE": "en", "GROUP_FIELD": "prov"}
    own = {"TITLE": "Own", "UNIT_NAME": "kabupaten"}
    processing.run("sejahtera:exportmap", {**given, **own})
    words = list(words_of("Own"))
    assert "Kabupaten boundary" in words
    assert "Wilayah boundary" in words
    assert any("number of kabupaten" in one for one in words)
    assert unit_names_of(layer) == OURS


def test_names_fit_into_sentences_whatever_is_typed(provider, qgis_new_project):  # noqa: F811
    layer = grid_layer({"class": [1, 1, 2, 2]})
    QgsProject.instance().addMapLayer(layer)
    typed = {"UNIT_NAME": " {nama}\n<b>desa</b> ", "GROUP_NAME": "x" * 200}
    processing.run("sejahtera:stylelayer", {"INPUT": layer, "KIND": "index", "FIELD": "class", **typed})
    assert unit_names_of(layer) == UnitNames("nama bdesa/b", "x" * 40)


def test_a_layer_with_a_broken_note_of_names_has_kelurahan(qgis_app):
    layer = grid_layer({"class": [1]})
    for broken in ("{", "[]", "3", '{"units": null}'):
        layer.setCustomProperty(PROPERTY, broken)
        assert unit_names_of(layer) == KELURAHAN
