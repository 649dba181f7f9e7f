"""Tables of records outside memory: files through DuckDB, tables of PostgreSQL, any other Ibis backend."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...messages import InputError, mark
from ...registers import Method, Register
from .database import first_line

READERS = {".parquet": "read_parquet", ".csv": "read_csv", ".tsv": "read_csv", ".json": "read_json"}

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
    path: str | Path, memory: str | None = None, threads: int | None = None, backend: str = "duckdb"
) -> Any:
    """Return an Ibis table of a file, or of all files a pattern like `folder/*.parquet` names.

    memory: DuckDB's limit, for example "2GB"; what passes it is put on disk. Raises `InputError` where
    the kind of file is unknown, it cannot be read, or Ibis or the backend is not installed.
    """
    ending = Path(path).suffix.lower()
    if ending not in READERS:
        raise InputError(
            mark("Files of the kind “{ending}” cannot be read; use one of: {known}."),
            ending=ending,
            known=", ".join(READERS),
        )
    settings = {}
    if backend == "duckdb":
        settings = {"memory_limit": memory, "threads": threads}
        settings = {name: value for name, value in settings.items() if value is not None}
    connection = _connect(backend, settings)
    try:
        return getattr(connection, READERS[ending])(str(path))
    except Exception as error:
        raise InputError(
            mark("The file {file} cannot be read: {why}"), file=str(path), why=first_line(error)
        ) from None


def open_postgres(table: str, schema: str | None = None, settings: Mapping[str, Any] | None = None) -> Any:
    """Return an Ibis table of PostgreSQL.

    settings: host, port, database, user, password. The password reaches the driver and no message. Raises
    `InputError` where the server cannot be reached, refuses the user, or has no such table.
    """
    settings = dict(settings or {})
    connection = _connect("postgres", settings)
    try:
        return connection.table(table, database=schema)
    except Exception as error:
        raise InputError(
            mark("The database has no table {table} that you may read: {why}"),
            table=table,
            why=_without_secret(first_line(error), settings),
        ) from None


def _connect(backend: str, settings: Mapping[str, Any]) -> Any:
    try:
        module = getattr(importlib.import_module("ibis"), backend)
    except (ImportError, AttributeError):
        raise InputError(
            mark("The engine “{engine}” needs the Python package {package}; install it or use pandas."),
            engine=backend,
            package=f"ibis-framework[{backend}]",
        ) from None
    try:
        return module.connect(**settings)
    except Exception as error:
        raise InputError(
            mark("The engine “{engine}” cannot be opened: {why}"),
            engine=backend,
            why=_without_secret(first_line(error), settings),
        ) from None


def _without_secret(words: str, settings: Mapping[str, Any]) -> str:
    secret = settings.get("password")
    return words.replace(str(secret), "•••") if secret else words
