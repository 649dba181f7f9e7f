"""`hotspots`: Getis and Ord's Gi and Gi*."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import Progress, mark
from ...analysis.core.registers import Method, Register
from ...analysis.spatial.local.getis_ord import getis_ord
from ...language import tr
from ..base.parameters import NUMERIC, choice, field
from .local import LocalStatistic

if TYPE_CHECKING:
    from ...analysis.spatial.local.result import Inference, LocalResult
    from ...analysis.spatial.weights.weights import Weights
    from ..base.run import Run

STATISTICS = Register(
    mark("statistic"),
    [
        Method("gistar", mark("Gi*: the area itself counts among its neighbours"), help=mark("Gi*")),
        Method("gi", mark("Gi: the neighbours alone"), help=mark("Gi")),
    ],
)


class Hotspots(LocalStatistic):
    """Where high or low values crowd."""

    ID = "hotspots"
    TITLE = mark("Hotspots (Getis–Ord Gi*)")
    SUMMARY = mark("Finds pockets of high and of low values: areas whose surroundings are extreme.")
    HELP = mark(
        "<p>Added fields: gi (the share of the surroundings in the total, where no value is negative), gi_z "
        "(standard score of Ord and Getis 1995), gi_p (pseudo p from conditional permutations), gi_q (p "
        "corrected for many tests), gi_class (−3 to 3: low and high pockets at 99, 95 and 90 %, 0 is not "
        "significant), gi_p_analytic (two-sided p of gi_z). Sign and significance of a class are of one tail of "
        "gi_p, that of the neighbours; where gi_z lies on the other side the log says so.</p>"
        "<p>Areas without a value, and areas without neighbours, get no result (NULL); they never count as "
        "zero. The classes use 90, 95 and 99 % whatever ALPHA; ALPHA counts the significant areas.</p>"
        "<p>High welfare is good: low pockets are red, unless ORIENTATION says that high is bad.</p>"
    )
    TAGS = mark("hotspot,coldspot,Getis,Ord,Gi*,cluster,pocket,poverty,spatial statistics,kantong,titik panas")
    PREFIX = "gi"
    STATISTICS = STATISTICS

    def define_variables(self) -> None:
        """Add FIELD and STATISTIC."""
        self.add(
            field("FIELD", tr("Field"), NUMERIC),
            tr("The number whose pockets are looked for."),
            choice("STATISTIC", tr("Statistic"), STATISTICS, "gistar"),
            tr("gistar or gi. Both have the same pseudo p; the scores differ."),
        )

    def columns(self, run: Run) -> list[str]:
        """Return FIELD."""
        return run.fields("FIELD")[:1]

    def statistic(
        self, run: Run, values: pd.DataFrame, weights: Weights, inference: Inference, progress: Progress
    ) -> LocalResult:
        """Compute Gi or Gi*."""
        return getis_ord(values.iloc[:, 0], weights, run.choice("STATISTIC") == "gistar", inference, progress)

    def class_style(self, run: Run) -> tuple[str, dict[str, Any]]:
        """Return the style of Gi's bins."""
        return "hotspots", {
            "higher_is_better": run.choice("ORIENTATION") == "welfare",
            "value_fields": self.columns(run),
        }
