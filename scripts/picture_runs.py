"""Run, on the demo data, the algorithms that the chain of the demo does not run itself, for their pictures.

The demo has no life expectancy and no expenditure; they are made up from the figures it has.
"""

from __future__ import annotations

import sys
from pathlib import Path

from plugin_package import qgis, speaking

#: Fields for human development, as expressions on the joined demo layer.
DEVELOPMENT = {
    "uhh": "76 - 0.08 * hlt01 - 0.03 * hlt02",
    "hls": "15.5 - 0.8 * edu01",
    "rls": "edu02",
    "rupiah": "17500 - 260 * inc01",
}


def _with_fields(source: Path, expressions: dict[str, str]) -> object:
    """Return a copy of a layer in memory with fields by expression."""
    import processing

    layer = str(source)
    for name, formula in expressions.items():
        values = {"INPUT": layer, "FIELD_NAME": name, "FORMULA": formula, "OUTPUT": "TEMPORARY_OUTPUT"}
        layer = processing.run("native:fieldcalculator", values)["OUTPUT"]
    return layer


def run_all(demo: Path, folder: Path) -> None:
    """Run the algorithms on what the demo wrote; their results go into the folder."""
    core = qgis()
    sys.path.append(str(Path(core.QgsApplication.pkgDataPath()) / "python" / "plugins"))
    from processing.core.Processing import Processing

    import processing

    Processing.initialize()
    folder.mkdir(parents=True, exist_ok=True)
    with speaking("en"):
        processing.run(
            "sejahtera:humandevelopmentindex",
            {
                "INPUT": _with_fields(demo / "joined.gpkg", DEVELOPMENT),
                "LIFE_EXPECTANCY_FIELD": "uhh",
                "EXPECTED_SCHOOLING_FIELD": "hls",
                "MEAN_SCHOOLING_FIELD": "rls",
                "EXPENDITURE_FIELD": "rupiah",
                "EXPENDITURE_UNIT": "thousand",
                "NAME_FIELD": "nama",
                "OUTPUT": str(folder / "humandevelopmentindex.gpkg"),
            },
        )
        processing.run(
            "sejahtera:stylelayer",
            {
                "INPUT": core.QgsVectorLayer(str(demo / "index.gpkg"), "index", "ogr"),
                "KIND": "rank",
                "PALETTE": "diverging",
                "LANGUAGE": "en",
                "OUTPUT_QML": str(folder / "stylelayer.qml"),
            },
        )
