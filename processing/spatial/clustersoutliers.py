"""`clustersoutliers`: local Moran, and local Geary of one variable or several."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Progress, mark
from ...analysis.core.registers import Method, Register
from ...analysis.spatial.local.geary import local_geary
from ...analysis.spatial.local.moran import local_moran
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
        Method("moran", mark("Local Moran: high among high, low among low, and outliers"), help=mark("Local Moran")),
        Method("geary", mark("Local Geary: alike or unlike, of one field or several"), help=mark("Local Geary")),
    ],
)


class ClustersOutliers(LocalStatistic):
    """Who is like its neighbours, and who is not."""

    ID = "clustersoutliers"
    TITLE = mark("Clusters and outliers (local Moran, local Geary)")
    SUMMARY = mark("Finds areas that are like their neighbours (clusters) and areas that are not (outliers).")
    HELP = mark(
        "<p>Added fields: lisa (the statistic), lisa_z (its standard score), lisa_p (pseudo p from "
        "conditional permutations), lisa_q (p corrected for many tests), lisa_class, lisa_p_analytic "
        "(two-sided p of lisa_z).</p>"
        "<p>Classes: HH high among high, LL low among low, HL and LH outliers, ns not significant, island no "
        "neighbours, nodata no value. Local Geary has other_positive (alike, neither high nor low) and "
        "negative (unlike) instead of the outliers; of several fields positive and negative.</p>"
        "<p>The variance is divided by n − 1, as in GeoDa and PySAL; R's spdep divides by n. Areas without a "
        "value leave the map of neighbours; they are never zero.</p>"
    )
    TAGS = mark(
        "LISA,Moran,Geary,cluster,outlier,pocket,spatial statistics,klaster,gerombol,pencilan,kantong,indeks Moran"
    )
    STATISTICS = STATISTICS

    def define_variables(self) -> None:
        """Add FIELD, STATISTIC and FIELDS."""
        self.add(
            field("FIELD", tr("Field"), NUMERIC),
            tr("The number that is compared with its neighbours."),
            choice("STATISTIC", tr("Statistic"), STATISTICS, "moran"),
            tr("moran or geary. Local Geary also sees areas alike that are neither high nor low."),
            field("FIELDS", tr("Further fields"), NUMERIC, many=True, optional=True),
            tr("For geary: further fields, for likeness in all of them together."),
        )

    def columns(self, run: Run) -> list[str]:
        """Return FIELD, and FIELDS for Geary."""
        first, further = run.fields("FIELD")[:1], run.fields("FIELDS")
        if further and run.choice("STATISTIC") == "moran":
            raise InputError(mark("Local Moran takes one field. For several fields choose local Geary (geary)."))
        return list(dict.fromkeys([*first, *further]))

    def statistic(
        self, run: Run, values: pd.DataFrame, weights: Weights, inference: Inference, progress: Progress
    ) -> LocalResult:
        """Compute local Moran or Geary."""
        if run.choice("STATISTIC") == "moran":
            return local_moran(values.iloc[:, 0], weights, inference, progress)
        return local_geary(values, weights, inference, progress)

    def class_style(self, run: Run) -> tuple[str, dict[str, Any]]:
        """Return the style of the classes that the statistic can have."""
        family = run.choice("STATISTIC")
        if len(self.columns(run)) > 1:
            family = "multivariate"
        return "clusters", {"statistic": family, "higher_is_better": run.choice("ORIENTATION") == "welfare"}
