"""Awkward values for each parameter of an algorithm, by what it asks for."""

from qgis.core import (
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
    QgsVectorLayer,
)
from sejahtera.cartography.base.attributes import make_field

from .cases import CASES, write_layer

_LAYERS = (QgsProcessingParameterFeatureSource, QgsProcessingParameterVectorLayer)
#: How the awkward layers are called that `prepare` writes.
LAYERS = ("flat", "one", "none", "nulls", "texts", "points")
_NUMBERS = (-1, 0, 1e300, float("nan"), "abc", "", [])
_TEXTS = ("", " ", "x" * 5000, "a;b|c", "‘{x}’ %s {0} \n\x07", 7, [])


def prepare(folder, city):
    """Write the awkward layers: as the city, but without geometry, with one area, with nothing in it, …"""
    for name in LAYERS:
        write_layer(_changed(city, name), folder / f"{name}.gpkg")
    (folder / "empty.json").write_bytes(b"")
    (folder / "torn.json").write_text('{"schema": [1, ', encoding="utf-8")
    (folder / "list.json").write_text("[1, 2]", encoding="utf-8")
    (folder / "binary.json").write_bytes(bytes(range(256)))


def _changed(city, name):
    """Return a copy of a layer, awkward in the way that its name says."""
    texts = name == "texts"
    fields = QgsFields()
    for field in city.fields():
        fields.append(make_field(field.name(), "str") if texts else field)
    kind = {"flat": "NoGeometry", "points": "Point"}.get(name, "Polygon")
    layer = QgsVectorLayer(f"{kind}?crs=EPSG:32749", name, "memory")
    layer.dataProvider().addAttributes(fields)
    layer.updateFields()
    features = []
    for feature in list(city.getFeatures())[: {"one": 1, "none": 0}.get(name)]:
        copy = QgsFeature(layer.fields())
        geometry = feature.geometry()
        copy.setGeometry(geometry.centroid() if name == "points" else QgsGeometry(geometry))
        values = feature.attributes()
        if name == "nulls":
            values = [None if field.isNumeric() else value for field, value in zip(city.fields(), values)]
        copy.setAttributes([str(value) for value in values] if texts else values)
        features.append(copy)
    layer.dataProvider().addFeatures(features)
    return layer


def awkward(algorithm, definition, inputs, outputs):
    """Return the awkward values of a parameter."""
    given, others, written = CASES[algorithm]
    fields = [str(value) for key, value in others.items() if key.endswith("_FIELD") and isinstance(value, str)]
    if isinstance(definition, _LAYERS):
        return [*(str(inputs / f"{name}.gpkg") for name in LAYERS), str(inputs / "missing.gpkg"), "", 7]
    if isinstance(definition, QgsProcessingParameterField):
        one = ["nama", "no such field", "", "fid", "penduduk", *fields, 7]
        return [*([value] for value in one), [], ["nama", "nama"]] if definition.allowMultiple() else one
    if isinstance(definition, QgsProcessingParameterNumber):
        return _NUMBERS
    if isinstance(definition, QgsProcessingParameterEnum):
        return ("no such choice", -1, 99, "", 1.5, [])
    if isinstance(definition, QgsProcessingParameterBoolean):
        return ("abc", 7, "")
    if isinstance(definition, QgsProcessingParameterFile):
        names = ("missing.json", "empty.json", "torn.json", "list.json", "binary.json", "flat.gpkg")
        return [*(str(inputs / name) for name in names), str(inputs), "", 7]
    if isinstance(definition, QgsProcessingParameterFeatureSink):
        taken = [str(outputs / name) for key, name in written.items() if key != definition.name()]
        names = ("o.parquet", "o.txt", "o.csv", "o.xlsx", "o.ods", "o.shp", "o.geojson", "no ending")
        return [*(str(outputs / name) for name in names), *taken, str(outputs), _first_input(given, inputs)]
    if isinstance(definition, QgsProcessingParameterFileDestination):
        taken = [str(outputs / name) for key, name in written.items() if key != definition.name()]
        return [str(outputs / "o.xyz"), str(outputs / "no ending"), *taken, str(outputs), _first_input(given, inputs)]
    if isinstance(definition, QgsProcessingParameterFolderDestination):
        return [_first_input(given, inputs), str(outputs / "a" / "b")]
    if isinstance(definition, QgsProcessingParameterString):
        return _TEXTS
    return ("", "nonsense", 7, [])


def _first_input(given, inputs):
    """Return the file of an input, which no output may take the place of."""
    return str(inputs / next(iter(given.values())))
