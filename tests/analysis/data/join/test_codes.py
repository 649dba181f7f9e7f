"""Codes are text; the two systems are told apart and never cut into one another."""

import pandas as pd
import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.data.join.code_reading import read_codes
from sejahtera.resources.crosswalk import load_crosswalk


def column(*cells):
    return pd.Series(cells, name="kode")


@pytest.mark.parametrize(
    ("cell", "digits", "system"),
    [
        ("33.72.01.1001", "3372011001", "kemendagri"),
        ("3372011001", "3372011001", "kemendagri"),
        ("33 72 01 1001", "3372011001", "kemendagri"),
        ("33-72-01-1001", "3372011001", "kemendagri"),
        ("'33.72.01.1001", "3372011001", "kemendagri"),
        ("3372010001", "3372010001", "bps"),
        ("id3372010001", "3372010001", "bps"),
        ("ID3372010001", "3372010001", "bps"),
        ("3372010001.0", "3372010001", "bps"),
        (3372010001.0, "3372010001", "bps"),
        (3372010001, "3372010001", "bps"),
        ("33.72.010.001", "3372010001", "bps"),
        ("33.72.01", "337201", "kemendagri"),
        ("3372010", "3372010", "bps"),
        ("33.72", "3372", "unknown"),
        (3372, "3372", "unknown"),
        ("11.1", None, "unknown"),
        ("jumlah", None, "unknown"),
        ("33720100011", None, "unknown"),
    ],
)
@pytest.mark.parametrize("crosswalk", [None, load_crosswalk()], ids=["alone", "crosswalk"])
def test_every_way_of_writing_a_code_is_known(cell, digits, system, crosswalk):
    codes = read_codes(column(cell), crosswalk)
    assert codes.digits.tolist() == [digits]
    assert codes.system == system


@pytest.mark.parametrize("cell", ["3.37201E+09", "3,37201E+09", "3e9"])
def test_scientific_notation_is_refused(cell):
    with pytest.raises(InputError, match="“kode” into numbers such as 3"):
        read_codes(column("3372010001", cell))


def test_personal_numbers_are_no_codes():
    with pytest.raises(InputError, match="sixteen-digit"):
        read_codes(column("3372015001900001", "3372015001900002"))


def test_a_column_of_both_systems_is_refused():
    with pytest.raises(InputError, match=r"home ministry \(1\) and of the statistics office \(2\)"):
        read_codes(column("33.72.01.1001", "3372010001", "3372010002"))


def test_a_village_of_one_system_is_never_that_of_the_other():
    ministry, office = read_codes(column("33.74.01.1001")), read_codes(column("33.74.011.001"))
    assert ministry.digits.tolist() == office.digits.tolist()
    assert ministry.keys.tolist() != office.keys.tolist()


def test_kabupaten_and_kota_have_one_key_in_both_systems():
    assert read_codes(column("33.72")).keys.tolist() == read_codes(column(3372)).keys.tolist()


def test_real_codes_that_lost_their_zero_are_not_padded(shared_data):
    table = pd.read_csv(shared_data / "indicators" / "indonesia_kabkota_luas_kemendagri2025.csv", dtype=str)
    digits = read_codes(table["kode"]).digits
    assert set(table["kode"][digits.isna()]) == {"11.1", "12.1", "12.2", "14.1"}
    assert digits[table["kode"] == "31.0"].tolist() == ["31"]
