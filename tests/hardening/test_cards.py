"""Every layer and table that any algorithm writes says how it was made, in its style and in its file."""

from pathlib import Path

import pytest
from qgis.core import QgsProcessingParameterFeatureSink, QgsVectorLayer
from sejahtera.cartography.base.cards import PROPERTY, card_of
from sejahtera.cartography.styles.register import kinds
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

    def run(algorithm):
        if algorithm not in _cards_known:
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
def test_a_card_outlives_the_style_of_its_layer(algorithm, made):
    for path in made(algorithm).values():
        if path.exists():
            layer = layer_of(path)
            before = card_of(layer)
            layer.removeCustomProperty(PROPERTY)
            assert card_of(layer) == before
