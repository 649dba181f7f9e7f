import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsProcessingContext,
    QgsProcessingUtils,
)
from sejahtera.analysis.messages import InputError
from sejahtera.processing.geometries import in_crs_of, read_polygons

from ..builders import grid_layer


def polygons_of(layer):
    context = QgsProcessingContext()
    source = QgsProcessingUtils.variantToSource(layer, context)
    polygons, ids = read_polygons(source, QgsCoordinateTransformContext())
    back = in_crs_of(source, polygons.centroids, QgsCoordinateTransformContext())
    return polygons, ids, back


def test_polygons_in_degrees_are_those_that_qgis_transforms_one_by_one(qgis_app):
    layer = grid_layer({"v": [1.0] * 9}, size=0.01, crs="EPSG:4326")
    polygons, ids, back = polygons_of(layer)
    metric = QgsCoordinateReferenceSystem("EPSG:32731")
    transform = QgsCoordinateTransform(layer.crs(), metric, QgsCoordinateTransformContext())
    assert ids == [feature.id() for feature in layer.getFeatures()]
    for position, feature in enumerate(layer.getFeatures()):
        geometry = feature.geometry()
        centre = geometry.centroid().asPoint()
        geometry.transform(transform)
        vertices = [(point.x(), point.y()) for point in geometry.vertices()]
        mine = polygons.coords[polygons.vertex_unit == position]
        np.testing.assert_allclose(mine, vertices, atol=1e-3)
        assert polygons.areas[position] == pytest.approx(geometry.area(), rel=1e-6)
        np.testing.assert_allclose(back[position], tuple(centre), atol=1e-6)


def test_polygons_in_metres_are_taken_as_they_are(qgis_app):
    polygons, _, _ = polygons_of(grid_layer({"v": [1.0] * 4}))
    assert polygons.areas.tolist() == [10_000.0] * 4


def test_degrees_outside_of_the_earth_are_one_sentence(qgis_app):
    with pytest.raises(InputError, match="Some coordinates are not numbers"):
        polygons_of(grid_layer({"v": [1.0] * 4}, size=200.0, crs="EPSG:4326"))
