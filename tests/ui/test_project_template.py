"""The project template is copied when asked, never silently, and holds the steps of a study."""

import pytest
import sejahtera
from qgis.core import QgsProject, QgsSettings
from qgis.PyQt.QtWidgets import QMainWindow

from ..shipped import ROOT

FILES = sorted((ROOT / "resources" / "project_templates").glob("*.qgz"))


@pytest.fixture
def folder(tmp_path, qgis_app):
    settings = QgsSettings()
    before = settings.value("qgis/projectTemplateDir")
    settings.setValue("qgis/projectTemplateDir", str(tmp_path / "templates"))
    yield tmp_path / "templates"
    settings.remove("qgis/projectTemplateDir")
    if before:
        settings.setValue("qgis/projectTemplateDir", before)


class _Interface:
    """A window with a message bar that remembers."""

    def __init__(self):
        self.window, self.texts, self.levels = QMainWindow(), [], []

    def mainWindow(self):  # noqa: N802
        return self.window

    def messageBar(self):  # noqa: N802
        return self

    def pushMessage(self, title, text, level):  # noqa: N802, ARG002
        self.texts.append(text)
        self.levels.append(level)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_template_opens_with_groups_steps_and_no_trace_of_its_maker(path, qgis_app):
    project = QgsProject()
    assert project.read(str(path))
    assert len(project.layerTreeRoot().findGroups()) == 5
    assert not project.mapLayers()
    assert project.crs().authid() == "EPSG:32749"
    (layout,) = project.layoutManager().layouts()
    assert "Sejahtera >" in layout.itemById("steps").text()
    assert not project.saveUser()
    assert not project.metadata().author()


def test_there_is_one_template_for_each_language():
    assert [path.name for path in FILES] == ["sejahtera_kajian_baru.qgz", "sejahtera_new_study.qgz"]


def test_loading_the_plugin_copies_nothing(folder, qgis_iface, qgis_processing):
    plugin = sejahtera.classFactory(qgis_iface)
    plugin.initGui()
    plugin.unload()
    assert not folder.exists()


def test_the_template_is_copied_once_and_a_changed_one_stays(folder):
    plugin = sejahtera.classFactory(_Interface())
    plugin.add_template()
    (path,) = folder.iterdir()
    assert path.read_bytes() in [file.read_bytes() for file in FILES]
    assert str(path) in plugin.iface.texts[0]
    path.write_bytes(b"changed by the user")
    plugin.add_template()
    assert path.read_bytes() == b"changed by the user"
    assert plugin.iface.texts[0] != plugin.iface.texts[1]


def test_where_it_cannot_be_written_a_sentence_says_so(folder):
    folder.write_text("a file where the folder should be")
    plugin = sejahtera.classFactory(_Interface())
    plugin.add_template()
    assert "cannot be written" in plugin.iface.texts[0]
