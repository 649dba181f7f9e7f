"""The composite index from columns to classes: the chain of the OECD/JRC handbook, in its order."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..definition.model import Definition
from ..diagnostics import Diagnostics
from ..lazy import pd
from ..messages import InputError, Message, Progress, mark, no_progress, part
from .aggregation import AGGREGATIONS
from .classification import CLASSIFICATIONS, classify
from .columns import check_varies, read_values
from .missing import MISSING, Gaps
from .normalisation import NORMALISATIONS, Spread
from .outliers import OUTLIERS, has_outliers
from .plan import Leaf, Plan, make_plan
from .ranking import ranks
from .result import IndexResult, Stages, changes_table, weights_table
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
    imputed = _impute(denominated, absent, definition, frame.index, groups, neighbours, diagnostics)
    _check(imputed, plan)
    treated = _treat(imputed, plan, definition, diagnostics)
    progress(0.3)
    normalised = _normalise(treated, plan, definition, diagnostics)
    stages = Stages(denominated, imputed, treated, normalised)
    progress(0.5)
    root = evaluate(plan.root, normalised, frame.index, diagnostics, part(progress, 0.5, 0.8))
    coverage = _coverage(root, absent, definition, diagnostics)
    parts = contributions(root, len(plan.leaves))
    parts[:, np.isnan(root.score)] = np.nan
    _describe_tree(root, diagnostics)
    progress(0.9)
    return _result(definition, plan, root, stages, parts, coverage, frame.index, absent, diagnostics)


def _impute(
    values: np.ndarray,
    absent: np.ndarray,
    definition: Definition,
    units: pd.Index,
    groups: pd.Series | None,
    neighbours: Any,
    diagnostics: Diagnostics,
) -> np.ndarray:
    method = MISSING[definition.missing.method]
    if not absent.any():
        return values
    filled = method.function(Gaps(values, absent, definition.fields, units, groups, neighbours))
    diagnostics.step(
        mark("Missing values: {method}; {n} values of {m} kelurahan."),
        method=Message(method.label),
        n=int(np.count_nonzero(absent)),
        m=int(np.count_nonzero(absent.any(axis=0))),
    )
    return filled


def _check(values: np.ndarray, plan: Plan) -> None:
    rows = [row for row, leaf in enumerate(plan.leaves) if leaf.must_vary]
    check_varies(
        values[rows] if len(rows) < len(values) else values, [plan.leaves[r].indicator.field for r in rows]
    )


def _treat(values: np.ndarray, plan: Plan, definition: Definition, diagnostics: Diagnostics) -> np.ndarray:
    rule = definition.outliers
    if rule.method == "none":
        return values
    treated, names = values, []
    for row, leaf in enumerate(plan.leaves):
        known = ~np.isnan(values[row])
        if not leaf.treatable or not has_outliers(values[row, known], rule):
            continue
        if treated is values:
            treated = values.copy()
        treated[row, known] = OUTLIERS[rule.method].function(values[row, known], rule)
        names.append(leaf.indicator.field)
        if has_outliers(treated[row, known], rule):
            diagnostics.warn(
                mark("The field {column} still has outliers after its treatment."),
                column=leaf.indicator.field,
            )
    diagnostics.step(
        mark(
            "Outliers (skewness beyond ±{skewness} and kurtosis above {kurtosis}): {method}; fields: {column}."
        ),
        skewness=rule.skewness,
        kurtosis=rule.kurtosis,
        method=Message(OUTLIERS[rule.method].label),
        column=names or "–",
    )
    return treated


def _normalise(
    values: np.ndarray, plan: Plan, definition: Definition, diagnostics: Diagnostics
) -> np.ndarray:
    turned = definition.orientation == "deprivation"
    scores = np.empty_like(values)
    kinds: dict[tuple, list[str]] = {}
    for row, leaf in enumerate(plan.leaves):
        scores[row] = _score(values[row], leaf, turned)
        scale = leaf.scale if leaf.bounded else None
        kinds.setdefault((leaf.method, scale, leaf.hundred_ten), []).append(leaf.indicator.field)
    for (method, scale, hundred_ten), fields in kinds.items():
        facts = {"method": Message(NORMALISATIONS[method].label), "column": fields}
        if scale is not None:
            low, high = scale
            diagnostics.step(
                mark("{method} on a scale of {low} to {high}: {column}."), low=low, high=high, **facts
            )
        elif hundred_ten:
            diagnostics.step(mark("{method} with mean 100 and standard deviation 10: {column}."), **facts)
        else:
            diagnostics.step(mark("{method}: {column}."), **facts)
    if turned:
        diagnostics.step(mark("High scores mean deprivation: all scores were turned round."))
    return scores


def _score(values: np.ndarray, leaf: Leaf, turned: bool) -> np.ndarray:
    indicator = leaf.indicator
    spread = Spread(indicator.goalposts, population=leaf.hundred_ten, field=indicator.field)
    scores = NORMALISATIONS[leaf.method].function(values, indicator.direction, spread)
    if leaf.bounded:
        low, high = leaf.scale[::-1] if turned else leaf.scale
        scores *= high - low
        scores += low
    elif leaf.method == "ampi":
        return 200.0 - scores if turned else scores
    else:
        scores *= (10.0 if leaf.hundred_ten else 1.0) * (-1.0 if turned else 1.0)
        scores += 100.0 if leaf.hundred_ten else 0.0
    return scores


def _coverage(
    root: Scored, absent: np.ndarray, definition: Definition, diagnostics: Diagnostics
) -> np.ndarray:
    """Return the share of weight measured; take the score from units below the least where gaps stay."""
    if not absent.any():
        return np.ones(absent.shape[1])
    coverage = 1.0 - root.leaf_weights() @ absent
    least = definition.missing.coverage
    # the sum of weights may miss the least share by a rounding error
    below = coverage < least - 1e-9
    if definition.missing.method == "drop":
        root.score[below] = np.nan
        diagnostics.step(
            mark(
                "A kelurahan has an index where at least {least} % of the weight is measured; {n} have none."
            ),
            least=100 * least,
            n=int(np.count_nonzero(np.isnan(root.score))),
        )
    elif below.any():
        diagnostics.warn(
            mark("In {n} kelurahan less than {least} % of the weight is measured, the rest is estimated."),
            least=100 * least,
            n=int(np.count_nonzero(below)),
        )
    return coverage


def _describe_tree(root: Scored, diagnostics: Diagnostics) -> None:
    for scored in root.walk():
        node = scored.node
        diagnostics.step(
            mark("{node}: {weighting}; {aggregation}."),
            node=node.name,
            weighting=Message(WEIGHTINGS[node.weighting.method].label),
            aggregation=Message(AGGREGATIONS[node.aggregation.method].label),
        )
        total = node.given.sum()
        # sums that need no word: shares, per cents, all equal, and rows of a flat table with its dimension
        usual = (1.0, 100.0, node.dimension.weight if node.dimension else 1.0)
        if node.weighting.method == "given" and np.ptp(node.given) > 0 and not np.isclose(total, usual).any():
            diagnostics.step(
                mark("The weights of {node} sum to {total} and were scaled to 1."),
                node=node.name,
                total=float(total),
            )


def _result(
    definition: Definition,
    plan: Plan,
    root: Scored,
    stages: Stages,
    parts: np.ndarray,
    coverage: np.ndarray,
    units: pd.Index,
    absent: np.ndarray,
    diagnostics: Diagnostics,
) -> IndexResult:
    index, fields = root.score, definition.fields
    known = ~np.isnan(index)
    if not known.any():
        raise InputError(
            mark("No kelurahan has enough indicators for an index; lower the required coverage.")
        )
    diagnostics.n, diagnostics.missing = int(np.count_nonzero(known)), int(np.count_nonzero(~known))
    classes = classify(index, definition.classes)
    made = classes.breaks.size - 1
    diagnostics.step(
        mark("Classes: {method}, {n}."),
        method=Message(CLASSIFICATIONS[definition.classes.method].label),
        n=made,
    )
    if definition.classes.method != "fixed" and made < definition.classes.count:
        diagnostics.warn(
            mark("Equal values leave {n} classes instead of {count}."), n=made, count=definition.classes.count
        )
    table = {
        "index": index,
        "rank": _integers(ranks(index, best_is_high=definition.orientation == "welfare")),
        "class": _integers(classes.classes),
        "coverage": coverage,
    }
    table.update({f"dim_{child.node.dimension.code}": child.score for child in root.parts})
    nodes = {scored.node.dimension.code: scored.score for scored in root.walk()[1:]}
    changed = (
        stages.treated != stages.imputed if stages.treated is not stages.imputed else np.zeros((0, 0), bool)
    )
    changed &= ~np.isnan(stages.imputed) if changed.size else changed
    filled = absent & ~np.isnan(stages.imputed)
    return IndexResult(
        units=pd.DataFrame(table, index=units),
        dimensions=pd.DataFrame(nodes, index=units),
        normalised=pd.DataFrame(stages.normalised.T, index=units, columns=fields, copy=False),
        weights=weights_table(plan, root, stages.normalised, parts),
        contributions=pd.DataFrame(parts.T, index=units, columns=fields, copy=False),
        treated=changes_table(stages.imputed, stages.treated, changed, fields, units),
        imputed=changes_table(stages.denominated, stages.imputed, filled, fields, units).drop(
            columns="before"
        ),
        breaks=classes.breaks,
        stages=stages,
        diagnostics=diagnostics,
        definition=definition,
    )


def _integers(numbers: np.ndarray) -> pd.arrays.IntegerArray:
    """Return whole numbers as pandas' nullable integers, NaN as missing."""
    absent = np.isnan(numbers)
    return pd.arrays.IntegerArray(np.where(absent, 0, numbers).astype("int64"), absent)
