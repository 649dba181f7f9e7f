"""One run of each algorithm on small data, with all of its outputs: what every test of this folder goes over."""

import json
import shutil

from qgis.core import QgsCoordinateTransformContext, QgsVectorFileWriter, QgsVectorLayer
from sejahtera.processing.provider import algorithm_classes

from ..builders import Log, run_algorithm
from ..processing.demo_city import DEMO, city_layer, table_of

IDS = sorted(algorithm.ID for algorithm in algorithm_classes())
#: Writers of all kinds of files, for faults that do not depend on what is computed.
WRITERS = ("drivers", "exportmap", "neighbours", "policyreport", "study", "stylelayer")

_FEW = {"PERMUTATIONS": 9}
#: A field of the city before an index was made.
_RAW = {"FIELD": "inc01", **_FEW}
_SMALL_DEFINITION = {
    "schema": "sejahtera-index-definition",
    "version": 1,
    "name": "Kecil",
    "dimensions": [
        {
            "code": code,
            "name": code,
            "indicators": [{"field": field, "direction": sign, "weight": 1} for field, sign in indicators],
        }
        for code, indicators in (("inc", [("inc01", "-"), ("inc02", "+")]), ("edu", [("edu01", "-"), ("edu03", "+")]))
    ],
    "missing": {"method": "drop"},
}
_DEVELOPMENT = {
    "LIFE_EXPECTANCY_FIELD": "uhh",
    "EXPECTED_SCHOOLING_FIELD": "hls",
    "MEAN_SCHOOLING_FIELD": "rls",
    "EXPENDITURE_FIELD": "rupiah",
    "EXPENDITURE_UNIT": "thousand",
}

_STUDY = json.loads((DEMO / "study.json").read_text(encoding="utf-8"))


def chain(algorithm, **more):
    """Return what the demo's study gives an algorithm beside files, and what differs here; None takes away."""
    steps = [step["parameters"] for step in _STUDY["steps"] if step["algorithm"] == algorithm]
    given = {**_STUDY["defaults"], **(steps[-1] if steps else {}), **more}
    return {
        name: value
        for name, value in given.items()
        if value is not None and not str(value).startswith("@") and not name.startswith(("OUTPUT", "REPORT", "PACKAGE"))
    }


#: Of each algorithm: its inputs, which are files of the folder; its other parameters; its outputs.
CASES = {
    "bivariateclusters": (
        {"INPUT": "city.gpkg"},
        chain("bivariateclusters", **_FEW),
        {"OUTPUT": "o.gpkg", "REPORT": "r.html"},
    ),
    "checkindicators": (
        {"INPUT": "city.gpkg", "DEFINITION": "definition.json"},
        chain("checkindicators"),
        {"OUTPUT": "o.csv", "OUTPUT_UNITS": "u.gpkg", "REPORT": "r.html"},
    ),
    "clustersoutliers": (
        {"INPUT": "city.gpkg"},
        chain("clustersoutliers", **_RAW),
        {"OUTPUT": "o.gpkg", "REPORT": "r.html"},
    ),
    "compositeindex": (
        {"INPUT": "city.gpkg", "DEFINITION": "definition.json"},
        chain("compositeindex"),
        {"OUTPUT": "o.gpkg", "OUTPUT_WEIGHTS": "w.csv", "OUTPUT_CONTRIBUTIONS": "c.csv", "REPORT": "r.html"},
    ),
    "drivers": (
        {"INPUT": "city.gpkg"},
        chain("drivers", FIELD="inc01", DRIVERS=["edu02", "dem01", "gov01"]),
        {
            "OUTPUT": "o.shp",
            "OUTPUT_COEFFICIENTS": "c.csv",
            "OUTPUT_TESTS": "t.csv",
            "OUTPUT_CORRELATIONS": "k.csv",
            "REPORT": "r.html",
        },
    ),
    "emerginghotspots": (
        {"INPUT": "city.gpkg"},
        chain("emerginghotspots", FIELDS=["inc01", "inc02", "inc03", "job01"], **_FEW),
        {"OUTPUT": "o.gpkg", "REPORT": "r.html"},
    ),
    "exportatlas": (
        {"INPUT": "index.gpkg", "DEFINITION": "definition.json", "CONTRIBUTIONS": "contributions.csv"},
        chain("exportatlas", COVERAGE="group", RESOLUTION=72, FORMAT="png"),
        {"OUTPUT": "o.pdf", "FOLDER": "pages"},
    ),
    "exportmap": (
        {"INPUT": "index.gpkg"},
        chain("exportmap", RESOLUTION=72, TITLE="Peta"),
        {"OUTPUT": "o.pdf", "OUTPUT_PNG": "o.png", "PACKAGE": "package"},
    ),
    "globalautocorrelation": (
        {"INPUT": "city.gpkg"},
        chain("globalautocorrelation", **_RAW),
        {"OUTPUT": "o.csv", "REPORT": "r.html"},
    ),
    "groupcomparison": (
        {"INPUT": "city.gpkg"},
        chain("groupcomparison", FIELDS=["inc01", "edu01"], PERMUTATIONS=99),
        {"OUTPUT": "o.csv", "REPORT": "r.html"},
    ),
    "hotspots": (
        {"INPUT": "city.gpkg", "WEIGHTS_FILE": "city.gal"},
        chain("hotspots", WEIGHTS="file", **_RAW),
        {"OUTPUT": "o.gpkg", "REPORT": "r.html"},
    ),
    "humandevelopmentindex": (
        {"INPUT": "city.gpkg"},
        chain("humandevelopmentindex", **_DEVELOPMENT),
        {"OUTPUT": "o.gpkg", "REPORT": "r.html"},
    ),
    "indexchange": (
        {"INPUT": "city.gpkg", "INPUT_BEFORE": "before.gpkg", "DEFINITION": "definition.json"},
        chain("indexchange", DRAWS=9),
        {"OUTPUT": "o.gpkg", "OUTPUT_CONTRIBUTIONS": "c.csv", "REPORT": "r.html"},
    ),
    "indexrobustness": (
        {"INPUT": "city.gpkg", "DEFINITION": "definition.json"},
        chain("indexrobustness", DRAWS=100),
        {"OUTPUT": "o.gpkg", "OUTPUT_SENSITIVITIES": "s.csv", "OUTPUT_DROPPED": "d.csv", "REPORT": "r.html"},
    ),
    "inequalitymeasures": (
        {"INPUT": "city.gpkg"},
        chain("inequalitymeasures", FIELD="inc01", BOOTSTRAP=19, PERMUTATIONS=19),
        {"OUTPUT": "o.csv", "OUTPUT_GROUPS": "g.csv", "OUTPUT_CURVE": "k.csv", "REPORT": "r.html"},
    ),
    "joinindicators": (
        {"INPUT": "kelurahan.gpkg", "TABLE": "indicators_2025.csv"},
        chain("joinindicators"),
        {"OUTPUT": "o.gpkg", "OUTPUT_UNMATCHED": "u.csv"},
    ),
    "multidimensionalpoverty": (
        {"INPUT": "kelurahan.gpkg", "RECORDS": "households.csv"},
        chain("multidimensionalpoverty"),
        {"OUTPUT": "o.gpkg", "OUTPUT_TABLE": "t.csv", "REPORT": "r.html"},
    ),
    "neighbours": (
        {"INPUT": "kelurahan.gpkg"},
        chain("neighbours"),
        {"OUTPUT": "o.gpkg", "OUTPUT_FILE": "o.gal", "OUTPUT_SUMMARY": "s.csv", "REPORT": "r.html"},
    ),
    "policyreport": (
        {
            "INDEX": "index.gpkg",
            "WEIGHTS_TABLE": "weights.csv",
            "CONTRIBUTIONS_TABLE": "contributions.csv",
            "DEFINITION": "definition.json",
        },
        chain("policyreport"),
        {"OUTPUT": "o.html", "OUTPUT_PDF": "o.pdf", "OUTPUT_DOCX": "o.docx"},
    ),
    "priorities": (
        {"INPUT": "city.gpkg"},
        chain("priorities"),
        {"OUTPUT": "o.gpkg", "OUTPUT_LIST": "l.csv", "REPORT": "r.html"},
    ),
    "programmeeffect": (
        {"INPUT": "city.gpkg"},
        chain(
            "programmeeffect",
            PERIOD_FIELDS=["before", "spr03"],
            FIRST_FIELD="spr03",
            TREATED_FIELD="treated",
            PERMUTATIONS=99,
        ),
        {"OUTPUT": "o.gpkg", "OUTPUT_ESTIMATES": "e.csv", "OUTPUT_EVENTS": "v.csv", "REPORT": "r.html"},
    ),
    "regions": (
        {"INPUT": "city.gpkg"},
        chain("regions", FIELDS=["inc01", "edu01"], NUMBER=4),
        {"OUTPUT": "o.gpkg", "OUTPUT_PROFILE": "p.csv", "REPORT": "r.html"},
    ),
    "study": ({"STUDY": "study.json"}, {}, {"OUTPUT": "results"}),
    "stylelayer": ({"INPUT": "index.gpkg"}, chain("stylelayer"), {"OUTPUT_QML": "o.qml", "OUTPUT_SLD": "o.sld"}),
    "targeting": (
        {"INPUT": "city.gpkg", "TABLE": "programmes.csv"},
        chain("targeting", NEED_FIELD="job02", HIGH_IS_NEED=None, BUDGET_FIELD="anggaran", SPENT_FIELD="realisasi"),
        {"OUTPUT": "o.gpkg", "OUTPUT_SUMMARY": "s.csv", "REPORT": "r.html"},
    ),
    "thematicfindings": (
        {"INPUT": "city.gpkg", "TABLE": "findings.csv"},
        chain("thematicfindings", INDEX_FIELD="inc01", HIGHER_IS_BETTER=False),
        {"OUTPUT": "o.gpkg", "OUTPUT_THEMES": "t.csv", "REPORT": "r.html"},
    ),
}


def parameters_of(algorithm, inputs, outputs):
    """Return the parameters of a run that reads from one folder and writes to another."""
    given, others, written = CASES[algorithm]
    return {
        **{name: str(inputs / file) for name, file in given.items()},
        **others,
        **{name: str(outputs / file) for name, file in written.items()},
    }


def written_by(algorithm):
    """Return the names of files and folders that a run leaves behind."""
    return set(CASES[algorithm][2].values())


def prepare(folder, context):
    """Write the inputs of all cases into a folder, indexes and weights made by our own algorithms."""
    for name in ("kelurahan.gpkg", "indicators_2025.csv", "households.csv", "programmes.csv", "findings.csv"):
        shutil.copyfile(DEMO / name, folder / name)
    (folder / "definition.json").write_text(json.dumps(_SMALL_DEFINITION), encoding="utf-8")
    write_layer(city_layer(extra=_columns()), folder / "city.gpkg")
    write_layer(city_layer("indicators_2024.csv"), folder / "before.gpkg")
    given = parameters_of("compositeindex", folder, folder)
    given.update(OUTPUT=str(folder / "index.gpkg"), OUTPUT_WEIGHTS=str(folder / "weights.csv"))
    given.update(OUTPUT_CONTRIBUTIONS=str(folder / "contributions.csv"), REPORT=None)
    run_algorithm("sejahtera:compositeindex", given, context, Log())
    city = {"INPUT": str(folder / "city.gpkg"), "ID_FIELD": "kode", "OUTPUT": None}
    run_algorithm("sejahtera:neighbours", {**city, "OUTPUT_FILE": str(folder / "city.gal")}, context, Log())
    (folder / "study.json").write_text(json.dumps(_study()), encoding="utf-8")


def _columns():
    """Return columns beside those of the demo: an earlier year, who was treated, human development."""
    programmes = table_of("programmes.csv")
    codes = [row["kode"] for row in table_of("indicators_2025.csv")]
    earlier = {row["kode"]: row["spr03"] for row in table_of("indicators_2024.csv")}
    made_up = {"uhh": (70.0, 0.1), "hls": (12.0, 0.05), "rls": (8.0, 0.05), "rupiah": (11000.0, 20.0)}
    return {
        "before": {code: float(value) if value else None for code, value in earlier.items()},
        "treated": {
            row["kode"]: float(int(row["penerima"]) > 0)
            for row in programmes
            if row["program"] == "Kartu Pekerja Rentan" and row["tahun"] == "2024"
        },
        **{
            name: {code: start + step * place for place, code in enumerate(codes)}
            for name, (start, step) in made_up.items()
        },
    }


def write_layer(layer, path):
    """Write a layer into a GeoPackage."""
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", path.stem
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    if not QgsVectorLayer(str(path), path.stem, "ogr").isValid():
        raise AssertionError(path)


def _study():
    index = {"INPUT": "@layer", "DEFINITION": "@definition", "OUTPUT": "index.gpkg", "REPORT": "sub/index.html"}
    spots = {"INPUT": "@index.OUTPUT", "FIELD": "index", "PERMUTATIONS": 9, "OUTPUT": "spots.gpkg"}
    return {
        "schema": "sejahtera-study",
        "version": 1,
        "inputs": {"layer": "city.gpkg", "definition": "definition.json"},
        "defaults": {"NAME_FIELD": "nama"},
        "steps": [
            {"id": "index", "algorithm": "compositeindex", "parameters": index},
            {"id": "spots", "algorithm": "hotspots", "parameters": spots},
        ],
    }
