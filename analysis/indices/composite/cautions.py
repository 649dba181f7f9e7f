"""What a reader of an index should be told of its weights: who rules it by chance of the data, who runs against it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ...core.lazy import pd
from ...core.messages import Message, mark
from ..definition.model import Definition, Dimension, Parent
from ..definition.resolved import methods_of, resolved
from ..methods.weighting import WEIGHTINGS, WeightingMethod

#: An indicator weighted by the data is heavy above this share of all weight, or so many times an equal share.
HALF, TIMES = 0.5, 3.0
#: Its score runs against the index below minus this correlation, where chance (5 %, one-sided) is smaller.
AGAINST, CHANCE = 0.2, 1.645
#: Two parts always share unevenly.
FEWEST = 3


def cautions(weights: pd.DataFrame, definition: Definition, n: int) -> list[Message]:
    """Return the cautions of an index of n units.

    weights: as `weights_table`; the fact `code` is the dimension whose weights a caution is of, empty for the index.
    """
    # the rows of dimensions name no field
    leaves = weights[weights["field"].fillna("") != ""]
    return [*_heavy(leaves, definition), *_against(leaves, n)]


def _heavy(leaves: pd.DataFrame, definition: Definition) -> Iterator[Message]:
    """Yield the indicators, heaviest first, to which data gave much more than an equal share."""
    if len(leaves) < FEWEST:
        return
    methods, limit = dict(_deciding(resolved(definition), None)), min(HALF, TIMES / len(leaves))
    for row in leaves.sort_values("weight_overall", ascending=False).to_dict("records"):
        code, found = methods.get(row["field"], ("", None))
        if found is None or not row["weight_overall"] > limit:
            continue
        yield Message(
            mark(
                "{name} holds {share} % of all weight by {weighting}, {times} times an equal share. Such weights "
                "follow how values are spread, not what matters: treat outliers or choose other weights."
            ),
            {
                "name": row["name"],
                "share": round(100 * row["weight_overall"], 1),
                "weighting": Message(found.label),
                "times": round(row["weight_overall"] * len(leaves), 1),
                "code": code,
            },
        )


def _deciding(node: Parent, above: WeightingMethod | None) -> Iterator[tuple[str, tuple[str, WeightingMethod | None]]]:
    """Yield, by field, the code of its node and the lowest weighting on its path that data decide."""
    own = WEIGHTINGS[methods_of(node).weighting.method]
    # an only child gets all, whatever the method
    deciding = own if own.from_data and len(node.children) > 1 else above
    if isinstance(node, Dimension):
        yield from ((leaf.field, (node.code, deciding)) for leaf in node.indicators)
    for child in node.dimensions:
        yield from _deciding(child, deciding)


def _against(leaves: pd.DataFrame, n: int) -> Iterator[Message]:
    """Yield a caution of the indicators whose scores fall where the index rises."""
    limit = -max(AGAINST, CHANCE / math.sqrt(max(n, 1)))
    wrong = leaves[(leaves["weight_overall"] > 0) & (leaves["correlation"] < limit)]
    wrong = wrong.sort_values("correlation")
    if len(wrong):
        yield Message(
            mark(
                "Against the index: {names}. Where the index is better, {names:it scores|these score} worse "
                "(correlation down to {least}). Check the {names:direction|directions}, or say that "
                "{names:it compensates|they compensate} the others."
            ),
            {"names": wrong["name"].tolist(), "least": round(float(wrong["correlation"].min()), 2), "code": ""},
        )
