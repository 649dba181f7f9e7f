"""A program for test_degraded.py: the plugin in a QGIS whose Python lacks a package; prints JSON.

usage: degraded_run.py PACKAGE FOLDER
"""

import importlib.util
import json
import sys
from pathlib import Path

PACKAGE, FOLDER = sys.argv[1], Path(sys.argv[2])
sys.modules[PACKAGE] = None  # not found, and not to be imported

from qgis.core import (  # noqa: E402 - not before the package is gone
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProject,
)

ROOT = Path(__file__).resolve().parent.parent
DEMO = ROOT / "resources" / "demo"


def load(name, path):
    """Import a file under a name; a folder's `__init__.py` as the package."""
    package = [str(path.parent)] if path.name == "__init__.py" else None
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=package)
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def runs():
    """Return small runs without a report: id and parameters, in an order that each finds what it reads."""
    city, index = str(FOLDER / "joined.gpkg"), str(FOLDER / "index.gpkg")
    demo = f"{DEMO / 'kelurahan.gpkg'}|layername=kelurahan"
    units = {"ID_FIELD": "kode", "NAME_FIELD": "nama"}
    definition = str(DEMO / "definition.json")
    table = {"INPUT": demo, "TABLE_CODE_FIELD": "kode", "OUTPUT": city, **units}
    result = index if PACKAGE != "pandas" else demo
    notes = {"TABLE": str(DEMO / "findings.csv"), "TABLE_CODE_FIELD": "kode", "THEME_FIELD": "tema"}
    notes["INTENSITY_FIELD"] = "intensitas"
    aid = {"TABLE": str(DEMO / "programmes.csv"), "TABLE_CODE_FIELD": "kode", "PROGRAMME_FIELD": "program"}
    counts = {"ELIGIBLE_FIELD": "sasaran", "RECIPIENTS_FIELD": "penerima", "NEED_FIELD": "job02"}
    counts["ELIGIBLE_RECIPIENTS_FIELD"] = "penerima_layak"
    chosen = {"POPULATION_FIELD": "penduduk", "YEAR_FIELD": "tahun", "YEAR": "2025"}
    chosen["PROGRAMME"] = "Kartu Pekerja Rentan"
    schooling = {"LIFE_EXPECTANCY_FIELD": "e", "EXPECTED_SCHOOLING_FIELD": "h", "MEAN_SCHOOLING_FIELD": "r"}
    return [
        ("joinindicators", {**table, "TABLE": str(DEMO / "indicators_2025.csv")}),
        ("compositeindex", {"INPUT": city, "DEFINITION": definition, "OUTPUT": index, **units}),
        ("indexchange", {"INPUT": city, "INPUT_BEFORE": city, "DEFINITION": definition, **units}),
        ("humandevelopmentindex", {"INPUT": development(), "EXPENDITURE_FIELD": "x", **schooling}),
        ("targeting", {"INPUT": city, **aid, **counts, **chosen, **units}),
        ("priorities", {"INPUT": city, **units}),
        ("thematicfindings", {"INPUT": city, "INDEX_FIELD": "inc01", **notes, **units}),
        ("inequalitymeasures", {"INPUT": city, "FIELD": "inc01", **units}),
        ("hotspots", {"INPUT": city, "FIELD": "inc01", "PERMUTATIONS": 99}),
        ("stylelayer", {"INPUT": result, "KIND": "dimension", "FIELD": "penduduk"}),
        ("exportmap", {"INPUT": result, "TITLE": "Peta", "OUTPUT": str(FOLDER / "map.pdf")}),
        ("exportatlas", {"INPUT": result, "NAME_FIELD": "nama", "OUTPUT": str(FOLDER / "atlas.pdf")}),
        ("policyreport", {"INDEX": index, "OUTPUT": str(FOLDER / "report.html"), "NAME_FIELD": "nama"}),
    ]


def development():
    """Return a layer of two units with what the human development index reads."""
    import processing

    made = processing.run("native:createpointslayerfromtable", {
        "INPUT": write_csv(), "XFIELD": "px", "YFIELD": "py",
        "TARGET_CRS": "EPSG:32749", "OUTPUT": str(FOLDER / "development.gpkg"),
    })  # fmt: skip
    return made["OUTPUT"]


def write_csv():
    """Write the table of that layer."""
    path = FOLDER / "development.csv"
    path.write_text("px,py,e,h,r,x\n0,0,71.2,12.91,8.17,11059000\n1,1,74.47,13.3,9.07,12802000\n")
    (FOLDER / "development.csvt").write_text("Real,Real,Real,Real,Real,Real\n")
    return str(path)


def run(algorithm, parameters):
    """Check and run as the toolbox does; return what it said where it did not end well."""
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    for definition in algorithm.destinationParameterDefinitions():
        if definition.name() == "OUTPUT" and not definition.flags() & definition.Flag.FlagOptional:
            parameters.setdefault("OUTPUT", "memory:")
    ready, sentence = algorithm.checkParameterValues(parameters, context)
    if not ready:
        return sentence
    try:
        _, done = algorithm.run(parameters, context, QgsProcessingFeedback(False), catchExceptions=False)
    except QgsProcessingException as error:
        return str(error)
    return "" if done else "failed"


def dock():
    """Return what the dock shows on opening: a sentence, or empty where it is ready for work."""
    from qgis.PyQt.QtWidgets import QLabel, QMainWindow
    from sejahtera.ui.dock import SejahteraDock

    window = QMainWindow()  # it owns the dock
    dock = SejahteraDock(None, window)
    said = dock.widget().text() if isinstance(dock.widget(), QLabel) else ""
    dock.shut()
    return said


def main():
    """Print which algorithms there are, what they say before a run, and how the runs went."""
    application = QgsApplication([], True)
    application.initQgis()
    sys.path.append(str(Path(QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    Processing.initialize()
    plugin = load("sejahtera", ROOT / "__init__.py").classFactory(None)
    plugin.initProcessing()
    algorithms = {one.name(): one for one in plugin.provider.algorithms() if hasattr(one, "REQUIRES")}
    context = QgsProcessingContext()
    todo = runs()
    index = dict(todo)["compositeindex"]
    todo.append(("compositeindex", {**index, "WEIGHTING": "bod", "OUTPUT": str(FOLDER / "bod.gpkg")}))
    report = {"REPORT": "report.html"}
    told = {
        "names": sorted(one.name() for one in plugin.provider.algorithms()),
        "needs": {name: PACKAGE in one.REQUIRES for name, one in algorithms.items()},
        "reports": {
            name: PACKAGE in (*one.REQUIRES, *one.REPORT_REQUIRES)
            for name, one in algorithms.items()
            if one.parameterDefinition("REPORT") is not None
        },
        "opened": {name: one.canExecute() for name, one in algorithms.items()},
        "asked": {name: one.checkParameterValues(report, context)[1] for name, one in algorithms.items()},
        "ran": [(name, run(algorithms[name].create(), parameters)) for name, parameters in todo],
        "dock": dock(),
        "files": sorted(path.name for path in FOLDER.iterdir()),
    }
    print("TOLD " + json.dumps(told), flush=True)
    plugin.unload()


main()
