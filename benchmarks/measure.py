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
    candidate(data)  # warm
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        candidate(data)
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    pipe.send((statistics.median(times), max(peak, before) / 1024))


def measure(
    prepare: Callable[[], Any], candidate: Callable[[Any], Any], runs: int = 5
) -> tuple[float, float]:
    """Return the median seconds of a candidate and the peak memory (MB) of its process."""
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(False)
    process = context.Process(target=_child, args=(prepare, candidate, runs, send))
    process.start()
    send.close()
    try:
        result = receive.recv()
    except EOFError:
        raise SystemExit(f"{candidate.__name__} failed") from None
    process.join()
    return result


def table(title: str, yardstick: str, rows: dict[str, tuple[float, float]]) -> None:
    """Print a Markdown table of times and memory as ratios to the yardstick."""
    seconds, memory = rows[yardstick]
    write = sys.stdout.write
    write(f"\n### {title}\n\n| candidate | seconds | times {yardstick} | peak MB | times {yardstick} |\n")
    write("|---|---|---|---|---|\n")
    for name, (time_, peak) in rows.items():
        write(f"| {name} | {time_:.3f} | {time_ / seconds:.2f} | {peak:.0f} | {peak / memory:.2f} |\n")
