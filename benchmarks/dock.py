"""From a moved slider to the repainted map, against a bare repaint of the same layer.

A real canvas draws offscreen. The demo city and a layer of 8,563 desa, which is not part of the repository:
give its path, or set SEJAHTERA_SHARED_DATA. `repaint` clears the canvas's cache and draws the layer anew with
nothing else done; `slider` sets a weight and waits until the map that shows the new index has been drawn.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from layers import INDICATORS, LAYER, with_indicators
from measure import start_qgis, table

SIZE = (900, 700)
RUNS = 15
LIMIT = 60.0


class Bench:
    """A session and a canvas on a layer."""

    def __init__(self, layer: Any, draft: Any) -> None:
        from qgis.core import QgsProject
        from qgis.gui import QgsMapCanvas
        from sejahtera.ui.session import Session

        QgsProject.instance().addMapLayer(layer, False)
        self.session = Session(QgsProject.instance())
        self.session.set_layer(layer)
        self.session.model.edit(draft)
        self.wait(lambda: self.session.result is not None)
        self.canvas = QgsMapCanvas()
        self.canvas.resize(*SIZE)
        self.canvas.setParallelRenderingEnabled(True)
        self.canvas.setCachingEnabled(True)
        self.canvas.setLayers([self.session.preview.layer])
        self.canvas.setDestinationCrs(layer.crs())
        self.canvas.setExtent(layer.extent())
        self.canvas.show()
        self.drawn = 0
        self.canvas.mapCanvasRefreshed.connect(self._count)
        self.draw()

    def _count(self) -> None:
        self.drawn += 1

    def wait(self, until: Callable[[], bool]) -> None:
        """Work through Qt's events until something is so."""
        from qgis.core import QgsApplication
        from qgis.PyQt.QtCore import QEventLoop

        end = time.monotonic() + LIMIT
        while not until():
            QgsApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
            if time.monotonic() > end:
                raise SystemExit("waited too long")

    def draw(self) -> float:
        """Draw the layer anew and return the seconds."""
        before, begun = self.drawn, time.perf_counter()
        self.canvas.clearCache()
        self.canvas.refresh()
        self.wait(lambda: self.drawn > before and not self.canvas.isDrawing())
        return time.perf_counter() - begun

    def slide(self, key: tuple[str, str], share: float) -> tuple[float, float]:
        """Move a weight; return the seconds until the index and until the map is there."""
        result, before, begun = self.session.result, self.drawn, time.perf_counter()
        self.session.model.edit(self.session.model.draft.with_share(key, share), merge=key)
        self.wait(lambda: self.session.result is not result)
        computed = time.perf_counter() - begun
        self.wait(lambda: self.drawn > before and not self.canvas.isDrawing())
        return computed, time.perf_counter() - begun


def measured(bench: Bench, key: tuple[str, str]) -> tuple[float, float, float]:
    """Return the median seconds of a bare repaint, to the index, and to the map."""
    bench.slide(key, 0.5)
    repaints = [bench.draw() for _ in range(RUNS)]
    slides = [bench.slide(key, 0.1 + 0.8 * run / RUNS) for run in range(RUNS)]
    computed, mapped = zip(*slides)
    return statistics.median(repaints), statistics.median(computed), statistics.median(mapped)


def city() -> Bench:
    """Return the bench on the demo city."""
    from qgis.core import QgsProject
    from sejahtera.ui.demo import demo_draft, demo_layer

    return Bench(demo_layer(QgsProject.instance()), demo_draft())


def province(path: Path) -> Bench:
    """Return the bench on the layer of desa with made-up indicators."""
    from qgis.core import QgsVectorLayer
    from sejahtera.analysis.indices.definition.draft import Draft
    from sejahtera.analysis.indices.definition.flat import definition_from_rows

    rows = [(f"i{number:02d}", f"d{number // 3}", "+", 1) for number in range(INDICATORS)]
    return Bench(QgsVectorLayer(str(path), "desa", "ogr"), Draft(definition_from_rows(rows)))


def rows(source: Path) -> Iterator[tuple[str, tuple[float, ...]]]:
    """Yield what was measured on each layer."""

    def row(name: str, bench: Bench, key: tuple[str, str]) -> tuple[str, tuple[float, ...]]:
        repaint, computed, mapped = measured(bench, key)
        bench.session.close()
        return name, (repaint, computed, mapped, mapped / repaint)

    yield row("54 kelurahan", city(), ("dimension", "inc"))
    if source.exists():
        with tempfile.TemporaryDirectory() as folder:
            yield row("8,563 desa", province(with_indicators(Path(folder), source)), ("dimension", "d0"))


def main() -> None:
    """Measure and print."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else LAYER
    application = start_qgis(widgets=True)
    heads = ("bare repaint, s", "slider to index, s", "slider to map, s", "times a bare repaint")
    table(f"From the slider to the map, a canvas of {SIZE[0]} × {SIZE[1]} pixels", heads, rows(source))
    del application
    os._exit(0)  # QGIS may crash while it takes itself down outside its own window


if __name__ == "__main__":
    main()
