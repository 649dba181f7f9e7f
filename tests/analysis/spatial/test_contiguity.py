import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.spatial.geometry import Polygons
from sejahtera.analysis.spatial.weights.builders import build_weights
from sejahtera.analysis.spatial.weights.contiguity import queen, rook

from .maps import lattice, pair_set, rook_lattice, square, surakarta


@pytest.mark.parametrize("tolerance", [0, 0.01])
def test_squares_have_four_rook_and_eight_queen_neighbours(tolerance):
    board = lattice(5, 5)
    assert rook(board, tolerance).cardinalities[12] == 4
    assert queen(board, tolerance).cardinalities[12] == 8
    assert pair_set(rook(board, tolerance)) == pair_set(rook_lattice(5, 5))


def test_a_corner_in_the_middle_of_a_side_is_contact_with_a_tolerance_only():
    wall = [[square(0, 0, 2)], [square(2, 0, 1)], [square(2, 1, 1)]]
    polygons = Polygons.from_rings(wall)
    assert pair_set(rook(polygons, 0)) == {(1, 2)}
    assert pair_set(rook(polygons, 0.01)) == {(0, 1), (0, 2), (1, 2)}


def test_a_gap_narrower_than_the_tolerance_is_contact_and_named():
    polygons = Polygons.from_rings([[square(0, 0, 100)], [square(101, 0, 100)], [square(205, 0, 100)]])
    weights = rook(polygons, 2.0)
    assert pair_set(weights) == {(0, 1)}
    assert weights.facts["tolerance_pairs"].tolist() == [[0, 1]]
    assert weights.islands.tolist() == [False, False, True]


def test_overlapping_borders_without_a_near_vertex_are_contact():
    cross = Polygons.from_rings(
        [
            [np.array([(0, 40), (100, 40), (100, 60), (0, 60)])],
            [np.array([(40, 0), (60, 0), (60, 100), (40, 100)])],
            [square(500, 500, 10)],
        ]
    )
    assert pair_set(queen(cross, 1.0)) == {(0, 1)}


def test_corners_that_touch_are_not_rook_neighbours():
    polygons = Polygons.from_rings([[square(0, 0, 100)], [square(101, 101, 100)], [square(101, 0, 100)]])
    assert pair_set(queen(polygons, 2.0)) == {(0, 1), (0, 2), (1, 2)}
    assert pair_set(rook(polygons, 2.0)) == {(0, 2), (1, 2)}


def test_a_minimum_length_decides_what_is_a_border():
    polygons = Polygons.from_rings([[square(0, 0, 100)], [square(100.5, 70, 100)], [square(400, 0, 100)]])
    assert len(rook(polygons, 1.0, minimum_length=25).pairs) == 1
    assert len(rook(polygons, 1.0, minimum_length=35).pairs) == 0


def test_an_empty_geometry_is_an_island():
    weights = queen(Polygons.from_rings([[square(0, 0)], [square(1, 0)], []]), 0.01)
    assert weights.islands.tolist() == [False, False, True]


def test_parts_and_holes_have_neighbours_too():
    ring = [square(0, 0, 9), square(3, 3, 3)]
    polygons = Polygons.from_rings([ring, [square(3, 3, 3)], [square(20, 0, 2), square(9, 0, 9)]])
    assert pair_set(rook(polygons, 0)) == {(0, 1), (0, 2)}


def test_all_islands_is_a_warning():
    weights = queen(Polygons.from_rings([[square(10 * i, 0)] for i in range(4)]), 0.1)
    assert weights.islands.all()
    assert "islands" in str(weights.warnings[0])


@pytest.mark.parametrize(
    ("units", "tolerance"), [([[square(0, 0)], [square(1, 0)]], 0.0), ([[square(0, 0)]] * 3, -1.0), ([[], [], []], 1.0)]
)
def test_bad_input_is_refused(units, tolerance):
    with pytest.raises(InputError):
        queen(Polygons.from_rings(units), tolerance)


def test_an_error_names_the_unit_by_its_label():
    with pytest.raises(InputError, match="Jebres"):
        build_weights("inverse", np.array([(0, 0), (0, 0), (1, 1)]), ["Jebres", "Mojo", "Sewu"])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), shift=st.floats(0, 0.4))
def test_shifting_vertices_within_the_tolerance_loses_no_border(seed, shift):
    board = lattice(4, 4, 100.0)
    noise = np.random.default_rng(seed).uniform(-shift, shift, board.coords.shape)
    moved = Polygons(board.coords + noise, board.ring_offsets, board.ring_unit, board.n)
    assert pair_set(rook(moved, 2.0)) == pair_set(rook(board, 0))
    assert pair_set(queen(moved, 2.0)) == pair_set(queen(board, 0))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), tolerance=st.floats(0.5, 40))
def test_queen_neighbours_are_the_polygons_no_farther_apart_than_the_tolerance(seed, tolerance):
    geometry = pytest.importorskip("shapely.geometry")
    rng = np.random.default_rng(seed)
    triangles = rng.uniform(0, 300, (12, 1, 2)) + rng.uniform(-60, 60, (12, 3, 2))
    shapes = [geometry.Polygon(triangle) for triangle in triangles]
    truth = {
        (i, j)
        for i in range(12)
        for j in range(i + 1, 12)
        if shapes[i].boundary.distance(shapes[j].boundary) <= tolerance
    }
    assert pair_set(queen(Polygons.from_rings([[t] for t in triangles]), tolerance)) == truth


def _boundaries(units):
    geometry, ops = pytest.importorskip("shapely.geometry"), pytest.importorskip("shapely.ops")
    return [ops.unary_union([geometry.Polygon(ring) for ring in rings]) for rings in units]


@pytest.mark.parametrize(("tolerance", "pairs"), [(1.0, 144), (2.0, 146), (5.0, 146), (50.0, 151)])
def test_tolerant_queen_of_the_54_kelurahan_is_what_buffers_say(shared_data, tolerance, pairs):
    _, units = surakarta(shared_data)
    shapes = _boundaries(units)
    truth = {
        (i, j)
        for i in range(len(shapes))
        for j in range(i + 1, len(shapes))
        if shapes[i].distance(shapes[j]) <= tolerance
    }
    weights = queen(Polygons.from_rings(units), tolerance)
    assert pair_set(weights) == truth
    assert len(truth) == pairs


def test_tolerant_rook_of_the_54_kelurahan_is_what_buffers_say(shared_data):
    _, units = surakarta(shared_data)
    lines = [shape.boundary for shape in _boundaries(units)]
    wide = [line.buffer(2.0, 64) for line in lines]
    exact = pair_set(rook(Polygons.from_rings(units), 0))
    truth = {
        (i, j)
        for i in range(len(lines))
        for j in range(i + 1, len(lines))
        if max(lines[i].intersection(wide[j]).length, lines[j].intersection(wide[i]).length) > 10
    }
    weights = rook(Polygons.from_rings(units), 2.0)
    assert pair_set(weights) == truth | exact
    assert len(exact) == 88


def test_exact_contiguity_of_the_54_kelurahan_is_known_to_lose_neighbours(shared_data):
    _, units = surakarta(shared_data)
    weights = queen(Polygons.from_rings(units), 0)
    assert len(weights.pairs) == 133
    assert not weights.islands.any()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6), tolerance=st.floats(0.5, 10))
def test_long_borders_of_many_sides_are_compared_as_wholes(seed, tolerance):
    geometry = pytest.importorskip("shapely.geometry")
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.uniform(0, 2 * np.pi, (9, 150)), axis=1)
    radius = rng.uniform(35, 45, (9, 150))
    centres = rng.uniform(0, 400, (9, 1, 2))
    rings = centres + radius[..., None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    lines = [geometry.LinearRing(ring) for ring in rings]
    truth = {(i, j) for i in range(9) for j in range(i + 1, 9) if lines[i].distance(lines[j]) <= tolerance}
    assert pair_set(queen(Polygons.from_rings([[ring] for ring in rings]), tolerance)) == truth


def test_a_very_long_side_among_short_ones_is_found():
    coast = np.array([(-50_000, -50_000), (50_000, -50_001), (50_000, -50_100), (-50_000, -50_100)])
    houses = [[square(100 * i, -49_999.5 + 60 * (i % 2), 50)] for i in range(300)]
    weights = queen(Polygons.from_rings([*houses, [coast]]), 2.0)
    assert sorted(weights.matrix[300].indices.tolist()) == list(range(0, 300, 2))
