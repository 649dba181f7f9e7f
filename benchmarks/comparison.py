"""The table of a comparison: written as Markdown whenever a cell is added."""

from __future__ import annotations

import time
from pathlib import Path

from measure import machine

#: The column that the others are held against.
OURS = "ours"
#: Stands for a cell that would have taken longer than the limit.
OVER = float("inf")


class Table:
    """All cells, by size, column and row."""

    def __init__(self, path: Path, columns: list[str], sizes: list[int], rows: list[str], limit: float) -> None:
        self.path, self.columns, self.sizes, self.rows, self.limit = path, columns, sizes, rows, limit
        self.started = time.perf_counter()
        self.cells: dict[tuple[int, str, str], float] = {}
        path.parent.mkdir(parents=True, exist_ok=True)

    def add(self, name: str, n: int, key: str, seconds: float) -> None:
        """Take a cell in, and write the file anew."""
        self.cells[n, name, key] = seconds
        self.path.write_text(self.text(), encoding="utf-8")

    def text(self) -> str:
        """Return the tables of all sizes."""
        minutes = (time.perf_counter() - self.started) / 60
        head = (
            f"# Hot spots beside the peers\n\n{machine()}; {minutes:.0f} minutes so far.\n"
            "Voronoi polygons, row-standardised queen neighbours (inverse distance: all within 2 km); medians of\n"
            "three runs, of one where it takes over a second; in brackets: times ours. > is what would take longer\n"
            f"than {self.limit:g} s by a smaller cell, – what was not measured.\n"
            "Ours is the whole call: checks, statistic, analytic and pseudo p, correction, classes, frame.\n"
        )
        return head + "".join(self._size(n) for n in self.sizes)

    def _size(self, n: int) -> str:
        names = [name for name in self.columns if any(key[:2] == (n, name) for key in self.cells)]
        rows = [["seconds (ratio to ours)", "ours", *names], ["---"] * (len(names) + 2)]
        for key in self.rows:
            mine = self.cells.get((n, OURS, key))
            theirs = [self.cells.get((n, name, key)) for name in names]
            rows.append([key, self._cell(mine, None), *(self._cell(seconds, mine) for seconds in theirs)])
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        for name in names:
            cold = [s for (size, one, key), s in self.cells.items() if (size, one, key[:4]) == (n, name, "cold")]
            if cold:
                lines.append(f"\nFirst calls of the four statistics, compiling included: {name} {sum(cold):.0f} s.")
        memory = [self.cells.get((n, OURS, f"memory {what}"), 0) for what in ("queen", "local Moran")]
        lines.append(
            f"\nPeak memory beside the input: tolerant queen {memory[0]:.0f} MB, local Moran {memory[1]:.0f} MB."
        )
        return f"\n## n = {n:,}\n\n" + "\n".join(lines) + "\n"

    def _cell(self, seconds: float | None, mine: float | None) -> str:
        """Return seconds and the ratio to ours."""
        if seconds is None:
            return "–"
        over = seconds == OVER
        shown = f"> {self.limit:g}" if over else f"{seconds:.3g}"
        if mine is None or mine == OVER:
            return shown
        ratio = f"{(self.limit if over else seconds) / mine:.2g} ×"
        return f"{shown} expected (≥ {ratio})" if over else f"{shown} ({ratio})"
