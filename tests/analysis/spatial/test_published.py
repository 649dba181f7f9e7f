"""Statistics against tables that others published (Cliff and Ord, spdep, esda)."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.spatial.geometry import Polygons
from sejahtera.analysis.spatial.global_formulas import JOINS
from sejahtera.analysis.spatial.global_statistics import global_autocorrelation
from sejahtera.analysis.spatial.local.geary import local_geary
from sejahtera.analysis.spatial.local.getis_ord import getis_ord
from sejahtera.analysis.spatial.local.moran import bivariate_local_moran, local_moran
from sejahtera.analysis.spatial.local.result import Inference
from sejahtera.analysis.spatial.rates import eb_standardised
from sejahtera.analysis.spatial.weights.contiguity import queen, rook
from sejahtera.analysis.spatial.weights.distance import distance_band
from sejahtera.analysis.spatial.weights.weights import Weights, clean

from .maps import geopackage, neighbour_table, rook_lattice, surakarta

ANALYTIC = Inference(permutations=0)


@pytest.fixture(scope="module")
def reference(shared_data):
    return shared_data / "reference" / "spatial"


@pytest.fixture(scope="module")
def expected(reference):
    """Published values by data, statistic and style."""
    table = pd.read_csv(reference / "expected.csv")
    return table.set_index(["dataset", "statistic", "style"])["expected"].groupby(level=[0, 1, 2]).first()


def table(values, weights, *statistics):
    return global_autocorrelation(values, weights, statistics, permutations=0).table


def test_moran_of_homicides_in_st_louis(shared_data, reference, expected):
    frame, _ = geopackage(reference / "stl_78.gpkg")
    weights = neighbour_table(shared_data, "stl_neighbours.csv", _ids(frame, reference / "stl_neighbours.csv"))
    row = table(frame["HR8893"], weights.row_standardised(), "moran").loc["moran"]
    published = expected["stl_78"]
    assert row["value"] == pytest.approx(published["moran_I", "row-standardised"], abs=1e-10)
    assert row["p_analytic_normality"] / 2 == pytest.approx(
        published["moran_p_norm_one_sided", "row-standardised"], abs=1e-8
    )
    geary = local_geary(frame["HR8893"], weights.row_standardised(), ANALYTIC).frame["lisa"].iloc[0]
    # esda divides the variance by n
    assert geary * 78 / 77 == pytest.approx(published["local_geary[first record]", "row-standardised"], abs=1e-8)


def _ids(frame, path):
    """The column of a layer that its table of neighbours uses."""
    used = set(pd.read_csv(path, dtype=str)["from"])
    return next(
        frame[column].astype(str) for column in frame if used <= set(frame[column].astype(str).str.split(".").str[0])
    )


def test_moran_of_infant_deaths_in_north_carolina(shared_data, reference, expected):
    frame, _ = geopackage(reference / "sids2_100.gpkg")
    weights = neighbour_table(shared_data, "sids2_neighbours.csv", _ids(frame, reference / "sids2_neighbours.csv"))
    weights = weights.row_standardised()
    published = expected["sids2_100"]
    row = table(frame["SIDR74"], weights, "moran").loc["moran"]
    assert row["value"] == pytest.approx(published["moran_I", "row-standardised"], abs=1e-10)
    assert row["p_analytic_normality"] / 2 == pytest.approx(
        published["moran_p_norm_one_sided", "row-standardised"], abs=1e-8
    )
    rates = eb_standardised(frame["SID79"], frame["BIR79"])
    row = table(rates, weights, "moran").loc["moran"]
    assert row["value"] == pytest.approx(published["moran_rate_I", "row-standardised"], abs=1e-10)
    assert row["p_analytic_normality"] / 2 == pytest.approx(
        published["moran_rate_p_norm_one_sided", "row-standardised"], abs=1e-8
    )
    pair = bivariate_local_moran(frame[["SIDR79", "SIDR74"]], weights, ANALYTIC).frame["lisa"].iloc[0]
    assert pair == pytest.approx(published["local_moran_bv_I[first record]", "row-standardised"], abs=1e-8)


def test_geary_of_crime_in_columbus_with_rook_neighbours_of_its_polygons(reference, expected):
    frame, units = geopackage(reference / "columbus_49.gpkg")
    weights = rook(Polygons.from_rings(units), tolerance=0).row_standardised()
    row = table(frame["CRIME"], weights, "geary").loc["geary"]
    names = {
        "value": "geary_C",
        "variance": "geary_VC_rand",
        "z": "geary_z_rand",
        "variance_normality": "geary_VC_norm",
        "z_normality": "geary_z_norm",
    }
    for ours, theirs in names.items():
        assert row[ours] == pytest.approx(expected["columbus_49", theirs, "row-standardised"], abs=1e-10)
    for ours, theirs in {"p_analytic": "geary_p_rand", "p_analytic_normality": "geary_p_norm"}.items():
        assert row[ours] / 2 == pytest.approx(expected["columbus_49", theirs, "row-standardised"], abs=1e-10)


@pytest.mark.parametrize("style", ["W", "B"])
def test_crime_in_columbus_as_spdep_prints_it(shared_data, reference, expected, style):
    frame = pd.read_csv(reference / "columbus_oldcol.csv")
    weights = neighbour_table(shared_data, "columbus_oldcol_neighbours.csv", frame["id"])
    weights = weights.row_standardised() if style == "W" else weights
    rows = table(frame["CRIME"], weights, "moran", "geary")
    published = expected["columbus_oldcol"]
    names = {
        "moran_I": "value",
        "moran_variance_rand": "variance",
        "moran_z_rand": "z",
        "moran_variance_norm": "variance_normality",
        "moran_z_norm": "z_normality",
    }
    names.update(
        {
            "geary_C": "value",
            "geary_variance_rand": "variance",
            "geary_z_rand": "z",
            "geary_variance_norm": "variance_normality",
            "geary_z_norm": "z_normality",
        }
    )
    compared = 0
    for theirs, ours in names.items():
        if (theirs, style) not in published.index:
            continue
        statistic = theirs.split("_")[0]
        sign = -1 if theirs.startswith("geary_z") else 1  # spdep turns the sign
        value = sign * rows.loc[statistic, ours]
        assert value == pytest.approx(published[theirs, style], abs=6e-5 if "_z_" in theirs else 6e-9)
        compared += 1
    assert compared >= 3


def test_local_moran_of_african_conflicts_for_all_42_countries(shared_data, reference, expected):
    frame = pd.read_csv(reference / "afcon.csv").set_index("id")
    weights = neighbour_table(shared_data, "afcon_neighbours.csv", frame.index).row_standardised()
    row = table(frame["totcon"], weights, "moran").loc["moran"]
    for theirs, ours, near in (
        ("moran_I", "value", 6e-9),
        ("moran_variance_rand", "variance", 6e-9),
        ("moran_z_rand", "z", 6e-5),
    ):
        assert row[ours] == pytest.approx(expected["afcon", theirs, "W"], abs=near)
    published = pd.read_csv(reference / "afcon_expected_local_moran.csv").set_index("id").loc[frame.index]
    ours = local_moran(frame["totcon"], weights, ANALYTIC).frame
    # spdep divides the variance by n; five digits are printed
    np.testing.assert_allclose(ours["lisa"] * 42 / 41, published["Ii"], rtol=6e-5)
    np.testing.assert_allclose(ours["lisa_z"], published["Z_Ii"], rtol=6e-5)
    np.testing.assert_allclose(ours["lisa_p_analytic"], published["p_two_sided"], atol=6e-4)


def test_cliff_and_ord_s_irish_counties(reference):
    # published are the 25 counties without Dublin, which has no neighbour here
    frame = pd.read_csv(reference / "eire_cliff_ord_1969.csv").set_index("serlet").drop(index="F")
    listed = pd.read_csv(reference / "eire_cliff_ord_1969_weights.csv")
    published = pd.read_csv(reference / "eire_cliff_ord_1969_expected.csv").set_index("variable")
    from scipy.sparse import coo_matrix

    places = frame.index.get_indexer(listed["from"]), frame.index.get_indexer(listed["to"])
    given = clean(coo_matrix((listed["weight"], places), shape=(len(frame), len(frame))))
    general = Weights(given, "file", "values")
    styles = {"binary": general.binary(), "unstd": general, "std": general.row_standardised()}
    for variable, row in published.iterrows():
        values = np.log(frame[variable[3:]]) if variable.startswith("ln_") else frame[variable]
        for style, weights in styles.items():
            ours = table(values, weights, "moran", "geary")
            for statistic, value in (("moran", "I"), ("geary", "C")):
                if f"{statistic}_{style}_{value}" not in row:
                    continue
                assert ours.loc[statistic, "value"] == pytest.approx(row[f"{statistic}_{style}_{value}"], abs=2e-4)
                spread = np.sqrt(ours.loc[statistic, "variance"])
                assert spread == pytest.approx(row[f"{statistic}_{style}_sd_rand"], abs=2e-4)
                sign = -1 if statistic == "geary" else 1
                for assumption, ending in (("rand", ""), ("norm", "_normality")):
                    assert sign * ours.loc[statistic, f"z{ending}"] == pytest.approx(
                        row[f"{statistic}_{style}_z_{assumption}"], abs=2e-3
                    )


def test_variances_of_moran_on_a_board_of_nine():
    row = table(pd.Series(np.arange(1.0, 10)), rook_lattice(3, 3), "moran").loc["moran"]
    assert row["variance"] == pytest.approx(0.0596875, abs=1e-12)
    assert row["variance_normality"] == pytest.approx(0.053125, abs=1e-12)


def test_getis_and_ord_on_six_points():
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)], float)
    values = pd.Series([2, 3, 3.2, 5, 8, 7])
    weights = distance_band(points, 15)
    row = table(values, weights, "getis_ord").loc["getis_ord"]
    assert row["value"] == pytest.approx(0.55709779, abs=1e-8)
    assert row["p_analytic"] / 2 == pytest.approx(0.172936, abs=1e-6)
    assert getis_ord(values, weights, False, ANALYTIC).frame["gi_z"][0] == pytest.approx(-1.0136729, abs=1e-7)
    assert getis_ord(values, weights, True, ANALYTIC).frame["gi_z"][0] == pytest.approx(-1.39727626, abs=1e-8)


def test_esda_s_row_standardised_gi_differs_by_a_known_factor():
    # esda has Σw where Ord and Getis (1995) have Σw²; the first point has two neighbours of five
    points = np.array([(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)], float)
    values = pd.Series([2, 3, 3.2, 5, 8, 7])
    weights = distance_band(points, 15).row_standardised()
    z = getis_ord(values, weights, False, ANALYTIC).frame["gi_z"][0]
    assert z * np.sqrt((5 / 2 - 1) / 4) == pytest.approx(-0.62074534, abs=1e-8)


FLOODED = (
    "Bumi Pajang Joyotakan Sangkrah Semanggi Kedunglumbu Joyosuran Mojo Pasarkliwon "
    "Sewu Sudiroprajan Pucangsawit Jagalan Gandekan Jebres"
)


def test_the_flood_of_february_2023_lay_together(shared_data):
    names, units = surakarta(shared_data)
    listed = set(FLOODED.lower().split())
    flooded = pd.Series([float(name.replace(" ", "").lower() in listed) for name in names], index=names)
    assert flooded.sum() == 15
    weights = rook(Polygons.from_rings(units), 2.0)
    result = global_autocorrelation(flooded, weights.row_standardised(), ("moran",))
    assert result.table.loc["moran", "value"] == pytest.approx(0.522, abs=1e-3)
    assert result.table.loc["moran", "p_permutation"] == 1e-4
    joins = table(flooded, weights, *JOINS)
    assert joins.loc["join_bb", "value"] == 21
    assert joins["value"].sum() == len(weights.pairs)
    assert joins.loc["join_bb", "expected"] == pytest.approx(9.2, abs=0.15)
    spots = getis_ord(flooded, queen(Polygons.from_rings(units), 2.0)).frame["gi_class"]
    assert set(spots.index[spots > 0]) == {"Sangkrah", "Semanggi", "Sewu", "Mojo", "Gandekan"}
    assert not (spots < 0).any()
