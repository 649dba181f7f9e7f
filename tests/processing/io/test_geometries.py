import numpy as np
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsProcessingContext,
    QgsProcessingUtils,
)
from sejahtera.analysis.core.messages import InputError
from sejahtera.cartography.layout.scales import map_crs
from sejahtera.processing.io.geometries import in_crs_of, read_points, read_polygons

from ...builders import grid_layer


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


def metres(crs):
    """A city in metres of UTM zone 49S, whatever its layer says."""
    layer = grid_layer({"v": [1.0] * 4}, crs=crs)
    layer.startEditing()
    for feature in list(layer.getFeatures()):
        geometry = feature.geometry()
        geometry.translate(478_000, 9_163_000)
        layer.changeGeometry(feature.id(), geometry)
    layer.commitChanges()
    layer.updateExtents()
    return layer


def points_of(layer):
    context = QgsProcessingContext()
    return read_points(QgsProcessingUtils.variantToSource(layer, context), QgsCoordinateTransformContext())


@pytest.mark.defect("B12")
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:9470"])
def test_metres_that_are_called_degrees_are_refused(qgis_app, crs):
    words = f"The coordinate system {crs} counts in degrees, but coordinates of the layer reach 91631"
    for read in (polygons_of, map_crs):
        with pytest.raises(InputError, match=words):
            read(metres(crs))
    with pytest.raises(InputError, match="right coordinate system"):
        points_of(metres(crs))
    assert polygons_of(metres("EPSG:32749"))[0].areas.tolist() == [10_000.0] * 4


@pytest.mark.defect("B12")
def test_degrees_outside_of_the_earth_are_one_sentence(qgis_app):
    with pytest.raises(InputError, match="counts in degrees"):
        polygons_of(grid_layer({"v": [1.0] * 4}, size=200.0, crs="EPSG:4326"))


@pytest.mark.defect("B12")
@pytest.mark.parametrize("crs", ["EPSG:4978", "EPSG:4897"])
def test_coordinates_from_the_centre_of_the_earth_are_refused(qgis_app, crs):
    for read in (polygons_of, points_of, map_crs):
        with pytest.raises(InputError, match=f"The coordinate system {crs} counts from the centre of the earth"):
            read(metres(crs))
