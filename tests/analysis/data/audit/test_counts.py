"""Raw counts are told from rates, years, money and distances."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.data.audit.counts import count_cautions, looks_like_count
from sejahtera.analysis.data.audit.expectations import Expectation
from sejahtera.analysis.indices.definition.schema import definition_from_dict
from sejahtera.resources.catalogue import load_catalogue

from ....shipped import ROOT

NOTHING = Expectation()
COUNTS = {
    "persons over a wide range": ("wiraswasta", [214.0, 6661, 803, 1200, 455], NOTHING),
    "a name that counts": ("jumlah_sd", [1.0, 3, 2, 6, 4], NOTHING),
    "a name in English": ("Total schools", [1.0, 3, 2, 6, 4], NOTHING),
    "thousands of persons": ("Jumlah Penduduk Miskin Ribu Jiwa", [144.95, 88.2, 201.4], NOTHING),
    "a unit of counts": ("x", [3.0, 4, 9, 1], Expectation(unit="jiwa")),
    "a name from the catalogue or the definition": ("x", [3.0, 4, 9, 1], Expectation(name="Jumlah KK miskin")),
    "a percentage above 100": ("x", [30.0, 400, 20], Expectation(per=100)),
}
OTHERS = {
    "percent": ("persen_miskin", [4.0, 18, 9, 100], NOTHING),
    "whole percent of unknown unit": ("miskin", [4.0, 18, 9, 100], NOTHING),
    "percent of which there is a total": ("Total", [5.86, 4.1, 7.9], NOTHING),
    "a year": ("berdiri", [1998.0, 2003, 2015, 1987], NOTHING),
    "money": ("pengeluaran_rp", [900000.0, 4100000, 1200000], NOTHING),
    "thousand rupiah": ("pengeluaran", [9.0, 4100, 1200], Expectation(unit="thousand Rp per person")),
    "a distance": ("jarak_puskesmas", [120.0, 5300, 860, 40], NOTHING),
    "a distance by its unit": ("puskesmas", [120.0, 5300, 860, 40], Expectation(unit="m")),
    "density": ("kepadatan", [7196.0, 19044, 300], NOTHING),
    "scores": ("skor_layanan", [1.0, 500, 3], NOTHING),
    "a mean number": ("Rata-rata jumlah anggota keluarga", [3.0, 4, 5], NOTHING),
    "yes and no": ("rawan", [0.0, 1, 1, 0], NOTHING),
    "degrees below zero": ("x", [-500.0, 20, 4000], NOTHING),
    "what is divided": ("jumlah_miskin", [30.0, 400, 20], Expectation(divided=True, per=100)),
    "the same everywhere": ("jumlah_rs", [1.0, 1, 1], NOTHING),
}


@pytest.mark.defect("A22")
@pytest.mark.parametrize("case", COUNTS)
def test_a_count_is_seen(case):
    field, values, expected = COUNTS[case]
    assert looks_like_count(np.array([*values, np.nan]), field, expected)


@pytest.mark.parametrize("case", OTHERS)
def test_what_is_no_count_is_left_in_peace(case):
    field, values, expected = OTHERS[case]
    assert not looks_like_count(np.array([*values, np.nan]), field, expected)


def test_whole_numbers_that_follow_the_population_are_a_count_whatever_they_are_called():
    people = np.array([1000.0, 2000, 3000, 4000, 5000, 6000])
    values = np.array([10.0, 21, 29, 42, 50, 61])
    assert looks_like_count(values, "poor", NOTHING, people)
    assert not looks_like_count(values, "poor", NOTHING)


@pytest.mark.parametrize("year", ["2024", "2025"])
def test_no_indicator_of_the_demo_looks_like_a_count(year):
    frame = pd.read_csv(ROOT / "resources" / "demo" / f"indicators_{year}.csv", dtype={"kode": str})
    catalogue = load_catalogue()
    known = {field: catalogue.indicator(field) for field in frame.columns.drop(["kode", "nama"])}
    assert len(known) == 51
    flagged = [
        field
        for field, one in known.items()
        if looks_like_count(frame[field].to_numpy(float), field, Expectation(name=one.name.en, unit=one.unit.en))
    ]
    assert flagged == []


#: Columns of published tables, and whether they are counts.
REAL = {
    "jateng_ipm_2020_2022.csv": {},
    "jateng_p0_bps_2020_2022.csv": {},
    "jateng_kemiskinan_air_tpt_2020_2022.csv": {"Jumlah Penduduk Miskin Maret Ribu Jiwa", "Jumlah Penduduk Ribu Jiwa"},
    "jakarta_kelurahan_penduduk_2024.csv": {"population"},
    "indonesia_kabkota_penduduk_kemendagri2025.csv": {"pria", "wanita", "total"},
    "batu_desa_podes_2024.csv": {"jumlah_tk", "jumlah_sd", "jumlah_smp", "jumlah_sma", "jumlah_bts"},
    "surakarta_sma_smk_2020.csv": {"siswa_lk", "siswa_pr"},
}


@pytest.mark.defect("A22")
@pytest.mark.parametrize("name", REAL)
def test_counts_of_published_tables_are_told_from_their_rates(shared_data, name):
    frame = pd.read_csv(shared_data / "indicators" / name, encoding="utf-8-sig")
    keys = {"year", "tahun", "Tahun", "id", "npsn", "kode", "kode_bps", "id_desa", "lon", "lat"}
    numbers = frame.select_dtypes("number").drop(columns=keys & set(frame.columns))
    found = {column for column in numbers if looks_like_count(numbers[column].to_numpy(float), column, NOTHING)}
    assert found >= set(REAL[name])
    rates = [column for column in found if column.lower().startswith(("persen", "garis", "p0", "ipm", "uhh"))]
    assert rates == []
    if not REAL[name]:
        assert found == set()


def index_of(**poor):
    indicators = [
        {"field": "wiraswasta", "direction": "+"},
        {"field": "poor", "direction": "-", **poor},
        {"field": "water", "direction": "+", "unit": "%"},
    ]
    return definition_from_dict({"dimensions": [{"code": "all", "indicators": indicators}]})


@pytest.mark.defect("A22")
def test_an_index_of_counts_cautions_and_says_what_to_divide_by():
    frame = pd.DataFrame(
        {
            "wiraswasta": [214.0, 6661, 803, 1200, 455],
            "poor": [100.0, 2000, 300, 450, 180],
            "water": [80.0, 90, 70, 60, 99],
            "people": [3000.0, 70000, 9000, 15000, 5000],
        }
    )
    known = {field: Expectation() for field in ("wiraswasta", "poor", "water")}
    (both,) = map(str, count_cautions(frame, index_of(), known))
    assert both.startswith("Look like counts: wiraswasta, poor.")
    known["poor"] = Expectation(divided=True)
    (one,) = map(str, count_cautions(frame, index_of(denominator="people", per=100), known))
    assert one.startswith("Look like counts: wiraswasta.")
    assert "such as people" in one
    rates = frame.assign(wiraswasta=[3.5, 4.1, 2.2, 9.0, 8.1])
    assert count_cautions(rates, index_of(denominator="people", per=100), known) == []
