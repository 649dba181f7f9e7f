"""Measure our spatial statistics beside esda, libpysal and pygeoda, in one run on this machine.

Run by `make bench-hotspots`; `--sizes` and `--permutations` choose less than all. The peers live in an
environment of their own (`.venv-peers`, made here with pip), since they bring newer numpy than QGIS. A
cell that is expected, by a smaller one, to take longer than the limit is not measured and says so. The
table is written to a file cell after cell, so that a run that is broken off has lost nothing.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path

import numpy as np
from comparison import OURS, OVER, Table

ROOT = Path(__file__).resolve().parent.parent
PEERS = Path(os.environ.get("SEJAHTERA_PEERS", ROOT / ".venv-peers"))
TABLE = ROOT / "build" / "bench-hotspots.md"
LIMIT = 20.0
#: What takes longer (seconds) is measured once.
ONCE = 1.0
SIZES = (54, 1_000, 10_000, 84_000)
PERMUTATIONS = (999, 9_999, 99_999)
PEER_NAMES = ("esda, 1 core", "esda, 2 cores", "pygeoda complete", "pygeoda lookup")
#: What the aims name is measured however long it takes: peer, size, cell.
ALWAYS = (
    ("esda, 2 cores", 84_000, "local Moran 9999"),
    ("pygeoda lookup", 84_000, "local Moran 9999"),
)
#: Takes size, cell and seconds.
Send = Callable[[int, str, float], None]
#: How a line begins in which a peer sends a cell.
CELL = "cell: "
STATISTICS = ("local Moran", "Gi*", "local Geary", "local Moran, inverse distance")


def tessellation(n: int, seed: int = 1) -> tuple[np.ndarray, list[np.ndarray]]:
    """Return points and the cells of their Voronoi diagram, 1 km² each on average."""
    from scipy.spatial import Voronoi

    size = np.sqrt(n) * 1000
    points = np.random.default_rng(seed).random((n, 2)) * size
    mirrored = [points]
    for axis in (0, 1):
        for line in (0.0, size):
            copy = points.copy()
            copy[:, axis] = 2 * line - copy[:, axis]
            mirrored.append(copy)
    diagram = Voronoi(np.concatenate(mirrored))
    return points, [diagram.vertices[diagram.regions[diagram.point_region[i]]] for i in range(n)]


def load() -> None:
    """Load the clone as the package `sejahtera`, whatever its folder is called."""
    spec = importlib.util.spec_from_file_location(
        "sejahtera", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    sys.modules["sejahtera"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["sejahtera"])


def timed(function, repeats: int = 3) -> float:
    """Return the median seconds; once is enough for what takes seconds."""
    found = []
    for _ in range(repeats):
        start = time.perf_counter()
        function()
        found.append(time.perf_counter() - start)
        if found[-1] > ONCE:
            break
    return float(np.median(found))


def send_line(n: int, key: str, seconds: float) -> None:
    """Send a cell to the process that started this one."""
    sys.stdout.write(f"{CELL}{json.dumps([n, key, seconds])}\n")
    sys.stdout.flush()


def values_of(points: np.ndarray) -> np.ndarray:
    """Return a positive, smooth and noisy variable."""
    wave = np.sin(points[:, 0] / 9_000) + np.cos(points[:, 1] / 7_000)
    return np.round(wave + np.random.default_rng(2).normal(size=len(points)) + 10, 6)


# --- ours -----------------------------------------------------------------------------------------------


def ours(n: int, permutations: list[int], limit: float, send: Send) -> None:
    """Send seconds and peak memory of our functions, called as the algorithms call them."""
    import pandas as pd
    from sejahtera.analysis.spatial.geometry import Polygons
    from sejahtera.analysis.spatial.local.geary import local_geary
    from sejahtera.analysis.spatial.local.getis_ord import getis_ord
    from sejahtera.analysis.spatial.local.moran import local_moran
    from sejahtera.analysis.spatial.local.result import Inference
    from sejahtera.analysis.spatial.weights.contiguity import queen, rook
    from sejahtera.analysis.spatial.weights.distance import inverse_distance, knn

    points, cells = tessellation(n)
    polygons = Polygons.from_rings([[cell] for cell in cells])
    for name, build in (("queen", queen), ("rook", rook)):
        for tolerance in (0.0, 2.0):
            send(n, f"{name} {tolerance:g} m", timed(lambda b=build, t=tolerance: b(polygons, t)))
    near = knn(points, 1)
    reach = float(np.quantile(near.facts.get("distance", [2_000.0]), 0.5))
    values = pd.Series(values_of(points))
    row = queen(polygons, 0.0).row_standardised()
    inverse = inverse_distance(points, max(reach, 2_000.0)).row_standardised()
    calls = dict(
        zip(
            STATISTICS,
            (
                lambda i: local_moran(values, row, i),
                lambda i: getis_ord(values, row, True, i),
                lambda i: local_geary(values, row, i),
                lambda i: local_moran(values, inverse, i),
            ),
        )
    )
    for name, call in calls.items():
        last = (1, 0.0)
        for count in permutations:
            if last[1] * count / last[0] > limit:
                send(n, f"{name} {count}", OVER)
                continue
            test = Inference(permutations=count)
            last = count, timed(lambda c=call, t=test: c(t))
            send(n, f"{name} {count}", last[1])
    tracemalloc.start()
    queen(polygons, 2.0)
    send(n, "memory queen", tracemalloc.get_traced_memory()[1] / 1e6)
    tracemalloc.reset_peak()
    local_moran(values, row, Inference(permutations=9_999))
    send(n, "memory local Moran", tracemalloc.get_traced_memory()[1] / 1e6)
    tracemalloc.stop()


# --- the peers, in their own process ----------------------------------------------------------------------


def esda_calls(frame, points, values, jobs: int):
    """Return the statistics of esda as functions of the permutations."""
    import esda
    import libpysal

    w = libpysal.weights.Queen.from_dataframe(frame, use_index=False, silence_warnings=True)
    w.transform = "r"

    @cache
    def near() -> object:
        band = libpysal.weights.DistanceBand(
            points, threshold=2_000.0, binary=False, alpha=-1.0, silence_warnings=True
        )
        band.transform = "r"
        return band

    many = {"n_jobs": jobs, "seed": 1}
    return {
        "local Moran": lambda p: esda.Moran_Local(values, w, permutations=p, **many),
        "Gi*": lambda p: esda.G_Local(values, w, star=True, permutations=p, **many),
        "local Geary": lambda p: esda.Geary_Local(w, permutations=p, keep_simulations=False, **many).fit(
            values
        ),
        "local Moran, inverse distance": lambda p: esda.Moran_Local(values, near(), permutations=p, **many),
    }


def pygeoda_calls(layer, values, method: str):
    """Return the statistics of pygeoda as functions of the permutations."""
    import pygeoda

    w = pygeoda.queen_weights(layer)
    near = pygeoda.distance_weights(layer, 2_000.0, is_inverse=True)
    data = values.tolist()
    many = {"permutation_method": method, "seed": 1}
    return {
        "local Moran": lambda p: pygeoda.local_moran(w, data, permutations=p, **many),
        "Gi*": lambda p: pygeoda.local_gstar(w, data, permutations=p, **many),
        "local Geary": lambda p: pygeoda.local_geary(w, data, permutations=p, **many),
        "local Moran, inverse distance": lambda p: pygeoda.local_moran(near, data, permutations=p, **many),
    }


def peer(name: str, sizes: list[int], permutations: list[int], limit: float, send: Send) -> None:
    """Send the seconds of one peer; runs in the peers' environment.

    All sizes run in one process, since esda compiles again in each.
    """
    import geopandas
    import shapely

    warnings.simplefilter("ignore")
    esda, pace = name.startswith("esda"), {}
    for n in sizes:
        sys.stderr.write(f"measuring {name}, n = {n}\n")
        points, cells = tessellation(n)
        frame = geopandas.GeoDataFrame(geometry=[shapely.Polygon(cell) for cell in cells])
        if esda:
            contiguity = _esda_contiguity(frame) if name == "esda, 2 cores" else {}
            calls = esda_calls(frame, points, values_of(points), 2 if name == "esda, 2 cores" else 1)
        else:
            layer, contiguity = _pygeoda_contiguity(frame)
            calls = pygeoda_calls(layer, values_of(points), name.split()[1])
        for key, seconds in contiguity.items():
            send(n, key, seconds)
        for key, call in calls.items():
            if esda and n == sizes[0]:  # the first call of all compiles
                send(n, f"cold {key}", timed(lambda c=call: c(99), 1))
            wanted = [count for count in permutations if (name, n, f"{key} {count}") in ALWAYS]
            try:
                for count, seconds in _series(call, permutations, limit, pace.get(key, 0.0) * n, wanted):
                    send(n, f"{key} {count}", seconds)
                    if seconds < OVER:
                        pace[key] = seconds / count / n
            except Exception as error:
                sys.stderr.write(f"{key}, n = {n}: {error}\n")


def _series(
    call: Callable[[int], object], permutations: list[int], limit: float, pace: float, wanted: list[int]
) -> Iterator[tuple[int, float]]:
    """Yield the seconds of each number of permutations; those over the limit unless they are wanted.

    `pace` is what a permutation will take, by the size before. Workers start once, whatever the number: two
    short calls tell that apart from the permutations.
    """
    base = 0, 0.0
    if 299 * pace <= limit:
        first, second = (timed(lambda p=count: call(p), 1) for count in (99, 299))
        base, pace = (299, second), max(second - first, 0.0) / 200
    for count in permutations:
        if count not in wanted and base[1] + pace * (count - base[0]) > limit:
            yield count, OVER
            continue
        seconds = timed(lambda p=count: call(p))
        base, pace = (count, seconds), max(seconds - base[1], 0.0) / max(count - base[0], 1)
        yield count, seconds


def _esda_contiguity(frame) -> dict[str, float]:
    import libpysal

    builders = {"queen": libpysal.weights.Queen, "rook": libpysal.weights.Rook}
    return {
        f"{kind} 0 m": timed(lambda b=build: b.from_dataframe(frame, use_index=False))
        for kind, build in builders.items()
    }


def _pygeoda_contiguity(frame) -> tuple:
    import pygeoda

    layer, out = pygeoda.open(frame), {}
    for kind, build in (("queen", pygeoda.queen_weights), ("rook", pygeoda.rook_weights)):
        out[f"{kind} 0 m"] = timed(lambda b=build: b(layer))
        out[f"{kind} 2 m"] = timed(lambda b=build: b(layer, precision_threshold=2.0))
    return layer, out


def environment() -> Path | None:
    """Return the peers' python, making their environment where it is not there; None if it cannot be had."""
    python = PEERS / ("Scripts" if os.name == "nt" else "bin") / "python"
    if python.exists():
        return python
    try:
        subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "-q", "esda", "libpysal", "pygeoda", "geopandas", "numba"],
            check=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"The peers could not be installed ({error}); only our own times follow.\n")
        return None
    return python


def measured_peer(
    python: Path, name: str, sizes: list[int], permutations: list[int], limit: float, send: Send
) -> None:
    """Run a peer in its own process and hand on what it sends, a line of JSON a cell."""
    request = json.dumps([name, sizes, permutations, limit])
    with tempfile.TemporaryFile("w+", encoding="utf-8") as messages:
        with subprocess.Popen(
            [str(python), str(Path(__file__).resolve()), "--peer", request],
            stdout=subprocess.PIPE,
            stderr=messages,
            text=True,
        ) as process:
            for line in process.stdout:
                if line.startswith(CELL):  # the peers print too
                    send(*json.loads(line[len(CELL) :]))
        messages.seek(0)
        if process.returncode:
            lines = messages.read().strip().splitlines() or ["no message"]
            sys.stderr.write(f"{name} was not measured to the end: {lines[-1]}\n")


def main() -> None:
    """Run all or one peer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of polygons")
    parser.add_argument("--permutations", type=int, nargs="+", default=PERMUTATIONS)
    parser.add_argument("--peers", nargs="*", choices=PEER_NAMES, default=PEER_NAMES)
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds that a cell may take")
    parser.add_argument("--table", type=Path, default=TABLE, help="file that the table is written to")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        peer(*json.loads(options.peer), send_line)
        return
    load()
    what = sorted(options.sizes), sorted(options.permutations), options.limit
    sizes, counts, limit = what
    rows = [f"{kind} {tolerance} m" for kind in ("queen", "rook") for tolerance in (0, 2)]
    rows += [f"{name} {count}" for name in STATISTICS for count in counts]
    table = Table(options.table, PEER_NAMES, sizes, rows, limit)
    sys.stderr.write(f"Every cell is written to {options.table}\n")
    for n in sizes:
        ours(n, counts, limit, partial(table.add, OURS))
    python = environment() if options.peers else None
    for name in options.peers if python else ():
        measured_peer(python, name, *what, partial(table.add, name))
    sys.stdout.write(table.text())


if __name__ == "__main__":
    main()
