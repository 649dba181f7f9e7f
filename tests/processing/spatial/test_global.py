"""Global statistics through the real algorithm: the published values, by field and statistic."""

import pytest
from qgis.core import QgsFeatureRequest, QgsProcessingException, QgsVectorLayer
from sejahtera.processing.io.frames import make_field

from ...builders import grid_layer

FLOODED = """Bumi Pajang Joyotakan Sangkrah Semanggi Kedunglumbu Joyosuran Mojo Pasarkliwon Sewu Sudiroprajan
Pucangsawit Jagalan Gandekan Jebres"""


def table(layer):
    names = layer.fields().names()
    rows = [dict(zip(names, feature.attributes())) for feature in layer.getFeatures()]
    return {(row["field"], row["statistic"]): row for row in rows}


def test_geary_of_columbus_is_the_published_one(run, published):
    _, layer = run(
        "globalautocorrelation", published("columbus_49"), FIELD="CRIME", WEIGHTS="rook", TOLERANCE=0, PERMUTATIONS=99
    )
    geary = table(layer)["CRIME", "geary"]
    assert geary["value"] == pytest.approx(0.5154408058652411, abs=1e-10)
    assert geary["variance"] == pytest.approx(0.010848882767131886, abs=1e-10)
    assert geary["z_normality"] == pytest.approx(-4.5376938201608, abs=1e-8)
    assert geary["p_analytic_normality"] == pytest.approx(2 * 2.8436375936967054e-06, abs=1e-8)


def test_moran_of_north_carolina_and_of_its_standardised_rates_are_the_published_ones(run, published, sids_weights):
    weights = {"WEIGHTS": "file", "WEIGHTS_FILE": str(sids_weights), "ID_FIELD": "FIPSNO"}
    sids = published("sids2_100")
    results, _ = run("globalautocorrelation", sids, FIELD="SIDR74", PERMUTATIONS=99, **weights)
    assert results["MORAN"] == pytest.approx(0.24772519320480135, abs=1e-10)
    results, layer = run(
        "globalautocorrelation", sids, FIELD="SID79", POPULATION_FIELD="BIR79", PERMUTATIONS=99, **weights
    )
    assert results["MORAN"] == pytest.approx(0.16622343552567395, abs=1e-10)
    assert {statistic for _, statistic in table(layer)} == {"moran", "geary"}


def test_the_flood_of_february_2023_is_as_clustered_as_known(run, shared_data):
    """Moran's I 0.522 of the 15 flooded kelurahan, and 21 joins between them (rook)."""
    layer = QgsVectorLayer(str(shared_data / "boundaries/surakarta_kelurahan_54_kemendagri2025.gpkg"), "54", "ogr")
    layer = layer.materialize(QgsFeatureRequest())
    layer.dataProvider().addAttributes([make_field("flooded", "int")])
    layer.updateFields()
    place = layer.fields().indexFromName("flooded")
    names = {"".join(name.split()).lower() for name in FLOODED.split()}
    changes = {
        feature.id(): {place: int("".join(feature["nama"].split()).lower() in names)} for feature in layer.getFeatures()
    }
    layer.dataProvider().changeAttributeValues(changes)
    assert sum(change[place] for change in changes.values()) == 15
    _, output = run("globalautocorrelation", layer, FIELD="flooded", WEIGHTS="rook")
    rows = table(output)
    assert rows["flooded", "moran"]["value"] == pytest.approx(0.522, abs=0.001)
    assert rows["flooded", "moran"]["p_permutation"] == pytest.approx(0.0001)
    assert rows["flooded", "join_bb"]["value"] == pytest.approx(21)
    assert rows["flooded", "join_bb"]["expected"] == pytest.approx(9.2, abs=0.15)


def test_all_takes_what_the_values_allow(run):
    layer = grid_layer(
        {
            "signed": [float(n - 4) for n in range(9)],
            "binary": [n % 2 for n in range(9)],
            "positive": [float(n) for n in range(9)],
        }
    )
    _, output = run("globalautocorrelation", layer, FIELD=["signed", "binary", "positive"], PERMUTATIONS=99)
    assert list(table(output)) == [
        ("signed", "moran"),
        ("signed", "geary"),
        ("binary", "moran"),
        ("binary", "geary"),
        ("binary", "join_bb"),
        ("binary", "join_bw"),
        ("binary", "join_ww"),
        ("positive", "moran"),
        ("positive", "geary"),
        ("positive", "getis_ord"),
    ]


def test_joins_are_counted_whatever_the_style(run):
    layer = grid_layer({"binary": [1, 1, 0, 1, 1, 0, 0, 0, 0]})
    counts = [
        table(run("globalautocorrelation", layer, FIELD="binary", WEIGHTS="rook", STYLE=style, PERMUTATIONS=9)[1])
        for style in ("row", "binary")
    ]
    assert counts[0]["binary", "join_bb"]["value"] == counts[1]["binary", "join_bb"]["value"] == pytest.approx(4)


def test_the_report_has_table_scatterplot_correlogram_and_permutations(run, tmp_path):
    path = tmp_path / "report.html"
    layer = grid_layer({"value": [float(n % 6 + n // 6) for n in range(36)]}, rows=6)
    run("globalautocorrelation", layer, FIELD="value", REPORT=str(path), PERMUTATIONS=199)
    text = path.read_text(encoding="utf-8")
    assert text.count("<svg") == 3
    assert all(word in text for word in ("Moran&#39;s I", "Geary&#39;s C", "199 permutations", "seed 1"))


@pytest.mark.parametrize("algorithm", ["globalautocorrelation", "neighbours"])
def test_the_report_says_that_data_are_synthetic_though_only_what_is_needed_is_read(run, tmp_path, algorithm):
    path = tmp_path / "report.html"
    layer = grid_layer({"value": [float(n) for n in range(9)], "status_data": ["data simulasi"] * 9})
    field = {} if algorithm == "neighbours" else {"FIELD": "value", "PERMUTATIONS": 9}
    run(algorithm, layer, REPORT=str(path), **field)
    assert '<p class="synthetic"' in path.read_text(encoding="utf-8")


def test_rates_take_no_statistic_that_needs_positive_values(run):
    layer = grid_layer({"events": [1] * 9, "people": [100] * 9})
    with pytest.raises(QgsProcessingException, match="choose moran or geary"):
        run("globalautocorrelation", layer, FIELD="events", POPULATION_FIELD="people", STATISTIC="getisord")
