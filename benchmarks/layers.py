"""Whole algorithms on a real layer of 8,563 desa, against QGIS's own `native:savefeatures`.

The layer is not part of the repository: give its path, or set SEJAHTERA_SHARED_DATA.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from measure import ROOT, load_plugin, machine, measure_beside

DATA = Path(os.environ.get("SEJAHTERA_SHARED_DATA", ROOT.parent / "shared" / "data"))
LAYER = DATA / "boundaries" / "jateng_desa_8563_kemendagri2025.gpkg"
INDICATORS = 12
YARDSTICK = "native:savefeatures"


def start_qgis() -> object:
    """Return a QGIS application with our provider and the layer with made-up indicators."""
    load_plugin()
    from qgis.analysis import QgsNativeAlgorithms
    from qgis.core import QgsApplication
    from sejahtera.processing.provider import SejahteraProvider

    application = QgsApplication([], False)
    application.initQgis()
    application.kept = [QgsNativeAlgorithms(), SejahteraProvider()]
    for provider in application.kept:
        QgsApplication.processingRegistry().addProvider(provider)
    return application


def with_indicators(folder: Path, source: Path) -> Path:
    """Write a copy of the layer with seeded, spatially smooth indicators i00, i01, ..."""
    import numpy as np
    from osgeo import ogr

    ogr.UseExceptions()
    target = folder / "desa.gpkg"
    driver = ogr.GetDriverByName("GPKG")
    copy = driver.CopyDataSource(ogr.Open(str(source)), str(target))
    layer = copy.GetLayer(0)
    for number in range(INDICATORS):
        layer.CreateField(ogr.FieldDefn(f"i{number:02d}", ogr.OFTReal))
    random = np.random.default_rng(3)
    layer.StartTransaction()
    for feature in layer:
        x, y = feature.GetGeometryRef().Centroid().GetPoint_2D()
        for number in range(INDICATORS):
            feature[f"i{number:02d}"] = float(np.sin(3 * x + number) + np.cos(4 * y) + random.normal(0, 0.5))
        layer.SetFeature(feature)
    layer.CommitTransaction()
    return target


def runner(algorithm: str, parameters: dict) -> object:
    """Return a candidate that runs an algorithm into a new file each time."""

    def run(application: object) -> None:  # noqa: ARG001 - keeps QGIS alive
        from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

        with tempfile.TemporaryDirectory() as folder:
            values = {**parameters, "OUTPUT": str(Path(folder) / "out.gpkg")}
            instance = QgsApplication.processingRegistry().createAlgorithmById(algorithm)
            _, done = instance.run(values, QgsProcessingContext(), QgsProcessingFeedback(False))
            if not done:
                raise SystemExit(f"{algorithm} failed")

    run.__name__ = algorithm
    return run


def candidates(layer: str) -> dict[str, tuple[str, dict]]:
    """Return the algorithms measured, by name."""
    rows = [cell for n in range(INDICATORS) for cell in (f"i{n:02d}", f"d{n // 3}", "+", 1)]
    return {
        "compositeindex": ("sejahtera:compositeindex", {"INPUT": layer, "INDICATORS": rows}),
        "neighbours": ("sejahtera:neighbours", {"INPUT": layer}),
        "globalautocorrelation": ("sejahtera:globalautocorrelation", {"INPUT": layer, "FIELD": ["i00"]}),
        "hotspots": ("sejahtera:hotspots", {"INPUT": layer, "FIELD": "i00"}),
        "clustersoutliers": ("sejahtera:clustersoutliers", {"INPUT": layer, "FIELD": "i00"}),
        "bivariateclusters": (
            "sejahtera:bivariateclusters",
            {"INPUT": layer, "FIELD": "i00", "FIELD_2": "i01"},
        ),
        "emerginghotspots": (
            "sejahtera:emerginghotspots",
            {"INPUT": layer, "FIELDS": [f"i{n:02d}" for n in range(6)]},
        ),
        "regions": (
            "sejahtera:regions",
            {
                "INPUT": layer,
                "FIELDS": ["i00", "i01", "i02"],
                "NUMBER": 10,
                "JOIN_ISLANDS": 1,
                "STYLE": "binary",
            },
        ),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("layer", type=Path, nargs="?", default=LAYER)
    parser.add_argument("--only", nargs="+", choices=sorted(candidates("")), help="algorithms to measure")
    parser.add_argument("--runs", type=int, default=5, help="turns of each algorithm and the yardstick")
    options = parser.parse_args()
    if not options.layer.exists():
        sys.stdout.write(f"{options.layer} is not here, so whole algorithms were not measured\n")
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    write = sys.stdout.write
    write(f"{machine()}\n\n### Whole algorithms on 8,563 desa, in times {YARDSTICK}\n\n")
    write("| algorithm | seconds | ratio by the clock | ratio of processor time | peak MB |\n")
    write("|---|---|---|---|---|\n")
    with tempfile.TemporaryDirectory() as folder:
        layer = str(with_indicators(Path(folder), options.layer))
        yardstick = runner(YARDSTICK, {"INPUT": layer})
        for name, (algorithm, parameters) in candidates(layer).items():
            if options.only and name not in options.only:
                continue
            found = measure_beside(start_qgis, yardstick, runner(algorithm, parameters), options.runs)
            write("| {} | {:.2f} | {:.1f} | {:.1f} | {:.0f} |\n".format(name, *found))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
