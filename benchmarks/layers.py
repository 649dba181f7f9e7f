"""Whole algorithms on a real layer of 8,563 desa, against QGIS's own `native:savefeatures`.

The layer is not part of the repository: give its path, or set SEJAHTERA_SHARED_DATA.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import BESIDE, DATA, measure_beside, run_algorithm, start_qgis, table

LAYER = DATA / "boundaries" / "jateng_desa_8563_kemendagri2025.gpkg"
INDICATORS = 12
YARDSTICK = "native:savefeatures"


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


def runner(algorithm: str, parameters: dict) -> Callable[[object], None]:
    """Return a candidate that runs an algorithm into a new file each time."""

    def run(_: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            run_algorithm(algorithm, {**parameters, "OUTPUT": str(Path(folder) / "out.gpkg")})

    return run


def candidates(layer: str) -> dict[str, dict]:
    """Return the parameters of the algorithms measured."""
    rows = [cell for n in range(INDICATORS) for cell in (f"i{n:02d}", f"d{n // 3}", "+", 1)]
    groups = {"NUMBER": 10, "JOIN_ISLANDS": 1, "STYLE": "binary"}
    found: dict[str, dict[str, object]] = {
        "compositeindex": {"INDICATORS": rows},
        "neighbours": {},
        "globalautocorrelation": {"FIELD": ["i00"]},
        "hotspots": {"FIELD": "i00"},
        "clustersoutliers": {"FIELD": "i00"},
        "bivariateclusters": {"FIELD": "i00", "FIELD_2": "i01"},
        "emerginghotspots": {"FIELDS": [f"i{n:02d}" for n in range(6)]},
        "regions": {"FIELDS": ["i00", "i01", "i02"], **groups},
    }
    return {name: {"INPUT": layer, **parameters} for name, parameters in found.items()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("layer", type=Path, nargs="?", default=LAYER)
    parser.add_argument("--only", nargs="+", choices=sorted(candidates("")), help="algorithms to measure")
    parser.add_argument("--runs", type=int, default=5, help="turns of each algorithm and the yardstick")
    options = parser.parse_args()
    if not options.layer.exists():
        print(f"{options.layer} is not here, so whole algorithms were not measured")
        return
    with tempfile.TemporaryDirectory() as folder:
        layer = str(with_indicators(Path(folder), options.layer))
        yardstick = runner(YARDSTICK, {"INPUT": layer})
        rows = (
            (name, measure_beside(start_qgis, yardstick, runner(f"sejahtera:{name}", parameters), options.runs))
            for name, parameters in candidates(layer).items()
            if not options.only or name in options.only
        )
        table(f"Whole algorithms on 8,563 desa, in times {YARDSTICK}", BESIDE, rows)


if __name__ == "__main__":
    main()
