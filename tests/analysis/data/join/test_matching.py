"""Rows reach the right kelurahan, or the list of those that reached none."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.data.join.keyed_table import KeyedTable
from sejahtera.analysis.data.join.matching import match
from sejahtera.analysis.data.join.names import group_keys, name_keys
from sejahtera.analysis.data.join.splits import inherit_rates
from sejahtera.resources.crosswalk import load_crosswalk

CROSSWALK = load_crosswalk()
CITY = pd.DataFrame(
    [(place.code, place.bps or None, place.name, place.group) for place in CROSSWALK.places],
    columns=["kode", "bps", "nama", "kec"],
)
LAYER = KeyedTable(CITY, CROSSWALK, "kode", "nama", "kec")


def table(rows, code=None, name="nama", group=None):
    return KeyedTable(pd.DataFrame(rows, dtype="object"), CROSSWALK, code, name, group)


def joined(result, side):
    """Return name of the unit by name of the row."""
    return {side.names[row]: CITY["nama"][unit] for unit, row in result.pairs.items()}


def reasons(result, side="table"):
    rows = result.unmatched[result.unmatched["side"] == side]
    return dict(zip(rows["name"], rows["reason"]))


def test_the_20_suffix_traps_are_avoided():
    rows = CITY[CITY["bps"].notna()].sample(frac=1, random_state=1)
    result = match(LAYER, KeyedTable(rows, CROSSWALK, "bps", "nama"))
    assert (CITY["nama"][result.pairs.index].to_numpy() == rows["nama"][result.pairs].to_numpy()).all()
    assert len(result.pairs) == 51
    by_suffix = sum(bps[7:] != kode[7:] for bps, kode in zip(rows["bps"], rows["kode"]))
    assert by_suffix == 20
    assert any("20 of them end differently" in str(step) for step in result.diagnostics.method)


@pytest.mark.parametrize(
    ("written", "group", "name", "method"),
    [
        ("Pasar Kliwon", "Pasar Kliwon", "Pasarkliwon", "spelling"),
        ("Kampung Baru", "Pasarkliwon", "Kampungbaru", "spelling"),
        ("KEDUNG LUMBU", "Kec. Pasar Kliwon", "Kedunglumbu", "spelling"),
        ("Pucang Sawit", "JEBRES", "Pucangsawit", "spelling"),
        ("Stabelan", "Banjarsari", "Setabelan", "alias"),
        ("Joyontakan", "Serengan", "Joyotakan", "alias"),
        ("Panjang", "Laweyan", "Pajang", "alias"),
        ("Kampung Sewu", "Jebres", "Sewu", "alias"),
        ("Karang Asem", "Laweyan", "Karangasem", "spelling"),
        ("Kelurahan  manahan", "Kecamatan Banjarsari", "Manahan", "spelling"),
        ("Kepatihan-Kulon", "Jebres", "Kepatihan Kulon", "spelling"),
        ("Tegalharjo", "Jebres", "Tegalharjo", "name"),
    ],
)
def test_spellings_seen_in_the_wild_are_joined_and_reported(written, group, name, method):
    side = table([{"nama": written, "kec": group}], group="kec")
    result = match(LAYER, side)
    assert joined(result, side) == {written: name}
    assert result.methods.tolist() == [method]


def test_a_similar_name_is_suggested_and_never_joined():
    side = table([{"nama": "Sangkra", "kec": "Pasar Kliwon"}, {"nama": "Mojo", "kec": "Pasar Kliwon"}], group="kec")
    result = match(LAYER, side)
    assert joined(result, side) == {"Mojo": "Mojo"}
    first = result.unmatched.iloc[0]
    assert (first["reason"], first["suggestion"]) == ("unknown_name", "Sangkrah")
    assert 0.9 < first["score"] < 1


def test_the_five_namesakes_need_a_kecamatan():
    names = ["Laweyan", "Serengan", "Pasar Kliwon", "Jebres", "Banjarsari", "Mojo"]
    side = table([{"nama": name} for name in names])
    result = match(LAYER, side)
    assert joined(result, side) == {"Mojo": "Mojo"}
    assert set(reasons(result).values()) == {"namesake"}
    explicit = table([{"nama": f"Kel. {name}"} for name in names])
    assert len(match(LAYER, explicit).pairs) == 6


def test_a_row_of_a_kecamatan_is_no_kelurahan():
    side = table([{"nama": "Kecamatan Jebres"}, {"nama": "Mojo"}])
    result = match(LAYER, side)
    assert reasons(result) == {"Kecamatan Jebres": "no_name"}


def test_a_name_in_another_kecamatan_is_not_joined():
    side = table([{"nama": "Mojo", "kec": "Jebres"}, {"nama": "Sewu", "kec": "Jebres"}], group="kec")
    result = match(LAYER, side)
    assert reasons(result) == {"Mojo": "other_group"}


def test_a_name_that_two_units_have_is_ambiguous():
    twins = pd.DataFrame({"nama": ["Sukorejo", "Sukorejo", "Mojo"], "kec": ["A", "B", "A"]})
    layer = KeyedTable(twins, CROSSWALK, name="nama", group="kec")
    result = match(layer, table([{"nama": "Sukorejo"}, {"nama": "Mojo"}]))
    assert reasons(result) == {"Sukorejo": "ambiguous"}
    both = table([{"nama": "Sukorejo", "kec": "B"}, {"nama": "Sukorejo", "kec": "A"}], group="kec")
    assert match(layer, both).pairs.to_dict() == {0: 1, 1: 0}


def test_several_rows_for_one_kelurahan_are_all_left_out():
    side = table([{"nama": "Sewu"}, {"nama": "Kampung Sewu"}, {"nama": "Mojo"}])
    result = match(LAYER, side)
    assert joined(result, side) == {"Mojo": "Mojo"}
    assert reasons(result) == {"Sewu": "duplicate", "Kampung Sewu": "duplicate"}
    assert reasons(result, "layer")["Sewu"] == "duplicate"


def test_a_row_by_code_is_not_displaced_by_a_row_by_name():
    rows = [{"kode": "33.72.04.1005", "nama": "Sewu"}, {"kode": None, "nama": "Sewu"}]
    result = match(LAYER, table(rows, code="kode"))
    assert result.pairs.to_dict() == {CITY.index[CITY["nama"] == "Sewu"][0]: 0}
    assert result.unmatched["reason"].iloc[0] == "duplicate"


def test_rows_without_a_known_code_are_found_by_name():
    rows = [{"kode": "3372010001", "nama": "Pajang"}, {"kode": "3372030010", "nama": "Mojo"}]
    result = match(LAYER, table(rows, code="kode"))
    assert sorted(result.methods) == ["crosswalk", "name"]


def test_a_code_whose_row_has_another_name_is_warned_of():
    rows = [{"kode": "33.72.01.1005", "nama": "Penumpng"}, {"kode": "33.72.04.1005", "nama": "Kampung Sewu"}]
    result = match(LAYER, table(rows, code="kode"))
    penumping = CITY.index[CITY["nama"] == "Penumping"][0]
    warnings = [w.facts["units"] for w in result.diagnostics.warnings if "another name" in w.template]
    assert warnings == [[penumping]]


def test_codes_made_by_cutting_and_padding_are_caught_by_their_names():
    """Suffixes of the statistics office put behind the ministry's kecamatan: the 20 traps."""
    old = CITY[CITY["bps"].notna()]
    padded = old["kode"].str[:6] + "1" + old["bps"].str[7:]
    result = match(LAYER, KeyedTable(old.assign(wrong=padded), CROSSWALK, "wrong", "nama", "kec"))
    assert (CITY["nama"][result.pairs.index].to_numpy() == old["nama"][result.pairs].to_numpy()).all()
    contrary = {name for name, reason in reasons(result).items() if reason == "contradiction"}
    assert len(contrary) + len(result.pairs) == 51
    assert contrary == set(old["nama"][padded != old["kode"]])
    assert len(contrary) == 20


@pytest.mark.parametrize("by", ["code", "name"])
def test_parts_of_a_split_are_not_filled_from_the_undivided_kelurahan(by):
    old = CITY[CITY["bps"].notna()]
    rows = KeyedTable(old, CROSSWALK, "bps") if by == "code" else KeyedTable(old, CROSSWALK, None, "nama", "kec")
    result = match(LAYER, rows)
    parents = {CITY["nama"][part]: CITY["nama"][whole] for part, whole in result.parents.items()}
    assert parents == {"Mojo": "Semanggi", "Banjarsari": "Kadipiro", "Joglo": "Kadipiro"}
    assert reasons(result, "layer") == dict.fromkeys(parents, "split")
    assert any("older than the split" in warning.template for warning in result.diagnostics.warnings)


def test_parts_that_an_older_layer_has_undivided_are_listed_with_it():
    old = CITY[CITY["bps"].notna()]
    result = match(KeyedTable(old, CROSSWALK, "bps", "nama", "kec"), KeyedTable(CITY, CROSSWALK, "kode", "nama", "kec"))
    assert len(result.pairs) == 51
    assert reasons(result) == dict.fromkeys(["Mojo", "Banjarsari", "Joglo"], "older_layer")
    assert result.unmatched["suggestion"].tolist() == ["Semanggi", "Kadipiro", "Kadipiro"]
    assert any("older than the table" in warning.template for warning in result.diagnostics.warnings)


def test_rates_are_inherited_and_counts_are_not():
    values = pd.DataFrame({"rate": [8.5, None], "count": [3.0, None], "word": ["a", None]}, index=[7, 9])
    filled, rates, left = inherit_rates(values, {9: 7})
    assert filled.loc[9].tolist()[0] == 8.5
    assert filled.loc[9, ["count", "word"]].isna().all()
    assert (rates, left) == (["rate"], ["count", "word"])
    assert values.loc[9].isna().all()


def test_codes_of_other_cities_join_as_they_are():
    layer = KeyedTable(pd.DataFrame({"k": ["33.74.01.1001", "33.74.01.1002"]}), CROSSWALK, "k")
    rows = [{"k": "3374011002"}, {"k": "3374021001"}]
    assert match(layer, table(rows, code="k", name=None)).pairs.to_dict() == {1: 0}
    with pytest.raises(InputError, match="different code systems"):
        match(layer, table([{"k": "3374010002"}], code="k", name=None))


def test_nothing_to_join_by_and_nothing_joined_are_one_sentence():
    with pytest.raises(InputError, match="Choose the fields to join by"):
        match(LAYER, KeyedTable(CITY, CROSSWALK))
    with pytest.raises(InputError, match=r"Most rows \(1\): No kelurahan of the layer has this name"):
        match(LAYER, table([{"nama": "Atlantis"}]))


def test_a_repeated_code_in_the_layer_is_refused():
    twice = pd.concat([CITY, CITY.iloc[[3]]], ignore_index=True)
    with pytest.raises(InputError, match=r"33720110?04|3372011004.*“kode”"):
        match(KeyedTable(twice, CROSSWALK, "kode"), KeyedTable(CITY, CROSSWALK, "bps"))


@settings(max_examples=30, deadline=None)
@given(st.permutations(range(54)))
def test_the_order_of_rows_does_not_matter(order):
    rows = CITY.iloc[order]
    result = match(LAYER, KeyedTable(rows, CROSSWALK, "kode"))
    assert (result.pairs.index == result.pairs.to_numpy()).all()


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=20))
def test_a_key_of_a_key_is_itself(text):
    keys = name_keys(pd.Series([text], dtype="object"))
    if keys[0] is not None and not any(keys[0].startswith(p) for p in ("kel", "desa", "ds", "kab", "kec")):
        assert name_keys(keys).tolist() == keys.tolist()


def test_kota_and_kabupaten_stay_apart():
    names = pd.Series(["Kabupaten Semarang", "Kota Semarang", "Kab. Semarang", "SEMARANG"])
    assert name_keys(names).tolist() == ["semarang", "kotasemarang", "semarang", "semarang"]
    assert group_keys(pd.Series(["Kec. Pasar Kliwon", " "])).tolist() == ["pasarkliwon", None]


def test_the_spellings_of_schools_find_their_kelurahan(shared_data):
    schools = pd.read_csv(shared_data / "indicators" / "surakarta_sma_smk_2020.csv", dtype=str)
    named = schools.drop_duplicates(["kelurahan", "kecamatan"])
    keys = name_keys(named["kelurahan"])
    one = named[~keys.duplicated()]
    result = match(LAYER, KeyedTable(one, CROSSWALK, None, "kelurahan", "kecamatan"))
    assert set(reasons(result).values()) <= {"unknown_name", "other_group"}
    assert len(result.pairs) >= len(one) - 2


def test_all_real_names_but_those_that_were_renamed_match_their_boundary(shared_data):
    import sqlite3

    path = shared_data / "boundaries" / "indonesia_kabkota_514_kemendagri2025.gpkg"
    with sqlite3.connect(f"file:{path}?immutable=1", uri=True) as database:
        name = database.execute("select table_name from gpkg_contents").fetchone()[0]
        layer = pd.read_sql(f'select nama from "{name}"', database)
    rows = pd.read_csv(shared_data / "indicators" / "indonesia_kabkota_514_kemiskinan_2021.csv", sep=";", dtype=str)
    result = match(KeyedTable(layer, CROSSWALK, name="nama"), KeyedTable(rows, CROSSWALK, name="Kab/Kota"))
    assert set(result.unmatched.loc[result.unmatched["side"] == "table", "name"]) == {
        *("Toba Samosir", "Pontianak", "Mahakam Hulu", "Siau Tagulandang Biaro"),
        *("Mamuju Utara", "Maluku Tenggara Barat"),
    }
