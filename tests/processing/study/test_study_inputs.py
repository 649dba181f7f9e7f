"""A study runs a step again when anything that it reads has changed, and reads nothing outside of its folder."""

import json
import os
import shutil
import sqlite3

import pytest
from qgis.core import QgsApplication, QgsCoordinateTransformContext, QgsProcessingException, QgsVectorFileWriter

from ...builders import Log, grid_layer, run_algorithm

DEFINITION = {
    "schema": "sejahtera-index-definition",
    "version": 1,
    "name": "Kecil",
    "dimensions": [
        {"code": "x", "name": "x", "indicators": [{"field": "a", "direction": "+"}]},
        {"code": "y", "name": "y", "indicators": [{"field": "b", "direction": "+"}]},
    ],
}
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def save(path, driver="GPKG", **columns):
    values = {
        "nama": [f"Kelurahan {place}" for place in range(16)],
        "kode": [str(place) for place in range(16)],
        "a": [float(place * place) for place in range(16)],
        "b": [float(16 - place) for place in range(16)],
    }
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = driver
    layer = grid_layer({**values, **columns})
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)


def chain(kodes=16):
    """Return a weights file in which each area has its next as neighbour."""
    lines = [f"0 {kodes} layer kode"]
    for place in range(kodes):
        beside = [str(one) for one in (place - 1, place + 1) if 0 <= one < kodes]
        lines += [f"{place} {len(beside)}", " ".join(beside)]
    return "\n".join(lines) + "\n"


@pytest.fixture
def folder(tmp_path, qgis_new_project):
    """The folder of a study with a file of each kind that a step can read."""
    folder = tmp_path / "study"
    folder.mkdir()
    save(folder / "city.gpkg")
    save(folder / "city.shp", "ESRI Shapefile")
    (folder / "definition.json").write_text(json.dumps(DEFINITION))
    (folder / "chain.gal").write_text(chain())
    (folder / "logo.svg").write_text(LOGO)
    (folder / "table.csv").write_text("kode;nilai\n" + "".join(f"{one};{one * 3}\n" for one in range(16)))
    return folder


@pytest.fixture
def run(provider, context, folder, tmp_path):
    """Return a function that runs one step and says whether it ran."""

    def run(algorithm, parameters, inputs=None, log=None, **more):
        study = {
            "schema": "sejahtera-study",
            "version": 1,
            "inputs": inputs or {},
            "steps": [{"id": "one", "algorithm": algorithm, "parameters": parameters}],
        }
        (folder / "study.json").write_text(json.dumps(study))
        given = {"STUDY": str(folder / "study.json"), "OUTPUT": str(tmp_path / "out"), **more}
        return bool(run_algorithm("sejahtera:study", given, context, log or Log())["STEPS_RUN"])

    return run


def append(name, text="\n"):
    return lambda folder: (folder / name).write_text((folder / name).read_text() + text)


def change_layer(folder):
    with sqlite3.connect(folder / "city.gpkg") as database:
        database.execute('create table "note" (x)')


def change_shapefile(folder):
    content = bytearray((folder / "city.dbf").read_bytes())
    content[-3] = ord("9")
    (folder / "city.dbf").write_bytes(bytes(content))


INDEX = {"INPUT": "city.gpkg", "DEFINITION": "definition.json", "OUTPUT": "o.gpkg"}
#: Of each kind of file: a step that reads it as a literal name, and how it changes.
KINDS = {
    "a layer": ("hotspots", {"INPUT": "city.gpkg", "FIELD": "a", "OUTPUT": "o.gpkg"}, change_layer),
    "a layer with its name and a filter": (
        "hotspots",
        {"INPUT": "city.gpkg|layername=city|subset=a >= 0", "FIELD": "a", "OUTPUT": "o.gpkg"},
        change_layer,
    ),
    "the table of a shapefile": ("hotspots", {"INPUT": "city.shp", "FIELD": "a", "OUTPUT": "o.gpkg"}, change_shapefile),
    "the style beside a layer": (
        "hotspots",
        {"INPUT": "city.shp", "FIELD": "a", "OUTPUT": "o.gpkg"},
        lambda folder: (folder / "city.qml").write_text("<qgis/>"),
    ),
    "a table": (
        "joinindicators",
        {
            "INPUT": "city.gpkg",
            "ID_FIELD": "kode",
            "TABLE": "table.csv",
            "TABLE_CODE_FIELD": "kode",
            "OUTPUT": "o.gpkg",
        },
        append("table.csv", "\n"),
    ),
    "a definition": ("compositeindex", INDEX, append("definition.json")),
    "a weights file": (
        "hotspots",
        {
            "INPUT": "city.gpkg",
            "FIELD": "a",
            "ID_FIELD": "kode",
            "WEIGHTS": "file",
            "WEIGHTS_FILE": "chain.gal",
            "OUTPUT": "o.gpkg",
        },
        append("chain.gal"),
    ),
    "a logo": (
        "exportmap",
        {"INPUT": "city.gpkg", "TITLE": "t", "LOGO": "logo.svg", "RESOLUTION": 72, "OUTPUT": "o.png"},
        append("logo.svg"),
    ),
}


@pytest.mark.defect("A14")
@pytest.mark.parametrize("kind", KINDS)
def test_a_step_runs_again_when_a_file_that_it_names_has_changed(run, folder, tmp_path, kind):
    algorithm, parameters, change = KINDS[kind]
    assert run(algorithm, parameters)
    assert not run(algorithm, parameters), "nothing has changed"
    for path in folder.iterdir():
        os.utime(path)
    assert not run(algorithm, parameters), "touched, with the content as it was"
    change(folder)
    assert run(algorithm, parameters)
    read = json.loads((tmp_path / "out" / "manifest.json").read_text())["steps"][0]["read"]
    named = {value.partition("|")[0] for value in parameters.values() if isinstance(value, str)}
    assert {one["file"] for one in read} >= {name for name in named if (folder / name).is_file()}
    assert all(len(one["sha256"]) == 64 for one in read)


RECORDS = {
    "INPUT": "city.gpkg",
    "ID_FIELD": "kode",
    "RECORD_CODE_FIELD": "kode",
    "DEFINITION": json.dumps(
        {
            "schema": "sejahtera-poverty-definition",
            "version": 1,
            "k": 0.5,
            "dimensions": [{"code": "d", "indicators": [{"field": "poor", "rule": "flag"}]}],
        }
    ),
    "OUTPUT": "o.gpkg",
}


OUTSIDE = "lies outside the folder of the study.*ALLOW_OUTSIDE"


@pytest.mark.defect("B15", "A14")
@pytest.mark.parametrize(
    "name",
    [
        "{outside}/city.gpkg",
        "../city.gpkg",
        "sub/../../city.gpkg",
        "link.gpkg",
        "linked/city.gpkg",
        "/vsicurl/https://example.org/a.gpkg",
        "/vsizip/a.zip/a.gpkg",
        "https://example.org/a.geojson",
        "file:///etc/passwd",
        'postgres://dbname=\'x\' host=localhost table="a"."b"',
        "PG:dbname=x",
        "virtual://?query=select 1",
        "memory:",
    ],
)
def test_a_step_reads_nothing_outside_of_the_folder(run, folder, tmp_path, name):
    save(tmp_path / "city.gpkg")
    (folder / "link.gpkg").symlink_to(tmp_path / "city.gpkg")
    (folder / "linked").symlink_to(tmp_path)
    parameters = {"INPUT": name.format(outside=tmp_path), "FIELD": "a", "OUTPUT": "o.gpkg"}
    with pytest.raises(QgsProcessingException, match=OUTSIDE):
        run("hotspots", parameters)
    assert not (tmp_path / "out").exists()


@pytest.mark.defect("B15")
@pytest.mark.parametrize("name", ["link.gpkg", "linked/city.gpkg"])
def test_an_input_that_is_a_link_out_of_the_folder_is_refused(run, folder, tmp_path, name):
    save(tmp_path / "city.gpkg")
    (folder / "link.gpkg").symlink_to(tmp_path / "city.gpkg")
    (folder / "linked").symlink_to(tmp_path)
    parameters = {"INPUT": "@layer", "FIELD": "a", "OUTPUT": "o.gpkg"}
    with pytest.raises(QgsProcessingException, match=OUTSIDE):
        run("hotspots", parameters, {"layer": name})
    assert run("hotspots", parameters, {"layer": name}, ALLOW_OUTSIDE=True)


@pytest.mark.defect("B15")
@pytest.mark.parametrize(
    ("algorithm", "more"),
    [
        ("compositeindex", {"DEFINITION": "/etc/passwd"}),
        ("exportmap", {"LOGO": "../logo.svg", "OUTPUT": "o.png"}),
        ("exportmap", {"TEMPLATE": "/tmp/x.qpt", "OUTPUT": "o.png"}),
        ("multidimensionalpoverty", {"ENGINE": "duckdb", "SOURCE": "/etc/*.parquet"}),
        ("multidimensionalpoverty", {"ENGINE": "duckdb", "SOURCE": "s3://b/a.parquet", "REMOTE": True}),
        ("multidimensionalpoverty", {"ENGINE": 1, "SOURCE": "../*.parquet", "CONNECTION": ""}),
    ],
)
def test_files_of_any_kind_stay_inside(run, algorithm, more):
    with pytest.raises(QgsProcessingException, match=OUTSIDE):
        run(algorithm, {"INPUT": "city.gpkg", "OUTPUT": "o.gpkg", **more})


@pytest.mark.defect("B15")
@pytest.mark.parametrize("more", [{"SOURCE": "dtsen.households"}, {"CONNECTION": "office"}])
def test_a_database_is_read_only_where_the_user_allows_it(run, more):
    parameters = {**RECORDS, "ENGINE": "postgres", **more}
    with pytest.raises(QgsProcessingException, match=r"a database is read.*ALLOW_OUTSIDE"):
        run("multidimensionalpoverty", parameters)


VRT = (
    '<OGRVRTDataSource><OGRVRTLayer name="city"><SrcDataSource>{outside}/city.gpkg</SrcDataSource>'
    "</OGRVRTLayer></OGRVRTDataSource>"
)


@pytest.mark.defect("B15")
@pytest.mark.parametrize("name", ["city.vrt", "other.gpkg", "other.csv"])
def test_a_virtual_layer_under_any_name_is_refused_unless_allowed(run, folder, tmp_path, name):
    save(tmp_path / "city.gpkg")
    (folder / name).write_text(VRT.format(outside=tmp_path))
    parameters = {"INPUT": name, "FIELD": "a", "OUTPUT": "o.gpkg"}
    with pytest.raises(QgsProcessingException, match=r"OGR_VRT.*ALLOW_OUTSIDE"):
        run("hotspots", parameters)
    assert run("hotspots", parameters, ALLOW_OUTSIDE=True)


@pytest.mark.defect("B15")
def test_a_database_with_a_table_that_reads_elsewhere_is_refused(run, folder):
    with sqlite3.connect(folder / "city.gpkg") as database:
        database.execute("pragma writable_schema = on")
        database.execute(
            "insert into sqlite_master values ('table', 'x', 'x', 0, "
            "'CREATE VIRTUAL TABLE x USING VirtualText(\"/etc/passwd\", utf8, 0)')"
        )
    with pytest.raises(QgsProcessingException, match="holds all of its data itself"):
        run("hotspots", {"INPUT": "city.gpkg", "FIELD": "a", "OUTPUT": "o.gpkg"})


@pytest.mark.defect("B15")
@pytest.mark.parametrize(
    "options",
    [
        "subset=SELECT * FROM '/etc/x.csv'.x",
        "layername=city|subset=ogr_geocode(nama) = 1",
        "option:PRELUDE_STATEMENTS=ATTACH DATABASE 'x' AS y",
        "authcfg=abc1234",
    ],
)
def test_behind_a_layer_stands_its_name_and_a_condition_only(run, options):
    with pytest.raises(QgsProcessingException, match="layername, layerid and subset"):
        run("hotspots", {"INPUT": f"city.gpkg|{options}", "FIELD": "a", "OUTPUT": "o.gpkg"})


@pytest.mark.defect("B15")
@pytest.mark.parametrize("output", ["o.gpkg", "sub/o.gpkg"])
def test_results_do_not_follow_a_link_out_of_their_folder(run, tmp_path, output):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "o.gpkg").write_text("precious")
    (tmp_path / "out").mkdir()
    if "/" in output:
        (tmp_path / "out" / "sub").symlink_to(elsewhere)
    else:
        (tmp_path / "out" / output).symlink_to(elsewhere / "o.gpkg")
    with pytest.raises(QgsProcessingException, match=OUTSIDE):
        run("hotspots", {"INPUT": "city.gpkg", "FIELD": "a", "OUTPUT": output})
    assert (elsewhere / "o.gpkg").read_text() == "precious"


@pytest.mark.defect("A14")
def test_a_file_outside_that_is_allowed_is_hashed_too(run, tmp_path):
    save(tmp_path / "other.gpkg")
    step = ("hotspots", {"INPUT": str(tmp_path / "other.gpkg"), "FIELD": "a", "OUTPUT": "o.gpkg"})
    assert run(*step, ALLOW_OUTSIDE=True)
    assert not run(*step, ALLOW_OUTSIDE=True)
    save(tmp_path / "other.gpkg", a=[1.0] * 8 + [2.0] * 8)
    assert run(*step, ALLOW_OUTSIDE=True)


VIRTUAL = "virtual://?layer=ogr:{path}:city&query=SELECT * FROM city&uid=fid&geometry=geometry:3:32749"


@pytest.mark.defect("A14")
def test_what_cannot_be_hashed_is_read_each_time_and_the_log_says_so(run, folder):
    address = VIRTUAL.format(path=str(folder / "city.gpkg").replace("/", "%2F"))
    step = ("hotspots", {"INPUT": address, "FIELD": "a", "OUTPUT": "o.gpkg"})
    assert run(*step, ALLOW_OUTSIDE=True)
    log = Log()
    assert run(*step, log=log, ALLOW_OUTSIDE=True)
    assert "Runs each time, for the study states no version of what is read by: INPUT." in log.infos


@pytest.mark.defect("A14")
def test_what_cannot_be_hashed_runs_again_when_its_stated_version_changes(run, folder):
    address = VIRTUAL.format(path=str(folder / "city.gpkg").replace("/", "%2F"))
    step = ("hotspots", {"INPUT": "@view", "FIELD": "a", "OUTPUT": "o.gpkg"})
    versions = ("2025-03", "2025-03", "2025-04", "")
    ran = [run(*step, {"view": {"source": address, "version": version}}, ALLOW_OUTSIDE=True) for version in versions]
    assert ran == [True, False, True, True]
    assert run(*step, {"view": {"source": address}}, ALLOW_OUTSIDE=True)


@pytest.mark.defect("A14")
def test_every_text_that_names_files_is_known_by_its_definition(provider):
    from sejahtera.processing.base.parameters import FILES

    algorithm = QgsApplication.processingRegistry().algorithmById("sejahtera:multidimensionalpoverty")
    told = {one.name() for one in algorithm.parameterDefinitions() if FILES in one.metadata()}
    assert told == {"SOURCE", "SOURCE_BEFORE"}


def test_a_file_that_is_not_there_is_named_before_anything_runs(run, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"Step “one”, INPUT: the file none.gpkg is not there"):
        run("hotspots", {"INPUT": "none.gpkg", "FIELD": "a", "OUTPUT": "o.gpkg"})
    assert not (tmp_path / "out").exists()


@pytest.mark.defect("A14")
def test_a_shapefile_among_the_results_is_made_again_when_its_table_was_edited(run, tmp_path):
    step = ("hotspots", {"INPUT": "city.gpkg", "FIELD": "a", "OUTPUT": "o.shp"})
    assert run(*step)
    assert not run(*step)
    with (tmp_path / "out" / "o.dbf").open("ab") as file:
        file.write(b" ")
    assert run(*step)


def test_a_study_in_another_folder_gives_the_same_manifest(run, folder, tmp_path, provider, context):
    step = ("hotspots", {"INPUT": "city.gpkg", "FIELD": "a", "OUTPUT": "o.gpkg"})
    run(*step)
    moved = tmp_path / "moved [2025]"
    shutil.copytree(folder, moved)
    given = {"STUDY": str(moved / "study.json"), "OUTPUT": str(tmp_path / "out")}
    assert run_algorithm("sejahtera:study", given, context, Log())["STEPS_RUN"] == 0
