"""BPS 1101 is Simeulue and Kemendagri 11.01 is Aceh Selatan: which is meant is told by content or asked for."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.data.join.code_reading import read_codes
from sejahtera.analysis.data.join.codes import BPS, KEMENDAGRI, OWN, UNKNOWN
from sejahtera.analysis.data.join.keyed_table import KeyedTable
from sejahtera.analysis.data.join.matching import match
from sejahtera.resources.crosswalk import load_crosswalk

pytestmark = pytest.mark.defect("A8")

CROSSWALK = load_crosswalk()
AREAS = [area for area in CROSSWALK.areas.areas if len(area.code) == 4]
FRAME = pd.DataFrame(
    {
        "dotted": [f"{area.code[:2]}.{area.code[2:]}" for area in AREAS],
        "kemendagri": [area.code for area in AREAS],
        "bps": [area.bps[0] for area in AREAS],
        "nama": [area.name for area in AREAS],
    },
    dtype=object,
)
ACEH, JAWA_TENGAH = (FRAME[FRAME["kemendagri"].str.startswith(code)] for code in ("11", "33"))


def side(frame, code, name=None, system="auto"):
    return KeyedTable(frame, CROSSWALK, code, name, None, system)


def joined_to_themselves(result):
    """Tell whether every unit has the row of the same label, which is the same place here."""
    return len(result.pairs) > 0 and (result.pairs.index == result.pairs.to_numpy()).all()


def test_the_table_of_areas_has_every_place_in_both_systems():
    assert len(AREAS) == 514
    assert FRAME["bps"].is_unique
    assert CROSSWALK.areas.find("1101", BPS).name == "Kabupaten Simeulue"
    assert CROSSWALK.areas.find("1101", KEMENDAGRI).name == "Kabupaten Aceh Selatan"
    assert CROSSWALK.areas.find("9401", BPS) is CROSSWALK.areas.find("9501", BPS)  # Merauke, 2020 and 2023
    assert (FRAME["bps"] != FRAME["kemendagri"]).sum() == 199


def test_real_codes_and_names_of_jawa_tengah_are_those_of_the_table(shared_data):
    real = pd.read_csv(shared_data / "indicators" / "jateng_p0_bps_2020_2022.csv", dtype=str)
    for code, name in zip(real["kode_bps"], real["wilayah"]):
        assert CROSSWALK.areas.find(code, BPS).name == name
    national = pd.read_csv(shared_data / "indicators" / "indonesia_kabkota_penduduk_kemendagri2025.csv", dtype=str)
    for code, name in zip(national["kode"], national["nama"]):
        if len(code) == 5 and name.startswith("Kota "):
            assert CROSSWALK.areas.find(code.replace(".", ""), KEMENDAGRI).name == " ".join(name.split())


@pytest.mark.parametrize(
    ("frame", "column", "names", "system"),
    [
        (ACEH, "dotted", None, KEMENDAGRI),
        (ACEH, "kemendagri", "nama", KEMENDAGRI),
        (ACEH, "bps", "nama", BPS),
        (FRAME, "kemendagri", None, KEMENDAGRI),  # 93.01 is no code of the statistics office
        (FRAME, "bps", None, BPS),  # nor is 9701 one of the home ministry
        (JAWA_TENGAH, "bps", None, UNKNOWN),  # the same in both
    ],
)
def test_the_system_is_told_by_dots_names_and_codes_that_one_system_has(frame, column, names, system):
    codes = read_codes(frame[column], CROSSWALK, frame[names] if names else None)
    assert (codes.system, codes.sure) == (system, True)


def test_codes_that_neither_system_has_are_somebodys_own():
    assert read_codes(pd.Series(["0101", "0102", "0103"], name="k"), CROSSWALK).system == OWN


@pytest.mark.parametrize("ours", ["dotted", "kemendagri"])
@pytest.mark.parametrize("names", [None, "nama"])
def test_codes_of_both_systems_never_meet_by_their_digits(ours, names):
    layer = side(ACEH, ours, "nama")
    if names is None:
        with pytest.raises(InputError, match=r"1173 may be Kota Langsa or Kota Lhokseumawe.*TABLE_CODE"):
            match(layer, side(ACEH.iloc[::-1], "bps"))
    result = match(layer, side(ACEH.iloc[::-1], "bps", names, "auto" if names else BPS))
    assert joined_to_themselves(result)
    assert len(result.pairs) == len(ACEH)
    assert set(result.methods) == {"crosswalk"}
    told = [str(step) for step in result.diagnostics.method]
    assert any("The table has codes of the statistics office, BPS" in step for step in told)


def test_undotted_codes_on_both_sides_are_asked_about():
    with pytest.raises(InputError, match="CODE_SYSTEM"):
        match(side(ACEH, "bps"), side(ACEH, "kemendagri"))


def test_equal_names_beside_equal_codes_say_that_the_systems_agree():
    frame = pd.DataFrame({"k": ["3301012001", "3301012002"], "n": ["Tayem", "Karangpucung"]}, dtype=object)
    with pytest.raises(InputError, match="3301012001"):
        match(side(frame, "k"), side(frame, "k"))
    assert joined_to_themselves(match(side(frame, "k", "n"), side(frame, "k", "n")))
    other = frame.assign(n=["Simeulue", "Latiung"])
    with pytest.raises(InputError, match="choose CODE_SYSTEM"):
        match(side(frame, "k", "n"), side(other, "k", "n"))


def test_own_codes_are_compared_as_they_are_written():
    frame = pd.DataFrame({"k": ["A-1", "A-2", "1101"]}, dtype=object)
    assert len(match(side(frame, "k", system=OWN), side(frame, "k")).pairs) == 3
    assert len(match(side(frame[:2], "k"), side(frame[:2], "k")).pairs) == 2


@pytest.mark.defect("A8")
@pytest.mark.parametrize("last", [16, 54, 120])
def test_numbers_of_ones_own_are_no_provinces_although_some_could_be(last):
    numbers = pd.DataFrame({"no": [str(number) for number in range(1, last + 1)]})
    result = match(KeyedTable(numbers, CROSSWALK, "no"), KeyedTable(numbers.astype(int), CROSSWALK, "no"))
    assert result.pairs.tolist() == numbers.index.tolist()
    assert result.unmatched.empty


def test_villages_of_a_city_without_a_crosswalk_are_joined_by_name_and_say_so():
    layer = pd.DataFrame({"k": ["35.79.01.1001", "35.79.02.2001"], "n": ["Sisir", "Oro-oro Ombo"]})
    table = pd.DataFrame({"k": ["3579010002", "3579020001"], "n": ["Sisir", "Oro-oro Ombo"]})
    result = match(side(layer, "k", "n"), side(table, "k", "n"))
    assert set(result.methods) == {"name"}
    told = [str(step) for step in result.diagnostics.method]
    assert "The crosswalk knows none of these codes, so none was translated." in told
    assert not any(step.startswith("Codes were translated") for step in told)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, len(AREAS) - 1), min_size=1, max_size=40, unique=True),
    st.sampled_from(["dotted", "kemendagri", "bps"]),
    st.sampled_from(["kemendagri", "bps"]),
    st.sampled_from([None, "nama"]),
    st.sampled_from([None, "nama"]),
)
def test_whatever_is_joined_is_the_same_place(rows, ours, theirs, our_names, their_names):
    frame = FRAME.iloc[rows]
    try:
        layer, table = side(frame, ours, our_names), side(frame, theirs, their_names)
        result = match(layer, table)
    except InputError as error:
        refusal = str(error)
    else:
        refusal = ""
        assert joined_to_themselves(result)
    assert not refusal or any(word in refusal for word in ("CODE_SYSTEM", "No row", "mixes"))


def test_names_without_kota_are_those_of_the_code_beside_them():
    bare = FRAME.assign(nama=[name.split(" ", 1)[1].upper() for name in FRAME["nama"]])
    result = match(side(FRAME, "dotted", "nama"), side(bare, "bps", "nama"))
    assert len(result.pairs) == 514
    assert joined_to_themselves(result)
    assert not any("another name" in str(warning) for warning in result.diagnostics.warnings)
