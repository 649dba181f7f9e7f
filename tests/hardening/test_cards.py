"""Every layer and table that any algorithm writes says how it was made, in its style and in its file."""

import re
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterFeatureSink, QgsVectorLayer
from sejahtera.cartography.base.cards import PROPERTY, card_of
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
def made(provider, context, prepared, tmp_path_factory, _cards_known):  # noqa: F811 - the fixture
    """Return a function that runs an algorithm with all of its outputs as GeoPackages, once."""

    def run(algorithm, language="en"):
        key = algorithm, language
        if key not in _cards_known:
            folder = tmp_path_factory.mktemp(algorithm)
            given = parameters_of(algorithm, prepared, folder)
            given.update({name: str(folder / f"{name}.gpkg") for name in SINKS[algorithm]})
            run_algorithm(f"sejahtera:{algorithm}", {**given, "REPORT": None}, context, Log())
            _cards_known[key] = {name: Path(given[name]) for name in SINKS[algorithm]}
        return _cards_known[key]

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
def test_a_card_outlives_the_style_of_its_layer(algorithm, made):
    for path in made(algorithm).values():
        if path.exists():
            layer = layer_of(path)
            before = card_of(layer)
            layer.removeCustomProperty(PROPERTY)
            assert card_of(layer) == before


ENGLISH = re.compile(r"\b(the|of|and|with|without|are|were|is|each|from|by|seed|which|that|for)\b")
INDONESIAN = re.compile(
    r"\b(dan|yang|dengan|tanpa|dari|untuk|pada|tiap|setiap|acak|oleh|adalah|tidak|atau)\b"
)
FOREIGN = {"id": ENGLISH, "en": INDONESIAN}


@pytest.mark.skipif(not is_compiled("id"), reason="the translations are not compiled")
@pytest.mark.parametrize("run_in", ["en", "id"])
@pytest.mark.parametrize("algorithm", WRITING)
def test_a_card_is_told_in_the_other_language_whatever_its_run_was_in(algorithm, run_in, made, monkeypatch):
    monkeypatch.setattr(QgsApplication, "locale", lambda: run_in)
    other = {"en": "id", "id": "en"}[run_in]
    for path in made(algorithm, run_in).values():
        if not path.exists():
            continue
        layer = layer_of(path)
        card = card_of(layer)
        told = [*card.diagnostics.method, *card.diagnostics.warnings, card.title]
        told += [one.title for one in card.fields] + [
            one for known in card.texts.values() for one in known.values()
        ]
        if card.test is not None:
            told.append(card.test.statistic)
        if layer.isSpatial() and card.kind:
            told += [one.label for one in card_classes(layer, card, other)]
            told += [map_title(layer, card, other), legend_title(layer, card, other)]
        left = [one for one in (sentence(text, other) for text in told) if FOREIGN[other].search(one.lower())]
        assert left == []
