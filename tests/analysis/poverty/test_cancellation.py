"""What runs in an engine stops when the user wants it to, and says how far it is."""

import threading

import pytest
from sejahtera.analysis.core.messages import Cancelled, InputError, no_progress
from sejahtera.analysis.data.tables.delimited import read_delimited
from sejahtera.analysis.poverty.engines import sources
from sejahtera.analysis.poverty.engines.cancellation import run_in
from sejahtera.analysis.poverty.engines.memory import BLOCK, LONG_BLOCK, profile_frame, sums_frame

from .test_engines import DEFINITION, make_records

pytestmark = pytest.mark.defect("B11")


class Engine:
    """A connection as DuckDB has it: what runs in it ends with an error when it is interrupted."""

    name = "duckdb"

    def __init__(self, deaf=0):
        self.con = self
        self.began, self.interrupted, self.deaf = threading.Event(), threading.Event(), deaf

    def interrupt(self):
        if not self.deaf:
            self.interrupted.set()
        self.deaf = max(0, self.deaf - 1)

    def query_progress(self):
        return 50.0

    def query(self):
        self.began.set()
        assert self.interrupted.wait(20)
        raise RuntimeError("interrupted")


def cancel_once_begun(engine):
    def progress(fraction):
        if engine.began.is_set():
            raise Cancelled

    return progress


@pytest.mark.parametrize("deaf", [0, 3], ids=["at once", "when it is told again"])
def test_a_query_that_has_begun_is_interrupted_when_the_user_cancels(deaf):
    engine = Engine(deaf)
    with pytest.raises(Cancelled):
        run_in(engine, engine.query, cancel_once_begun(engine))
    assert engine.interrupted.is_set()


def test_what_cannot_be_stopped_is_not_waited_for():
    waiting, release = threading.Event(), threading.Event()

    def connect():
        waiting.set()
        release.wait(20)

    def progress(fraction):
        if waiting.is_set():
            raise Cancelled

    with pytest.raises(Cancelled):
        run_in(None, connect, progress)
    release.set()


def test_an_engine_says_how_far_it_is_within_its_stretch():
    engine, told, half = Engine(), [], threading.Event()

    def progress(fraction):
        told.append(fraction)
        if fraction == pytest.approx(0.4):
            half.set()

    assert run_in(engine, lambda: half.wait(20) and "done", progress, 0.2, 0.6) == "done"
    assert told[0] == 0.2
    assert told[-1] == 0.6
    assert told == sorted(told)


def test_an_error_in_the_engine_is_raised_where_it_is_waited_for():
    def fail():
        raise ZeroDivisionError("in the engine")

    with pytest.raises(ZeroDivisionError, match="in the engine"):
        run_in(None, fail, no_progress)


@pytest.mark.parametrize("engine", [profile_frame, sums_frame])
def test_the_memory_engine_stops_between_two_blocks(engine):
    told = []

    def progress(fraction):
        told.append(fraction)
        if len(told) > 1:
            raise Cancelled

    records = make_records(2 * max(BLOCK, LONG_BLOCK) + 1)
    with pytest.raises(Cancelled):
        engine(records, DEFINITION, "area", progress=progress)
    assert told[-1] < 1


def test_a_long_text_file_can_be_cancelled_while_it_is_read(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("a;b\n" + "1;2\n" * 50_000, encoding="utf-8")
    told = []

    def progress(fraction):
        told.append(fraction)
        raise Cancelled

    with pytest.raises(Cancelled):
        read_delimited(path, progress)
    assert 0 < told[0] < 1


@pytest.mark.defect("B20")
@pytest.mark.parametrize(
    ("broken", "error", "words"),
    [
        ("pyarrow", ImportError("pyarrow requires NumPy 2.0 or newer, found 1.24.2"), 'pip install "pyarrow<19"'),
        ("pyarrow", AttributeError("_ARRAY_API not found"), 'pip install "pyarrow<19"'),
        ("pyarrow", ModuleNotFoundError("no pyarrow", name="pyarrow"), r"ibis-framework\[duckdb\]"),
        ("ibis", ModuleNotFoundError("no ibis", name="ibis"), r"ibis-framework\[duckdb\]"),
        ("ibis", ImportError("half of it is missing"), "“duckdb” is damaged: half of it is missing"),
    ],
)
def test_a_package_that_does_not_work_is_named_and_no_file_is_blamed(monkeypatch, broken, error, words):
    def load(name):
        if name == broken:
            raise error
        return object()

    monkeypatch.setattr(sources.importlib, "import_module", load)
    with pytest.raises(InputError, match=words) as refused:
        sources.open_files(__file__.replace(".py", ".parquet"))
    assert "cannot be read" not in str(refused.value)


@pytest.mark.defect("B15")
@pytest.mark.parametrize(
    "address", ["https://example.org/a.parquet", "s3://bucket/*.parquet", "http:a.csv", "hf://x/y.csv"]
)
@pytest.mark.parametrize("backend", ["duckdb", "pyspark"])
def test_an_address_is_refused_before_any_engine_is_asked(monkeypatch, address, backend):
    monkeypatch.setattr(sources, "_engine", lambda _: pytest.fail("the engine was opened"))
    with pytest.raises(InputError, match="no file of this computer"):
        sources.open_files(address, backend=backend)
