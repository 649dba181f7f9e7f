"""Run, on the demo data, the algorithms that the chain of the demo does not run itself, for their pictures.

Where the demo has no such figures (life expectancy, years before 2024) they are made up from those it has.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

from plugin_package import ROOT, english, qgis

DATA = ROOT / "resources" / "demo"

#: Fields of the inputs below, as expressions on the joined demo layer.
DEVELOPMENT = {
    "uhh": "76 - 0.08 * hlt01 - 0.03 * hlt02",
    "hls": "15.5 - 0.8 * edu01",
    "rls": "edu02",
    "rupiah": "17500 - 260 * inc01",
}
#: The poor in five years: a pocket in the north grows old, one in the south-east is new.
YEARS = {
    f"y{year}": f"inc01 * (1 + if(y(centroid($geometry)) > 9165000, 0.5 - 0.1 * {step}, 0) + "
    f"if(x(centroid($geometry)) > 482000 and y(centroid($geometry)) < 9163500, 0.2 * {step}, 0))"
    for step, year in enumerate(range(2021, 2026))
}


def _treated() -> dict[str, float]:
    with (DATA / "programmes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    card = (row for row in rows if row["program"] == "Kartu Pekerja Rentan" and row["tahun"] == "2024")
    return {row["kode"]: float(int(row["penerima"]) > 0) for row in card}


def _with_fields(source: Path, expressions: dict[str, str], values: dict[str, dict[str, float]]) -> object:
    """Return a copy of a layer in memory with fields by expression, and by code."""
    core = qgis()
    from qgis.PyQt.QtCore import QVariant

    layer = core.QgsVectorLayer(str(source), "kelurahan", "ogr")
    layer = layer.materialize(core.QgsFeatureRequest())
    names = [*expressions, *values]
    start = layer.fields().count()
    layer.dataProvider().addAttributes([core.QgsField(name, QVariant.Type.Double) for name in names])
    layer.updateFields()
    context = core.QgsExpressionContext(core.QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    formulas = [core.QgsExpression(text) for text in expressions.values()]
    changes = {}
    for feature in layer.getFeatures():
        context.setFeature(feature)
        cells = [formula.evaluate(context) for formula in formulas]
        cells += [by_code.get(feature["kode"]) for by_code in values.values()]
        changes[feature.id()] = {start + number: cell for number, cell in enumerate(cells)}
    layer.dataProvider().changeAttributeValues(changes)
    return layer


def _before(source: Path, field: str) -> dict[str, float]:
    layer = qgis().QgsVectorLayer(str(source), "before", "ogr")
    return {feature["kode"]: feature[field] for feature in layer.getFeatures()}


def run_all(demo: Path, folder: Path) -> None:
    """Run the algorithms on what the demo wrote; their results go into the folder."""
    qgis()
    sys.path.append(str(Path(qgis().QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    import processing

    Processing.initialize()
    joined = demo / "joined.gpkg"
    common = {"NAME_FIELD": "nama"}
    panel = {"before": _before(demo / "joined_2024.gpkg", "spr03"), "treated": _treated()}
    runs = {
        "humandevelopmentindex": {
            "INPUT": _with_fields(joined, DEVELOPMENT, {}),
            "LIFE_EXPECTANCY_FIELD": "uhh",
            "EXPECTED_SCHOOLING_FIELD": "hls",
            "MEAN_SCHOOLING_FIELD": "rls",
            "EXPENDITURE_FIELD": "rupiah",
            "EXPENDITURE_UNIT": "thousand",
        },
        "emerginghotspots": {
            "INPUT": _with_fields(joined, YEARS, {}),
            "FIELDS": list(YEARS),
            "ORIENTATION": "deprivation",
        },
        "bivariateclusters": {
            "INPUT": demo / "study" / "index.gpkg",
            "FIELD": "index",
            "FIELD_2": "dim_wsh",
            "MAP": "bivariate",
        },
        "drivers": {"INPUT": joined, "FIELD": "inc01", "DRIVERS": ["edu02", "dem01", "gov01"]},
        "programmeeffect": {
            "INPUT": _with_fields(joined, {}, panel),
            "PERIOD_FIELDS": ["before", "spr03"],
            "FIRST_FIELD": "spr03",
            "TREATED_FIELD": "treated",
        },
    }
    folder.mkdir(parents=True, exist_ok=True)
    with english():
        for name, parameters in runs.items():
            outputs = {"OUTPUT": str(folder / f"{name}.gpkg"), "REPORT": str(folder / f"{name}.html")}
            given = {
                key: str(value) if isinstance(value, Path) else value for key, value in parameters.items()
            }
            processing.run(f"sejahtera:{name}", {**common, **given, **outputs})
        styled = qgis().QgsVectorLayer(str(demo / "index.gpkg"), "index", "ogr")
        processing.run(
            "sejahtera:stylelayer",
            {
                "INPUT": styled,
                "KIND": "rank",
                "PALETTE": "diverging",
                "LANGUAGE": "en",
                "OUTPUT_QML": str(folder / "stylelayer.qml"),
            },
        )
