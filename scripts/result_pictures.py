"""Take the pictures of results for the manual, docs/images/algorithms, from what `make demo` wrote.

usage: result_pictures.py [FOLDER]   with the Python that QGIS uses; FOLDER is build/demo

A layer is drawn with the style that its own file carries, beside its legend.
"""

from __future__ import annotations

import sys
from pathlib import Path

from plugin_package import ROOT, qgis

PICTURES = ROOT / "docs" / "images" / "algorithms"

#: The layer that shows best what an algorithm gives.
LAYERS = {
    "bivariateclusters": "bivariate.gpkg",
    "clustersoutliers": "clusters.gpkg",
    "compositeindex": "index.gpkg",
    "emerginghotspots": "emerging.gpkg",
    "hotspots": "hotspots.gpkg",
    "humandevelopmentindex": "development.gpkg",
    "indexchange": "change.gpkg",
    "indexrobustness": "study/robustness.gpkg",
    "multidimensionalpoverty": "poverty.gpkg",
    "neighbours": "neighbours.gpkg",
    "priorities": "study/priorities.gpkg",
    "regions": "regions.gpkg",
    "targeting": "study/targeting.gpkg",
    "thematicfindings": "study/findings.gpkg",
}
#: Pictures that the demo wrote itself.
SHEETS = {"exportmap": "map.png"}
PAGE = (230, 100)
MAP_WIDTH = 118
DPI = 96


def draw(path: Path, picture: Path) -> None:
    """Draw one layer and its legend."""
    core = qgis()
    layer = core.QgsVectorLayer(str(path), path.stem, "ogr")
    if not layer.isValid():
        raise SystemExit(f"{path} is not a layer; run `make demo` first.")
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
    image = core.QgsLayoutExporter(layout).renderPageToImage(0, dpi=DPI)
    picture.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(picture))


def reduce(path: Path, picture: Path) -> None:
    """Write a picture no wider than the others."""
    from qgis.PyQt.QtCore import Qt
    from qgis.PyQt.QtGui import QImage

    width = round(PAGE[0] / 25.4 * DPI)
    QImage(str(path)).scaledToWidth(width, Qt.TransformationMode.SmoothTransformation).save(str(picture))


def main() -> None:
    """Draw every layer that is there."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "demo"
    for name, file in LAYERS.items():
        if (folder / file).exists():
            draw(folder / file, PICTURES / f"{name}.png")
        else:
            print(f"{name}: the demo writes no {file}")
    for name, file in SHEETS.items():
        reduce(folder / file, PICTURES / f"{name}.png")


if __name__ == "__main__":
    sys.exit(main())
