"""`bivariateclusters`: one thing here and another around, or both together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Progress, mark
from ...analysis.core.registers import Method, Register
from ...analysis.spatial.bivariate_classes import bivariate_classes
from ...analysis.spatial.local.join_counts import bivariate_join_count, colocation
from ...analysis.spatial.local.moran import bivariate_local_moran
from ...language import tr
from ..base.parameters import NUMERIC, choice, field
from .local import CLASSES_MAP, SIGNIFICANCE_MAP, LocalStatistic
from .parameters import ORIENTATIONS

if TYPE_CHECKING:
    from ...analysis.spatial.local.result import Inference, LocalResult
    from ...analysis.spatial.weights.weights import Weights
    from ..base.run import Run

STATISTICS = Register(
    mark("statistic"),
    [
        Method(
            "moran",
            mark("Bivariate local Moran: the first here, the second among the neighbours"),
            bivariate_local_moran,
            mark("Bivariate local Moran"),
        ),
        Method(
            "joincount",
            mark("Bivariate join count: the first here, the second around, nowhere both"),
            bivariate_join_count,
            mark("Bivariate join count"),
        ),
        Method("colocation", mark("Co-location: both here, and both around"), colocation, mark("Co-location")),
    ],
)
BIVARIATE_MAP = Method("bivariate", mark("Both fields in three classes each (3 × 3)"))


class BivariateClusters(LocalStatistic):
    """Two fields: need and aid, for example."""

    ID = "bivariateclusters"
    TITLE = mark("Bivariate clusters")
    SUMMARY = mark("Compares two fields in space: where need is and aid is not, or where both lie together.")
    HELP = mark(
        "<p>Added fields: lisa, lisa_z, lisa_p, lisa_q, lisa_class, lisa_p_analytic, and bivariate_class, "
        "such as 1-3: the third of the first and of the second field that the area is in, 1 the lowest (left "
        "out where a field has fewer than three values).</p>"
        "<p>moran: HL means a high first field among low values of the second. The second field is permuted "
        "among the others. It says nothing of the two fields in the same area; the 3 × 3 map does.</p>"
        "<p>joincount and colocation need fields of 0 and 1; the class is joined where there are more such "
        "neighbours than by chance (upper tail, whatever SIDES).</p>"
        "<p>In the 3 × 3 map the darkest class is the worst in both fields. For need and aid say that high "
        "need is bad (ORIENTATION deprivation) and high aid good (ORIENTATION_2 welfare).</p>"
    )
    TAGS = mark("bivariate,LISA,Moran,join count,colocation,need,aid,targeting,bantuan,kebutuhan,bivariat,gerombol")
    STATISTICS = STATISTICS
    MAPS = Register(mark("map"), [CLASSES_MAP, BIVARIATE_MAP, SIGNIFICANCE_MAP])
    MAPS_HELP = mark("classes, bivariate or significance: what the layer shows when it is opened.")

    def define_variables(self) -> None:
        """Add FIELD, FIELD_2 and STATISTIC."""
        self.add(
            field("FIELD", tr("Field"), NUMERIC),
            tr("The first field, for example need."),
            field("FIELD_2", tr("Second field"), NUMERIC),
            tr("The second field, for example aid; looked at among the neighbours."),
            choice("STATISTIC", tr("Statistic"), STATISTICS, "moran"),
            tr("moran, joincount or colocation."),
            choice("ORIENTATION_2", tr("Meaning of high values, second field"), ORIENTATIONS, "welfare"),
            tr("welfare or deprivation: whether high values of the second field are good; for the 3 × 3 map."),
        )

    def columns(self, run: Run) -> list[str]:
        """Return FIELD and FIELD_2."""
        first, second = run.field("FIELD"), run.field("FIELD_2")
        if first == second:
            raise InputError(mark("Choose two different fields; {column} was chosen twice."), column=first)
        return [first, second]

    def statistic(
        self, run: Run, values: pd.DataFrame, weights: Weights, inference: Inference, progress: Progress
    ) -> LocalResult:
        """Compute the statistic chosen."""
        return STATISTICS[run.choice("STATISTIC")].function(values, weights, inference, progress)

    def further_fields(self, run: Run, values: pd.DataFrame) -> dict[str, pd.Series]:
        """Return the thirds, where the fields have so many values."""
        try:
            return {"bivariate_class": bivariate_classes(values)["pair"]}
        except InputError:
            if run.choice("MAP") == BIVARIATE_MAP.code:
                raise
            return {}

    def class_style(self, run: Run) -> tuple[str, dict[str, Any]]:
        """Return the style of the classes that the statistic can have."""
        family = "bivariate" if run.choice("STATISTIC") == "moran" else "joins"
        return "clusters", {"statistic": family, "higher_is_better": run.choice("ORIENTATION") == "welfare"}

    def map_style(self, run: Run) -> tuple[str, str, dict[str, Any]]:
        """Add the 3 × 3 map to the styles of all local statistics."""
        if run.choice("MAP") != BIVARIATE_MAP.code:
            return super().map_style(run)
        first, second = self.columns(run)
        options = {
            "first": first,
            "second": second,
            "higher_is_better": run.choice("ORIENTATION") == "welfare",
            "second_higher_is_better": run.choice("ORIENTATION_2") == "welfare",
        }
        return "bivariate", "bivariate_class", options
