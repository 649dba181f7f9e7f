"""The shipped models appear in the toolbox, are what their script composes, and run."""

import gc

import pytest
from qgis.core import Qgis, QgsApplication, QgsProcessingModelAlgorithm, QgsVectorLayer
from sejahtera import language
from sejahtera.processing.models import MODELS, load_model

from ..command_line import load_script
from ..shipped import ROOT

pytest.importorskip("pandas")

DEMO = ROOT / "resources" / "demo"
LAYER = f"{DEMO / 'kelurahan.gpkg'}|layername=kelurahan"

each_model = pytest.mark.parametrize("words", MODELS, ids=lambda words: words.name)


@pytest.fixture(autouse=True)
def collect():
    """Free what a run of a model leaves in cycles while QGIS still runs: afterwards freeing a layer crashes."""
    yield
    gc.collect()


@each_model
def test_a_model_is_in_the_toolbox_and_knows_all_its_algorithms(provider, words):
    model = QgsApplication.processingRegistry().algorithmById(f"sejahtera:{words.name}")
    assert model is not None
    assert model.canExecute()[0]
    assert model.groupId() == "models"
    assert [child.algorithmId() for child in model.childAlgorithms().values()]
    assert all(child.algorithm() is not None for child in model.childAlgorithms().values())


@pytest.mark.skipif(Qgis.QGIS_VERSION_INT >= 32400, reason="written by the oldest QGIS; later ones write more")
@each_model
def test_the_file_is_what_the_script_composes(provider, words, monkeypatch, tmp_path):
    monkeypatch.setattr(language, "current_language", lambda: "en")
    script = load_script("models")
    path = tmp_path / "composed.model3"
    path.write_text(script.text_of(script.compose(words, provider), tmp_path), encoding="utf-8")
    composed, shipped = QgsProcessingModelAlgorithm(), QgsProcessingModelAlgorithm()
    assert composed.fromFile(str(path))
    assert shipped.fromFile(str(words.path))
    assert shipped.toVariant() == composed.toVariant(), "run: python scripts/models.py"


@each_model
def test_every_output_says_which_step_it_is_of_and_inputs_have_help(provider, words):
    model = provider.algorithm(words.name)
    outputs = [one for one in model.parameterDefinitions() if one.isDestination()]
    assert outputs
    assert len({one.description() for one in outputs}) == len(outputs)
    inputs = [one for one in model.parameterDefinitions() if not one.isDestination()]
    assert all(one.help() and one.description() for one in inputs)


def test_a_model_speaks_the_language_of_the_user(provider, monkeypatch):
    from sejahtera.processing import models
    from sejahtera.processing.base import algorithm

    for module in (algorithm, models):
        monkeypatch.setattr(module, "tr", lambda text: f"«{text}»")
    model = load_model(MODELS[0])
    assert model.displayName() == f"«{MODELS[0].title}»"
    assert model.parameterDefinition("index:REPORT").description() == "«Composite welfare index»: Report"
    assert model.name() == "modelindex"


def test_the_instance_that_runs_has_the_words_of_the_one_in_the_toolbox(provider):
    model = provider.algorithm("modelindex")
    copy = model.create()
    assert (copy.id(), copy.displayName()) == (model.id(), model.displayName())
    words = [[(one.name(), one.description()) for one in each.parameterDefinitions()] for each in (model, copy)]
    assert words[0] == words[1]


def _outputs(model, folder):
    """Return a file for every output of a model."""
    found = {}
    for one in model.parameterDefinitions():
        if one.isDestination():
            kind = "gpkg" if one.type() == "sink" else ("pdf" if one.name().startswith("map") else "html")
            found[one.name()] = str(folder / f"{one.name().replace(':', '_')}.{kind}")
    return found


INPUTS = {
    "INPUT": LAYER,
    "TABLE": str(DEMO / "indicators_2025.csv"),
    "DEFINITION": str(DEMO / "definition.json"),
    "ID_FIELD": "kode",
    "TABLE_CODE_FIELD": "kode",
    "NAME_FIELD": "nama",
    "GROUP_FIELD": "kecamatan",
    "POPULATION_FIELD": "penduduk",
    "NUMBERS": "point",
    "TITLE": "Data simulasi",
}


@pytest.fixture
def joined(provider, tmp_path):
    import processing

    result = processing.run(
        "sejahtera:joinindicators",
        {**{name: INPUTS[name] for name in ("INPUT", "TABLE", "ID_FIELD", "TABLE_CODE_FIELD")}, "NUMBERS": 1}
        | {"OUTPUT": str(tmp_path / "joined.gpkg")},
    )
    return result["OUTPUT"]


@pytest.mark.parametrize("name", ["modelindex", "modelhotspots", "modelinequality", "modelstudy"])
def test_a_model_runs_on_the_demo_and_leaves_all_its_results(provider, joined, tmp_path, name):
    import processing

    model = provider.algorithm(name)
    given = {one.name() for one in model.parameterDefinitions()}
    inputs = {key: value for key, value in INPUTS.items() if key in given}
    inputs["NUMBERS"] = 1
    if name in ("modelhotspots", "modelinequality"):
        inputs.update(INPUT=joined, FIELD="inc01")
    outputs = _outputs(model, tmp_path)
    results = processing.run(f"sejahtera:{name}", {**inputs, **outputs})
    assert {key: results[key] for key in outputs} == outputs
    if "index:OUTPUT" in outputs:
        index = QgsVectorLayer(results["index:OUTPUT"], "index", "ogr")
        assert index.featureCount() == 54
        assert {"index", "rank", "class"} <= set(index.fields().names())
