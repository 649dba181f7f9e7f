"""Two versions of an index beside each other, one changed value, and the weight at which ranks change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...core.arrays import Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Progress, mark, no_progress, part
from ..definition.editing import Key, key_of, parent_of, with_weights
from ..definition.model import Definition, Parent
from ..methods.weighting.shares import shares_of, with_share
from .plan import make_plan
from .ranking import TOLERANCE
from .result import IndexResult
from .tree import AsDefined, evaluate

#: Into how many steps the share from 0 to 1 is cut where the crossing is looked for.
STEPS = 50
#: How often a step with a crossing is halved: to a share of 1e-9.
HALVINGS = 24


def rank_shifts(first: IndexResult, second: IndexResult) -> pd.DataFrame:
    """Return index and rank of each unit under two definitions, and by how many ranks it moved.

    Columns: index_first, index_second, rank_first, rank_second, shift (positive: nearer to rank 1 under
    the second). The greatest shifts come first. NA where a unit has no index in one of the two.
    """
    columns, suffixes = ["index", "rank"], ("_first", "_second")
    table = first.units[columns].merge(
        second.units[columns], how="outer", left_index=True, right_index=True, suffixes=suffixes
    )
    table["shift"] = table["rank_first"] - table["rank_second"]
    size = table["shift"].abs().astype("float64").fillna(-1.0)
    order = np.lexsort((table["rank_first"].astype("float64").to_numpy(), -size.to_numpy()))
    return table.iloc[order]


def with_value(frame: pd.DataFrame, unit: Any, column: str, value: float) -> pd.DataFrame:
    """Return a frame in which one value is another: the data of a what-if.

    It has a row a unit.
    """
    changed = frame.copy()
    changed.loc[unit, column] = value
    return changed


def break_even(result: IndexResult, key: Key, first: Any, second: Any, progress: Progress = no_progress) -> list[float]:
    """Return the shares of a dimension or indicator at which two units have the same index.

    Parameters
    ----------
    result
        The index as it is.
    key
        The node whose share within its parent is varied from 0 to 1; its siblings share the remainder as
        they do now. The parent takes its weights as given, whatever its method was.
    first, second
        Labels of the two units.

    Returns
    -------
    list of float
        Rising shares between 0 and 1; empty where one unit stays ahead. Under arithmetic means without
        gaps there is at most one.

    Raises
    ------
    InputError
        If the node has no sibling, or the two are equal whatever the share, or an index is missing.
    """
    definition = result.definition
    _parent_of(definition, key)
    rows = result.units.index.get_indexer([first, second])
    progress(0.0)

    def gap(share: float) -> float:
        scores = _scores(result, _with_share(definition, key, share))
        return float(scores[rows[0]] - scores[rows[1]])

    shares = np.linspace(0.0, 1.0, STEPS + 1)
    gaps = np.empty(shares.size)
    for step, share in enumerate(shares):
        gaps[step] = gap(share)
        part(progress, step / shares.size, (step + 1) / shares.size)(1.0)
    if np.isnan(gaps).any():
        raise InputError(mark("One of the two kelurahan has no index; choose others."))
    gaps[np.abs(gaps) <= TOLERANCE] = 0.0
    if not gaps.any():
        raise InputError(mark("The two have the same index whatever the weight."))
    touching = [float(share) for share, value in zip(shares, gaps) if value == 0.0]
    crossing = np.flatnonzero(gaps[:-1] * gaps[1:] < 0)
    return sorted([*touching, *(_bisect(gap, shares[step], shares[step + 1]) for step in crossing)])


def _parent_of(definition: Definition, key: Key) -> Parent:
    parent = parent_of(definition, key)
    if parent is None or len(parent.children) < 2:
        raise InputError(mark("It stands alone, so its weight cannot change; choose another."))
    return parent


def _bisect(gap: Callable[[float], float], low: float, high: float) -> float:
    rising = gap(low) < 0
    for _ in range(HALVINGS):
        middle = (low + high) / 2.0
        if (gap(middle) < 0) == rising:
            low = middle
        else:
            high = middle
    return float((low + high) / 2.0)


def _with_share(definition: Definition, key: Key, share: float) -> Definition:
    parent = _parent_of(definition, key)
    keys = [key_of(child) for child in parent.children]
    weights = shares_of([child.weight for child in parent.children]).tolist()
    shares = with_share(weights, keys.index(key), share, [False] * len(keys))
    return with_weights(definition, key_of(parent), dict(zip(keys, shares.tolist())))


def _scores(result: IndexResult, definition: Definition) -> Floats:
    """Return the index under other weights; the scores of the indicators do not depend on them."""
    plan = make_plan(definition)
    root = evaluate(plan.root, result.stages.normalised, AsDefined(result.units.index, Diagnostics()))
    return np.where(result.units["index"].isna(), np.nan, root.score)
