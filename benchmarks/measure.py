"""How the benchmarks measure: each candidate in a process of its own, median of several runs, as ratios."""

from __future__ import annotations

import importlib.util
import multiprocessing
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def load_plugin() -> None:
    """Make the clone importable as `sejahtera`, whatever its folder is called."""
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT]
    spec = importlib.util.spec_from_file_location(
        "sejahtera", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    sys.modules["sejahtera"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["sejahtera"])


def machine() -> str:
    """Return one line about the machine and the versions."""
    import numpy as np
    import pandas as pd

    return (
        f"{platform.machine()}, {multiprocessing.cpu_count()} cores, Python {platform.python_version()}, "
        f"numpy {np.__version__}, pandas {pd.__version__}"
    )


def _child(prepare: Callable, candidate: Callable, runs: int, pipe: Any) -> None:
    data = prepare()
    first = _timed(candidate, data)[0]
    times = [_timed(candidate, data)[0] for _ in range(runs)]
    pipe.send((first, statistics.median(times), _peak()))


def _child_beside(prepare: Callable, candidates: tuple[Callable, Callable], runs: int, pipe: Any) -> None:
    data = prepare()
    for candidate in candidates:
        candidate(data)  # warm
    turns = [[_timed(candidate, data) for candidate in candidates] for _ in range(runs)]
    wall, processor = (
        statistics.median(mine[clock] / theirs[clock] for theirs, mine in turns) for clock in (0, 1)
    )
    pipe.send((statistics.median(mine[0] for _, mine in turns), wall, processor, _peak()))


def _timed(candidate: Callable, data: Any) -> tuple[float, float]:
    """Return the seconds by the clock and of the processor."""
    start = time.perf_counter(), time.process_time()
    candidate(data)
    return time.perf_counter() - start[0], time.process_time() - start[1]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _in_child(target: Callable, prepare: Callable, candidate: Any, runs: int, name: str) -> tuple:
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(False)
    process = context.Process(target=target, args=(prepare, candidate, runs, send))
    process.start()
    send.close()
    try:
        result = receive.recv()
    except EOFError:
        raise SystemExit(f"{name} failed") from None
    process.join()
    return result


def measure(
    prepare: Callable[[], Any], candidate: Callable[[Any], Any], runs: int = 5
) -> tuple[float, float]:
    """Return the median seconds of a candidate, which has run once, and the peak memory (MB) of its process."""
    return measure_first(prepare, candidate, runs)[1:]


def measure_first(
    prepare: Callable[[], Any], candidate: Callable[[Any], Any], runs: int = 5
) -> tuple[float, float, float]:
    """Return the seconds of a candidate's first run in a process, and what `measure` returns."""
    return _in_child(_child, prepare, candidate, runs, candidate.__name__)


def measure_beside(
    prepare: Callable[[], Any], yardstick: Callable, candidate: Callable, runs: int = 5
) -> tuple[float, float, float, float]:
    """Run a candidate and a yardstick by turns in one process, so that both meet the same load.

    Returns the median seconds, the median ratios by the clock and of processor time, and the peak memory
    (MB).
    """
    return _in_child(_child_beside, prepare, (yardstick, candidate), runs, candidate.__name__)


def table(title: str, yardstick: str, rows: dict[str, tuple[float, float]]) -> None:
    """Print a Markdown table of times and memory as ratios to the yardstick."""
    seconds, memory = rows[yardstick]
    write = sys.stdout.write
    write(f"\n### {title}\n\n| candidate | seconds | times {yardstick} | peak MB | times {yardstick} |\n")
    write("|---|---|---|---|---|\n")
    for name, (time_, peak) in rows.items():
        write(f"| {name} | {time_:.3f} | {time_ / seconds:.2f} | {peak:.0f} | {peak / memory:.2f} |\n")
