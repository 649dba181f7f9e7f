"""All engines return the same numbers from the same records, to twelve digits."""

import os
import shutil
import subprocess
import threading
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import Cancelled, InputError
from sejahtera.analysis.poverty.alkire_foster import measure
from sejahtera.analysis.poverty.definition import PovertyDefinition, PovertyDimension
from sejahtera.analysis.poverty.engines.database import profile_table, refuse_duplicates_in_table, sums_table
from sejahtera.analysis.poverty.engines.memory import profile_frame, refuse_duplicates, sums_frame
from sejahtera.analysis.poverty.engines.sources import open_files, open_postgres
from sejahtera.analysis.poverty.rules import Deprivation

HOSTILE = 'x"; DROP TABLE records; --'
DEFINITION = PovertyDefinition(
    (
        PovertyDimension("health", (Deprivation("weeks", "below", 4), Deprivation("ill"))),
        PovertyDimension("education", (Deprivation(HOSTILE, "at_most", 6.0), Deprivation("gap", "above", 2))),
        PovertyDimension(
            "children", (Deprivation("school", inapplicable=True), Deprivation("late", "above", 1.0, inapplicable=True))
        ),
        PovertyDimension(
            "living",
            (
                Deprivation("water", "among", values=("sungai", "sumur 'terbuka'")),
                Deprivation("fuel", "among", values=(3, 4)),
                Deprivation("crowd", "at_least", 3.5, weight=2),
            ),
        ),
    ),
    k=0.4,
)
QUANTITIES = PovertyDefinition(
    tuple(PovertyDimension(f"d{j}", (Deprivation(field, "below", 4.0),)) for j, field in enumerate(["weeks", "crowd"]))
)


def make_records(count=4000):
    random = np.random.default_rng(2)
    frame = pd.DataFrame(
        {
            "weeks": random.integers(0, 12, count),
            "ill": random.integers(0, 2, count).astype(float),
            HOSTILE: random.integers(0, 12, count).astype(float),
            "gap": random.normal(2, 1, count),
            "water": random.choice(["sungai", "pdam", "sumur 'terbuka'", None], count),
            "fuel": random.integers(1, 6, count),
            "crowd": random.uniform(0.1, 6, count),
            "persons": random.integers(1, 9, count),
            "design": random.uniform(0.5, 3, count),
            "area": random.choice(["Gilingan", "Kestalan", "Pajang", None], count, p=[0.3, 0.3, 0.3, 0.1]),
            "block": random.integers(0, 20, count),
        }
    )
    frame["school"] = random.choice([0, 1, np.nan], count)
    frame["late"] = random.choice([0, 1.0, 2.0, np.nan], count)
    frame.loc[random.random(count) < 0.03, "ill"] = np.nan
    frame.loc[random.random(count) < 0.03, HOSTILE] = np.nan
    frame.loc[random.random(count) < 0.03, "gap"] = np.nan
    return frame


@pytest.fixture(scope="module")
def records():
    return make_records()


@pytest.fixture(scope="module")
def files(records, tmp_path_factory):
    """The records as Parquet (NULL), as Parquet with NaN in place of NULL, and as CSV."""
    pytest.importorskip("ibis", reason="Ibis is not installed")
    duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed")
    folder = tmp_path_factory.mktemp("records")
    connection = duckdb.connect()
    connection.register("frame", records)
    for name in ("a", "b"):
        half = "<" if name == "a" else ">="
        connection.execute(
            f"COPY (SELECT * FROM frame WHERE block {half} 10) TO '{folder / name}.parquet' (FORMAT parquet)"
        )
    connection.execute(f"COPY frame TO '{folder / 'records'}.csv' (HEADER)")
    columns = ", ".join(
        'coalesce("{0}", \'NaN\'::DOUBLE) AS "{0}"'.format(c.replace('"', '""')) for c in ("ill", HOSTILE, "gap")
    )
    connection.execute(f"COPY (SELECT * REPLACE ({columns}) FROM frame) TO '{folder / 'nan'}.parquet' (FORMAT parquet)")
    return folder


@pytest.fixture(scope="module")
def postgres(records, tmp_path_factory):
    """A PostgreSQL server of its own on a socket in a temporary folder, with the records in it."""
    pytest.importorskip("ibis", reason="Ibis is not installed")
    psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed")
    homes = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not homes or not shutil.which("runuser"):
        pytest.skip("PostgreSQL (Debian's package) is not installed")
    folder = Path("/tmp") / f"pg-{os.getpid()}"
    folder.mkdir()
    as_postgres = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    port = 20000 + os.getpid() % 20000
    (folder / "password").write_text("rahasia\n")
    (folder / "password").chmod(0o644)
    run = [*as_postgres, str(homes[-1] / "initdb"), "-D", str(data), "-U", "sejahtera", "-A", "scram-sha-256"]
    subprocess.run([*run, f"--pwfile={folder / 'password'}", "-E", "UTF8"], check=True, capture_output=True)
    server = subprocess.Popen(
        [*as_postgres, str(homes[-1] / "postgres"), "-D", str(data), "-k", str(folder), "-p", str(port),
         "-c", "listen_addresses=127.0.0.1"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    settings = {"host": "127.0.0.1", "port": port, "database": "postgres", "user": "sejahtera", "password": "rahasia"}
    try:
        fill_postgres(psycopg, settings, records)
        yield settings
    finally:
        server.terminate()
        server.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def fill_postgres(psycopg, settings, records):
    login = {**settings, "dbname": settings["database"]}
    login.pop("database")
    for _ in range(100):
        try:
            connection = psycopg.connect(**login)
            break
        except psycopg.OperationalError:
            time.sleep(0.1)
    kinds = {"i": "integer", "f": "double precision", "O": "text"}
    quoted = ['"' + c.replace('"', '""') + '"' for c in records.columns]
    columns = ", ".join(f"{c} {kinds[records[n].dtype.kind]}" for c, n in zip(quoted, records.columns))
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA register")
        cursor.execute(f"CREATE TABLE register.records ({columns})")
        with cursor.copy("COPY register.records FROM STDIN") as copy:
            for row in records.astype(object).where(records.notna(), None).itertuples(index=False):
                copy.write_row(row)
    connection.close()


CASES = {
    "indicators of all kinds": {"definition": DEFINITION, "population": ["persons", "design"]},
    "every record counts once": {"definition": DEFINITION, "population": []},
    "with depths": {"definition": QUANTITIES, "population": ["persons"], "depths": True},
    "with clusters": {"definition": DEFINITION, "population": ["persons"], "cluster": "block"},
}


def assert_same(found, expected):
    pd.testing.assert_frame_equal(
        measure(found).areas, measure(expected).areas, rtol=1e-12, atol=1e-14, check_dtype=False
    )
    assert (found.diagnostics.n, found.diagnostics.missing) == (expected.diagnostics.n, expected.diagnostics.missing)
    assert len(found.cells) == len(expected.cells)


@pytest.mark.parametrize("case", CASES)
def test_duckdb_on_parquet_files_equals_pandas(records, files, case):
    found = profile_table(open_files(files / "[ab].parquet", memory="500MB", threads=1), area="area", **CASES[case])
    assert_same(found, profile_frame(records, area="area", **CASES[case]))


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize(
    ("definition", "population", "depths"),
    [(DEFINITION, [], False), (DEFINITION, ["persons", "design"], False), (QUANTITIES, ["persons"], True)],
)
def test_sums_by_area_measure_as_patterns_do(records, files, engine, definition, population, depths):
    if engine == "memory":
        sums = sums_frame(records, definition, "area", population, 0.3, depths)
    else:
        table = open_files(files / "[ab].parquet")
        sums = sums_table(table, definition, "area", population, 0.3, depths)
    found = measure(sums)
    expected = measure(profile_frame(records, definition, "area", population, depths=depths), 0.3)
    pd.testing.assert_frame_equal(
        found.areas[expected.areas.columns], expected.areas, rtol=1e-12, atol=1e-14, check_dtype=False
    )
    pd.testing.assert_series_equal(
        found.total[expected.total.index], expected.total, rtol=1e-12, atol=1e-14, check_dtype=False
    )
    assert (found.diagnostics.n, found.diagnostics.missing) == (expected.diagnostics.n, expected.diagnostics.missing)


def test_pyspark_equals_pandas(records, files):
    pytest.importorskip("pyspark", reason="PySpark is not installed")
    if not shutil.which("java"):
        pytest.skip("PySpark needs Java, which is not installed")
    case = CASES["indicators of all kinds"]
    table = open_files(files / "a.parquet", backend="pyspark")
    assert_same(
        profile_table(table, area="area", **case), profile_frame(records[records["block"] < 10], area="area", **case)
    )


def test_nan_is_missing_and_not_a_large_number(records, files):
    case = CASES["indicators of all kinds"]
    assert_same(
        profile_table(open_files(files / "nan.parquet"), area="area", **case),
        profile_frame(records, area="area", **case),
    )


def test_duckdb_on_a_csv_file_equals_pandas(records, files):
    case = CASES["indicators of all kinds"]
    assert_same(
        profile_table(open_files(files / "records.csv"), area="area", **case),
        profile_frame(records, area="area", **case),
    )


@pytest.mark.parametrize("case", CASES)
def test_postgresql_equals_pandas(records, postgres, case):
    table = open_postgres("records", "register", postgres)
    assert_same(profile_table(table, area="area", **CASES[case]), profile_frame(records, area="area", **CASES[case]))


def test_a_wrong_password_is_a_sentence_without_the_password(postgres):
    with pytest.raises(InputError, match="“postgres” cannot be opened") as refused:
        open_postgres("records", "register", {**postgres, "password": "salah-sekali"})
    assert "salah-sekali" not in str(refused.value)


def test_a_table_that_is_not_there_is_named(postgres):
    with pytest.raises(InputError, match="no table tidak_ada"):
        open_postgres("tidak_ada", "register", postgres)


def test_a_connection_lost_half_way_is_a_sentence(postgres):
    table = open_postgres("records", "register", postgres)
    table.get_backend().disconnect()
    with pytest.raises(InputError, match="stopped while summing"):
        profile_table(table, DEFINITION, "area")


def test_a_server_that_goes_down_half_way_is_a_sentence_and_the_next_run_is_right(records, postgres):
    psycopg = pytest.importorskip("psycopg")
    login = {**postgres, "dbname": postgres["database"]}
    login.pop("database")
    with psycopg.connect(**login, autocommit=True) as other:
        other.execute(
            "CREATE VIEW register.slow AS SELECT r.* FROM register.records r, "
            "LATERAL (SELECT pg_sleep(0.0005 + 0 * r.weeks)) AS pause"
        )

        def stop():
            while not other.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
                "AND backend_type = 'client backend' AND state = 'active' "
                "AND clock_timestamp() - query_start > interval '0.3 s'"
            ).fetchone()[0]:
                time.sleep(0.05)

        table = open_postgres("slow", "register", postgres)
        stopper = threading.Thread(target=stop)
        stopper.start()
        with pytest.raises(InputError, match="stopped while summing") as refused:
            profile_table(table, DEFINITION, "area")
        stopper.join()
        other.execute("DROP VIEW register.slow")
    assert "rahasia" not in str(refused.value)
    again = profile_table(open_postgres("records", "register", postgres), DEFINITION, "area")
    assert len(again.cells)


#: So many combinations of rows that no engine ends on its own while a test waits.
ENDLESS = (
    "SELECT (a.id + b.id + c.id) % 12 AS weeks, (a.id * b.id + c.id) % 9 AS crowd, "
    "'Pajang' AS area FROM {rows} a, {rows} b, {rows} c"
)


def cancel_when(condition):
    """Return a progress callback by which the user cancels as soon as a condition holds."""

    def progress(fraction):
        if condition():
            raise Cancelled

    return progress


def engine_threads():
    return [one for one in threading.enumerate() if one.name == "sejahtera engine"]


@pytest.mark.defect("B11")
@pytest.mark.parametrize("function", [profile_table, sums_table])
def test_a_query_of_duckdb_ends_when_the_user_cancels(files, function):
    backend = open_files(files / "a.parquet").get_backend()
    rows = "(SELECT range AS id FROM range(1000000))"
    backend.con.execute("CREATE VIEW endless AS " + ENDLESS.format(rows=rows))
    with pytest.raises(Cancelled):
        function(backend.table("endless"), QUANTITIES, "area", progress=cancel_when(engine_threads))
    assert not engine_threads()
    assert backend.con.execute("SELECT 1").fetchall() == [(1,)]


@pytest.mark.defect("B11")
def test_a_query_of_postgresql_ends_in_the_server_when_the_user_cancels(postgres):
    psycopg = pytest.importorskip("psycopg")
    login = {**postgres, "dbname": postgres["database"]}
    login.pop("database")
    with psycopg.connect(**login, autocommit=True) as other:
        rows = "generate_series(1, 1000000)"
        other.execute("CREATE VIEW register.endless AS " + ENDLESS.format(rows=f"(SELECT {rows} AS id)"))

        def at_work():
            return other.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state = 'active' "
                "AND backend_type = 'client backend' AND query LIKE 'FETCH%'"
            ).fetchone()[0]

        table = open_postgres("endless", "register", postgres)
        with pytest.raises(Cancelled):
            profile_table(table, QUANTITIES, "area", progress=cancel_when(at_work))
        assert not engine_threads()
        assert at_work() == 0
        table.get_backend().disconnect()
        other.execute("DROP VIEW register.endless")


@pytest.mark.defect("B11")
def test_a_job_of_spark_ends_when_the_user_cancels(files):
    pytest.importorskip("pyspark", reason="PySpark is not installed")
    if not shutil.which("java"):
        pytest.skip("PySpark needs Java, which is not installed")
    backend = open_files(files / "a.parquet", backend="pyspark").get_backend()
    backend._session.range(100_000).createOrReplaceTempView("many")
    backend._session.sql(ENDLESS.format(rows="many")).createOrReplaceTempView("endless")
    tracker = backend._session.sparkContext.statusTracker()
    with pytest.raises(Cancelled):
        profile_table(backend.table("endless"), QUANTITIES, "area", progress=cancel_when(tracker.getActiveJobsIds))
    assert not engine_threads()
    assert not tracker.getActiveJobsIds()


@pytest.mark.defect("B15")
def test_duckdb_opens_nothing_but_the_files_that_were_named(files, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n")
    connection = open_files(files / "[ab].parquet").get_backend().con
    for statement in (
        f"SELECT * FROM read_csv('{other}')",
        f"SELECT * FROM '{files / 'records.csv'}'",
        f"SELECT * FROM glob('{files}/*')",
        f"COPY (SELECT 1) TO '{tmp_path / 'new.csv'}'",
        f"ATTACH '{tmp_path / 'new.db'}'",
        "SELECT * FROM 'https://example.org/a.parquet'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET allowed_directories = ['/']",
    ):
        with pytest.raises(Exception, match=r"(?i)disabled|locked|cannot access|not possible|not allowed"):
            connection.execute(statement)
    settings = connection.execute(
        "SELECT current_setting('autoinstall_known_extensions'), current_setting('autoload_known_extensions')"
    ).fetchone()
    assert settings == (False, False)
    assert {path.name for path in tmp_path.iterdir()} == {"other.csv"}


@pytest.mark.defect("B15")
def test_a_folder_and_a_file_of_any_name_are_names_and_no_pattern(records, files, tmp_path):
    folder = tmp_path / "data [2025] o'clock"
    folder.mkdir()
    shutil.copy(files / "a.parquet", folder / "a'b.parquet")
    case = CASES["every record counts once"]
    assert_same(
        profile_table(open_files(folder / "a'b.parquet"), area="area", **case),
        profile_frame(records[records["block"] < 10], area="area", **case),
    )


def test_a_file_that_is_damaged_or_of_another_kind_is_refused(files, tmp_path):
    damaged = tmp_path / "damaged.parquet"
    damaged.write_bytes(b"PAR1 not really")
    with pytest.raises(InputError, match="cannot be read"):
        open_files(damaged)
    with pytest.raises(InputError, match="cannot be read"):
        open_files(tmp_path / "none.parquet")
    with pytest.raises(InputError, match=r"“\.shp”"):
        open_files(tmp_path / "x.shp")


def test_an_engine_that_is_not_installed_says_what_to_install():
    with pytest.raises(InputError, match=r"ibis-framework\[no_such_engine\]"):
        open_files("records.parquet", backend="no_such_engine")


def test_the_memory_engine_hashes_where_cells_are_many(records, monkeypatch):
    from sejahtera.analysis.poverty.engines import memory

    case = CASES["with clusters"]
    expected = profile_frame(records, area="area", **case)
    monkeypatch.setattr(memory, "MOST_COUNTED", 100)
    monkeypatch.setattr(memory, "BLOCK", 999)
    assert_same(profile_frame(records, area="area", **case), expected)


BAD = [
    ({"ill": 2.0}, {}, "ill must hold 0, 1 or NULL; 1 record "),
    ({"persons": -1}, {"population": ["persons"]}, "1 record has a negative weight"),
]


@pytest.mark.parametrize(("change", "options", "words"), BAD)
def test_records_that_cannot_be_read_are_refused_with_field_and_count(records, change, options, words):
    frame = records.copy()
    place = frame.index[frame[list(DEFINITION.fields)].notna().all(axis=1) & frame["area"].notna()][0]
    for column, value in change.items():
        frame.loc[place, column] = value
    with pytest.raises(InputError, match=words):
        profile_frame(frame, DEFINITION, "area", **options)


def test_a_negative_quantity_has_no_depth(records):
    frame = records.copy()
    frame.loc[0, "crowd"] = -1.0
    with pytest.raises(InputError, match="crowd must not be negative"):
        profile_frame(frame, QUANTITIES, "area", depths=True)


def test_a_missing_indicator_leaves_the_record_out_and_is_never_not_deprived(records):
    case = CASES["every record counts once"]
    profile = profile_frame(records, area="area", **case)
    usable = records[[one.field for one in DEFINITION.indicators if not one.inapplicable]].notna().all(axis=1)
    assert profile.diagnostics.n == (usable & records["area"].notna()).sum()
    areas = measure(profile).areas
    lost = records[~usable & records["area"].notna()].groupby("area").size()
    pd.testing.assert_series_equal(areas["missing"], lost, check_names=False, check_dtype=False)


def test_a_question_that_does_not_apply_is_not_a_deprivation():
    frame = pd.DataFrame({"school": [1, 0, np.nan], "area": 1})
    parts = ((True, (3, 1 / 3)), (False, (2, 1 / 2)))
    for inapplicable, (n, headcount) in parts:
        indicator = Deprivation("school", inapplicable=inapplicable)
        profile = profile_frame(frame, PovertyDefinition((PovertyDimension("d", (indicator,)),)), "area")
        assert (profile.diagnostics.n, measure(profile).total["headcount"]) == (n, headcount)


def test_a_person_in_two_records_is_named(records, tmp_path):
    frame = records.assign(nik=[f"n{place:05d}" for place in range(len(records))])
    refuse_duplicates(frame, "nik")
    frame.loc[7, "nik"] = "n00003"
    with pytest.raises(InputError, match="nik appear in more than one record: n00003"):
        refuse_duplicates(frame, "nik")
    pytest.importorskip("ibis", reason="Ibis is not installed")
    frame[["nik"]].to_csv(tmp_path / "persons.csv", index=False)
    with pytest.raises(InputError, match="nik appear in more than one record: n00003"):
        refuse_duplicates_in_table(open_files(tmp_path / "persons.csv"), "nik")


def test_texts_where_numbers_are_needed_and_the_reverse_are_refused(records):
    with pytest.raises(InputError, match="weeks holds text"):
        profile_frame(records.assign(weeks="many"), DEFINITION, "area")
    with pytest.raises(InputError, match="water holds numbers"):
        profile_frame(records.assign(water=1), DEFINITION, "area")
    with pytest.raises(InputError, match="no field Kelurahan"):
        profile_frame(records, DEFINITION, "Kelurahan")


def test_no_usable_record_is_refused(records):
    with pytest.raises(InputError, match="No record is left"):
        profile_frame(records.assign(ill=np.nan), DEFINITION, "area")
    with pytest.raises(InputError, match="No record is left"):
        profile_frame(records.iloc[:0], DEFINITION, "area")


@pytest.mark.parametrize(("column", "value"), [("persons", -1.0), ("ill", 2.0), ("area", None), ("persons", np.nan)])
def test_sums_by_area_refuse_and_tell_what_patterns_do(records, column, value):
    records = records.assign(**{column: records[column].astype(object if column == "area" else float)})
    records.loc[records.index[3], column] = value

    def told(summed):
        try:
            known = summed(records, DEFINITION, "area", ["persons"]).diagnostics
        except InputError as error:
            return str(error.message)
        return known.n, known.missing, str(known.warnings)

    assert told(sums_frame) == told(profile_frame)


def test_whole_numbers_that_pandas_lets_be_missing_are_missing_in_sums(records):
    floats = records.assign(ill=records["ill"].astype(float))
    floats.loc[floats.index[5], "ill"] = np.nan
    whole = floats.assign(ill=floats["ill"].astype("Int64"))
    expected = profile_frame(floats, DEFINITION, "area", ["persons"])
    found = sums_frame(whole, DEFINITION, "area", ["persons"])
    assert found.diagnostics.missing == expected.diagnostics.missing
    pd.testing.assert_frame_equal(
        measure(found).areas[measure(expected).areas.columns], measure(expected).areas, rtol=1e-12
    )


def test_sums_of_no_records_are_refused(records):
    with pytest.raises(InputError, match="No record is left"):
        sums_frame(records.iloc[:0], DEFINITION, "area", ["persons"])
