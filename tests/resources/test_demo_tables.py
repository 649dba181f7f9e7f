"""The synthetic tables have the pattern and the blemishes that the demo promises."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from osgeo import ogr
from sejahtera.resources.catalogue import default_definition, load_catalogue
from sejahtera.scripts.demo_data.city import read_city

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "resources" / "demo"
CITY = read_city()
CATALOGUE = load_catalogue()
CORE = [indicator.field for indicator in CATALOGUE.core]
NAMES = list(CITY["nama"])


def table(name, **options):
    return pd.read_csv(DEMO / name, dtype={"kode": str, "Kode BPS": str}, **options)


@pytest.fixture(scope="module", params=[2024, 2025])
def indicators(request):
    return table(f"indicators_{request.param}.csv").set_index("nama")


@pytest.fixture(scope="module")
def programmes():
    return table("programmes.csv")


def neighbours():
    place = {code: number for number, code in enumerate(CITY["kode"])}
    weights = np.zeros((54, 54))
    for unit, sides in enumerate(CITY["tetangga_sisi"]):
        weights[unit, [place[code] for code in sides.split()]] = 1
    return weights / weights.sum(1, keepdims=True)


def moran(values):
    deviation = (values - values.mean()).fillna(0).to_numpy()
    return deviation @ neighbours() @ deviation / (deviation @ deviation)


def test_every_indicator_of_the_catalogue_is_a_column(indicators):
    assert list(indicators.columns) == ["kode", *(row.field for row in CATALOGUE.indicators)]
    assert list(indicators.index) == NAMES
    assert list(indicators["kode"]) == list(CITY["kode"])


def test_figures_stay_in_the_plausible_range(indicators):
    for row in CATALOGUE.indicators:
        values = indicators[row.field].dropna()
        assert values.between(*row.plausible).all(), row.code


@pytest.mark.parametrize("field", ["inc01", "edu01", "wsh01", "env02", "acc02"])
def test_neighbours_resemble_each_other(indicators, field):
    assert moran(indicators[field]) > 0.3


def test_the_core_is_better_off_on_average_but_most_inequality_lies_within_the_groups(indicators):
    group = CITY.set_index("nama")["kelompok"]
    poor = indicators["inc01"]
    means = poor.groupby(group).mean()
    assert means["inti"] < means["pinggiran"]
    between = ((group.map(means) - poor.mean()) ** 2)[poor.notna()].sum()
    assert between < 0.5 * ((poor - poor.mean()) ** 2).sum()


def test_the_centre_has_access_and_the_west_has_not(indicators):
    assert indicators.loc["Karangasem", "acc01"] < indicators["acc01"].median() < indicators.loc["Keprabon", "acc01"]


@pytest.mark.parametrize(("name", "field", "sign"), [("Panularan", "wsh03", -1), ("Jagalan", "inc01", 1)])
def test_the_spatial_outliers_stand_against_their_neighbours(indicators, name, field, sign):
    better = indicators[field] * (1 if CATALOGUE.indicator(field).direction == "+" else -1)
    standard = (better - better.mean()) / better.std()
    around = standard.fillna(0).to_numpy() @ neighbours()[NAMES.index(name)]
    assert sign * standard[name] > 0.8
    assert sign * around < 0


def test_one_kelurahan_lacks_forty_percent_and_few_other_cells_are_empty(indicators):
    missing = indicators[CORE].isna()
    assert missing.loc["Joglo"].mean() > 0.4
    by_dimension = missing.loc["Joglo"].groupby(lambda field: field[:3]).mean()
    assert by_dimension.mean() > 0.4  # too much whether indicators or weights are counted
    rest = missing.drop(index="Joglo")
    assert 0 < rest.to_numpy().sum() <= 9
    assert rest.sum(axis=1).max() <= 2


def test_spikes_of_small_numbers_lead_their_columns(indicators):
    assert indicators["soc04"].idxmax() == "Kepatihan Kulon"
    assert indicators["gen03"].idxmax() == "Laweyan"


def test_a_pair_is_collinear_a_mirror_too_and_one_indicator_is_saturated(indicators):
    assert indicators["inc02"].corr(indicators["job02"]) > 0.9
    assert indicators["wsh01"].corr(indicators["wsh02"]) < -0.95
    assert indicators["spr01"].std() / indicators["spr01"].mean() < 0.02


def test_a_year_changes_little_but_for_the_insured():
    before, after = (table(f"indicators_{year}.csv").set_index("nama") for year in (2024, 2025))
    assert before["edu02"].corr(after["edu02"]) > 0.9
    assert (after["spr02"] > before["spr02"]).mean() > 0.9
    assert (after["inc01"] - before["inc01"]).mean() < 0


def test_the_office_table_holds_the_same_figures_under_its_slips():
    clean = table("indicators_2025.csv")
    office = table("indicators_messy.csv", sep=";", decimal=",", thousands=".", na_values="-", encoding="utf-8-sig")
    assert len(office) == 55
    repeated = office.drop(columns="No").duplicated()
    assert office.loc[repeated, "Kelurahan"].tolist() == ["Purwosari"]
    office = office[~repeated]
    fields = [row.field for row in CATALOGUE.indicators]
    np.testing.assert_array_equal(office[fields].to_numpy(float), clean[fields].to_numpy(float))
    assert office["Penduduk"].tolist() == CITY["penduduk"].tolist()
    known = set(CITY["kode_bps"]) - {""}
    assert office["Kode BPS"].isna().sum() == 3
    assert set(office["Kode BPS"].dropna()) - known == {"3372020040"}
    assert (office["Kelurahan"].to_numpy() != np.array(NAMES)).sum() >= 10


def test_the_office_table_is_what_excel_saves():
    raw = (DEMO / "indicators_messy.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 56


def test_households_add_up_to_the_city_and_follow_its_welfare():
    records = table("households.csv")
    assert 2_800 <= len(records) <= 3_200
    assert records["id"].is_unique
    persons = records["bobot"] * records["anggota"]
    assert persons.sum() == pytest.approx(522_364, rel=0.03)
    poor = (persons * (records["pengeluaran"] < 638_102)).sum() / persons.sum()
    assert 0.07 < poor < 0.13
    assert (records.groupby("klaster")["kode"].nunique() == 1).all()
    spending = records.groupby("kode")["pengeluaran"].median()
    poverty = table("indicators_2025.csv").set_index("kode")["inc01"]
    assert spending.corr(poverty, method="spearman") < -0.6


def test_programme_figures_keep_their_invariants(programmes):
    assert programmes.groupby(["program", "tahun"])["kode"].nunique().tolist() == [54] * 4
    assert (programmes["penerima_layak"] <= programmes[["penerima", "sasaran"]].min(axis=1)).all()
    assert (programmes["realisasi"] <= programmes["anggaran"]).all()
    assert (programmes.select_dtypes("number") >= 0).all(axis=None)
    assert (programmes["sasaran"] == 0).sum() == 1


def test_one_programme_reaches_the_poor_and_the_other_leaks(programmes):
    sums = programmes.groupby(["program", "tahun"])[["sasaran", "penerima", "penerima_layak"]].sum()
    coverage = 100 * sums["penerima_layak"] / sums["sasaran"]
    inclusion = 100 * (1 - sums["penerima_layak"] / sums["penerima"])
    expected = table("programmes_expected.csv").set_index(["program", "tahun"])
    assert expected["cakupan"].to_dict() == pytest.approx(coverage.to_dict(), abs=1e-4)
    assert expected["kesalahan_eksklusi"].to_dict() == pytest.approx((100 - coverage).to_dict(), abs=1e-4)
    assert expected["kesalahan_inklusi"].to_dict() == pytest.approx(inclusion.to_dict(), abs=1e-4)
    assert inclusion.xs("Kartu Pekerja Rentan").max() < 10 < 30 < inclusion.xs("Hibah Modal Usaha").min()
    poverty = table("indicators_2025.csv").set_index("kode")["inc01"]
    later = programmes[programmes["tahun"] == 2025].set_index(["program", "kode"])
    rate = later["penerima"] / later["sasaran"]
    assert rate.xs("Kartu Pekerja Rentan").corr(poverty) > 0.3
    assert rate.xs("Hibah Modal Usaha").corr(poverty) < -0.3


def test_the_first_programme_helped_where_it_started(programmes):
    before, after = (table(f"indicators_{year}.csv").set_index("kode")["spr03"] for year in (2024, 2025))
    first = programmes[(programmes["program"] == "Kartu Pekerja Rentan") & (programmes["tahun"] == 2024)]
    treated = first.set_index("kode")["penerima"] > 0
    assert treated.sum() == 20
    gain = after - before
    assert gain[treated].mean() - gain[~treated].mean() > 2


def test_the_panel_of_the_programme_goes_on_from_the_tables_and_was_parallel_before(programmes):
    panel = table("programme_panel.csv").set_index("kode")
    for year in (2024, 2025):
        expected = table(f"indicators_{year}.csv").set_index("kode")["spr03"]
        np.testing.assert_array_equal(panel[f"spr03_{year}"], expected)
    first = programmes[(programmes["program"] == "Kartu Pekerja Rentan") & (programmes["tahun"] == 2024)]
    reached = first.set_index("kode")["penerima"] > 0
    treated = panel["dapat_kartu"] == 1
    assert treated.equals(reached.rename("dapat_kartu").reindex(panel.index))
    assert panel["mulai"].notna().equals(treated.rename("mulai"))
    gap = panel[treated].mean(numeric_only=True) - panel[~treated].mean(numeric_only=True)
    before = gap[[f"spr03_{year}" for year in (2021, 2022, 2023, 2024)]]
    assert np.ptp(before) < 1
    assert gap["spr03_2025"] - before.mean() > 4


def test_findings_are_sixty_notes_on_all_problems_of_the_study():
    notes = table("findings.csv")
    assert len(notes) == 60
    assert set(notes["tema"]) == {row.code for row in CATALOGUE.problems}
    assert set(notes["intensitas"]) == {0, 1, 2, 3}
    assert set(notes["kode"]) <= set(CITY["kode"])
    assert pd.to_datetime(notes["tanggal"]).dt.year.eq(2025).all()
    assert notes["kutipan"].notna().all()


def test_the_definition_is_the_default_of_the_catalogue():
    definition = json.loads((DEMO / "definition.json").read_text(encoding="utf-8"))
    default = default_definition("id")
    assert "synthetic" in definition.pop("description")
    default.pop("description")
    assert definition == default


def test_the_readme_says_loudly_that_nothing_is_real():
    title = (DEMO / "README.md").read_text(encoding="utf-8").splitlines()[0]
    assert "SYNTHETIC" in title
    assert "SCHEMATIC" in title


def test_the_demo_is_smaller_than_a_megabyte():
    assert sum(path.stat().st_size for path in DEMO.iterdir()) < 1_000_000


#: The study that runs on the data is no data.
WRITTEN_BY_HAND = "study.json"


def test_the_script_writes_the_shipped_files_again(tmp_path):
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "scripts.demo_data", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=120)
    for path in sorted(DEMO.iterdir()):
        if path.suffix in {".csv", ".json"} and path.name != WRITTEN_BY_HAND:
            assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name
    shipped, again = (vertices(folder / "kelurahan.gpkg") for folder in (DEMO, tmp_path))
    assert [len(ring) for ring in shipped] == [len(ring) for ring in again]
    # Coordinates are rounded to a decimetre; another version of Qhull may round the other way.
    assert np.abs(np.vstack(shipped) - np.vstack(again)).max() < 0.11


def vertices(path):
    source = ogr.Open(str(path))
    layer = source.GetLayer("kelurahan")
    return [np.array(feature.GetGeometryRef().GetGeometryRef(0).GetPoints()) for feature in layer]
