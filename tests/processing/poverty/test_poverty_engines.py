"""The engines for records through the toolbox: DuckDB, Spark and PostgreSQL give the numbers of pandas."""

import json
import shutil
import threading
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsAuthMethodConfig, QgsProcessingException, QgsProviderRegistry
from sejahtera.analysis.poverty.engines.sources import open_files
from sejahtera.processing.io.connections import connection_settings, connection_uri
from sejahtera.processing.poverty import records as reading

from ...builders import Log, grid_layer, run_algorithm
from .households import CITY, changed, definition, records

FIELDS = ("records", "headcount", "intensity", "mpi", "se_mpi", "contribution_school", "censored_d4")


@pytest.fixture
def engine(request):
    """Return the code of an engine that is installed here."""
    pytest.importorskip("ibis", reason="Ibis is not installed")
    pytest.importorskip(request.param, reason=f"{request.param} is not installed")
    if request.param == "pyspark" and not shutil.which("java"):
        pytest.skip("PySpark needs Java, which is not installed")
    return request.param


both = pytest.mark.parametrize("engine", ["duckdb", "pyspark"], indirect=True)
duckdb = pytest.mark.parametrize("engine", ["duckdb"], indirect=True)


@both
def test_an_engine_gives_the_numbers_of_pandas(engine, poverty, tmp_path):
    expected, *_ = poverty(CLUSTER_FIELD="cluster")
    source = records(tmp_path / "in" / "register.csv")
    values, *_ = poverty(RECORDS=None, ENGINE=engine, SOURCE=source, CLUSTER_FIELD="cluster", RECORD_ID_FIELD="id")
    for name in FIELDS:
        assert values(name)[:2] == pytest.approx(expected(name)[:2], rel=1e-12), name


@pytest.mark.defect("A24")
@both
def test_an_engine_withholds_what_pandas_withholds(engine, poverty, tmp_path):
    lone = lambda row: {**row, "ward": "A" if row["id"] in ("H4", "H5") else row["ward"]}  # noqa: E731
    source = records(tmp_path / "in" / "register.csv", lone)
    values, *_ = poverty(RECORDS=None, ENGINE=engine, SOURCE=source, MIN_RECORDS=7, SUPPRESS_RECORDS=3)
    assert values("records")[:2] == [6, 2]
    assert values("reliability")[:2] == ["few", "withheld"]
    assert values("headcount")[0] > 0
    assert values("headcount")[1] is None


BAD = {
    "a kelurahan that the layer lacks": (changed("H3", ward="Z"), "no kelurahan of these codes of the records: Z"),
    "a person twice": (changed("H3", id="H2"), "H2"),
    "a negative weight": (changed("H3", persons=-1), "1 record has a negative weight"),
    "weights of zero": (lambda row: {**row, "persons": 0}, "No record is left"),
    "an indicator outside 0 and 1": (changed("H3", d4=2), "d4 must hold 0, 1 or NULL"),
    "nothing but gaps": (lambda row: {**row, "d1": ""}, "d1"),
    "words for numbers": (lambda row: {**row, "d1": "ya"}, "d1 holds text"),
}


@duckdb
@pytest.mark.parametrize("case", BAD)
def test_bad_records_are_one_sentence_and_leave_nothing(engine, poverty, tmp_path, case):
    change, words = BAD[case]
    source = records(tmp_path / "in" / "register.csv", change)
    out = {"OUTPUT": str(tmp_path / "out.gpkg"), "REPORT": str(tmp_path / "out.html")}
    with pytest.raises(QgsProcessingException) as refused:
        poverty(RECORDS=None, ENGINE=engine, SOURCE=source, RECORD_ID_FIELD="id", **out)
    assert words in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@duckdb
def test_a_connection_lost_half_way_is_one_sentence_and_leaves_nothing(engine, poverty, tmp_path, monkeypatch):
    def lost(*given, **options):
        table = open_files(*given, **options)
        table.get_backend().disconnect()
        return table

    monkeypatch.setattr(reading, "open_files", lost)
    source = records(tmp_path / "in" / "register.csv")
    with pytest.raises(QgsProcessingException, match="stopped while") as refused:
        poverty(RECORDS=None, ENGINE=engine, SOURCE=source, OUTPUT=str(tmp_path / "out.gpkg"))
    assert len(str(refused.value).splitlines()) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in"]


@duckdb
@pytest.mark.defect("B11")
def test_the_user_cancels_while_the_engine_sums_and_nothing_is_left(engine, provider, context, tmp_path, monkeypatch):
    def endless(*given, **options):
        backend = open_files(*given, **options).get_backend()
        (name,) = backend.list_tables()
        many = ", ".join(f"range(1000000) AS r{place}" for place in range(4))
        backend.con.execute(f'CREATE VIEW endless AS SELECT t.* FROM "{name}" t, {many}')
        return backend.table("endless")

    monkeypatch.setattr(reading, "open_files", endless)
    (tmp_path / "in").mkdir()
    parameters = {
        "INPUT": grid_layer(CITY),
        "ID_FIELD": "kode",
        "ENGINE": engine,
        "SOURCE": records(tmp_path / "in" / "register.csv"),
        "RECORD_CODE_FIELD": "ward",
        "DEFINITION": definition(),
        "OUTPUT": str(tmp_path / "out.gpkg"),
    }
    log = Log(cancel_at=35)  # where the sum begins
    assert run_algorithm("sejahtera:multidimensionalpoverty", parameters, context, log) == {}
    assert log.progress() >= 35
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    assert not [one for one in threading.enumerate() if one.name == "sejahtera engine"]


@both
@pytest.mark.defect("B15")
def test_an_address_is_read_only_where_the_user_allows_it(engine, poverty):
    with pytest.raises(QgsProcessingException, match=r"no file of this computer.*REMOTE"):
        poverty(RECORDS=None, ENGINE=engine, SOURCE="https://example.org/register.csv")


@duckdb
def test_a_hostile_name_of_a_column_is_a_name_in_sql_too(engine, poverty, tmp_path):
    hostile = 'd1"; DROP TABLE records; --'
    source = Path(records(tmp_path / "in" / "register.csv"))
    quoted = '"' + hostile.replace('"', '""') + '"'
    content = source.read_text(encoding="utf-8").replace(",d1,", f",{quoted},")
    source.write_text(content, encoding="utf-8")
    text = definition().replace('"d1"', json.dumps(hostile))
    values, results, _ = poverty(DEFINITION=text, RECORDS=None, ENGINE=engine, SOURCE=str(source))
    assert results["MPI"] == pytest.approx(0.3925925926, abs=1e-9)
    assert values(f"censored_{hostile}")[0] == pytest.approx(10 / 18)


SAVED = {"saveUsername": True, "savePassword": True}


@pytest.fixture
def stored_connection(qgis_app):
    """A PostgreSQL connection stored in QGIS to a server that does not answer."""
    metadata = QgsProviderRegistry.instance().providerMetadata("postgres")
    uri = "dbname='register' host=127.0.0.1 port=1 user='office' password='rahasia'"
    metadata.saveConnection(metadata.createConnection(uri, SAVED), "office register")
    yield "office register"
    metadata.deleteConnection("office register")


def test_a_stored_connection_gives_what_the_driver_needs(stored_connection):
    settings = connection_settings(connection_uri(stored_connection))
    assert settings == {"host": "127.0.0.1", "port": 1, "database": "register", "user": "office", "password": "rahasia"}
    assert connection_uri("nowhere") is None
    assert connection_uri("") is None


def test_user_and_password_may_be_in_the_authentication_store(qgis_app):
    manager = QgsApplication.authManager()
    if manager.isDisabled() or not (manager.masterPasswordIsSet() or manager.setMasterPassword("test", True)):
        pytest.skip("QGIS has no authentication store here")
    config = QgsAuthMethodConfig("Basic")
    config.setName("register")
    config.setConfig("username", "office")
    config.setConfig("password", "rahasia")
    assert manager.storeAuthenticationConfig(config)[0]
    settings = connection_settings(f"dbname='register' host=127.0.0.1 port=1 authcfg={config.id()}")
    manager.removeAuthenticationConfig(config.id())
    assert (settings["user"], settings["password"]) == ("office", "rahasia")


def test_a_server_that_does_not_answer_is_one_sentence_without_the_password(poverty, stored_connection):
    pytest.importorskip("ibis", reason="Ibis is not installed")
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    log = Log()
    with pytest.raises(QgsProcessingException) as refused:
        poverty(RECORDS=None, ENGINE="postgres", SOURCE="register.households", CONNECTION=stored_connection)
    told = str(refused.value) + "".join([*log.infos, *log.warnings])
    assert "cannot be opened" in told
    assert "rahasia" not in told
    assert len(str(refused.value).splitlines()) == 1
