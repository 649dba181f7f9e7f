import pytest
from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeatureRequest,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingUtils,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from sejahtera.processing.io.cached_source import CachedSource
from sejahtera.processing.io.frames import column_indexes, is_null

from ...builders import grid_layer


class Counting:
    """A source that counts how often it is read."""

    def __init__(self, source):
        self.source, self.reads = source, 0

    def __getattr__(self, name):
        return getattr(self.source, name)

    def getFeatures(self, *request):  # noqa: N802 - the name that QGIS gave it
        self.reads += 1
        return self.source.getFeatures(*request)


@pytest.fixture
def counting(qgis_app):
    layer = grid_layer({"v": [1.0, 2.0, 3.0, 4.0]})
    context = QgsProcessingContext()
    source = Counting(QgsProcessingUtils.variantToSource(layer, context))
    source.kept = layer, context
    return source


def test_a_source_is_read_once_with_attributes_and_geometry(counting):
    source = CachedSource(counting)
    request = QgsFeatureRequest().setNoAttributes()
    flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
    for _ in range(3):
        features = list(source.getFeatures(request, flag))
        assert [feature["v"] for feature in features] == [1.0, 2.0, 3.0, 4.0]
        assert all(feature.hasGeometry() for feature in features)
    assert counting.reads == 1


def test_a_source_that_was_left_half_way_is_read_again(counting):
    source = CachedSource(counting)
    assert len(list(source.getFeatures(QgsFeatureRequest().setLimit(1)))) == 1
    assert len(list(source.getFeatures())) == 4
    assert counting.reads == 2
    assert len(list(source.getFeatures(QgsFeatureRequest().setLimit(3)))) == 3
    assert counting.reads == 2


def test_only_the_attributes_asked_for_are_read(qgis_app, tmp_path):
    path, options = str(tmp_path / "two.gpkg"), QgsVectorFileWriter.SaveVectorOptions()
    made = grid_layer({"v": [1.0, 2.0], "w": [3.0, 4.0]})
    QgsVectorFileWriter.writeAsVectorFormatV3(made, path, QgsCoordinateTransformContext(), options)
    layer = QgsVectorLayer(path, "two", "ogr")
    source = CachedSource(QgsProcessingFeatureSource(layer, QgsProcessingContext()))
    source.only(column_indexes(layer.fields(), ["w"]))
    features = list(source.getFeatures())
    assert [feature["w"] for feature in features] == [3.0, 4.0]
    assert all(is_null(feature["v"]) and feature.hasGeometry() for feature in features)
