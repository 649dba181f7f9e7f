"""Measure our spatial statistics beside esda, libpysal and pygeoda, in one run on this machine.

Run by `make bench-hotspots`; `--sizes` and `--permutations` choose less than all. The peers live in an
environment of their own (`.venv-peers`, made here with pip), since they bring newer numpy than QGIS. A
cell that is expected to take more than half a minute is left out and shown as a dash.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
import tracemalloc
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
PEERS = Path(os.environ.get("SEJAHTERA_PEERS", ROOT / ".venv-peers"))
LIMIT = 30.0
#: What takes longer (seconds) is measured once.
ONCE = 1.0
SIZES = (54, 1_000, 10_000, 84_000)
PERMUTATIONS = (999, 9_999, 99_999)
#: name, and what it grows with beyond n × permutations: nothing here, so a smaller cell predicts a larger
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


def values_of(points: np.ndarray) -> np.ndarray:
    """Return a positive, smooth and noisy variable."""
    wave = np.sin(points[:, 0] / 9_000) + np.cos(points[:, 1] / 7_000)
    return np.round(wave + np.random.default_rng(2).normal(size=len(points)) + 10, 6)


# --- ours -----------------------------------------------------------------------------------------------


def ours(n: int, permutations: tuple[int, ...]) -> dict[str, float]:
    """Return seconds and peak memory of our functions, called as the algorithms call them."""
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
    out = {}
    for name, build in (("queen", queen), ("rook", rook)):
        for tolerance in (0.0, 2.0):
            out[f"{name} {tolerance:g} m"] = timed(lambda b=build, t=tolerance: b(polygons, t))
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
    for count in permutations:
        for name, call in calls.items():
            key = f"{name} {count}"
            if _too_long(out, name, count):
                continue
            test = Inference(permutations=count)
            out[key] = timed(lambda c=call, t=test: c(t))
    tracemalloc.start()
    queen(polygons, 2.0)
    out["memory queen"] = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.reset_peak()
    local_moran(values, row, Inference(permutations=9_999))
    out["memory local Moran"] = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return out


def _too_long(done: dict[str, float], name: str, count: int) -> bool:
    """Return whether the last smaller cell says that this one would take longer than the limit."""
    for smaller in sorted((c for c in PERMUTATIONS if c < count), reverse=True):
        key = f"{name} {smaller}"
        if key in done:
            return done[key] * count / smaller > LIMIT
    return False


# --- the peers, in their own process ----------------------------------------------------------------------


def esda_calls(frame, points, values, jobs: int):
    """Return the statistics of esda as functions of the permutations."""
    import esda
    import libpysal

    w = libpysal.weights.Queen.from_dataframe(frame, use_index=False, silence_warnings=True)
    w.transform = "r"
    near = libpysal.weights.DistanceBand(
        points, threshold=2_000.0, binary=False, alpha=-1.0, silence_warnings=True
    )
    near.transform = "r"
    many = {"n_jobs": jobs, "seed": 1}
    return {
        "local Moran": lambda p: esda.Moran_Local(values, w, permutations=p, **many),
        "Gi*": lambda p: esda.G_Local(values, w, star=True, permutations=p, **many),
        "local Geary": lambda p: esda.Geary_Local(w, permutations=p, keep_simulations=False, **many).fit(
            values
        ),
        "local Moran, inverse distance": lambda p: esda.Moran_Local(values, near, permutations=p, **many),
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


def peer(name: str, sizes: list[int], permutations: list[int], limit: float) -> dict[str, dict[str, float]]:
    """Return the seconds of one peer by size; runs in the peers' environment.

    All sizes run in one process, since esda compiles again in each.
    """
    import warnings

    warnings.simplefilter("ignore")
    return {str(n): _peer_at(name, n, permutations, limit, n == sizes[0]) for n in sizes}


def _peer_at(name: str, n: int, permutations: list[int], limit: float, cold: bool) -> dict[str, float]:
    import geopandas
    import shapely

    sys.stderr.write(f"measuring {name}, n = {n}\n")
    points, cells = tessellation(n)
    frame = geopandas.GeoDataFrame(geometry=[shapely.Polygon(cell) for cell in cells])
    values = values_of(points)
    esda = name.startswith("esda")
    if esda:
        out = _esda_contiguity(frame) if name == PEER_NAMES[1] else {}
        calls = esda_calls(frame, points, values, 2 if "2 cores" in name else 1)
    else:
        layer, out = _pygeoda_contiguity(frame)
        calls = pygeoda_calls(layer, values, "complete" if "complete" in name else "lookup")
    for key, call in calls.items():
        first = timed(lambda c=call: c(99), 1)  # the first call of all compiles
        if cold and esda:
            out[f"cold {key}"] = first
            first = timed(lambda c=call: c(99), 1)
        # workers start once, whatever the number: two short calls tell that apart from the permutations
        done = 299, timed(lambda c=call: c(299), 1)
        slope = max(done[1] - first, 0.0) / 200
        for count in permutations:
            if done[1] + slope * (count - done[0]) > limit:
                break
            seconds = out[f"{key} {count}"] = timed(lambda c=call, p=count: c(p))
            slope = max(seconds - done[1], 0.0) / max(count - done[0], 1)
            done = count, seconds
    return out


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


PEER_NAMES = ("esda, 1 core", "esda, 2 cores", "pygeoda complete", "pygeoda lookup")
#: Those that are measured by default: on one core esda alone would take the time of all others.
USUAL = PEER_NAMES[1:]


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
        say(f"The peers could not be installed ({error}); only our own times follow.\n")
        return None
    return python


def measured_peer(
    python: Path, name: str, sizes: tuple[int, ...], permutations: tuple[int, ...], limit: float
) -> dict[str, dict[str, float]]:
    """Run a peer in its own process and return its seconds by size; an empty table where it fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "times.json"
        log = Path(folder) / "log.txt"
        request = json.dumps([name, sizes, permutations, limit])
        with log.open("w", encoding="utf-8") as messages:
            done = subprocess.run(
                [str(python), str(Path(__file__).resolve()), "--peer", request, "--out", str(path)],
                check=False,
                stderr=messages,
            )
        if done.returncode or not path.exists():
            lines = log.read_text(encoding="utf-8").strip().splitlines() or ["no message"]
            say(f"{name} was not measured: {lines[-1]}\n")
            return {}
        return json.loads(path.read_text(encoding="utf-8"))


# --- the tables --------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Write a line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def row(cells: list[str]) -> None:
    """Write a row of a Markdown table."""
    say("| " + " | ".join(cells) + " |")


def cell(theirs: float | None, mine: float | None) -> str:
    """Return seconds and the ratio to ours."""
    if theirs is None:
        return "–"
    return f"{theirs:.3g} ({theirs / mine:.2g} ×)" if mine else f"{theirs:.3g}"


def machine() -> str:
    """Name the machine."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    versions = f"Python {platform.python_version()}, numpy {np.__version__}"
    return f"{model}, {os.cpu_count()} cores, {platform.system()}, {versions}"


def report(
    n: int, mine: dict[str, float], others: dict[str, dict[str, float]], counts: tuple[int, ...]
) -> None:
    """Write the tables of one size."""
    say(f"\n## n = {n:,}\n")
    names = list(others)
    row(["seconds (ratio to ours)", "ours", *names])
    row(["---"] * (len(names) + 2))
    keys = [f"{kind} {tolerance} m" for kind in ("queen", "rook") for tolerance in (0, 2)]
    keys += [f"{name} {count}" for name in STATISTICS for count in counts]
    for key in keys:
        seconds = [others[name].get(key) for name in names]
        row([key, cell(mine.get(key), None), *(cell(s, mine.get(key)) for s in seconds)])
    cold = {name: sum(v for k, v in o.items() if k.startswith("cold")) for name, o in others.items()}
    said = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in cold.items() if seconds)
    if said:
        say(f"\nFirst calls of the four statistics, compiling included: {said}.")
    say("Peak memory beside the input: ")
    say(f"tolerant queen {mine['memory queen']:.0f} MB, local Moran {mine['memory local Moran']:.0f} MB.")


def main() -> None:
    """Run all or one peer."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of polygons")
    parser.add_argument("--permutations", type=int, nargs="+", default=PERMUTATIONS)
    parser.add_argument("--peers", nargs="*", choices=PEER_NAMES, default=USUAL)
    parser.add_argument("--limit", type=float, default=LIMIT, help="seconds that a cell may take")
    parser.add_argument("--peer", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        options.out.write_text(json.dumps(peer(*json.loads(options.peer))), encoding="utf-8")
        return
    load()
    counts = tuple(options.permutations)
    say(f"# Hot spots beside the peers\n\n{machine()}.\n")
    say("Voronoi polygons, row-standardised queen neighbours (inverse distance: all within 2 km); medians of")
    say(
        f"three runs, of one where it takes over a second; – was not measured, or would take over {options.limit:g} s."
    )
    say("Ours is the whole call: checks, statistic, analytic and pseudo p, correction, classes, frame.")
    python = environment()
    sizes = tuple(options.sizes)
    mine = {n: ours(n, counts) for n in sizes}
    peers = {
        name: measured_peer(python, name, sizes, counts, options.limit)
        for name in (options.peers if python else ())
    }
    for n in sizes:
        report(n, mine[n], {name: found.get(str(n), {}) for name, found in peers.items()}, counts)


if __name__ == "__main__":
    main()
