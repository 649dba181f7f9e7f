"""The composite index from columns to classes: the chain of the OECD/JRC handbook, in its order."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..definition.model import Definition
from ..diagnostics import Diagnostics
from ..lazy import pd
from ..messages import InputError, Message, Progress, mark, no_progress, part
from .aggregation import AGGREGATIONS
from .columns import LARGEST, check_varies, read_values
from .missing import Gaps
from .plan import Node, make_plan
from .result import IndexResult, Stages, assemble
from .steps import impute, normalise, treat
from .tree import Scored, contributions, evaluate
from .weighting import WEIGHTINGS


def composite_index(
    frame: pd.DataFrame,
    definition: Definition,
    *,
    groups: pd.Series | None = None,
    neighbours: Any = None,
    progress: Progress = no_progress,
) -> IndexResult:
    """Compute an index by its definition.

    Parameters
    ----------
    frame
        A row a unit, with the definition's columns; NaN, None and pd.NA are missing values.
    definition
        What to measure and by which methods.
    groups
        A label for each unit, in the order of the frame, where missing values come from the group.
    neighbours
        Sparse matrix of weights between the units, where missing values come from the neighbours.
    progress
        Told the fraction done; may raise `Cancelled`.

    Returns
    -------
    IndexResult
        Index and dimensions run from 0 to 100, higher is better off (worse off where the orientation is
        "deprivation"); z-scores stay z-scores, AMPI is 100 at the mean. Rank 1 is the best-off always.
        Where the method of missing values is "drop", a unit whose present indicators have less than the
        required share of the weight has no index (NaN).

    Raises
    ------
    InputError
        For data or choices that give no index; the message names the field and the units.
    """
    diagnostics = Diagnostics()
    plan = make_plan(definition)
    denominated = read_values(frame, definition)
    absent = np.isnan(denominated)
    progress(0.1)
    statistic = definition.missing.statistic
    gaps = Gaps(denominated, absent, definition.fields, frame.index, groups, neighbours, statistic)
    imputed = impute(gaps, definition, diagnostics)
    check_varies(imputed, [None if leaf.by_goalposts else leaf.indicator.field for leaf in plan.leaves])
    treated = treat(imputed, plan, definition, diagnostics)
    progress(0.3)
    normalised = normalise(treated, plan, definition, diagnostics)
    progress(0.5)
    root = evaluate(plan.root, normalised, frame.index, diagnostics, part(progress, 0.5, 0.8))
    if (np.abs(root.score) > LARGEST).any():
        raise InputError(
            mark("The index becomes too large to compute with; look at its goalposts, factors and weights.")
        )
    coverage = _coverage(root, absent, definition, diagnostics)
    parts = contributions(root, len(plan.leaves))
    parts[:, np.isnan(root.score)] = np.nan
    _describe_tree(root, diagnostics)
    progress(0.9)
    return assemble(
        definition,
        plan,
        Stages(denominated, imputed, treated, normalised),
        root,
        parts,
        coverage,
        frame.index,
        diagnostics,
    )


def _coverage(
    root: Scored, absent: np.ndarray, definition: Definition, diagnostics: Diagnostics
) -> np.ndarray:
    """Return the share of weight measured; take the score from units below the least where gaps stay."""
    if not absent.any():
        return np.ones(absent.shape[1])
    coverage = np.maximum(1.0 - root.leaf_weights() @ absent, 0.0)
    least = definition.missing.coverage
    # the sum of weights may miss the least share by a rounding error
    below = coverage < least - 1e-9
    if definition.missing.method == "drop":
        root.score[below] = np.nan
        diagnostics.step(
            mark(
                "A kelurahan has an index where at least {least} % of the weight is measured; {n} {n:has|have} none."
            ),
            least=round(100 * least, 1),
            n=int(np.count_nonzero(np.isnan(root.score))),
        )
    elif below.any():
        diagnostics.warn(
            mark("In {n} kelurahan less than {least} % of the weight is measured, the rest is estimated."),
            least=round(100 * least, 1),
            n=int(np.count_nonzero(below)),
        )
    return coverage


def _describe_tree(root: Scored, diagnostics: Diagnostics) -> None:
    """Say how the nodes are weighted and aggregated, those alike in one sentence."""
    alike: dict[tuple[str, str], list[Any]] = {}
    for scored in root.walk():
        node = scored.node
        alike.setdefault((node.weighting.method, node.aggregation.method), []).append(node.name)
    for (weighting, aggregation), names in alike.items():
        diagnostics.step(
            mark("{node}: {weighting}; {aggregation}."),
            node=names,
            weighting=Message(WEIGHTINGS[weighting].label),
            aggregation=Message(AGGREGATIONS[aggregation].label),
        )
    for scored in root.walk():
        _describe_scaling(scored.node, diagnostics)


def _describe_scaling(node: Node, diagnostics: Diagnostics) -> None:
    """Say that given weights were scaled, unless their sum needs no word: shares, per cents, all equal."""
    total = node.given.sum()
    # the rows of a flat table sum to the weight of their dimension
    usual = (1.0, 100.0, node.dimension.weight if node.dimension else 1.0)
    if node.weighting.method == "given" and np.ptp(node.given) > 0 and not np.isclose(total, usual).any():
        diagnostics.step(
            mark("The weights of {node} sum to {total} and were scaled to 1."),
            node=node.name,
            total=round(float(total), 6),
        )
