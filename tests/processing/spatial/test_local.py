"""Local statistics through the real algorithms: equal to the core and to what others published."""

import numpy as np
import pandas as pd
import pytest
from qgis.core import QgsVectorLayer
from sejahtera.analysis.spatial.local.getis_ord import getis_ord
from sejahtera.analysis.spatial.local.moran import local_moran
from sejahtera.analysis.spatial.local.result import Inference
from sejahtera.analysis.spatial.weights.weights import from_pairs

from ...builders import field_values, grid_layer

SIDE = 7
#: A smooth surface on a grid of squares: high in one corner.
SURFACE = [float((row - 3) ** 2 + column**2 + (row * column) % 3) for row in range(SIDE) for column in range(SIDE)]


def surface(**more):
    names = [f"unit {number}" for number in range(SIDE * SIDE)]
    return grid_layer({"name": names, "value": list(SURFACE), **more}, rows=SIDE)


def rook_grid():
    pairs = [(u, u + 1) for u in range(SIDE**2) if (u + 1) % SIDE] + [(u, u + SIDE) for u in range(SIDE**2 - SIDE)]
    return from_pairs(np.array(pairs), SIDE**2, kind="rook")


def test_hotspots_have_the_values_of_the_core(run):
    _, layer = run("hotspots", surface(), FIELD="value", WEIGHTS="rook", PERMUTATIONS=999, SEED=3)
    values = pd.Series(SURFACE)
    expected = getis_ord(values, rook_grid().row_standardised(), True, Inference(999, 3)).frame
    for column in ("gi", "gi_z", "gi_p", "gi_q", "gi_class", "gi_p_analytic"):
        assert np.allclose(field_values(layer, column), expected[column], rtol=1e-12), column


def test_clusters_have_the_values_of_the_core(run):
    _, layer = run("clustersoutliers", surface(), FIELD="value", WEIGHTS="rook", PERMUTATIONS=999)
    expected = local_moran(pd.Series(SURFACE), rook_grid().row_standardised(), Inference(999)).frame
    for column in ("lisa", "lisa_z", "lisa_p", "lisa_q", "lisa_p_analytic"):
        assert np.allclose(field_values(layer, column), expected[column], rtol=1e-12), column
    assert field_values(layer, "lisa_class") == expected["lisa_class"].tolist()
    assert {"HH", "LL", "ns"} <= set(field_values(layer, "lisa_class"))


def test_the_bivariate_local_moran_of_north_carolina_is_the_published_one(run, published, sids_weights):
    weights = {"WEIGHTS": "file", "WEIGHTS_FILE": str(sids_weights), "ID_FIELD": "FIPSNO"}
    _, layer = run(
        "bivariateclusters", published("sids2_100"), FIELD="SIDR79", FIELD_2="SIDR74", PERMUTATIONS=99, **weights
    )
    assert field_values(layer, "lisa")[0] == pytest.approx(1.4649221250620736, abs=1e-10)


def test_the_fields_are_those_promised_behind_the_fields_of_the_layer(run):
    for algorithm, prefix in (("hotspots", "gi"), ("clustersoutliers", "lisa")):
        _, layer = run(algorithm, surface(), FIELD="value", PERMUTATIONS=99)
        promised = [prefix, *(f"{prefix}_{part}" for part in ("z", "p", "q", "class", "p_analytic"))]
        assert layer.fields().names() == ["name", "value", *promised]


def test_a_second_run_on_its_own_output_keeps_the_first_result(run):
    _, first = run("hotspots", surface(), FIELD="value", PERMUTATIONS=99)
    _, second = run("hotspots", first, FIELD="value", PERMUTATIONS=99, STATISTIC="gi")
    assert field_values(second, "gi_z") == field_values(first, "gi_z")
    assert field_values(second, "gi_z_2") != field_values(first, "gi_z")


def test_missing_values_and_islands_have_no_statistic_and_classes_of_their_own(run):
    layer = surface()
    layer.startEditing()
    layer.changeAttributeValue(10, 1, None)
    layer.deleteFeatures([1 + SIDE - 1 - 1, 2 * SIDE, 2 * SIDE - 1])  # the neighbours of the corner
    layer.commitChanges()
    results, clusters = run("clustersoutliers", layer, FIELD="value", PERMUTATIONS=99)
    classes, statistic = field_values(clusters, "lisa_class"), field_values(clusters, "lisa")
    assert classes.count("nodata") == results["MISSING_COUNT"] == 1
    assert classes.count("island") == results["ISLANDS"] == 1
    assert all((value is None) == (code in ("nodata", "island")) for value, code in zip(statistic, classes))
    _, spots = run("hotspots", layer, FIELD="value", PERMUTATIONS=99)
    assert field_values(spots, "gi_class").count(None) == 2


def test_the_same_seed_gives_the_same_p_and_another_seed_another(run):
    outcomes = [
        field_values(run("hotspots", surface(), FIELD="value", PERMUTATIONS=199, SEED=seed)[1], "gi_p")
        for seed in (5, 5, 6)
    ]
    assert outcomes[0] == outcomes[1] != outcomes[2]


def test_without_permutations_p_is_the_analytic_one(run):
    _, layer = run("hotspots", surface(), FIELD="value", PERMUTATIONS=0)
    assert field_values(layer, "gi_p") == field_values(layer, "gi_p_analytic")


def test_two_sides_double_the_p_of_one(run):
    one, two = (
        np.array(field_values(run("hotspots", surface(), FIELD="value", SIDES=sides)[1], "gi_p"))
        for sides in ("one", "two")
    )
    assert np.allclose(two, np.minimum(2 * one, 1))


def test_too_few_permutations_for_the_correction_are_warned_of(run, feedback):
    run("hotspots", surface(), FIELD="value", PERMUTATIONS=99)
    assert any("at least 979 permutations" in warning for warning in feedback.warnings)


def test_few_areas_are_warned_of(run, feedback):
    run("clustersoutliers", grid_layer({"value": [1.0, 2.0, 4.0, 3.0]}), FIELD="value", PERMUTATIONS=9)
    assert any("Only 4 areas take part" in warning for warning in feedback.warnings)


def test_local_geary_of_several_fields_says_alike_or_unlike(run):
    layer = surface(other=[value**0.5 for value in SURFACE])
    _, output = run("clustersoutliers", layer, FIELD="value", FIELDS=["other"], STATISTIC="geary", CORRECTION="none")
    assert set(field_values(output, "lisa_class")) <= {"positive", "negative", "ns"}
    assert "positive" in field_values(output, "lisa_class")


def test_join_counts_find_where_two_things_lie_together(run):
    corner = [float(u // SIDE < 3 and u % SIDE < 3) for u in range(SIDE**2)]
    layer = surface(need=corner, aid=corner)
    _, output = run("bivariateclusters", layer, FIELD="need", FIELD_2="aid", STATISTIC="colocation", WEIGHTS="rook")
    assert [code == "joined" for code in field_values(output, "lisa_class")][SIDE + 1]
    assert field_values(output, "lisa")[SIDE + 1] == 4
    assert "bivariate_class" not in output.fields().names()


def test_thirds_of_two_fields_are_written_as_pairs(run):
    layer = surface(other=[-value for value in SURFACE])
    _, output = run("bivariateclusters", layer, FIELD="value", FIELD_2="other", PERMUTATIONS=9)
    pairs = field_values(output, "bivariate_class")
    assert pairs[SURFACE.index(max(SURFACE))] == "3-1"
    assert set(pairs) <= {"1-3", "2-2", "3-1", "1-2", "2-3", "2-1", "3-2"}


@pytest.mark.parametrize("shown", ["classes", "bivariate", "significance"])
def test_a_geopackage_opens_in_the_style_asked_for(run, tmp_path, shown):
    layer = surface(other=[value % 5 for value in SURFACE])
    path = tmp_path / "out.gpkg"
    run("bivariateclusters", layer, FIELD="value", FIELD_2="other", PERMUTATIONS=99, MAP=shown, OUTPUT=str(path))
    opened = QgsVectorLayer(str(path), "out", "ogr")
    labels = [item.label() for item in opened.renderer().legendSymbolItems()]
    expected = {"classes": "High, the other high around", "bivariate": "value low, other low", "significance": "p ≤"}
    assert any(label.startswith(expected[shown]) for label in labels)


def test_the_report_names_the_significant_areas_the_neighbours_and_the_seed(run, tmp_path):
    path = tmp_path / "report.html"
    _, layer = run(
        "clustersoutliers", surface(), FIELD="value", NAME_FIELD="name", SEED=7, PERMUTATIONS=999, REPORT=str(path)
    )
    text = path.read_text(encoding="utf-8")
    significant = [
        name
        for name, code in zip(field_values(layer, "name"), field_values(layer, "lisa_class"))
        if code in ("HH", "LL", "HL", "LH")
    ]
    assert significant
    assert all(f'<td dir="auto">{name}</td>' in text for name in significant)
    assert "999 conditional permutations, seed 7" in text
    assert "Queen contiguity" in text
    assert "<svg" in text
