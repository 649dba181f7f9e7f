"""Contiguous regions and types through the real algorithm."""

import pytest
from qgis.core import QgsProcessingException, QgsProcessingUtils, QgsVectorLayer

from ...builders import field_values, grid_layer

SIDE = 6
UNITS = range(SIDE * SIDE)
WEST = [unit % SIDE < 3 for unit in UNITS]


def halves():
    """Return a map whose west is high in both fields and whose east is low."""
    return grid_layer(
        {
            "name": [f"unit {unit}" for unit in UNITS],
            "one": [10.0 * west + unit % 5 / 10 for unit, west in zip(UNITS, WEST)],
            "two": [5.0 * west + unit % 7 / 10 for unit, west in zip(UNITS, WEST)],
            "people": [100 + unit for unit in UNITS],
        },
        rows=SIDE,
    )


@pytest.mark.parametrize("method", ["skater", "ward", "kmeans"])
def test_halves_are_found_and_advised_and_the_higher_is_the_first(run, method):
    results, layer = run("regions", halves(), FIELDS=["one", "two"], METHOD=method)
    assert field_values(layer, "region") == [1 if west else 2 for west in WEST]
    assert results["NUMBER_OF_GROUPS"] == 2
    assert results["SILHOUETTE"] > 0.8


def test_every_region_has_the_minimum_size(run):
    _, layer = run("regions", halves(), FIELDS=["one", "two"], NUMBER=4, MINIMUM_SIZE=7)
    regions = field_values(layer, "region")
    assert min(regions.count(region) for region in set(regions)) >= 7
    _, layer = run("regions", halves(), FIELDS=["one", "two"], NUMBER=3, MINIMUM_SIZE=900, POPULATION_FIELD="people")
    sums = {}
    for region, people in zip(field_values(layer, "region"), field_values(layer, "people")):
        sums[region] = sums.get(region, 0) + people
    assert min(sums.values()) >= 900


def test_the_profile_has_a_row_for_each_region(run, context):
    results, _ = run("regions", halves(), FIELDS=["one", "two"], NUMBER=2, OUTPUT_PROFILE="TEMPORARY_OUTPUT")
    table = QgsProcessingUtils.mapLayerFromString(results["OUTPUT_PROFILE"], context)
    assert field_values(table, "units") == [18, 18]
    assert field_values(table, "one")[0] > 10 > field_values(table, "one")[1]


def test_an_area_without_a_value_is_in_no_region(run):
    layer = halves()
    layer.dataProvider().changeAttributeValues({8: {1: None}})
    _, output = run("regions", layer, FIELDS=["one", "two"], NUMBER=2)
    assert [place for place, region in enumerate(field_values(output, "region")) if region is None] == [7]


def test_what_cannot_be_grouped_is_said(run):
    with pytest.raises(QgsProcessingException, match="from 2 to 36"):
        run("regions", halves(), FIELDS=["one"], NUMBER=1)
    with pytest.raises(QgsProcessingException, match="ask for fewer or lower the minimum"):
        run("regions", halves(), FIELDS=["one"], NUMBER=5, MINIMUM_SIZE=15)
    with pytest.raises(QgsProcessingException, match="Only skater keeps a minimum size"):
        run("regions", halves(), FIELDS=["one"], NUMBER=2, MINIMUM_SIZE=15, METHOD="ward")


def test_the_report_names_members_profile_and_the_number_of_groups(run, tmp_path):
    path = tmp_path / "report.html"
    run("regions", halves(), FIELDS=["one", "two"], NUMBER=3, NAME_FIELD="name", REPORT=str(path))
    text = path.read_text(encoding="utf-8")
    assert "unit 35" in text
    assert "Mean silhouette" in text
    assert "★" in text


def test_a_geopackage_opens_with_its_regions(run, tmp_path):
    path = tmp_path / "regions.gpkg"
    run("regions", halves(), FIELDS=["one", "two"], NUMBER=2, OUTPUT=str(path))
    opened = QgsVectorLayer(str(path), "regions", "ogr")
    assert [item.label() for item in opened.renderer().legendSymbolItems()] == [
        "Region 1 · 18",
        "Region 2 · 18",
        "No data · 0",
    ]
