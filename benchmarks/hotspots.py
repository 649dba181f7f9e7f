"""Measure our spatial statistics beside esda, libpysal and pygeoda, in one run on this machine.

Run by `make bench-hotspots`; `--sizes` and `--permutations` choose less than all. The peers live in an
environment of their own (`.venv-peers`, made here with pip), since they bring newer numpy than QGIS. A
cell that is expected, by a smaller one, to take longer than the limit is not measured and says so. The
table is written to a file cell after cell, so that a run that is broken off has lost nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from comparison import OURS, OVER, Table
from measure import ROOT, load_plugin

PEERS = Path(os.environ.get("SEJAHTERA_PEERS", ROOT / ".venv-peers"))
PACKAGES = ("esda", "libpysal", "pygeoda", "geopandas", "numba")
TABLE = ROOT / "build" / "bench-hotspots.md"
LIMIT = 20.0
#: What takes longer (seconds) is measured once.
ONCE = 1.0
SIZES = (54, 1_000, 10_000, 84_000)
PERMUTATIONS = (999, 9_999, 99_999)
PEER_NAMES = ("esda, 1 core", "esda, 2 cores", "pygeoda complete", "pygeoda lookup")
#: What the aims name is measured however long it takes: peer, size, cell.
ALWAYS = {(name, 84_000, "local Moran 9999") for name in ("esda, 2 cores", "pygeoda lookup")}
#: Takes size, cell and seconds.
Send = Callable[[int, str, float], None]
#: Statistics as functions of the permutations, and builders of neighbours.
Calls = dict[str, Callable[[int], object]]
Builders = dict[str, Callable[[], object]]
#: How a line begins in which a peer sends a cell; the peers print too.
CELL = "cell: "
STATISTICS = ("local Moran", "Gi*", "local Geary", "local Moran, inverse distance")
REACH = 2_000.0


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


def values_of(points: np.ndarray) -> np.ndarray:
    """Return a positive, smooth and noisy variable."""
    wave = np.sin(points[:, 0] / 9_000) + np.cos(points[:, 1] / 7_000)
    return np.round(wave + np.random.default_rng(2).normal(size=len(points)) + 10, 6)


def timed(function: Callable[[], object], repeats: int = 3) -> float:
    """Return the median seconds; once is enough for what takes seconds."""
    found: list[float] = []
    while len(found) < repeats and max(found, default=0.0) <= ONCE:
        start = time.perf_counter()
        function()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def series(
    call: Callable[[int], object], counts: list[int], limit: float, pace: float, wanted: set[int]
) -> Iterator[tuple[int, float]]:
    """Yield the seconds of each number of permutations; those over the limit unless they are wanted.

    `pace` is what a permutation will take, by the size before. Workers start once, whatever the number: two
    short calls tell that apart from the permutations.
    """
    base = 0, 0.0
    if 299 * pace <= limit:
        first, second = (timed(partial(call, count), 1) for count in (99, 299))
        base, pace = (299, second), max(second - first, 0.0) / 200
    for count in counts:
        if count not in wanted and base[1] + pace * (count - base[0]) > limit:
            yield count, OVER
            continue
        seconds = timed(partial(call, count))
        base, pace = (count, seconds), max(seconds - base[1], 0.0) / max(count - base[0], 1)
        yield count, seconds


def cells(name: str, n: int, builders: Builders, calls: Calls, options: tuple, pace: dict, send: Send) -> None:
    """Send what neighbours and statistics of one candidate take at one size; `pace` is kept for the next size."""
    counts, limit = options
    for key, build in builders.items():
        send(n, key, timed(build))
    for key, call in calls.items():
        wanted = {count for count in counts if (name, n, f"{key} {count}") in ALWAYS}
        for count, seconds in series(call, counts, limit, pace.get(key, 0.0) * n, wanted):
            send(n, f"{key} {count}", seconds)
            if seconds < OVER:
                pace[key] = seconds / count / n


def of_ours(points, rings) -> tuple[Builders, Calls]:
    """Return our functions, called as the algorithms call them."""
    import pandas as pd
    from sejahtera.analysis.spatial.geometry import Polygons
    from sejahtera.analysis.spatial.local.geary import local_geary
    from sejahtera.analysis.spatial.local.getis_ord import getis_ord
    from sejahtera.analysis.spatial.local.moran import local_moran
    from sejahtera.analysis.spatial.local.result import Inference
    from sejahtera.analysis.spatial.weights.contiguity import queen, rook
    from sejahtera.analysis.spatial.weights.distance import inverse_distance

    polygons, values = Polygons.from_rings([[ring] for ring in rings]), pd.Series(values_of(points))
    row = queen(polygons, 0.0).row_standardised()
    inverse = inverse_distance(points, REACH).row_standardised()
    builders: Builders = {
        f"{build.__name__} {tolerance} m": partial(build, polygons, float(tolerance))
        for build in (queen, rook)
        for tolerance in (0, 2)
    }
    calls = (
        lambda p: local_moran(values, row, Inference(permutations=p)),
        lambda p: getis_ord(values, row, True, Inference(permutations=p)),
        lambda p: local_geary(values, row, Inference(permutations=p)),
        lambda p: local_moran(values, inverse, Inference(permutations=p)),
    )
    return builders, dict(zip(STATISTICS, calls))


def ours(sizes: list[int], options: tuple, send: Send) -> None:
    """Send our seconds and peak memory."""
    pace: dict[str, float] = {}
    for n in sizes:
        builders, calls = of_ours(*tessellation(n))
        cells(OURS, n, builders, calls, options, pace, send)
        for what, call in (("queen", builders["queen 2 m"]), ("local Moran", partial(calls["local Moran"], 9_999))):
            tracemalloc.start()
            call()
            send(n, f"memory {what}", tracemalloc.get_traced_memory()[1] / 1e6)
            tracemalloc.stop()


# --- the peers, in their own process ----------------------------------------------------------------------


def of_esda(frame, points, values, jobs: int) -> tuple[Builders, Calls]:
    """Return the builders of libpysal and the statistics of esda."""
    import esda
    import libpysal

    kinds = {"queen 0 m": libpysal.weights.Queen, "rook 0 m": libpysal.weights.Rook}
    quiet = {"silence_warnings": True}
    w = libpysal.weights.Queen.from_dataframe(frame, use_index=False, **quiet)
    w.transform = "r"

    @cache
    def near() -> Any:
        band = libpysal.weights.DistanceBand(points, threshold=REACH, binary=False, alpha=-1.0, **quiet)
        band.transform = "r"
        return band

    many = {"n_jobs": jobs, "seed": 1}
    calls = (
        lambda p: esda.Moran_Local(values, w, permutations=p, **many),
        lambda p: esda.G_Local(values, w, star=True, permutations=p, **many),
        lambda p: esda.Geary_Local(w, permutations=p, keep_simulations=False, **many).fit(values),
        lambda p: esda.Moran_Local(values, near(), permutations=p, **many),
    )
    builders: Builders = {key: partial(kind.from_dataframe, frame, use_index=False) for key, kind in kinds.items()}
    return builders if jobs == 2 else {}, dict(zip(STATISTICS, calls))


def of_pygeoda(frame, values, method: str) -> tuple[Builders, Calls]:
    """Return the builders and the statistics of pygeoda."""
    import pygeoda

    layer, data = pygeoda.open(frame), values.tolist()
    w = pygeoda.queen_weights(layer)
    near = pygeoda.distance_weights(layer, REACH, is_inverse=True)
    many = {"permutation_method": method, "seed": 1}
    calls = (
        lambda p: pygeoda.local_moran(w, data, permutations=p, **many),
        lambda p: pygeoda.local_gstar(w, data, permutations=p, **many),
        lambda p: pygeoda.local_geary(w, data, permutations=p, **many),
        lambda p: pygeoda.local_moran(near, data, permutations=p, **many),
    )
    builders: Builders = {}
    for kind, build in (("queen", pygeoda.queen_weights), ("rook", pygeoda.rook_weights)):
        builders[f"{kind} 0 m"] = partial(build, layer)
        builders[f"{kind} 2 m"] = partial(build, layer, precision_threshold=2.0)
    return builders, dict(zip(STATISTICS, calls))


def peer(name: str, sizes: list[int], options: tuple) -> None:
    """Print the cells of one peer; all sizes in one process, since esda compiles again in each."""
    import geopandas
    import shapely

    def send(n: int, key: str, seconds: float) -> None:
        print(CELL + json.dumps([n, key, seconds]), flush=True)

    warnings.simplefilter("ignore")
    pace: dict[str, float] = {}
    for n in sizes:
        points, rings = tessellation(n)
        frame = geopandas.GeoDataFrame(geometry=[shapely.Polygon(ring) for ring in rings])
        if name.startswith("esda"):
            builders, calls = of_esda(frame, points, values_of(points), 2 if name == "esda, 2 cores" else 1)
            if n == sizes[0]:  # the first call of all compiles
                for key, call in calls.items():
                    send(n, f"cold {key}", timed(partial(call, 99), 1))
        else:
            builders, calls = of_pygeoda(frame, values_of(points), name.split()[1])
        cells(name, n, builders, calls, options, pace, send)


def environment() -> Path | None:
    """Return the peers' python, making their environment where it is not there; None if it cannot be had."""
    python = PEERS / "bin" / "python"
    try:
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", str(PEERS)], check=True)
            subprocess.run([str(python), "-m", "pip", "install", "-q", "pandas", *PACKAGES], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The peers could not be installed ({error}); only our own times follow.", file=sys.stderr)
        return None
    return python


def measured_peer(python: str, name: str, sizes: list[int], options: tuple, send: Send) -> None:
    """Run a peer in its own process and hand on what it prints."""
    command = [python, str(Path(__file__).resolve()), "--peer", json.dumps([name, sizes, options])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            if line.startswith(CELL):
                send(*json.loads(line[len(CELL) :]))
    if process.returncode:
        print(f"{name} was not measured to the end, see above", file=sys.stderr)


def main() -> None:
    """Run all or one peer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of polygons")
    parser.add_argument("--permutations", type=int, nargs="+", default=PERMUTATIONS)
    parser.add_argument("--peers", nargs="*", choices=PEER_NAMES, default=PEER_NAMES)
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds that a cell may take")
    parser.add_argument("--table", type=Path, default=TABLE, help="file that the table is written to")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.peer:
        peer(*json.loads(asked.peer))
        return
    load_plugin()
    sizes, options = sorted(asked.sizes), (sorted(asked.permutations), asked.limit)
    rows = [f"{kind} {tolerance} m" for kind in ("queen", "rook") for tolerance in (0, 2)]
    rows += [f"{name} {count}" for name in STATISTICS for count in options[0]]
    table = Table(asked.table, PEER_NAMES, sizes, rows, asked.limit)
    print(f"Every cell is written to {asked.table}", file=sys.stderr)
    ours(sizes, options, partial(table.add, OURS))
    python = environment() if asked.peers else None
    for name in asked.peers if python else ():
        measured_peer(str(python), name, sizes, options, partial(table.add, name))
    print(table.text())


if __name__ == "__main__":
    main()
