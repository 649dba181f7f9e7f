"""Work of an engine that can be cancelled.

It runs in a thread of its own, and the caller's progress is asked meanwhile, which raises `Cancelled` when the
user wants to stop.
"""

from __future__ import annotations

import contextlib
import threading
import uuid
from collections.abc import Callable
from concurrent.futures import Future, wait
from typing import Any, TypeVar

from ...core.messages import Progress

Result = TypeVar("Result")

#: Seconds between two questions whether the user wants to stop.
_EVERY = 0.1
#: Seconds for which an engine is told to stop; one that still does not is left alone.
_PATIENCE = 5.0


def run_in(
    backend: Any, work: Callable[[], Result], progress: Progress, start: float = 0.0, end: float = 1.0
) -> Result:
    """Return what `work` returns, which runs in the engine of an Ibis backend (None: before there is one).

    progress: told the stretch from `start` to `end`, as far as the engine says how far it is. When it raises,
    the engine is stopped and the error passed on. Errors of `work` are raised as they are.
    """
    group = f"sejahtera-{uuid.uuid4().hex}"
    done: Future[Result] = Future()

    def run() -> None:
        try:
            _join_group(backend, group)
            done.set_result(work())
        except BaseException as error:  # raised again below, in the thread that waits
            done.set_exception(error)

    progress(start)
    threading.Thread(target=run, name="sejahtera engine", daemon=True).start()
    try:
        while wait([done], _EVERY).not_done:
            progress(start + (end - start) * _fraction(backend))
    except BaseException:
        _stop(backend, group, done)
        raise
    result = done.result()
    progress(end)
    return result


def _stop(backend: Any, group: str, done: Future[Any]) -> None:
    """Tell an engine to stop until it has: what has only just been sent, it may not have begun."""
    stop = None if backend is None else _STOPS.get(backend.name)
    if stop is None:
        return
    for _ in range(round(_PATIENCE / _EVERY)):
        with contextlib.suppress(Exception):  # the connection may be gone
            stop(backend, group)
        if wait([done], _EVERY).done:
            return


def _stop_postgres(backend: Any, group: str) -> None:  # noqa: ARG001
    connection = backend.con
    # `cancel` of psycopg 3 blocks without an end where the server does not answer
    safely = getattr(connection, "cancel_safe", None)
    safely(timeout=2.0) if safely else connection.cancel()


def _stop_spark(backend: Any, group: str) -> None:
    session = backend._session  # Ibis has no other name for it
    if _is_remote(session):
        session.interruptTag(group)
    else:
        session.sparkContext.cancelJobGroup(group)


#: How each engine stops what runs in it, by the name of its backend in Ibis.
_STOPS = {
    "duckdb": lambda backend, group: backend.con.interrupt(),  # noqa: ARG005
    "postgres": _stop_postgres,
    "pyspark": _stop_spark,
}


def _join_group(backend: Any, group: str) -> None:
    """Give what Spark runs from this thread a name by which it can be stopped."""
    if backend is not None and backend.name == "pyspark":
        session = backend._session
        if _is_remote(session):
            session.addTag(group)
        else:
            session.sparkContext.setJobGroup(group, group, interruptOnCancel=True)


def _is_remote(session: Any) -> bool:
    """Say whether a session of Spark is one of Spark Connect."""
    return ".connect." in type(session).__module__


def _fraction(backend: Any) -> float:
    """Return how far an engine says it is, from 0 to 1; only DuckDB does."""
    ask = getattr(getattr(backend, "con", None), "query_progress", None)
    if ask is None:
        return 0.0
    with contextlib.suppress(Exception):  # between two queries there is none
        return min(max(float(ask()) / 100.0, 0.0), 1.0)
    return 0.0
