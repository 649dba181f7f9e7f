"""The browser has a branch with a new study, the demo data and the models."""

import pytest
from qgis.core import QgsApplication, QgsBrowserModel, QgsProject
from sejahtera.ui import browser
from sejahtera.ui.project_template import template


class _Interface:
    """Makes new projects, or is told not to."""

    def __init__(self, willing=True):
        self.willing = willing

    def newProject(self, thenPrompt):  # noqa: N802, N803
        assert thenPrompt, "the user is asked about a project that is not saved"
        if self.willing:
            QgsProject.instance().clear()
        return self.willing


@pytest.fixture
def branch(qgis_processing, qtbot):
    """Return the model of a browser, the place of our branch in it, and a function that waits for children."""
    provider = browser.BrowserProvider(_Interface())
    registry = QgsApplication.dataItemProviderRegistry()
    registry.addProvider(provider)
    model = QgsBrowserModel()
    model.initialize()

    def children(index):
        model.fetchMore(index)
        qtbot.waitUntil(lambda: model.rowCount(index) > 0)
        return {model.index(row, 0, index).data(): model.index(row, 0, index) for row in range(model.rowCount(index))}

    top = {model.index(row, 0).data(): model.index(row, 0) for row in range(model.rowCount())}
    yield model, top["Sejahtera"], children
    registry.removeProvider(provider)


def test_the_branch_holds_a_new_study_the_demo_and_the_models(branch):
    _, place, children = branch
    first = children(place)
    assert set(first) == {"New study", "Demo data", "Models"}
    assert len(children(first["Models"])) == 4
    assert {"kelurahan.gpkg", "indicators_2025.csv"} <= set(children(first["Demo data"]))


def test_a_double_click_on_a_model_opens_its_dialog(branch, monkeypatch):
    import processing

    opened = []
    monkeypatch.setattr(processing, "execAlgorithmDialog", lambda name, _: opened.append(name))
    model, place, children = branch
    for index in children(children(place)["Models"]).values():
        assert model.dataItem(index).handleDoubleClick()
    assert sorted(opened) == [f"sejahtera:model{name}" for name in ("hotspots", "index", "inequality", "study")]


def test_a_new_study_is_the_template_without_its_file(branch, qgis_new_project):
    model, place, children = branch
    before = template().read_bytes()
    assert model.dataItem(children(place)["New study"]).handleDoubleClick()
    project = QgsProject.instance()
    assert len(project.layerTreeRoot().findGroups()) == 5
    assert project.fileName() == ""
    assert project.isDirty()
    assert template().read_bytes() == before


def test_who_keeps_an_unsaved_project_keeps_it(qgis_new_project):
    QgsProject.instance().setTitle("mine")
    browser.new_study(_Interface(willing=False))
    assert QgsProject.instance().title() == "mine"
