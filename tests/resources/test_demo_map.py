"""The schematic map looks and behaves like the city, and its borders are exact."""

import csv
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from osgeo import ogr
from sejahtera.scripts.demo_data.city import positions, read_city

DEMO = Path(__file__).resolve().parents[2] / "resources" / "demo"
CITY = read_city()
SP2020 = {"Laweyan": 88_524, "Serengan": 47_778, "Pasar Kliwon": 78_517, "Jebres": 138_775, "Banjarsari": 168_770}


@pytest.fixture(scope="module")
def features():
    source = ogr.Open(str(DEMO / "kelurahan.gpkg"))
    layer = source.GetLayer("kelurahan")
    return [(feature.items(), feature.GetGeometryRef().Clone()) for feature in layer]


@pytest.fixture(scope="module")
def rings(features):
    return [np.array(polygon.GetGeometryRef(0).GetPoints()) for _, polygon in features]


def sides(rings):
    """Which units own each border segment, whatever its direction."""
    owners = defaultdict(set)
    for unit, ring in enumerate(rings):
        for start, end in zip(ring[:-1], ring[1:]):
            owners[frozenset([tuple(start), tuple(end)])].add(unit)
    return owners


def shared_border_pairs(rings):
    return {frozenset(units) for units in sides(rings).values() if len(units) == 2}


def true_pairs(column):
    place = {code: number for number, code in enumerate(CITY["kode"])}
    path = DEMO.parents[1] / "scripts" / "demo_data" / "city.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            frozenset([place[row["kode"]], place[other]])
            for row in csv.DictReader(file)
            for other in row[column].split()
        }


def test_54_kelurahan_with_unique_codes_and_the_stated_fields(features):
    rows = [row for row, _ in features]
    assert len({row["kode"] for row in rows}) == len(rows) == 54
    assert list(rows[0]) == [
        "kode", "kode_bps", "nama", "kecamatan", "kode_kec", "luas_ha", "penduduk",
        "kelompok", "kelompok_2", "catatan", "status_data",
    ]  # fmt: skip
    assert [row["nama"] for row in rows if row["kode_bps"] is None] == ["Mojo", "Banjarsari", "Joglo"]
    assert all(row["kode"].startswith(row["kode_kec"]) for row in rows)


def test_population_sums_to_the_census_in_each_kecamatan(features):
    sums = defaultdict(int)
    for row, _ in features:
        sums[row["kecamatan"]] += row["penduduk"]
    assert sums == SP2020


def test_the_groups_are_those_of_the_brief_and_of_the_register(features):
    outside = {row["kecamatan"] for row, _ in features if row["kelompok"] == "pinggiran"}
    variant = {row["kecamatan"] for row, _ in features if row["kelompok_2"] == "pinggiran"}
    assert outside == {"Jebres", "Serengan", "Pasar Kliwon"}
    assert variant == {"Jebres", "Serengan"}


def test_areas_are_within_two_percent(features):
    for row, polygon in features:
        assert polygon.GetArea() / 10_000 == pytest.approx(row["luas_ha"], rel=0.02), row["nama"]


def test_every_kelurahan_lies_about_its_centroid(features):
    for (row, polygon), (x, y) in zip(features, positions(CITY)):
        centroid = polygon.Centroid()
        size = np.sqrt(polygon.GetArea())
        assert np.hypot(centroid.GetX() - x, centroid.GetY() - y) < max(0.5 * size, 250), row["nama"]


def test_polygons_are_valid_compact_and_fill_the_city_without_gap_or_overlap(features):
    union = ogr.Geometry(ogr.wkbMultiPolygon)
    for row, polygon in features:
        assert polygon.IsValid(), row["nama"]
        assert polygon.GetGeometryCount() == 1
        roundness = 4 * np.pi * polygon.GetArea() / polygon.Boundary().Length() ** 2
        assert roundness > 0.4, row["nama"]
        union.AddGeometry(polygon)
    whole = union.UnionCascaded()
    assert whole.GetGeometryName() == "POLYGON"
    assert whole.GetGeometryCount() == 1
    assert whole.GetArea() == pytest.approx(sum(polygon.GetArea() for _, polygon in features), rel=1e-9)


def test_each_border_segment_has_one_or_two_owners_and_no_segment_is_a_sliver(rings):
    owners = sides(rings)
    assert {len(units) for units in owners.values()} == {1, 2}
    lengths = [np.hypot(*np.subtract(*segment)) for segment in owners]
    assert min(lengths) > 5


def test_neighbours_by_shared_vertices_are_those_of_the_city(rings):
    rook, queen = true_pairs("tetangga_sisi"), true_pairs("tetangga_sisi") | true_pairs("tetangga_sudut")
    found = shared_border_pairs(rings)
    assert (len(rook), len(queen)) == (126, 144)
    assert len(found & rook) / len(rook) >= 0.90
    assert len(found & queen) / len(found) >= 0.90


def test_the_city_is_connected_and_nobody_is_an_island(rings):
    pairs = shared_border_pairs(rings)
    reached, frontier = {0}, [0]
    while frontier:
        unit = frontier.pop()
        new = {other for pair in pairs if unit in pair for other in pair} - reached
        reached |= new
        frontier.extend(new)
    assert reached == set(range(54))


def test_borders_of_neighbours_meet_without_tolerance(features):
    for (_, one), (_, other) in combinations(features, 2):
        assert not one.Overlaps(other)


def test_the_layer_says_that_it_is_synthetic_and_schematic():
    source = ogr.Open(str(DEMO / "kelurahan.gpkg"))  # kept, for the layer dies with it
    layer = source.GetLayer("kelurahan")
    statement = layer.GetMetadata()["DESCRIPTION"]
    for word in ("SYNTHETIC", "SCHEMATIC", "SIMULASI", "SKEMATIK"):
        assert word in statement
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "32749"
