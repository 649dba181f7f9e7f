"""The crosswalk joins both code systems and both boundary versions."""

from pathlib import Path

import pandas as pd
import pytest

PATH = Path(__file__).resolve().parents[2] / "resources" / "crosswalk.csv"


@pytest.fixture(scope="module")
def crosswalk():
    return pd.read_csv(PATH, dtype=str, keep_default_na=False)


def test_54_units_lie_in_51_older_ones(crosswalk):
    assert crosswalk["kode_kemendagri"].is_unique
    assert len(crosswalk) == 54
    assert crosswalk["kode_bps_51"].nunique() == 51
    assert (crosswalk["kode_bps_51"].str.len() == 10).all()


def test_the_split_made_three_kelurahan_out_of_kadipiro_and_semanggi(crosswalk):
    new = crosswalk[crosswalk["kode_bps"] == ""]
    assert dict(zip(new["nama"], new["nama_51"])) == {"Mojo": "Semanggi", "Banjarsari": "Kadipiro", "Joglo": "Kadipiro"}
    assert new["catatan"].str.contains("belum diketahui").all()


def test_the_last_digits_of_the_two_systems_disagree_in_twenty_kelurahan(crosswalk):
    both = crosswalk[crosswalk["kode_bps"] != ""]
    differ = both["kode_kemendagri"].str[-2:] != both["kode_bps"].str[-2:]
    assert differ.sum() == 20


def test_an_alias_names_one_kelurahan_of_its_kecamatan(crosswalk):
    spelling = crosswalk.assign(alias=crosswalk["alias"].str.split("|")).explode("alias")
    spelling = spelling[spelling["alias"] != ""]
    assert len(spelling) >= 9
    assert not spelling.duplicated(["kecamatan", "alias"]).any()
    assert not set(spelling["alias"]) & set(crosswalk["nama"])


def test_codes_agree_with_the_published_lists(crosswalk, shared_data):
    published = pd.read_csv(shared_data / "codes" / "surakarta_kelurahan_54_kode.csv", dtype=str, keep_default_na=False)
    assert list(crosswalk["kode_kemendagri"]) == list(published["kode_kemendagri"])
    assert list(crosswalk["nama"]) == list(published["nama_kemendagri_2025"])
    assert list(crosswalk["kode_bps"]) == list(published["kode_bps_2020"])
