"""What is kept: in the project, in files, across versions."""

import json

import pytest
from qgis.core import QgsProject
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.definition.schema import definition_to_json
from sejahtera.ui.model.document import (
    VERSION,
    Document,
    document_from_json,
    document_to_json,
    read_document,
    write_document,
)
from sejahtera.ui.model.project_store import ENTRY, SCOPE, ProjectStore
from sejahtera.ui.model.scenarios import Scenario, Scenarios


@pytest.fixture
def document(draft):
    draft = draft.with_included("san", False).with_lock(("field", "air"), True)
    return Document(draft, (Scenario("Setara", draft),), {"layer": "x", "name": "nama"})


def _of_version(document, version, **more):
    return json.dumps({**json.loads(document_to_json(document)), "version": version, **more})


def test_a_document_survives_json(document):
    assert document_from_json(document_to_json(document)) == document


def test_a_file_keeps_all_but_the_layer_of_the_project(document, tmp_path):
    path = tmp_path / "Kota Ångström.sejahtera.json"
    write_document(path, document)
    again = read_document(path)
    assert again.draft == document.draft
    assert again.scenarios == document.scenarios
    assert again.keys == {"name": "nama"}


def test_a_plain_definition_is_a_document_too(draft):
    assert document_from_json(definition_to_json(draft.definition)).draft == draft


def test_a_document_of_a_newer_version_is_marked(document):
    later = document_from_json(_of_version(document, VERSION + 1))
    assert later.newer
    assert later.draft == document.draft


def test_a_newer_document_that_is_not_understood_is_empty_but_marked(document):
    later = document_from_json(_of_version(document, VERSION + 1, definition={"quantum": 1}))
    assert later.newer
    assert later.draft == Document().draft


@pytest.mark.parametrize("text", ["", "3", "[]", "{", '{"schema": "other"}', '{"schema": "sejahtera-dock"}'])
def test_what_is_no_document_is_an_input_error(text):
    with pytest.raises(InputError):
        document_from_json(text)


def test_a_file_that_is_not_there_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_document(tmp_path / "nothing.json")
    with pytest.raises(InputError, match="cannot be written"):
        write_document(tmp_path / "no folder" / "x.json", Document())


def test_writing_makes_the_project_dirty_once(qgis_new_project, document):
    project = QgsProject.instance()
    store = ProjectStore(project)
    store.write(document)
    assert project.isDirty()
    project.setDirty(False)
    store.write(document)
    assert not project.isDirty()


def test_an_empty_dock_leaves_a_project_untouched(qgis_new_project):
    project = QgsProject.instance()
    project.setDirty(False)
    store = ProjectStore(project)
    assert store.read() == Document()
    store.write(Document())
    assert not project.isDirty()


def test_a_project_file_brings_everything_back(qgis_new_project, document, tmp_path):
    project = QgsProject.instance()
    ProjectStore(project).write(document)
    project.write(str(tmp_path / "p.qgz"))
    project.clear()
    project.read(str(tmp_path / "p.qgz"))
    assert ProjectStore(project).read() == document


def test_a_broken_entry_is_an_input_error(qgis_new_project):
    project = QgsProject.instance()
    project.writeEntry(SCOPE, ENTRY, "nonsense")
    with pytest.raises(InputError):
        ProjectStore(project).read()


def test_scenarios_have_different_names(qgis_app, draft):
    scenarios = Scenarios()
    scenarios.save(" Setara ", draft)
    scenarios.save("Air", draft.with_share(("field", "air"), 1))
    scenarios.save("Setara", draft.with_share(("field", "air"), 0))
    assert [one.name for one in scenarios] == ["Setara", "Air"]
    assert scenarios.get("Setara").draft.share(("field", "air")) == 0
    assert not scenarios.rename("Air", "Setara")
    assert scenarios.rename("Air", "Air bersih")
    assert [one.name for one in scenarios] == ["Setara", "Air bersih"]


def test_a_scenario_without_a_name_is_not_kept(qgis_app, draft):
    scenarios = Scenarios()
    scenarios.save("  ", draft)
    assert len(scenarios) == 0
