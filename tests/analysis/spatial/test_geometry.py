import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.spatial.geometry import Polygons, equal_together

from .maps import square


def test_area_and_centroid_of_a_square_do_not_depend_on_the_direction_of_its_ring():
    polygons = Polygons.from_rings([[square(10, 20, 2)], [square(10, 20, 2)[::-1]]])
    assert polygons.areas == pytest.approx([4, 4])
    np.testing.assert_allclose(polygons.centroids, [[11, 21], [11, 21]])


def test_a_ring_may_repeat_its_first_vertex():
    ring = square(0, 0, 3)
    closed = Polygons.from_rings([[np.vstack([ring, ring[:1]])]])
    assert closed.areas == pytest.approx([9])


def test_a_hole_is_taken_out_and_parts_are_added():
    rings = np.concatenate([square(0, 0, 4), square(0, 0, 2), square(10, 0, 2)])
    polygons = Polygons(rings, [0, 4, 8, 12], [0, 0, 0], 1, [False, True, False])
    assert polygons.areas == pytest.approx([16 - 4 + 4])
    np.testing.assert_allclose(polygons.centroids[0], [(16 * 2 - 4 * 1 + 4 * 11) / 16, (16 * 2 - 4 + 4) / 16])


def test_large_coordinates_lose_no_digits():
    polygons = Polygons.from_rings([[square(480_000, 9_163_000, 0.5)]])
    assert polygons.areas == pytest.approx([0.25], rel=1e-9)


def test_an_empty_geometry_has_no_centroid_and_a_line_has_the_mean_of_its_vertices():
    polygons = Polygons.from_rings([[], [np.array([(0, 0), (2, 2)])]])
    assert polygons.empty.tolist() == [True, False]
    assert np.isnan(polygons.centroids[0]).all()
    assert polygons.centroids[1].tolist() == [1, 1]


def test_a_coordinate_that_is_no_number_is_refused_with_its_unit():
    with pytest.raises(InputError) as error:
        Polygons.from_rings([[square(0, 0)], [square(0, np.nan)]])
    assert error.value.message.facts["units"] == [1]


def test_vertices_that_were_equal_before_a_move_count_as_equal_after_it():
    polygons = Polygons.from_rings([[square(0, 0)], [square(1, 0)]])

    def turned_with_noise(points):
        turned = points @ np.array([(0.6, 0.8), (-0.8, 0.6)]) * 1e6 / 3
        return turned + np.arange(len(turned))[:, None] * 1e-9

    moved = polygons.moved(turned_with_noise)
    np.testing.assert_allclose(moved.coords, turned_with_noise(polygons.coords))
    assert moved.vertices[1].sum() == 6


@given(st.lists(st.integers(-5, 5), max_size=40))
def test_equal_keys_come_together_in_their_order(keys):
    order, new = equal_together(np.array(keys, dtype=np.int64))
    found = [keys[place] for place in order]
    first = [keys.index(key) for key in found]
    assert first == sorted(first)
    assert new.tolist() == [place == 0 or found[place] != found[place - 1] for place in range(len(found))]
    assert all(one < other for one, other, key in zip(order, order[1:], new[1:]) if not key)
