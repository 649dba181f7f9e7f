"""Joining by the toolbox: what users get, and the one sentence they get instead."""

import pytest
from qgis.core import NULL, QgsCoordinateTransformContext, QgsProcessingException, QgsVectorFileWriter, QgsVectorLayer

from ...builders import Log, field_values, grid_layer, run_algorithm

CODES = ["33.72.01.1005", "33.72.01.1006", "33.72.03.1002", "33.72.03.1010"]
NAMES = ["Penumping", "Sriwedari", "Semanggi", "Mojo"]


@pytest.fixture
def city(qgis_app):
    return grid_layer({"kode": CODES, "nama": NAMES, "kec": ["Laweyan", "Laweyan", *["Pasar Kliwon"] * 2]})


@pytest.fixture
def join(provider, context, city):
    """Return a function that joins a table to the city and gives layer, unmatched, results and log."""

    def run(table, layer=city, **parameters):
        log = Log()
        results = run_algorithm(
            "sejahtera:joinindicators",
            {
                "INPUT": layer,
                "TABLE": str(table),
                "ID_FIELD": "kode",
                "NAME_FIELD": "nama",
                "OUTPUT": "memory:",
                "OUTPUT_UNMATCHED": "memory:",
                **parameters,
            },
            context,
            log,
        )
        joined = context.takeResultLayer(results["OUTPUT"])
        unmatched = context.takeResultLayer(results["OUTPUT_UNMATCHED"])
        return joined, unmatched, results, log

    return run


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a text file and gives its path."""

    def to(text, name="table.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return to


def save(table, path, driver):
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    QgsVectorFileWriter.writeAsVectorFormatV3(table, str(path), QgsCoordinateTransformContext(), options)
    return path


BPS_TABLE = (
    "kode;nama;persen;jiwa\r\n3372010006;Penumping;8,31;5.071.000\r\n"
    "3372010005;Sriwedari;-;5.503\r\n3372030002;Semanggi;12,5;17.197.000\r\n"
)


def test_a_list_of_fields_that_was_left_empty_in_the_dialog_is_no_field(join, write):
    table = write("kode,inc01\n33.72.01.1005,1.5\n")
    _, _, results, _ = join(table, NAME_FIELD=NULL, GROUP_FIELD=NULL, TABLE_CODE_FIELD="kode", PREFIX=NULL)
    assert results["MATCHED"] == 1


def test_codes_of_the_statistics_office_reach_the_right_kelurahan(join, write):
    layer, unmatched, results, log = join(write(BPS_TABLE), TABLE_CODE_FIELD="kode")
    assert field_values(layer, "persen") == [8.31, None, 12.5, None]
    assert field_values(layer, "join_method") == ["crosswalk"] * 3 + [None]
    assert (results["MATCHED"], results["UNMATCHED"]) == (3, 1)
    assert field_values(unmatched, "name") == ["Mojo"]
    assert field_values(unmatched, "reason") == ["split"]
    assert any("2 of them end differently" in info for info in log.infos)


def test_a_table_before_the_split_gives_rates_only_on_request_and_counts_never(join, write):
    layer, _, _, log = join(write(BPS_TABLE), TABLE_CODE_FIELD="kode", SPLIT="inherit")
    assert field_values(layer, "persen") == [8.31, None, 12.5, 12.5]
    assert field_values(layer, "jiwa") == [5071000.0, 5503.0, 17197000.0, None]
    assert field_values(layer, "join_method")[3] == "inherited"
    assert any("Mojo has the rates" in warning for warning in log.warnings)


def test_joined_columns_do_not_hide_those_of_the_layer(join, write):
    layer, *_ = join(write("kode,nama,kec\n33.72.01.1005,Penumping,x\n"), TABLE_CODE_FIELD="kode")
    assert layer.fields().names() == ["kode", "nama", "kec", "nama_2", "kec_2", "join_method"]
    layer, *_ = join(write("kode,v\n33.72.01.1005,1.5\n"), TABLE_CODE_FIELD="kode", PREFIX="t_")
    assert field_values(layer, "t_v") == [1.5, None, None, None]


def test_a_code_that_is_joined_itself_stays_text(join, write):
    layer, *_ = join(write("kode,v\n3372010006,1\n"), TABLE_CODE_FIELD="kode", FIELDS=["kode", "v"])
    assert field_values(layer, "kode_2")[0] == "3372010006"


def test_geometry_and_attributes_of_the_layer_stay(join, write, city):
    layer, *_ = join(write("kode,v\n33.72.01.1005,1.5\n"), TABLE_CODE_FIELD="kode")
    before = [feature.geometry().asWkt() for feature in city.getFeatures()]
    assert [feature.geometry().asWkt() for feature in layer.getFeatures()] == before
    assert field_values(layer, "nama") == NAMES


def test_names_join_within_their_kecamatan(join, write):
    text = "kel\tkecamatan\tv\nKel. penumping\tLAWEYAN\t1\nSriwedary\tLaweyan\t2\nMojo\tKec. Pasarkliwon\t3\n"
    layer, unmatched, *_ = join(write(text), TABLE_NAME_FIELD="kel", TABLE_GROUP_FIELD="kecamatan", GROUP_FIELD="kec")
    assert field_values(layer, "v") == [1, None, None, 3]
    assert field_values(layer, "join_method") == ["spelling", None, None, "name"]
    assert field_values(unmatched, "suggestion")[0] == "Sriwedari"
    assert field_values(unmatched, "explanation")[0] == "No kelurahan of the layer has this name."


@pytest.mark.parametrize("driver", ["XLSX", "ODS", "GPKG"])
def test_spreadsheets_and_databases_join_like_text(join, tmp_path, driver):
    table = grid_layer({"kode": [3372010006.0, 3372010005.0], "persen": [8.31, 7.0], "kelas": ["a", "b"]})
    path = save(table, tmp_path / f"table.{driver.lower()}", driver)
    layer, *_ = join(path, TABLE_CODE_FIELD="kode")
    assert field_values(layer, "persen") == [8.31, 7.0, None, None]
    assert field_values(layer, "kelas") == ["a", "b", None, None]
    assert "fid" not in layer.fields().names()


def test_a_spreadsheet_of_text_alone_keeps_its_header(join, tmp_path):
    table = grid_layer({"kode": ["3372010006", "3372010005"], "persen": ["8,31", "7,5"]})
    layer, *_ = join(save(table, tmp_path / "text.xlsx", "XLSX"), TABLE_CODE_FIELD="kode")
    assert field_values(layer, "persen") == [8.31, 7.5, None, None]


def test_a_layer_of_the_project_is_read_as_the_file_is_written(join, write, context):
    table = QgsVectorLayer(str(write(BPS_TABLE)), "table", "ogr")
    context.project().addMapLayer(table)
    layer, *_ = join(table.id(), TABLE_CODE_FIELD="kode")
    assert field_values(layer, "persen") == [8.31, None, 12.5, None]
    context.project().removeMapLayer(table)


def test_a_delimited_text_layer_is_read_as_the_file_is_written(join, write, context):
    path = write(BPS_TABLE)
    table = QgsVectorLayer(f"file://{path}?type=csv&delimiter=;&detectTypes=yes", "table", "delimitedtext")
    context.project().addMapLayer(table)
    layer, *_ = join(table.id(), TABLE_CODE_FIELD="kode")
    assert field_values(layer, "persen") == [8.31, None, 12.5, None]
    context.project().removeMapLayer(table)


def test_windows_encoding_is_read_and_said(join, write):
    text = "kode;catatan\n3372010006;café – “baik”\n"
    layer, _, _, log = join(write(text, encoding="cp1252"), TABLE_CODE_FIELD="kode")
    assert field_values(layer, "catatan")[0] == "café – “baik”"
    assert any("cp1252" in info for info in log.infos)


def test_personal_numbers_are_left_out_with_a_warning(join, write):
    text = "kode,nik,v\n3372010006,3372015001900001,1\n3372010005,3372015001900002,2\n"
    layer, _, _, log = join(write(text), TABLE_CODE_FIELD="kode")
    assert "nik" not in layer.fields().names()
    assert any("“nik” holds sixteen-digit numbers" in warning for warning in log.warnings)


def test_a_number_format_can_be_given_where_a_column_does_not_show_it(join, write):
    text = "kode;jiwa\n3372010006;5.071\n3372010005;5.503\n"
    with pytest.raises(QgsProcessingException, match=r"“jiwa” cannot be read without a guess.*NUMBERS=comma"):
        join(write(text), TABLE_CODE_FIELD="kode")
    layer, *_ = join(write(text), TABLE_CODE_FIELD="kode", NUMBERS="comma")
    assert field_values(layer, "jiwa") == [5071, 5503, None, None]
    layer, *_ = join(write(text), TABLE_CODE_FIELD="kode", NUMBERS="point")
    assert field_values(layer, "jiwa") == [5.071, 5.503, None, None]


@pytest.mark.parametrize(
    ("text", "parameters", "sentence"),
    [
        ("kode,v\n3372010006,1\n", {"TABLE_CODE_FIELD": "code"}, r"table has no field “code”.*Did you mean: kode"),
        ("kode,v\n3372010006,1\n", {"TABLE_CODE_FIELD": "kode", "FIELDS": "w"}, "table has no field “w”"),
        ("kode,v\n3372010006,1\n", {"TABLE_CODE_FIELD": "kode", "ID_FIELD": "id"}, "layer has no field “id”"),
        ("kode,v\n3372010006,1\n", {}, "Choose the fields to join by"),
        ("kode,v\n3.37201E+09,1\n", {"TABLE_CODE_FIELD": "kode"}, "“kode” into numbers such as 3.37201E"),
        ("kode,v\n3372015001900001,1\n", {"TABLE_CODE_FIELD": "kode"}, "“kode” holds sixteen-digit numbers"),
        ("kode,v\n3271010001,1\n", {"TABLE_CODE_FIELD": "kode"}, "No row of the table could be joined"),
        (
            "kode,th\n3372010006,2020\n3372010006,2021\n",
            {"TABLE_CODE_FIELD": "kode"},
            r"No row .*\(2\): The table has several rows for this kelurahan",
        ),
        ("kode,v\n3372010006,1,2\n", {"TABLE_CODE_FIELD": "kode"}, "Lines 2 of the table have more cells"),
        ("kode,v\n", {"TABLE_CODE_FIELD": "kode"}, "no rows below its header"),
        (
            "kode,v\n3372010006,1\n33.72.01.1006,2\n",
            {"TABLE_CODE_FIELD": "kode"},
            "“kode” mixes codes of the home ministry",
        ),
        (
            "kode;v\n3372010006;1,5\n3372010005;1.5\n",
            {"TABLE_CODE_FIELD": "kode"},
            r"“v” is written with a decimal comma, but 1 .* point: 1.5 \(rows 3\)",
        ),
        ("kode,v\n3372010006,1\n", {"TABLE_CODE_FIELD": "kode", "NUMBERS": "auot"}, "auot"),
    ],
)
def test_bad_input_is_one_sentence_before_anything_is_written(join, write, tmp_path, text, parameters, sentence):
    table = write(text)
    out = tmp_path / "out.gpkg"
    with pytest.raises(QgsProcessingException, match=sentence):
        join(table, OUTPUT=str(out), **parameters)
    assert not out.exists()
    assert table.read_text() == text


def test_a_layer_with_a_repeated_code_is_refused(join, write, qgis_app):
    layer = grid_layer({"kode": ["33.72.01.1005"] * 2, "nama": ["Penumping", "Sriwedari"]})
    with pytest.raises(QgsProcessingException, match=r"1005 in “kode” belongs to more than one.*Penumping"):
        join(write("kode,v\n3372010006,1\n"), layer=layer, TABLE_CODE_FIELD="kode")


def test_the_54_real_kelurahan_get_all_51_codes_of_the_statistics_office(join, shared_data):
    joined, unmatched, results, log = join(
        shared_data / "codes" / "surakarta_kelurahan_54_kode.csv",
        layer=str(shared_data / "boundaries" / "surakarta_kelurahan_54_kemendagri2025.gpkg"),
        TABLE_CODE_FIELD="kode_bps_2020",
        FIELDS="kode_kemendagri",
    )
    assert results["MATCHED"] == 51
    pairs = list(zip(field_values(joined, "kode"), field_values(joined, "kode_kemendagri")))
    assert sum(ours == theirs for ours, theirs in pairs) == 51
    assert sorted(field_values(unmatched, "reason")) == ["no_code"] * 3 + ["split"] * 3
    assert any("20 of them end differently" in info for info in log.infos)


def test_schools_find_no_row_of_their_own_but_are_listed_with_the_kelurahan_they_name(join, shared_data):
    with pytest.raises(QgsProcessingException, match="No row of the table could be joined"):
        join(
            shared_data / "indicators" / "surakarta_sma_smk_2020.csv",
            layer=grid_layer({"kode": ["33.72.05.1003"], "nama": ["Gilingan"]}),
            TABLE_NAME_FIELD="kelurahan",
            TABLE_GROUP_FIELD="kecamatan",
        )


LAST_YEAR = {"kode": CODES, "nama": NAMES, "Sarjana": [1.0, 2.0, 3.0, 4.0]}
THIS_YEAR = "kode;nama;SARJANA\n33.72.01.1005;Penumping;10,5\n33.72.01.1006;Sriwedari;20,5\n"


@pytest.mark.defect("A9")
def test_a_column_that_the_layer_has_is_named_with_the_one_beside_it(join, write):
    layer, _, _, log = join(write(THIS_YEAR), grid_layer(LAST_YEAR), TABLE_CODE_FIELD="kode")
    assert field_values(layer, "Sarjana") == [1.0, 2.0, 3.0, 4.0]
    assert field_values(layer, "SARJANA_2") == [10.5, 20.5, None, None]
    told = "The layer already has “Sarjana”, which stays as it was; the new column is “SARJANA_2”."
    assert any(warning.startswith(told) for warning in log.warnings)


@pytest.mark.defect("A9")
def test_replace_leaves_nothing_of_last_year(join, write, tmp_path):
    path = tmp_path / "joined.gpkg"
    results = join(
        write(THIS_YEAR), grid_layer(LAST_YEAR), TABLE_CODE_FIELD="kode", FIELDS="SARJANA", ON_CONFLICT="replace"
    )
    layer, log = results[0], results[3]
    assert layer.fields().names() == ["kode", "nama", "SARJANA", "join_method"]
    assert field_values(layer, "SARJANA") == [10.5, 20.5, None, None]
    assert field_values(layer, "nama") == NAMES
    assert field_values(layer, "join_method") == ["code", "code", None, None]
    assert any("have replaced those of the layer: Sarjana" in warning for warning in log.warnings)
    save(layer, path, "GPKG")  # which compares names without case
    assert QgsVectorLayer(str(path), "", "ogr").isValid()


@pytest.mark.defect("A9")
def test_refuse_names_the_columns_and_writes_nothing(join, write):
    with pytest.raises(QgsProcessingException, match=r"already has Sarjana.*ON_CONFLICT=replace"):
        join(write(THIS_YEAR), grid_layer(LAST_YEAR), TABLE_CODE_FIELD="kode", FIELDS="SARJANA", ON_CONFLICT="refuse")


@pytest.mark.defect("A9")
def test_a_layer_that_was_joined_before_can_be_joined_again_and_its_table_too(join, write):
    first, *_ = join(write("kode,v\n33.72.01.1005,1.5\n"), TABLE_CODE_FIELD="kode")
    again, *_ = join(write("kode,v,join_method\n33.72.01.1005,2.5,code\n"), first, TABLE_CODE_FIELD="kode")
    assert again.fields().names()[3:] == ["v", "join_method", "v_2", "join_method_2", "join_method_3"]


ACEH = {
    "kode": ["11.01", "11.09", "11.71"],
    "nama": ["Kabupaten Aceh Selatan", "Kabupaten Simeulue", "Kota Banda Aceh"],
}


@pytest.mark.defect("A8")
def test_a_table_of_the_statistics_office_reaches_the_right_kabupaten(join, write):
    table = write("kode;nama;v\n1101;Simeulue;9\n1103;Aceh Selatan;1\n1171;Banda Aceh;71\n")
    layer, _, _, log = join(table, grid_layer(ACEH), TABLE_CODE_FIELD="kode", TABLE_NAME_FIELD="nama")
    assert field_values(layer, "v") == [1.0, 9.0, 71.0]
    assert field_values(layer, "join_method") == ["crosswalk"] * 3
    told = "The table has codes of the statistics office, BPS (told by the names beside them)."
    assert told in log.infos


@pytest.mark.defect("A8")
def test_codes_that_may_be_of_either_office_are_asked_about(join, write):
    table = write("kode;v\n1101;9\n1103;1\n")
    with pytest.raises(QgsProcessingException, match="1101 may be Kabupaten Simeulue or Kabupaten Aceh Selatan"):
        join(table, grid_layer(ACEH), TABLE_CODE_FIELD="kode")
    layer, *_ = join(table, grid_layer(ACEH), TABLE_CODE_FIELD="kode", TABLE_CODE_SYSTEM="bps")
    assert field_values(layer, "v") == [1.0, 9.0, None]


@pytest.mark.defect("B14")
def test_a_field_that_is_spelt_otherwise_is_asked_about(join, write):
    many = ",".join(f"column_{number}" for number in range(101))
    table = write(f"kode,{many},persen_sarjana\n33.72.01.1005" + ",1" * 102 + "\n")
    with pytest.raises(QgsProcessingException, match=r"no field “Persen_Sarjan”. Did you mean: persen_sarjana\?"):
        join(table, TABLE_CODE_FIELD="kode", FIELDS="Persen_Sarjan")
    with pytest.raises(QgsProcessingException, match=r"layer has no field “kod”. Did you mean: kode\?"):
        join(table, TABLE_CODE_FIELD="kode", ID_FIELD="kod")


@pytest.mark.defect("B14")
def test_one_is_written_as_one(join, write):
    _, _, _, log = join(write("kode,v\n33.72.01.1005,1.5\n9,2\n"), TABLE_CODE_FIELD="kode")
    told = [*log.infos, *log.warnings]
    assert any(text.startswith("1 column read as numbers") for text in told)
    assert any(text.startswith("1 row of the table was not joined") for text in told)
    assert any(text.startswith("3 kelurahan have no row") for text in told)
