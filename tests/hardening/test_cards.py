"""Every layer and table that any algorithm writes says how it was made, in its style and in its file."""

import re
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterFeatureSink, QgsVectorLayer
from sejahtera.cartography.base.cards import PROPERTY, card_of
from sejahtera.cartography.layout.request import SheetRequest
from sejahtera.cartography.layout.sheet import build_sheet
from sejahtera.cartography.styles.apply_style import card_classes
from sejahtera.cartography.styles.register import kinds
from sejahtera.cartography.styles.titles import legend_title, map_title
from sejahtera.language import is_compiled, sentence
from sejahtera.processing.provider import algorithm_classes

from ..builders import Log, run_algorithm
from ..processing.conftest import provider  # noqa: F401 - a fixture
from .cases import CASES, parameters_of


def _sinks(algorithm):
    made = algorithm().create()
    return [
        definition.name()
        for definition in made.parameterDefinitions()
        if isinstance(definition, QgsProcessingParameterFeatureSink)
    ]


SINKS = {algorithm.ID: _sinks(algorithm) for algorithm in algorithm_classes()}
WRITING = sorted(algorithm for algorithm, sinks in SINKS.items() if sinks)


@pytest.fixture(scope="module")
def _cards_known():
    return {}


@pytest.fixture
def made(provider, context, prepared, tmp_path_factory, monkeypatch, _cards_known):  # noqa: F811 - the fixture
    """Return a function that runs an algorithm in Indonesian with all of its outputs as GeoPackages, once."""

    def run(algorithm):
        if algorithm not in _cards_known:
            monkeypatch.setattr(QgsApplication, "locale", lambda: "id")
            folder = tmp_path_factory.mktemp(algorithm)
            given = parameters_of(algorithm, prepared, folder)
            given.update({name: str(folder / f"{name}.gpkg") for name in SINKS[algorithm]})
            run_algorithm(f"sejahtera:{algorithm}", {**given, "REPORT": None}, context, Log())
            _cards_known[algorithm] = {name: Path(given[name]) for name in SINKS[algorithm]}
        return _cards_known[algorithm]

    return run


def layer_of(path):
    layer = QgsVectorLayer(str(path), path.stem, "ogr")
    assert layer.isValid()
    return layer


@pytest.mark.parametrize("algorithm", WRITING)
def test_every_output_has_the_card_of_its_run(algorithm, made):
    assert CASES[algorithm]
    for name, path in made(algorithm).items():
        if not path.exists():  # a table that this run has nothing for
            continue
        layer = layer_of(path)
        card = card_of(layer)
        assert (card.algorithm, card.output) == (algorithm, name)
        fields = layer.fields().names()
        assert [one.name for one in card.fields if one.name not in fields] == []
        assert card.inputs
        assert all(len(one.sha256) == 64 and "/" not in one.name for one in card.inputs)
        assert set(card.versions) == {"sejahtera", "qgis", "numpy", "pandas"}
        if layer.isSpatial() and card.kind:
            assert card.kind in kinds()
            assert card.shown in fields
        if not layer.isSpatial():
            assert card.kind == ""


@pytest.mark.parametrize("algorithm", WRITING)
def test_every_field_of_a_map_that_is_ours_has_a_title(algorithm, made):
    for path in made(algorithm).values():
        card = card_of(layer_of(path)) if path.exists() else None
        if card is not None and card.kind:
            given = {one.name for one in card.fields if one.role in ("name", "code", "group")}
            untold = [one.name for one in card.fields if not one.title and one.name not in given]
            assert untold == []


@pytest.mark.parametrize("algorithm", WRITING)
def test_a_card_outlives_the_style_of_its_layer(algorithm, made):
    for path in made(algorithm).values():
        if path.exists():
            layer = layer_of(path)
            before = card_of(layer)
            layer.removeCustomProperty(PROPERTY)
            assert card_of(layer) == before


ENGLISH = re.compile(r"\b(the|of|and|with|without|are|were|is|each|from|by|seed|which|that|for)\b")
INDONESIAN = re.compile(r"\b(dan|yang|dengan|tanpa|dari|untuk|pada|tiap|setiap|acak|oleh|adalah|tidak|atau)\b")


@pytest.mark.skipif(not is_compiled("id"), reason="the translations are not compiled")
@pytest.mark.parametrize(("language", "foreign"), [("id", ENGLISH), ("en", INDONESIAN)])
@pytest.mark.parametrize("algorithm", WRITING)
def test_a_card_is_told_wholly_in_either_language(algorithm, language, foreign, made):
    for path in made(algorithm).values():
        if not path.exists():
            continue
        layer = layer_of(path)
        card = card_of(layer)
        told = [*card.diagnostics.method, *card.diagnostics.warnings, card.title]
        told += [one.title for one in card.fields]
        told += [one for known in card.texts.values() for one in known.values()]
        if card.test is not None:
            told.append(card.test.statistic)
        if layer.isSpatial() and card.kind:
            told += [one.label for one in card_classes(layer, card, language)]
            told += [map_title(layer, card, language), legend_title(layer, card, language)]
        left = [one for one in (sentence(text, language) for text in told) if foreign.search(one.lower())]
        assert left == []


@pytest.mark.skipif(not is_compiled("id"), reason="the translations are not compiled")
@pytest.mark.parametrize(("language", "foreign"), [("id", ENGLISH), ("en", INDONESIAN)])
@pytest.mark.parametrize("algorithm", WRITING)
def test_a_sheet_is_wholly_in_the_language_of_its_map(algorithm, language, foreign, made):
    path = made(algorithm).get("OUTPUT")
    layer = layer_of(path) if path is not None and path.exists() else None
    if layer is None or not layer.isSpatial() or not card_of(layer).kind:
        return
    layer.loadDefaultStyle()
    sheet = build_sheet(SheetRequest(layer, language=language, labels="none", table="no", paper="A3"))
    assert [text for text in texts_of(sheet.layout) if foreign.search(text.lower())] == []


def texts_of(layout):
    """Yield the texts of a sheet, its legend's among them."""
    for item in layout.items():
        if hasattr(item, "currentText"):
            yield item.currentText()
        if hasattr(item, "model"):
            for layer in item.model().rootGroup().findLayers():
                yield layer.name()
                yield from (str(node.data(0)) for node in item.model().layerLegendNodes(layer))
