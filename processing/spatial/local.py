"""What the algorithms of local statistics share: parameters, the run, the layer, the report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Message, Progress, mark
from ...analysis.core.registers import Method, Register
from ...analysis.report.sections.local import local_sections
from ...analysis.spatial.cautions import caution
from ...cartography.styles.clusters import class_colours, class_words
from ...cartography.styles.hotspots import SPOT_WORDS
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.groups import HOTSPOTS
from ..base.neighbours import neighbours_of
from ..base.parameters import ANY_GEOMETRY, choice, input_layer, report_file, sink
from ..base.weight_parameters import neighbour_choice, weight_parameters
from ..io.map_of import MapOf, titled
from ..io.results import write_beside
from ..report.write import write_report
from .parameters import area_fields, inference_of, inference_parameters, orientation_parameter, read_units

if TYPE_CHECKING:
    from ...analysis.spatial.local.result import Inference, LocalResult
    from ...analysis.spatial.weights.weights import Weights
    from ..base.run import Run

CLASSES_MAP = Method("classes", mark("Classes"))
SIGNIFICANCE_MAP = Method("significance", mark("Significance: how small the corrected p is"))


class LocalStatistic(Algorithm):
    """A statistic of each unit among its neighbours: fields `<PREFIX>`, `_z`, `_p`, `_q`, `_class`."""

    GROUP = HOTSPOTS
    REQUIRES = ("pandas", "scipy")
    PREFIX = "lisa"
    #: The choices of STATISTIC; `help` is the short name in titles.
    STATISTICS: Register
    #: What OUTPUT may be styled as.
    MAPS = Register(mark("map"), [CLASSES_MAP, SIGNIFICANCE_MAP])
    MAPS_HELP = mark("classes or significance: what the layer shows when it is opened.")

    def define_variables(self) -> None:
        """Add the fields and the statistic."""
        raise NotImplementedError

    def columns(self, run: Run) -> list[str]:
        """Return the fields that the statistic needs; they must be chosen sensibly."""
        raise NotImplementedError

    def statistic(
        self, run: Run, values: pd.DataFrame, weights: Weights, inference: Inference, progress: Progress
    ) -> LocalResult:
        """Compute."""
        raise NotImplementedError

    def further_fields(self, run: Run, values: pd.DataFrame) -> dict[str, pd.Series]:  # noqa: ARG002
        """Return fields beside those of the statistic."""
        return {}

    def class_style(self, run: Run) -> tuple[str, dict[str, Any]]:
        """Return kind and options of the style that shows the classes."""
        raise NotImplementedError

    def class_legend(self, run: Run) -> tuple[dict[Any, str], dict[str, str]]:
        """Return the words of the codes of classes and, where they are words themselves, the colours."""
        kind, options = self.class_style(run)
        return (SPOT_WORDS, {}) if kind == "hotspots" else (class_words(**options), class_colours(**options))

    def map_style(self, run: Run) -> tuple[str, str, dict[str, Any]]:
        """Return kind, field and options of the style that the user asked for."""
        if run.choice("MAP") == SIGNIFICANCE_MAP.code:
            return "significance", f"{self.PREFIX}_q", {"value_fields": self.columns(run)}
        kind, options = self.class_style(run)
        return kind, f"{self.PREFIX}_class", options

    def define(self) -> None:
        """Add the parameters."""
        self.add(input_layer(ANY_GEOMETRY), tr("Areas, or points, with a number to look at."))
        self.define_variables()
        self.add(
            *weight_parameters(),
            *inference_parameters(),
            *orientation_parameter(),
            choice("MAP", tr("Map"), self.MAPS, self.MAPS.codes[0]),
            tr(self.MAPS_HELP),
            *area_fields(),
            sink("OUTPUT", self.displayName()),
            tr("The layer with the statistic of each area; in a GeoPackage it keeps its style."),
            report_file(),
            tr("Report of classes, significant areas and neighbours as HTML, PDF or DOCX."),
        )
        self.add_output_numbers(
            COUNT=tr("Areas that take part"),
            SIGNIFICANT=tr("Significant areas"),
            ISLANDS=tr("Areas without neighbours"),
            MISSING_COUNT=tr("Areas without a value"),
        )

    def compute(self, run: Run) -> dict[str, Any]:
        """Read, compute, then write everything."""
        columns = self.columns(run)
        inference = inference_of(run)
        frame, codes = read_units(run, columns)
        weights = neighbours_of(run, frame.index, neighbour_choice(run), codes)
        values = frame[columns]
        result = self.statistic(run, values, weights, inference, run.progress(0.25, 0.6))
        caution(result.diagnostics, weights)
        run.tell(result.diagnostics)
        units = self._units(result).assign(**self.further_fields(run, values))
        run.test = inference.test(Message(self.STATISTICS[run.choice("STATISTIC")].help))
        kind, shown, options = self.map_style(run)
        write_beside(run, "OUTPUT", units, MapOf(kind, shown, self.title(run), options))
        words, colours = self.class_legend(run)
        names = run.unit_names(frame.index)
        write_report(
            run,
            lambda: local_sections(result, values, inference, words, colours, names),
            title=self.title(run),
            lead=Message(self.SUMMARY),
            weights=weights.subset(values.notna().all(axis=1)),
        )
        shown = result.frame[f"{self.PREFIX}_q"]
        return {
            "COUNT": result.diagnostics.n,
            "SIGNIFICANT": int((shown <= inference.alpha).sum()),
            "ISLANDS": int(weights.islands.sum()),
            "MISSING_COUNT": result.diagnostics.missing,
        }

    def _units(self, result: LocalResult) -> pd.DataFrame:
        """Return the fields to write, in the order promised, whole classes as whole numbers."""
        names = [self.PREFIX, *(f"{self.PREFIX}_{part}" for part in ("z", "p", "q", "class", "p_analytic"))]
        units = result.frame[names]
        classes = units[f"{self.PREFIX}_class"]
        return units.assign(**{classes.name: classes.astype("Int64")}) if classes.dtype == float else units

    def title(self, run: Run) -> Message:
        """Return the title of the map: the statistic and what it was computed of."""
        return titled(self.STATISTICS[run.choice("STATISTIC")].help, *map(run.called, self.columns(run)))
