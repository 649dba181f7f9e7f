"""Charts of the index, linked to the map."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from qgis.core import QgsWkbTypes
from qgis.PyQt.QtCore import QTimer

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, Progress, mark
from ...analysis.core.registers import Method, Register
from ...analysis.indices.composite.profile import contributions_by_dimension
from ...cartography.charts.curves import draw_lorenz
from ...cartography.charts.distribution import draw_histogram, draw_ranked_bars, thin_names
from ...cartography.charts.scatter import draw_moran
from ...cartography.charts.screen import legend_below
from ...language import number, tr
from ...processing.base.requirements import how_to_install, missing_packages
from ..preview.reading import LayerSource, read_neighbours
from ..preview.task import Latest
from ..widgets.basics import wrapped
from ..widgets.choices import register_choice
from ..widgets.figure_view import FigureView
from ..words import sentence
from .page import Page

if TYPE_CHECKING:
    from ...analysis.indices.composite.result import IndexResult

CHARTS = Register(
    mark("chart"),
    [
        Method("lorenz", mark("Lorenz curve with Gini")),
        Method("histogram", mark("Histogram with the class bounds")),
        Method("bars", mark("What the dimensions add")),
        Method("moran", mark("Moran scatterplot")),
    ],
)
#: Bars that can be told apart at the height of a dock.
MOST_BARS = 30
PERMUTATIONS = 999
#: Milliseconds without a new result before a chart is drawn.
REST = 120


class ChartsPage(Page):
    """A chart, and its message in words."""

    TITLE = mark("Charts")

    def build(self) -> None:
        """Make the widgets."""
        self._weights: Any = None
        self._found: tuple | None = None
        self._latest = Latest()
        self._units: list[int] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST)
        self._rest.timeout.connect(super().update_soon)
        self.kind = register_choice(tr("Chart"), CHARTS)
        self.view = FigureView(tr("Chart"))
        self.words = wrapped()
        self.box.addWidget(self.kind)
        self.box.addWidget(self.view, 1)
        self.box.addWidget(self.words)
        self.kind.activated.connect(lambda *_: self.refresh())
        self.view.clicked.connect(self._clicked)
        self.session.selection_changed.connect(self._selection_changed)
        self.session.shape_changed.connect(self._forget)

    def update_soon(self) -> None:
        """Draw when the slider rests for a moment: a chart takes longer than an index."""
        self._rest.start()

    def refresh(self) -> None:
        """Draw the chart chosen."""
        missing = missing_packages(("matplotlib",))
        result = self.session.result
        self._units = []
        if missing:
            self._show(None, how_to_install(missing[0]))
        elif result is None:
            self._show(None, tr("There is no index yet."))
        else:
            try:
                getattr(self, f"_{self.kind.code()}")(result)
            except InputError as error:
                self._show(None, sentence(error.message, self.session.unit_name))

    def _show(self, draw: Any, words: str, points: list[tuple[float, float]] | None = None) -> None:
        self.words.setText(words)
        self.view.show_chart(draw, points, words)

    def _clicked(self, row: int) -> None:
        if row < len(self._units):
            self.session.select([self._units[row]])

    def _selection_changed(self) -> None:
        if self.kind.code() in ("bars", "moran"):
            self.update_soon()

    # The charts ----------------------------------------------------------------------------

    def _lorenz(self, result: IndexResult) -> None:
        from ...analysis.inequality.distribution import distribution
        from ...analysis.inequality.lorenz import lorenz_curve
        from ...analysis.inequality.measures import gini

        spread = distribution(result.units["index"])
        curve = lorenz_curve(spread)
        words = tr("Gini {gini}: 0 where all kelurahan have the same index, near 1 where one has all.")
        self._show(
            lambda axes, theme: draw_lorenz(
                axes,
                theme,
                curve["population"].to_numpy(),
                curve["share"].to_numpy(),
                tr("Share of the kelurahan, lowest first"),
                tr("Share of the index"),
            ),
            words.format(gini=number(float(gini(spread)), 4)),
        )

    def _histogram(self, result: IndexResult) -> None:
        index, breaks = result.units["index"].to_numpy(dtype=float), result.breaks[1:-1]
        words = tr("Lowest {low}, median {median}, highest {high}.").format(
            low=number(np.nanmin(index)), median=number(np.nanmedian(index)), high=number(np.nanmax(index))
        )
        draw = partial(draw_histogram, values=index, breaks=breaks, x=tr("Index"), y=tr("Kelurahan"))
        self._show(draw, words)

    def _bars(self, result: IndexResult) -> None:
        parts = contributions_by_dimension(result)
        order = result.units["index"].dropna().sort_values().index
        chosen = [unit for unit in order if unit in self.session.selection]
        self._units = chosen if len(chosen) > 1 else order[:MOST_BARS].tolist()
        names = [self.session.unit_name(unit) for unit in self._units]
        words = (
            tr("The {n} selected kelurahan.") if len(chosen) > 1 else tr("The {n} lowest; select others on the map.")
        )

        def draw(axes: Any, theme: Any) -> None:
            table = parts.loc[self._units]
            draw_ranked_bars(axes, theme, names, table.to_numpy(), list(table.columns), tr("Index"))
            legend_below(axes.figure, axes, theme)
            thin_names(axes)

        points = [(float("nan"), float(row)) for row in range(len(self._units))]
        self._show(draw, words.format(n=len(self._units)), points)

    # Moran ---------------------------------------------------------------------------------

    def _moran(self, result: IndexResult) -> None:
        layer = self.session.layer
        if layer.geometryType() != QgsWkbTypes.GeometryType.PolygonGeometry:
            self._show(None, tr("Neighbours are found between polygons only."))
            return
        if self._found is not None and self._found[0] is result:
            self._draw_moran(*self._found)
            return
        self._show(None, tr("Computing…"))
        weights, source = self._weights, None if self._weights else LayerSource(layer)
        index = result.units["index"]

        def work(progress: Progress) -> Any:
            found = weights or read_neighbours(source, progress)
            return found, *_moran_of(index, found)

        self._latest.start(
            tr("Sejahtera: Moran scatterplot"), work, partial(self._moran_found, result), self._moran_failed
        )

    def _moran_found(self, result: IndexResult, outcome: tuple) -> None:
        self._weights, frame, moran = outcome
        self._found = result, frame, moran
        if result is self.session.result and self.kind.code() == "moran":
            self._draw_moran(*self._found)

    def _draw_moran(self, result: IndexResult, frame: pd.DataFrame, moran: dict[str, float]) -> None:
        self._units = result.units.index.tolist()
        points = frame[["value_z", "lag_z"]].to_numpy(dtype=float)
        marked = [row for row, unit in enumerate(self._units) if unit in self.session.selection]
        names = [self.session.unit_name(unit) for unit in self._units]
        words = tr("Moran's I {value}, pseudo p {p} ({permutations} permutations): {meaning}").format(
            value=number(moran["value"], 3),
            p=number(moran["p_permutation"], 3),
            permutations=PERMUTATIONS,
            meaning=_meaning(moran),
        )

        def draw(axes: Any, theme: Any) -> None:
            labels = tr("Index (standardised)"), tr("Mean of the neighbours")
            draw_moran(axes, theme, points, moran["value"], marked, names, *labels)

        self._show(draw, words, [tuple(point) for point in points.tolist()])

    def _moran_failed(self, message: Message) -> None:
        self._show(None, sentence(message, self.session.unit_name))

    def _forget(self) -> None:
        self._weights = self._found = None


def _moran_of(index: Any, weights: Any) -> tuple[Any, dict[str, float]]:
    from ...analysis.spatial.global_statistics import global_autocorrelation
    from ...analysis.spatial.scatter import moran_scatterplot

    whole = global_autocorrelation(index, weights.row_standardised(), ("moran",), PERMUTATIONS)
    return moran_scatterplot(index, weights), whole.table.loc["moran"].to_dict()


def _meaning(moran: dict[str, float]) -> str:
    if moran["p_permutation"] > 0.05:
        return tr("no pattern beyond chance.")
    if moran["value"] > moran["expected"]:
        return tr("neighbours are alike.")
    return tr("neighbours are unlike.")
