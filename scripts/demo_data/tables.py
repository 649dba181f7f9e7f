"""Writes CSV files that are the same to the byte every time."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from pathlib import Path


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Write plain UTF-8, commas, one line feed a row."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def number(value: float, decimals: int) -> str:
    """Format a figure with a decimal point; NaN is an empty cell."""
    return "" if math.isnan(value) else f"{value:.{decimals}f}"
