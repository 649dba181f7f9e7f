"""The demo city with its indicators joined, as a layer in memory."""

import csv

from qgis.core import QgsFeature, QgsVectorLayer
from sejahtera.cartography.base.attributes import make_field

from ..shipped import ROOT

DEMO = ROOT / "resources" / "demo"


def table_of(name):
    """Return the rows of a demo table as dictionaries of text."""
    with (DEMO / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def city_layer(table="indicators_2025.csv", extra=None):
    """Return the 54 kelurahan with the columns of a table behind their own; `extra` maps names to dicts by code."""
    base = QgsVectorLayer(f"{DEMO / 'kelurahan.gpkg'}|layername=kelurahan", "city", "ogr")
    rows = {row["kode"]: row for row in table_of(table)}
    columns = [name for name in next(iter(rows.values())) if name not in ("kode", "nama")]
    layer = QgsVectorLayer("Polygon?crs=EPSG:32749", "city", "memory")
    own = [field for field in base.fields() if field.name() != "fid"]
    new = [make_field(name, "float") for name in [*columns, *(extra or {})]]
    layer.dataProvider().addAttributes([*own, *new])
    layer.updateFields()
    features = []
    for feature in base.getFeatures():
        code = feature["kode"]
        copy = QgsFeature(layer.fields())
        copy.setGeometry(feature.geometry())
        values = [float(rows[code][name]) if rows[code][name] else None for name in columns]
        values += [by_code.get(code) for by_code in (extra or {}).values()]
        copy.setAttributes([feature[field.name()] for field in own] + values)
        features.append(copy)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer
