"""In a pseudo-language nothing that users read is left without its translation."""

import json

import pytest
import sejahtera
from qgis.core import QgsLayoutItemLabel, QgsLayoutItemLegend, QgsProcessingParameterEnum
from sejahtera import language
from sejahtera.cartography.atlas.build import build_atlas
from sejahtera.cartography.atlas.request import AtlasRequest
from sejahtera.cartography.layout.request import SheetRequest
from sejahtera.cartography.layout.sheet import build_sheet
from sejahtera.processing.indices.compositeindex import CompositeIndex

from .builders import run_algorithm
from .cartography.conftest import BREAKS, result_layer
from .processing.conftest import context, feedback, provider
from .processing.demo_city import DEMO, city_layer
from .pseudo import Pseudo, unmarked, words_of_html
from .shipped import ROOT
from .styled import index_style
from .ui.conftest import at_work, dock, draft, settle

__all__ = ["at_work", "context", "dock", "draft", "feedback", "provider", "result_layer", "settle"]

#: The name of the plugin, and of what it writes of: the same in every language.
NAMES = ("Sejahtera", "Gini", "Moran", "Geary", "Theil", "Atkinson", "Getis-Ord", "LISA")

#: Texts of Qt and QGIS, which they translate themselves.
OF_QT = {"Float", "Close", "Scroll Left", "Scroll Right"}


@pytest.fixture(autouse=True)
def pseudo(monkeypatch):
    """Speak it in place of every language."""
    monkeypatch.setattr(language, "_catalogue", lambda _: Pseudo())


def _left(texts, known=NAMES):
    return sorted({text for text in texts if text not in OF_QT and unmarked(text, known)})


def test_what_is_forgotten_is_found():
    assert unmarked("⟦The field “⟦a⟧” has⟧ no number: 12 %") == ["no", "number"]
    assert words_of_html("<style>p {}</style><p title='x'>Say <b>so</b></p>").split() == ["Say", "so"]


def _texts_of(algorithm):
    """Return all that the toolbox and the dialog show of an algorithm."""
    yield from (algorithm.displayName(), algorithm.group(), algorithm.shortDescription())
    for one in algorithm.parameterDefinitions():
        yield from (one.description(), words_of_html(one.help()))
        if isinstance(one, QgsProcessingParameterEnum):
            yield from one.options()
    yield from (one.description() for one in algorithm.outputDefinitions())


def _codes(algorithm):
    """Return what is typed and never translated: codes of choices and names of parameters."""
    registers = [getattr(one, "register", None) for one in algorithm.parameterDefinitions()]
    names = [f"({one.name()})" for one in algorithm.parameterDefinitions()]
    return [*NAMES, *names, *(code for one in registers if one for code in one.codes)]


def test_the_toolbox(provider):
    """Titles, groups, help, labels of parameters, of choices and of outputs."""
    for one in provider.algorithms():
        assert not _left(_texts_of(one), _codes(one)), one.name()
    assert not _left([provider.longName()])


def test_the_help_panel(provider):
    for one in provider.algorithms():
        assert not _left([words_of_html(one.shortHelpString())], _codes(one)), one.name()


def _shown(widget):
    """Return every text of a widget and what is in it: labels, buttons, boxes, menus, heads, tips, names."""
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtWidgets import QAction, QComboBox, QTabBar, QTableView, QTabWidget, QTreeView, QWidget

    for one in [widget, *widget.findChildren(QWidget), *widget.findChildren(QAction)]:
        for name in ("text", "title", "windowTitle", "toolTip", "whatsThis", "placeholderText", "accessibleName"):
            value = getattr(one, name, None)
            if callable(value) and isinstance(found := _called(value), str):
                yield words_of_html(found)
        if isinstance(one, QComboBox):
            yield from (one.itemText(row) for row in range(one.count()))
        if isinstance(one, (QTabBar, QTabWidget)):
            yield from (one.tabText(row) for row in range(one.count()))
        if isinstance(one, (QTableView, QTreeView)) and one.model() is not None:
            roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            for column in range(one.model().columnCount()):
                heads = [one.model().headerData(column, Qt.Orientation.Horizontal, role) for role in roles]
                yield from (head for head in heads if isinstance(head, str))


def _called(method):
    try:
        return method()
    except TypeError:  # of a table or a tab bar, whose texts have numbers
        return None


#: The user's own: the layer of the test, its fields, names and groups, and what the test calls them.
OWN = (
    *("Bumi", "Jajar", "Mojo", "Sewu", "Tipes", "Kauman", "Kerten", "Pajang", "Sumber", "Test index"),
    *("kecamatan", "nama", "grid", "air", "san", "inc", "Water", "Income", "aaaa", "bbbbb"),
)
#: Keys, as keyboards name them, and what Qt and QGIS translate themselves.
KEYS = ("Ctrl", "Alt", "Shift", "Del")


def test_the_dock_page_by_page(at_work, settle):
    for number in range(len(at_work.pages)):
        at_work.bar.group.button(number).click()
        settle(at_work.session)
        assert not _left(_shown(at_work), (*_codes(CompositeIndex().create()), *OWN, *KEYS)), number


def test_an_empty_dock(dock):
    assert not _left(_shown(dock), (*_codes(CompositeIndex().create()), *KEYS))


@pytest.mark.parametrize("name", ["ahp", "best_worst", "budget", "add"])
def test_the_dialogs(qgis_app, qtbot, draft, name):
    from sejahtera.ui.dialogs.add_indicators import AddIndicators
    from sejahtera.ui.dialogs.ahp import AhpDialog
    from sejahtera.ui.dialogs.best_worst import BestWorstDialog
    from sejahtera.ui.dialogs.budget import BudgetDialog

    labels = ["1", "2", "3"]
    dialog = {
        "ahp": lambda: AhpDialog(labels),
        "best_worst": lambda: BestWorstDialog(labels),
        "budget": lambda: BudgetDialog(labels),
        "add": lambda: AddIndicators(draft, ["inc", "luas"]),
    }[name]()
    qtbot.addWidget(dialog)
    OF_QT.update({"OK", "&OK", "Cancel", "&Cancel"})
    assert not _left(_shown(dialog), (*NAMES, *OWN, "luas"))


def test_the_menu(qgis_processing, qgis_new_project):
    from .ui.test_plugin_dock import _Interface

    interface = _Interface()
    plugin = sejahtera.classFactory(interface)
    plugin.initGui()
    texts = [text for _, action in interface.menu for text in (action.text(), action.toolTip())]
    plugin.unload()
    assert texts
    assert not _left(texts)


def _texts_of_layout(layout):
    """Return what stands on a layout: labels and legends."""
    for item in layout.items():
        if isinstance(item, QgsLayoutItemLabel):
            yield words_of_html(item.currentText())
        if isinstance(item, QgsLayoutItemLegend):
            yield item.title()
            model = item.model()
            for layer in model.rootGroup().findLayers():
                yield layer.name()
                yield from (str(node.data(0)) for node in model.layerLegendNodes(layer))


#: What the tests of maps fill in, and marks that are the same on every map.
ON_MAPS = (
    "Kelurahan",
    "Barat",
    "Timur",
    "grid",
    "WGS",
    "UTM",
    "EPSG",
    "zone",
    "km",
    "index",
    "Transverse Mercator",
    "Zone",
    "EDU",
    *NAMES,
)


@pytest.mark.parametrize("language_", ["id", "both"])
def test_a_printed_map(result_layer, language_):
    index_style("class", BREAKS, language="en", method="1")(result_layer)
    sheet = build_sheet(
        SheetRequest(result_layer, title="1", name_field="nama", group_field="kecamatan", language=language_)
    )
    assert not _left(_texts_of_layout(sheet.layout), ON_MAPS)


def test_a_profile_sheet(result_layer, data):
    atlas = build_atlas(AtlasRequest(result_layer, name_field="nama", group_field="kecamatan"))
    run = atlas.layout.atlas()
    run.beginRender()
    run.first()
    # of the label of a cluster only what stands before the parenthesis is printed; the layer does not say what
    # need_1 is the need for
    known = (*ON_MAPS, "KELURAHAN", "⟦Low among low", "need_1", *data)
    assert not _left(_texts_of_layout(atlas.layout), known)


CITY = {"ID_FIELD": "kode", "NAME_FIELD": "nama"}
REPORTS = {
    "checkindicators": {"DEFINITION": str(DEMO / "definition.json"), "GROUP_FIELD": "kecamatan"},
    "compositeindex": {"DEFINITION": str(DEMO / "definition.json"), "GROUP_FIELD": "kecamatan"},
    "inequalitymeasures": {"FIELD": "inc01", "POPULATION_FIELD": "penduduk", "GROUP_FIELD": "kecamatan"},
    "groupcomparison": {"FIELDS": ["inc01"], "GROUP_FIELD": "kecamatan"},
    "hotspots": {"FIELD": "inc01", "PERMUTATIONS": 99},
    "clustersoutliers": {"FIELD": "inc01", "PERMUTATIONS": 99},
    "globalautocorrelation": {"FIELD": "inc01", "PERMUTATIONS": 99},
    "neighbours": {},
    "regions": {"FIELDS": ["inc01", "edu01"], "NUMBER": 4},
    "priorities": {"GROUP_FIELD": "kecamatan"},
}


@pytest.fixture(scope="module")
def data():
    """Return what is data in two languages or the user's own: the catalogue, names and groups of the demo."""
    found = {str(value) for f in city_layer().getFeatures() for value in f.attributes()[:5]}

    def gather(value):
        if isinstance(value, (list, dict)):
            for one in value.values() if isinstance(value, dict) else value:
                gather(one)
        elif isinstance(value, str):
            found.add(" ".join(value.split()))

    for path in (ROOT / "resources").rglob("*.json"):
        gather(json.loads(path.read_text(encoding="utf-8")))
    return [one for one in found if any(map(str.isalpha, one))]


@pytest.mark.parametrize("name", REPORTS)
def test_a_report(provider, context, feedback, tmp_path, data, name):
    algorithm = provider.algorithm(name)
    taken = {one.name() for one in algorithm.parameterDefinitions()}
    wanted = {key: value for key, value in {**CITY, **REPORTS[name]}.items() if key in taken}
    report = tmp_path / "report.html"
    outputs = {"OUTPUT": "memory:", "REPORT": str(report)}
    run_algorithm(f"sejahtera:{name}", {"INPUT": city_layer(), **wanted, **outputs}, context, feedback)
    known = [*data, *_codes(algorithm), "ε²", "pc"]
    text = " ".join(words_of_html(report.read_text(encoding="utf-8")).split())
    assert not sorted(set(unmarked(text, known)))
    assert not _left([*feedback.infos, *feedback.warnings], known)
