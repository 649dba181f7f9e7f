"""How the benchmarks measure: each candidate in a process of its own, median of several runs, as ratios."""

from __future__ import annotations

import multiprocessing
import os
import platform
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "scripts"))
from plugin_package import sejahtera  # noqa: E402

#: Real boundaries, which are not part of the repository.
DATA = Path(os.environ.get("SEJAHTERA_SHARED_DATA", ROOT.parent / "shared" / "data"))


def load_plugin() -> None:
    """Make the clone importable as `sejahtera`, whatever its folder is called."""
    sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT]
    sejahtera("analysis")


def start_qgis(widgets: bool = False) -> Any:
    """Return a QGIS application without a screen that has our algorithms and QGIS's own."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    load_plugin()
    from qgis.analysis import QgsNativeAlgorithms
    from qgis.core import QgsApplication
    from sejahtera.processing.provider import SejahteraProvider

    application = QgsApplication([], widgets)
    application.initQgis()
    application.kept = [QgsNativeAlgorithms(), SejahteraProvider()]
    for provider in application.kept:
        QgsApplication.processingRegistry().addProvider(provider)
    return application


def run_algorithm(algorithm: str, parameters: dict[str, object]) -> None:
    """Run an algorithm in this process."""
    from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback

    instance = QgsApplication.processingRegistry().createAlgorithmById(algorithm)
    if not instance.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(False))[1]:
        raise SystemExit(f"{algorithm} failed")


def machine() -> str:
    """Return one line about the machine and the versions."""
    import numpy as np
    import pandas as pd

    model = platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    versions = f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}"
    return f"{model}, {multiprocessing.cpu_count()} cores, {platform.system()}, {versions}"


def _timed(candidate: Callable, data: Any) -> tuple[float, float]:
    """Return the seconds by the clock and of the processor."""
    start = time.perf_counter(), time.process_time()
    candidate(data)
    return time.perf_counter() - start[0], time.process_time() - start[1]


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _alone(data: Any, candidate: Callable, runs: int) -> tuple[float, ...]:
    first, *times = [_timed(candidate, data)[0] for _ in range(runs + 1)]
    return first, statistics.median(times), _peak()


def _beside(data: Any, candidates: tuple[Callable, Callable], runs: int) -> tuple[float, ...]:
    for candidate in candidates:
        candidate(data)  # warm
    turns = [[_timed(candidate, data) for candidate in candidates] for _ in range(runs)]
    ratios = (statistics.median(mine[clock] / theirs[clock] for theirs, mine in turns) for clock in (0, 1))
    return statistics.median(mine[0] for _, mine in turns), *ratios, _peak()


def _in_child(target: Callable, prepare: Callable, candidate: Any, runs: int) -> tuple:
    context = multiprocessing.get_context("fork")
    receive, send = context.Pipe(False)
    process = context.Process(target=lambda: send.send(target(prepare(), candidate, runs)))
    process.start()
    send.close()
    try:
        result = receive.recv()
    except EOFError:
        raise SystemExit("a candidate failed, see above") from None
    process.join()
    return result


def measure(prepare: Callable[[], Any], candidate: Callable[[Any], Any], runs: int = 5) -> tuple[float, float]:
    """Return the median seconds of a candidate, which has run once, and the peak memory (MB) of its process."""
    return measure_first(prepare, candidate, runs)[1:]


def measure_first(prepare: Callable[[], Any], candidate: Callable[[Any], Any], runs: int = 5) -> tuple:
    """Return the seconds of a candidate's first run in a process, and what `measure` returns."""
    return _in_child(_alone, prepare, candidate, runs)


def measure_beside(prepare: Callable[[], Any], yardstick: Callable, candidate: Callable, runs: int = 5) -> tuple:
    """Run a candidate and a yardstick by turns in one process, so that both meet the same load.

    Returns the median seconds, the median ratios by the clock and of processor time, and the peak memory
    (MB).
    """
    return _in_child(_beside, prepare, (yardstick, candidate), runs)


#: The columns of what `measure_beside` returns.
BESIDE = ("seconds", "ratio by the clock", "ratio of processor time", "peak MB")


def table(title: str, heads: Iterable[str], rows: Iterable[tuple[str, Iterable[float]]]) -> None:
    """Print a Markdown table, a row as soon as it is measured."""
    print(f"{machine()}\n\n### {title}\n")
    heads = list(heads)
    print(f"| candidate | {' | '.join(heads)} |\n|{'---|' * (len(heads) + 1)}")
    for name, cells in rows:
        print(f"| {name} | {' | '.join(f'{cell:.3g}' for cell in cells)} |", flush=True)


def ratios(title: str, yardstick: str, found: dict[str, tuple[float, float]]) -> None:
    """Print a table of times and memory with their ratios to the yardstick's."""
    base = found[yardstick]
    heads = ("seconds", f"times {yardstick}", "peak MB", f"times {yardstick}")
    rows = ((name, (s, s / base[0], peak, peak / base[1])) for name, (s, peak) in found.items())
    table(title, heads, rows)
