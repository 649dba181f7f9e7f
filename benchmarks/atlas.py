"""The atlas of 54 pages against QGIS's own bare atlas export of the same map: same pages, map only.

Composing the atlas is part of its time.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from measure import BESIDE, ROOT, measure_beside, start_qgis, table

RUNS = 5
LAYER = ROOT / "resources" / "demo" / "kelurahan.gpkg"


def atlases() -> Any:
    """Return a QGIS application with a layer of 54 kelurahan, 11 dimensions and 41 indicators, and a bare atlas."""
    application = start_qgis(widgets=True)
    application.layer = _result()
    application.bare = stripped(build(application))
    return application


def _result() -> Any:
    """Return the demo's kelurahan with made-up results."""
    import numpy as np
    from qgis.core import QgsFeatureRequest, QgsField, QgsVectorLayer
    from qgis.PyQt.QtCore import QVariant
    from sejahtera.resources.catalogue import load_catalogue

    source = QgsVectorLayer(f"{LAYER}|layername=kelurahan", "Indeks", "ogr")
    layer = source.materialize(QgsFeatureRequest())
    catalogue = load_catalogue()
    codes = {one.dimension for one in catalogue.core}
    names = [f"dim_{code.lower()}" for code in sorted(codes)] + [one.field for one in catalogue.core]
    fields = [QgsField("index", QVariant.Double), QgsField("rank", QVariant.Int), QgsField("class", QVariant.Int)]
    layer.dataProvider().addAttributes([*fields, *(QgsField(name, QVariant.Double) for name in names)])
    layer.updateFields()
    random = np.random.default_rng(2)
    index = random.uniform(20, 90, layer.featureCount())
    ranks = (-index).argsort().argsort() + 1
    first = layer.fields().indexFromName("index")
    changes = {}
    for place, feature in enumerate(layer.getFeatures()):
        rank = int(ranks[place])
        values = [float(index[place]), rank, 5 - (rank - 1) // 11, *random.uniform(0, 100, len(names)).tolist()]
        changes[feature.id()] = dict(enumerate(values, first))
    layer.dataProvider().changeAttributeValues(changes)
    return layer


def build(application: Any) -> Any:
    """Return our atlas of the layer."""
    from sejahtera.cartography.atlas.build import build_atlas
    from sejahtera.cartography.atlas.request import AtlasRequest, Variable
    from sejahtera.resources.catalogue import load_catalogue

    variables = [
        Variable(one.field, one.name.id, one.unit.id, 1 if one.direction == "+" else -1)
        for one in load_catalogue().core
    ]
    request = AtlasRequest(application.layer, variables=variables, source="Data simulasi")
    return build_atlas(replace(request, name_field="nama", code_field="kode", group_field="kecamatan"))


def write(atlas: Any) -> None:
    """Write an atlas into one PDF."""
    from sejahtera.cartography.layout.export import export_atlas

    with tempfile.TemporaryDirectory() as folder:
        export_atlas(atlas.layout, Path(folder) / "atlas.pdf", 300)


def stripped(atlas: Any) -> Any:
    """Return the atlas with nothing on its pages but the map."""
    for item in list(atlas.layout.items()):
        if getattr(item, "id", str)() not in ("", "map"):
            atlas.layout.removeLayoutItem(item)
    return atlas


def main() -> None:
    """Measure both by turns, so that they meet the same machine, and print."""
    found = measure_beside(atlases, lambda qgis: write(qgis.bare), lambda qgis: write(build(qgis)), RUNS)
    table("Atlas of 54 A4 pages in one PDF, in times QGIS's bare atlas", BESIDE, [("exportatlas", found)])


if __name__ == "__main__":
    main()
