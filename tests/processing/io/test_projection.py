import numpy as np
import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCoordinateTransformContext
from sejahtera.processing.io import projection

WGS84, UTM = "EPSG:4326", "EPSG:32749"


def transform(there, here=WGS84):
    one, other = (QgsCoordinateReferenceSystem(name) for name in (here, there))
    return QgsCoordinateTransform(one, other, QgsCoordinateTransformContext())


def one_by_one(points, how):
    return np.array([tuple(how.transform(*point)) for point in points.tolist()])


def points(low, high, count=projection.MANY):
    return np.random.default_rng(7).uniform(low, high, (count, 2))


def test_many_points_of_a_province_are_where_proj_puts_them(qgis_app):
    places, how = points((108.5, -8.2), (111.7, -5.7)), transform(UTM)
    assert projection._by_polynomial(how, places) is not None
    moved = projection.moved(how, places)
    np.testing.assert_allclose(moved[::50], one_by_one(places[::50], how), atol=1e-4, rtol=0)
    back = projection.moved(transform(WGS84, UTM), moved)
    np.testing.assert_allclose(back, places, atol=1e-9, rtol=0)


@pytest.mark.parametrize(
    ("low", "high", "there"),
    [((95.0, -11.0), (141.0, 6.0), "EPSG:3395"), ((-170.0, -80.0), (170.0, 80.0), "EPSG:6933")],
)
def test_what_no_polynomial_follows_is_left_to_proj(qgis_app, low, high, there):
    places, how = points(low, high), transform(there)
    found = projection.moved(how, places)
    np.testing.assert_allclose(found[::50], one_by_one(places[::50], how), atol=1e-2, rtol=0)


def test_points_of_one_place_stay_together(qgis_app):
    places = np.full((projection.MANY, 2), [110.8, -7.6])
    moved = projection.moved(transform(UTM), places)
    np.testing.assert_allclose(moved, one_by_one(places[:1], transform(UTM)).repeat(len(places), 0), atol=1e-6)


def test_one_place_outside_of_the_earth_is_no_number_and_moves_no_other(qgis_app):
    places, how = points((108.0, -8.0), (109.0, -7.0)), transform(UTM)
    places[0] = 1e9, 1e9
    moved = projection.moved(how, places)
    assert not np.isfinite(moved[0]).all()
    np.testing.assert_allclose(moved[1:400:7], one_by_one(places[1:400:7], how), atol=1e-3, rtol=0)
