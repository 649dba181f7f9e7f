"""Take the pictures of results for the manual, docs/images/algorithms: one for every algorithm, from real runs.

usage: result_pictures.py [FOLDER]   with the Python that QGIS uses; FOLDER is what `make demo` wrote, build/demo

A layer is drawn with the style that its own file carries, beside its legend; a chart is that of the report, a table
the first rows of the file, a page that of the printed document. What the demo does not run is run here.
"""

from __future__ import annotations

import csv
import html
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import picture_runs
from plugin_package import ROOT, qgis

PICTURES = ROOT / "docs" / "images" / "algorithms"
RUNS = ROOT / "build" / "pictures"

#: Algorithms whose layer shows best what they give; by the demo, or run here.
LAYERS = (
    *("bivariateclusters", "clustersoutliers", "compositeindex", "emerginghotspots", "hotspots", "indexchange"),
    *("indexrobustness", "multidimensionalpoverty", "neighbours", "priorities", "regions", "targeting"),
    "thematicfindings",
)
RUN_HERE = ("humandevelopmentindex",)
#: A style written by an algorithm, and the algorithm whose layer it is for.
STYLES = {"stylelayer": "compositeindex"}
#: Charts of a report, counted from 0.
CHARTS = {
    "drivers": (0,),
    "globalautocorrelation": (0, 1),
    "groupcomparison": (0, 1),
    "inequalitymeasures": (0, 3),
    "programmeeffect": (0, 1),
}
#: The first rows of a table: output, columns.
TABLES = {
    "joinindicators": ("OUTPUT_UNMATCHED", ("side", "row", "code", "name", "reason", "suggestion", "explanation")),
    "checkindicators": (
        "OUTPUT",
        ("field", "name", "n", "missing", "skewness", "outlier_count", "findings", "suggestion"),
    ),
}
ROWS = 12
#: Pages of printed documents: output, pages.
PAGES = {"policyreport": ("OUTPUT_PDF", (1, 4)), "exportatlas": ("OUTPUT", (2, 3))}
#: Pictures that the demo wrote itself.
SHEETS = {"exportmap": "OUTPUT_PNG"}
PAGE = (230, 100)
MAP_WIDTH = 118
DPI = 96
PIXELS = tuple(round(side / 25.4 * DPI) for side in PAGE)


def file_of(algorithm: str, output: str = "OUTPUT") -> str:
    """Return the file that the demo's study has of an algorithm: of the first step that writes one, in English."""
    steps = json.loads((ROOT / "resources" / "demo" / "study.json").read_text(encoding="utf-8"))["steps"]
    given = [step["parameters"] for step in steps if step["algorithm"] == algorithm]
    given.sort(key=lambda parameters: parameters.get("LANGUAGE") not in ("en", "both"))
    return next(parameters[output] for parameters in given if output in parameters)


def draw(path: Path, picture: Path, style: Path | None = None) -> None:
    """Draw one layer and its legend."""
    from qgis.PyQt.QtXml import QDomDocument

    core = qgis()
    layer = core.QgsVectorLayer(str(path), path.stem, "ogr")
    if not layer.isValid():
        raise SystemExit(f"{path} is not a layer; run `make demo` first.")
    if style:
        # loadNamedStyle would take the one in the layer's own file.
        document = QDomDocument()
        document.setContent(style.read_text(encoding="utf-8"))
        layer.importNamedStyle(document)
    project = core.QgsProject()
    project.addMapLayer(layer)
    project.setCrs(layer.crs())
    layout = core.QgsPrintLayout(project)
    layout.initializeDefaults()
    millimetres = core.QgsUnitTypes.LayoutUnit.LayoutMillimeters
    layout.pageCollection().page(0).setPageSize(core.QgsLayoutSize(*PAGE, millimetres))
    sheet = core.QgsLayoutItemMap(layout)
    layout.addLayoutItem(sheet)
    sheet.attemptResize(core.QgsLayoutSize(MAP_WIDTH, PAGE[1] - 4, millimetres))
    sheet.attemptMove(core.QgsLayoutPoint(2, 2, millimetres))
    sheet.setLayers([layer])
    sheet.zoomToExtent(layer.extent().buffered(layer.extent().width() * 0.03))
    legend = core.QgsLayoutItemLegend(layout)
    layout.addLayoutItem(legend)
    heading = core.QgsLegendStyle.Style.Hidden  # the file's name says nothing to a reader
    core.QgsLegendRenderer.setNodeLegendStyle(project.layerTreeRoot().findLayer(layer), heading)
    legend.attemptMove(core.QgsLayoutPoint(MAP_WIDTH + 5, 6, millimetres))
    legend.adjustBoxSize()
    core.QgsLayoutExporter(layout).renderPageToImage(0, dpi=DPI).save(str(picture))


def painted(size: Any, draw_on: Callable[[Any], object]) -> Any:
    """Return an image of what a function paints on white."""
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtGui import QImage, QPainter

    image = QImage(size, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    draw_on(painter)
    painter.end()
    return image


def side_by_side(images: list[Any], picture: Path) -> None:
    """Put pictures beside each other on white, as large as they fit."""
    from qgis.PyQt.QtCore import QPoint, QSize, Qt

    width = PIXELS[0] // len(images)
    smooth, keep = Qt.TransformationMode.SmoothTransformation, Qt.AspectRatioMode.KeepAspectRatio
    scaled = [image.scaled(width - 16, PIXELS[0] // 2, keep, smooth) for image in images]

    def draw_on(painter: Any) -> None:
        for number, image in enumerate(scaled):
            painter.drawImage(QPoint(number * width + (width - image.width()) // 2, 8), image)

    height = max(image.height() for image in scaled) + 16
    painted(QSize(PIXELS[0], height), draw_on).save(str(picture))


def charts(report: Path, numbers: tuple[int, ...], picture: Path) -> None:
    """Draw charts of a report."""
    from qgis.PyQt.QtCore import QByteArray
    from qgis.PyQt.QtSvg import QSvgRenderer

    text = report.read_text(encoding="utf-8")
    # Qt reads no shorthand of fonts, and one family only.
    text = re.sub(r"font: ([\d.]+px) '[^;\"]*", r"font-size: \1; font-family: Liberation Sans", text)
    found = re.findall(r"<svg.*?</svg>", text, re.DOTALL)
    images = []
    for number in numbers:
        renderer = QSvgRenderer(QByteArray(found[number].encode()))
        images.append(painted(renderer.defaultSize() * 2, renderer.render))
    side_by_side(images, picture)


def table(heads: tuple[str, ...], rows: list[list[str]], picture: Path) -> None:
    """Draw a table."""
    from qgis.PyQt.QtCore import QSize
    from qgis.PyQt.QtGui import QFont, QTextDocument

    cells = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    head = "".join(f"<th align='left' bgcolor='#e8eef2'>{name}</th>" for name in heads)
    document = QTextDocument()
    font = QFont("Liberation Sans")
    font.setPixelSize(13)
    document.setDefaultFont(font)
    document.setTextWidth(PIXELS[0])
    document.setHtml(
        f"<table width='100%' cellspacing='0' cellpadding='4' border='1' style='border-collapse: collapse; "
        f"border-color: #c8d0d6'><tr>{head}</tr>{cells}</table>"
    )
    painted(QSize(PIXELS[0], round(document.size().height())), document.drawContents).save(str(picture))


def rows_of(path: Path, columns: tuple[str, ...]) -> list[list[str]]:
    """Return the first rows of a table, only those columns."""
    with path.open(encoding="utf-8") as file:
        return [[_short(row[name]) for name in columns] for row, _ in zip(csv.DictReader(file), range(ROWS))]


def _short(cell: str) -> str:
    return f"{float(cell):.2f}" if re.fullmatch(r"-?\d+\.\d{3,}", cell) else cell


def steps_of(manifest: Path) -> list[list[str]]:
    """Return what the manifest of a study says of each step."""
    steps = json.loads(manifest.read_text(encoding="utf-8"))["steps"]
    return [
        [
            step["id"],
            step["algorithm"].partition(":")[2],
            ", ".join(output["file"] for output in step["outputs"].values()),
            next(iter(step["outputs"].values())).get("sha256", "")[:12] + "…",
        ]
        for step in steps
    ]


def pages(document: Path, numbers: tuple[int, ...], picture: Path) -> None:
    """Draw pages of a PDF beside each other."""
    from qgis.PyQt.QtGui import QImage

    images = []
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            name = Path(folder) / str(number)
            page = ["-f", str(number), "-l", str(number), "-singlefile"]
            subprocess.run(["pdftoppm", "-png", "-r", "110", *page, str(document), str(name)], check=True)
            images.append(QImage(f"{name}.png"))
    side_by_side(images, picture)


def main() -> None:
    """Draw the picture of every algorithm."""
    demo = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "demo"
    qgis()
    from qgis.PyQt.QtGui import QImage

    PICTURES.mkdir(parents=True, exist_ok=True)
    picture_runs.run_all(demo, RUNS)
    target = {path: PICTURES / f"{path}.png" for path in _names()}
    for name in LAYERS:
        draw(demo / file_of(name), target[name])
    for name in RUN_HERE:
        draw(RUNS / f"{name}.gpkg", target[name])
    for name, styled in STYLES.items():
        draw(demo / file_of(styled), target[name], RUNS / f"{name}.qml")
    for name, numbers in CHARTS.items():
        charts(demo / file_of(name, "REPORT"), numbers, target[name])
    for name, (output, columns) in TABLES.items():
        table(columns, rows_of(demo / file_of(name, output), columns), target[name])
    table(("step", "algorithm", "files", "sha256"), steps_of(demo / "manifest.json"), target["study"])
    for name, (output, numbers) in PAGES.items():
        pages(demo / file_of(name, output), numbers, target[name])
    for name, output in SHEETS.items():
        side_by_side([QImage(str(demo / file_of(name, output)))], target[name])
    print(f"{len(target)} pictures in {PICTURES}")


def _names() -> list[str]:
    """Return the algorithms that have a picture."""
    found = [*LAYERS, *RUN_HERE, *STYLES, *CHARTS, *TABLES, *PAGES, *SHEETS, "study"]
    return sorted(found)


if __name__ == "__main__":
    main()
