"""Tables of records outside memory: files through DuckDB, tables of PostgreSQL, any other Ibis backend."""

from __future__ import annotations

import glob
import importlib
import os
import re
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...core.messages import InputError, Message, Progress, mark, no_progress, part
from ...core.registers import Method, Register
from .cancellation import run_in
from .failures import explaining, first_line

READERS = {".parquet": "read_parquet", ".csv": "read_csv", ".tsv": "read_csv", ".json": "read_json"}
#: How an address begins that is no path: https:, s3:, but not the C: of Windows.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")
_UNREADABLE = mark("The file {file} cannot be read: {why}")

ENGINES = Register(
    mark("engine"),
    [
        Method("pandas", mark("In memory (pandas)")),
        Method("duckdb", mark("DuckDB: Parquet, CSV and JSON files larger than memory")),
        Method("postgres", mark("PostgreSQL: summed where the register is kept")),
        Method("pyspark", mark("PySpark: a national register")),
    ],
)


def open_files(
    path: str | Path,
    memory: str | None = None,
    threads: int | None = None,
    backend: str = "duckdb",
    *,
    remote: bool = False,
    progress: Progress = no_progress,
) -> Any:
    """Return an Ibis table of a file, or of all files a pattern like `folder/*.parquet` names.

    memory: DuckDB's limit, for example "2GB"; what passes it is put on disk. remote: whether `path` may be an
    address such as https://… or s3://…, for which DuckDB fetches an extension; otherwise DuckDB can open
    nothing but these files. When `progress` raises, the engine stops.

    Raises
    ------
    InputError
        Where the kind of file is unknown, it cannot be read, or Ibis or the backend is not installed.
    """
    ending = Path(path).suffix.lower()
    if ending not in READERS:
        raise InputError(
            mark("Files of the kind “{ending}” cannot be read; use one of: {known}."),
            ending=ending,
            known=", ".join(READERS),
        )
    address = _ADDRESS.match(str(path)) is not None
    if address and not remote:
        raise InputError(
            mark("{file} is no file of this computer. Allow such addresses with REMOTE, or name a file."),
            file=str(path),
        )
    engine = _engine(backend)
    files = [str(path)] if address else _files(str(path))
    settings = {}
    if backend == "duckdb":
        settings = {"memory_limit": memory, "threads": threads, "temp_directory": _spill()}
        settings = {name: value for name, value in settings.items() if value is not None}
    connection = _connect(engine, settings, part(progress, 0.0, 0.5))
    if backend == "duckdb":
        lock_duckdb(connection.con, None if address else files)

    def read() -> Any:
        reader = getattr(connection, READERS[ending])
        # Spark's reader of Parquet takes one path, which may be a pattern
        return reader(files if backend == "duckdb" else str(path))

    with explaining(_UNREADABLE, file=str(path)):
        return run_in(connection, read, progress, 0.5, 1.0)


def lock_duckdb(connection: Any, files: Sequence[str] | None) -> None:
    """Let a connection of DuckDB open these files and nothing else, and fetch nothing; None: any address.

    Raises
    ------
    InputError
        Where this DuckDB is too old to be told so.
    """
    connection.execute("SET enable_progress_bar = true")  # it counts only then
    connection.execute("SET enable_progress_bar_print = false")
    if files is None:
        return
    names = ", ".join("'" + file.replace("'", "''") + "'" for file in files)
    with explaining(mark("This DuckDB cannot be kept from reading other files: {why}. Install 1.2 or newer.")):
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET autoload_known_extensions = false")
        connection.execute(f"SET allowed_paths = [{names}]")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")


def _files(path: str) -> list[str]:
    """Return the files of a path or a pattern."""
    if Path(path).exists():
        return [os.path.abspath(path)]
    found = [os.path.abspath(one) for one in sorted(glob.glob(path, recursive=True)) if Path(one).is_file()]
    if not found:
        raise InputError(_UNREADABLE, file=path, why=Message(mark("there is no such file")))
    return found


def _spill() -> str:
    """Return a folder that DuckDB makes where a table is larger than memory, and takes away again."""
    return os.path.join(tempfile.gettempdir(), f"sejahtera-duckdb-{os.getpid()}-{uuid.uuid4().hex[:8]}")


def open_postgres(
    table: str, schema: str | None = None, settings: Mapping[str, Any] | None = None, progress: Progress = no_progress
) -> Any:
    """Return an Ibis table of PostgreSQL.

    settings: host, port, database, user, password. The password reaches the driver and no message. When
    `progress` raises, the server stops, or is not waited for.

    Raises
    ------
    InputError
        Where the server cannot be reached, refuses the user, or has no such table.
    """
    settings = dict(settings or {})
    connection = _connect(_engine("postgres"), settings, part(progress, 0.0, 0.5))
    with explaining(mark("The database has no table {table} that you may read: {why}"), settings, table=table):
        return run_in(connection, lambda: connection.table(table, database=schema), progress, 0.5, 1.0)


def _engine(backend: str) -> Any:
    """Return the module of an engine.

    Raises
    ------
    InputError
        Where a package of it is not there or unusable.
    """
    ibis = _package(backend, "ibis")
    _package(backend, "pyarrow")  # which Ibis loads late, and a file would be blamed for it
    try:
        return getattr(ibis, backend)
    except Exception as error:
        raise _unusable(backend, backend, error) from None


def _package(backend: str, name: str) -> Any:
    try:
        return importlib.import_module(name)
    except Exception as error:
        raise _unusable(backend, name, error) from None


def _connect(engine: Any, settings: Mapping[str, Any], progress: Progress) -> Any:
    with explaining(mark("The engine “{engine}” cannot be opened: {why}"), settings, engine=engine.name):
        return run_in(None, lambda: engine.connect(**settings), progress)


def _unusable(backend: str, package: str, error: Exception) -> InputError:
    """Return the error for a package of an engine that is not there, or is there and cannot be used."""
    if isinstance(error, ModuleNotFoundError):
        absent = package != "pyarrow" or error.name == package
    else:
        absent = isinstance(error, AttributeError) and package == backend
    if absent:
        return InputError(
            mark("The engine “{engine}” needs the Python package {package}; install it or use pandas."),
            engine=backend,
            package=f"ibis-framework[{backend}]",
        )
    if package == "pyarrow":
        # it asks pip for no numpy, and takes one that is newer than that of QGIS
        return InputError(
            mark(
                "The engine “{engine}” needs a pyarrow that works with the numpy {numpy} of QGIS: {why}. For the "
                'Python of QGIS run: pip install "pyarrow<19"'
            ),
            engine=backend,
            numpy=np.__version__,
            why=first_line(error),
        )
    return InputError(
        mark("The Python package {package} of the engine “{engine}” is damaged: {why}. Install it again."),
        package=package,
        engine=backend,
        why=first_line(error),
    )
