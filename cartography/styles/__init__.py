"""One style for each kind of result; `KINDS` names them.

A style is a function of a layer. The layer remembers what it was styled as, so that a map in another
language can write the same classes in its own words.
"""

from __future__ import annotations

from functools import partial

from ...analysis.messages import mark
from ...analysis.registers import Method, Register
from .change import change_classes
from .clusters import cluster_classes
from .dressing import Style, styled
from .hotspots import hotspot_classes
from .index import index_classes
from .priorities import priority_classes
from .ranges import dimension_classes, rank_classes

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
        Method("change", mark("Change between two dates"), change_classes, mark("Map of change")),
        Method("priorities", mark("Needs and priorities"), priority_classes, mark("Map of priorities")),
    ],
)


#: Kinds whose classes run along a palette.
RAMPED = ("index", "dimension", "rank", "priorities")
#: Kinds whose colours do not ask whether a high value is good: a need is always red.
NEUTRAL = ("priorities",)


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
change_style = partial(style, "change")
priorities_style = partial(style, "priorities")
