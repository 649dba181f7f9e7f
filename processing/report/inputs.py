"""The results that a policy report can be written from: one entry a layer or table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...analysis.core.registers import Register
from . import words


@dataclass(frozen=True)
class ReportInput:
    """A layer or table by the name of its parameter, and the algorithm that makes it.

    needed: the fields that make it a result of its kind, with spaces between; further: those that are used where
    they are there. Of a layer only these are read, a table whole. words: what puts words of the report's language
    into it; later: its parameter stands behind those of the first version.
    """

    code: str
    label: str
    algorithm: str
    needed: str = ""
    further: str = ""
    table: bool = False
    words: Callable[[pd.DataFrame, str], pd.DataFrame] | None = None
    later: bool = False


_CHANGES = "change_rank index_before index_after rank_before rank_after beyond_noise change_rank_low"
INPUTS = Register(
    mark("input of the report"),
    [
        ReportInput("INDEX", mark("Welfare index"), "compositeindex", "index rank", "class coverage"),
        ReportInput("HOTSPOTS", mark("Hotspots"), "hotspots", "gi_z gi_p gi_q", "gi_class"),
        ReportInput("CLUSTERS", mark("Clusters and outliers"), "clustersoutliers", "lisa lisa_p lisa_q lisa_class"),
        ReportInput(
            "WEIGHTS_TABLE",
            mark("Table of weights"),
            "compositeindex",
            "level dimension field weight_effective",
            table=True,
            words=words.named,
        ),
        ReportInput("CONTRIBUTIONS_TABLE", mark("Table of contributions"), "compositeindex", table=True),
        ReportInput(
            "INEQUALITY",
            mark("Table of inequality"),
            "inequalitymeasures",
            "measure value",
            table=True,
            words=words.measured,
        ),
        ReportInput("CHANGE", mark("Change"), "indexchange", "change", _CHANGES),
        ReportInput(
            "ROBUSTNESS", mark("Robustness"), "indexrobustness", "rank_median rank_low rank_high", "rank_share_bottom"
        ),
        ReportInput(
            "POVERTY",
            mark("Poverty"),
            "multidimensionalpoverty",
            "headcount intensity mpi",
            "se_mpi records reliability",
        ),
        ReportInput("PRIORITIES", mark("Priorities"), "priorities", "priority reason", "decision priority_name"),
        ReportInput(
            "TARGETING",
            mark("Targeting"),
            "targeting",
            "coverage served",
            "eligible recipients eligible_recipients quota_gap",
        ),
        ReportInput(
            "PROGRAMMES",
            mark("Table of a programme's effect"),
            "programmeeffect",
            "estimate effect",
            table=True,
            words=words.outcomes,
        ),
        ReportInput("FINDINGS", mark("Findings"), "thematicfindings", "convergence"),
        ReportInput(
            "CHECK", mark("Table of the audit"), "checkindicators", "field gravest", table=True, words=words.audited
        ),
        ReportInput("DRIVERS", mark("Residuals of the drivers"), "drivers", "fitted residual residual_sd", later=True),
        ReportInput(
            "COEFFICIENTS",
            mark("Table of the drivers' coefficients"),
            "drivers",
            "name coefficient error",
            table=True,
            words=words.labelled("name"),
            later=True,
        ),
        ReportInput(
            "TESTS", mark("Table of the tests of the residuals"), "drivers", "test statistic p", table=True, later=True
        ),
        ReportInput(
            "CORRELATIONS",
            mark("Table of the drivers' correlations"),
            "drivers",
            "column r p_spatial",
            "n",
            table=True,
            words=words.labelled("column"),
            later=True,
        ),
        ReportInput(
            "EVENTS",
            mark("Table of a programme's event study"),
            "programmeeffect",
            "period effect low high treated",
            table=True,
            later=True,
        ),
    ],
)
#: The one that must be given.
INDEX = INPUTS["INDEX"]
