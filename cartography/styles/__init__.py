"""One style for each kind of result; `KINDS` names them.

A style is a function of a layer. The layer remembers what it was styled as, so that a map in another
language can write the same classes in its own words.
"""

from __future__ import annotations

from functools import partial

from ...analysis.core.messages import mark
from ...analysis.core.registers import Method, Register
from .apply_style import Style, styled
from .bivariate import bivariate_classes
from .change import change_classes
from .clusters import cluster_classes
from .coded import convergence_classes, decision_classes, role_classes, service_classes
from .connections import connection_classes
from .development import development_classes
from .hotspots import hotspot_classes
from .index import index_classes
from .pattern import pattern_classes
from .priorities import priority_classes
from .ranges import dimension_classes, poverty_classes, rank_classes
from .regions import region_classes
from .significance import significance_classes
from .uncertainty import uncertainty_classes

#: `help` is the title of a map of the kind.
KINDS = Register(
    mark("kind of result"),
    [
        Method(
            "index", mark("Classes of the welfare index"), index_classes, mark("Map of the welfare index")
        ),
        Method(
            "dimension",
            mark("Score of a dimension"),
            dimension_classes,
            mark("Map of a dimension of welfare"),
        ),
        Method("rank", mark("Rank"), rank_classes, mark("Map of welfare ranks")),
        Method(
            "hotspots",
            mark("Hotspots and coldspots (Getis–Ord)"),
            hotspot_classes,
            mark("Map of hotspots and coldspots"),
        ),
        Method(
            "clusters",
            mark("Clusters and outliers (local Moran)"),
            cluster_classes,
            mark("Map of clusters and outliers"),
        ),
        Method(
            "bivariate",
            mark("Two fields in three classes each"),
            bivariate_classes,
            mark("Map of two fields"),
        ),
        Method("pattern", mark("Emerging hotspots"), pattern_classes, mark("Map of emerging hotspots")),
        Method("regions", mark("Regions and types"), region_classes, mark("Map of regions")),
        Method(
            "poverty",
            mark("Multidimensional poverty"),
            poverty_classes,
            mark("Map of multidimensional poverty"),
        ),
        Method(
            "development",
            mark("Human development"),
            development_classes,
            mark("Map of human development"),
        ),
        Method("change", mark("Change between two years"), change_classes, mark("Map of change")),
        Method(
            "connections", mark("Lines between neighbours"), connection_classes, mark("Map of neighbours")
        ),
        Method("significance", mark("Significance"), significance_classes, mark("Map of significance")),
        Method(
            "uncertainty",
            mark("Rank and how sure it is"),
            uncertainty_classes,
            mark("Map of ranks and their uncertainty"),
        ),
        Method("priorities", mark("Need for a recommendation"), priority_classes, mark("Map of needs")),
        Method(
            "decision",
            mark("Decision on the first recommendation"),
            decision_classes,
            mark("Map of priorities"),
        ),
        Method(
            "service",
            mark("Under- and over-served by a programme"),
            service_classes,
            mark("Map of under- and over-served kelurahan"),
        ),
        Method(
            "role",
            mark("Role in the comparison of a programme"),
            role_classes,
            mark("Map of treated and compared kelurahan"),
        ),
        Method(
            "convergence",
            mark("Agreement of numbers and voices"),
            convergence_classes,
            mark("Map of numbers and voices"),
        ),
    ],
)


#: Kinds whose classes run along a palette.
RAMPED = ("index", "dimension", "rank", "uncertainty", "poverty", "development", "priorities")
#: Kinds whose colours do not ask whether a high value is good.
NEUTRAL = (
    "regions",
    "poverty",
    "development",
    "connections",
    "significance",
    "uncertainty",
    "decision",
    "priorities",
    "service",
    "role",
    "convergence",
)


def style(kind: str, field: str, language: str, **options: object) -> Style:
    """Return the style of a kind of result for a field.

    Options of every kind: `title` and `method` (written into the layer's metadata and notes),
    `name_field` (labels) and `higher_is_better` (False for a measure of deprivation: red stays bad).
    Those of a single kind stand in its `…_classes` function.
    """
    return styled(KINDS[kind], field, language, **options)


def index_style(
    field: str = "class",
    breaks: object = None,
    counts: object = None,
    language: str = "id",
    **options: object,
) -> Style:
    """Return the style of index classes 1 (lowest) to k.

    breaks: the k + 1 bounds; without them the legend shows the range found in each class. counts: by
    class, otherwise counted in the layer. Further options as in `style`.
    """
    return style("index", field, language, breaks=breaks, counts=counts, **options)


dimension_style = partial(style, "dimension")
rank_style = partial(style, "rank")
hotspots_style = partial(style, "hotspots")
clusters_style = partial(style, "clusters")
convergence_style = partial(style, "convergence")
decision_style = partial(style, "decision")
service_style = partial(style, "service")
role_style = partial(style, "role")
uncertainty_style = partial(style, "uncertainty")
