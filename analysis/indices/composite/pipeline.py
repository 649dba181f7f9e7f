"""The composite index from columns to classes: the chain of the OECD/JRC handbook, in its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.arrays import Bools, Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, Progress, mark, no_progress, part
from ..definition.model import Definition
from ..methods.aggregation import AGGREGATIONS
from ..methods.missing import MISSING, Gaps
from ..methods.weighting import WEIGHTINGS
from .cautions import cautions
from .columns import LARGEST, check_varies, read_values
from .plan import IndexPlan, Node, make_plan
from .result import IndexResult, Stages, assemble
from .steps import count_units, impute, normalise, treat
from .tree import AsDefined, Scored, contributions, evaluate

#: Why a score has no use.
TOO_LARGE = mark("The index becomes too large to compute with; look at its goalposts, factors and weights.")


@dataclass(frozen=True)
class Beside:
    """What stands beside the columns: labels of the units, and what gaps may be filled from."""

    units: pd.Index
    groups: pd.Series | None = None
    neighbours: Any = None


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
    progress(0.1)
    beside = Beside(frame.index, groups, neighbours)
    stages = prepare(denominated, definition, plan, beside, diagnostics, part(progress, 0.1, 0.5))
    judge = AsDefined(frame.index, diagnostics)
    root = evaluate(plan.root, stages.normalised, judge, part(progress, 0.5, 0.8))
    if is_too_large(root.score).any():
        raise InputError(TOO_LARGE)
    coverage = _coverage(root, np.isnan(denominated), definition, frame.index, diagnostics)
    _check_shares(root, falls_short(coverage, definition), frame.index)
    parts = contributions(root, len(plan.leaves))
    parts[:, np.isnan(root.score)] = np.nan
    _describe_tree(root, diagnostics)
    progress(0.9)
    result = assemble(definition, plan, stages, root, parts, coverage, frame.index, diagnostics)
    diagnostics.warnings += cautions(result.weights, definition, diagnostics.n)
    return result


def prepare(
    denominated: Floats,
    definition: Definition,
    plan: IndexPlan,
    beside: Beside,
    diagnostics: Diagnostics,
    progress: Progress = no_progress,
) -> Stages:
    """Bring indicators, shape (indicators, units), to scores: gaps, outliers, normalisation."""
    gaps = Gaps(
        denominated,
        np.isnan(denominated),
        definition.fields,
        beside.units,
        beside.groups,
        beside.neighbours,
        definition.missing.statistic,
    )
    imputed = impute(gaps, definition, diagnostics)
    check_varies(imputed, [None if leaf.by_goalposts else leaf.indicator.field for leaf in plan.leaves])
    treated = treat(imputed, plan, definition, diagnostics)
    progress(0.5)
    normalised = normalise(treated, plan, definition, diagnostics)
    progress(1.0)
    return Stages(denominated, imputed, treated, normalised)


def is_too_large(scores: Floats) -> Bools:
    """Tell which scores, of any shape, nothing can be computed with.

    What is returned has the shape of the scores, (..., units).
    """
    return np.abs(scores) > LARGEST


def measured_share(root: Scored, absent: Bools) -> Floats:
    """Return the share of weight that is measured, shape (..., units); absent: (indicators, units)."""
    return np.maximum(1.0 - root.leaf_weights() @ absent, 0.0)


def falls_short(coverage: Floats, definition: Definition) -> Bools:
    """Tell which units, shape (..., units), have less than the least share of weight measured."""
    # the sum of weights may miss the least share by a rounding error
    return coverage < definition.missing.coverage - 1e-9


def _coverage(root: Scored, absent: Bools, definition: Definition, units: pd.Index, diagnostics: Diagnostics) -> Floats:
    """Return the share of weight measured; take the score from units below the least where gaps stay."""
    if not absent.any():
        return np.ones(absent.shape[1])
    coverage = measured_share(root, absent)
    least = definition.missing.coverage
    below = falls_short(coverage, definition)
    if MISSING[definition.missing.method].keeps:
        root.score[below] = np.nan
        diagnostics.step(
            mark("A kelurahan has an index where at least {least} % of the weight is measured; {n} {n:has|have} none."),
            least=round(100 * least, 1),
            n=count_units(units[np.isnan(root.score)]),
        )
    elif below.any():
        diagnostics.warn(
            mark("In {n} kelurahan less than {least} % of the weight is measured, the rest is estimated."),
            least=round(100 * least, 1),
            n=count_units(units[below]),
        )
    return coverage


def _check_shares(root: Scored, without_index: Bools, units: pd.Index) -> None:
    """Refuse units with an index of which a node could not be weighted by the benefit of the doubt."""
    for scored in root.walk():
        shares = scored.node.weighting.shares
        if scored.multipliers is None or shares is None:
            continue
        unsolved = np.isnan(scored.multipliers).any(axis=0) & ~np.isnan(scored.scores).all(axis=0)
        unsolved = unsolved & ~without_index
        if unsolved.any():
            raise InputError(
                mark(
                    "In {units} too few parts of {node} have a value for shares of at most {high}; fill in the "
                    "missing values or widen the bounds of the shares."
                ),
                units=list(units[unsolved]),
                node=scored.node.name,
                high=shares[1],
            )


def _describe_tree(root: Scored, diagnostics: Diagnostics) -> None:
    """Say how the nodes are weighted and aggregated, those alike in one sentence."""
    nodes = list(root.node.walk())
    alike: dict[tuple[str, str], list[str | Message]] = {}
    for node in nodes:
        alike.setdefault((node.weighting.method, node.aggregation.method), []).append(node.name)
    for (weighting, aggregation), names in alike.items():
        diagnostics.step(
            mark("{node}: {weighting}; {aggregation}."),
            node=names,
            weighting=Message(WEIGHTINGS[weighting].label),
            aggregation=Message(AGGREGATIONS[aggregation].label),
        )
    for node in nodes:
        _describe_scaling(node, diagnostics)


def _describe_scaling(node: Node, diagnostics: Diagnostics) -> None:
    """Say that given weights were scaled, unless their sum needs no word: shares, per cents, all equal."""
    total = node.given.sum()
    # the rows of a flat table sum to the weight of their dimension
    usual = (1.0, 100.0, node.dimension.weight if node.dimension else 1.0)
    if WEIGHTINGS[node.weighting.method].as_given and np.ptp(node.given) > 0 and not np.isclose(total, usual).any():
        diagnostics.step(
            mark("The weights of {node} sum to {total} and were scaled to 1."),
            node=node.name,
            total=round(float(total), 6),
        )
