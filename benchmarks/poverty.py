"""Multidimensional poverty of ten million records by ten indicators, in memory and on DuckDB.

Beside it, in the same run: the same in straightforward pandas. The first run in a process is what a user
waits for; in a further one the process has its memory at hand. DuckDB reads a Parquet file, which pandas is
spared, and runs only where Ibis and DuckDB are installed. `python benchmarks/poverty.py 100` does DuckDB with
100 million.
"""

from __future__ import annotations

import functools
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from measure import load_plugin, measure_first, table

RECORDS, INDICATORS, AREAS, CUTOFF = 10_000_000, 10, 8_563, 8
FIELDS = [f"i{number}" for number in range(INDICATORS)]


def records(count: int = RECORDS, seed: int = 5) -> pd.DataFrame:
    """Return households of 8,563 areas: ten small whole numbers, of which low ones are deprived, and persons."""
    random = np.random.default_rng(seed)
    wealth = random.normal(10, 2, size=count).astype("float32")
    frame = pd.DataFrame(
        {field: (wealth + random.normal(0, 2, size=count)).round().clip(0, 20).astype("int8") for field in FIELDS}
    )
    frame["area"] = random.integers(0, AREAS, count).astype("int32")
    frame["persons"] = random.integers(1, 9, count).astype("int8")
    return frame


def definition() -> Any:
    """Return the definition: three dimensions, one cut-off."""
    from sejahtera.analysis.poverty.definition import PovertyDefinition, PovertyDimension
    from sejahtera.analysis.poverty.rules import Deprivation

    parts = (("health", FIELDS[:2]), ("education", FIELDS[2:4]), ("living", FIELDS[4:]))
    return PovertyDefinition(
        tuple(
            PovertyDimension(code, tuple(Deprivation(field, "below", CUTOFF) for field in fields))
            for code, fields in parts
        )
    )


def plain_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """Deprivation matrix, scores, censoring, weighted means by area, as a notebook would."""
    weights = pd.Series([1 / 6] * 4 + [1 / 18] * 6, index=FIELDS)
    deprived = (frame[FIELDS] < CUTOFF).astype(float)
    score = (deprived * weights).sum(axis=1)
    poor = (score >= 1 / 3 - 1e-9).astype(float)
    parts = pd.DataFrame({"headcount": poor, "mpi": poor * score})
    for field in FIELDS:
        parts[f"censored_{field}"] = deprived[field] * poor
        parts[f"uncensored_{field}"] = deprived[field]
    sums = parts.mul(frame["persons"], axis=0).groupby(frame["area"]).sum()
    return sums.div(frame.groupby("area")["persons"].sum(), axis=0)


def in_memory(frame: pd.DataFrame) -> pd.DataFrame:
    """Compute the same with the engine for tables in memory."""
    from sejahtera.analysis.poverty import alkire_foster
    from sejahtera.analysis.poverty.engines.memory import sums_frame

    return alkire_foster.measure(sums_frame(frame, definition(), "area", ["persons"])).areas


def on_duckdb(path: str) -> pd.DataFrame:
    """Compute the same from a Parquet file with DuckDB."""
    from sejahtera.analysis.poverty import alkire_foster
    from sejahtera.analysis.poverty.engines.database import sums_table
    from sejahtera.analysis.poverty.engines.sources import open_files

    source = open_files(path, memory="1500MB", threads=2)
    return alkire_foster.measure(sums_table(source, definition(), "area", ["persons"])).areas


def parquet(folder: str, millions: int) -> str:
    """Write the records in files of ten million rows each; return their pattern."""
    import duckdb  # noqa: F401 - missing packages are found before the records are made
    import ibis  # noqa: F401
    import pyarrow as pa
    import pyarrow.parquet as pq

    for part in range(max(1, millions // 10)):
        rows = pa.Table.from_pandas(records(min(RECORDS, millions * 1_000_000), seed=5 + part))
        pq.write_table(rows, Path(folder) / f"part{part}.parquet")
    return str(Path(folder) / "*.parquet")


def main() -> int:
    """Print the table; return 1 where a target is missed."""
    load_plugin()
    millions = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    plain, memory, duckdb = "straightforward pandas", "in memory", f"DuckDB, {millions} million"
    rows = {}
    if millions == 10:
        rows[plain] = measure_first(records, plain_pandas, 3)
        rows[memory] = measure_first(records, in_memory, 3)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = parquet(folder, millions)
            rows[duckdb] = measure_first(functools.partial(str, path), on_duckdb, 3)
    except ImportError as missing:
        sys.stdout.write(f"DuckDB is left out: {missing}\n")
    first, again, _ = rows.get(plain, (float("nan"),) * 3)
    table(
        f"Alkire–Foster, {INDICATORS} indicators, {AREAS:,} areas",
        ("first run, s", f"times {plain}", "a further run, s", f"times {plain}", "peak MB"),
        ((name, (one, one / first, more, more / again, peak)) for name, (one, more, peak) in rows.items()),
    )
    missed = [
        name
        for name, share in ((memory, 1 / 3), (duckdb, 1 / 10))
        if name in rows and (rows[name][0] > first * share or rows[name][1] > again * share)
    ]
    return int(bool(missed) or (duckdb in rows and rows[duckdb][2] > 2048))


if __name__ == "__main__":
    sys.exit(main())
