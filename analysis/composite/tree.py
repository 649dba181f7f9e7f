"""The way up the tree, from scores of indicators to the index, and down again with its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..diagnostics import Diagnostics
from ..lazy import pd
from ..messages import InputError, Message, Progress, mark, part
from .aggregation import AGGREGATIONS, lower_bound
from .contributions import CONTRIBUTIONS
from .plan import Node
from .weighting import WEIGHTINGS
from .weighting.task import WeightingTask

#: Stands where a score is missing; its weight there is 0, and every mean is defined for it.
FILL = 1.0


@dataclass
class Scored:
    """A node with its score.

    score: shape (units,); scores: those of its children, shape (children, units); weights: of the
    children, summing to 1, shape (children,); multipliers: by which the children's scores give the score,
    shape (children,) or (children, units), None where the score is no weighted sum.
    """

    node: Node
    score: np.ndarray
    scores: np.ndarray
    weights: np.ndarray
    multipliers: np.ndarray | None
    parts: tuple[Scored, ...]

    def walk(self) -> list[Scored]:
        """Return this node and all below, depth first."""
        return [self, *(below for child in self.parts for below in child.walk())]

    def leaf_weights(self) -> np.ndarray:
        """Return the weight of every indicator below within this node: the products down the path."""
        if not self.parts:
            return self.weights
        return np.concatenate([w * child.leaf_weights() for w, child in zip(self.weights, self.parts)])


def evaluate(
    node: Node, normalised: np.ndarray, units: pd.Index, diagnostics: Diagnostics, progress: Progress
) -> Scored:
    """Return the node with the scores of all below, from scores of shape (indicators, units).

    A child that a unit lacks (NaN) is left out and the others are re-weighted; a unit that lacks all
    children has no score. Raises `InputError` where a mean is not defined for a score.
    """
    count = max(len(node.parts), 1)
    parts = tuple(
        evaluate(child, normalised, units, diagnostics, part(progress, number / count, (number + 1) / count))
        for number, child in enumerate(node.parts)
    )
    scores = np.stack([child.score for child in parts]) if parts else normalised[node.rows]
    said = Diagnostics()
    task = WeightingTask(scores, node.given, list(node.labels), node.name, node.weighting, said, progress)
    # an only child needs no method to weigh all
    weights = WEIGHTINGS[node.weighting.method].function(task) if len(scores) > 1 else np.ones(1)
    diagnostics.take(said, code=node.code)
    progress(1.0)
    if weights.ndim == 2:
        return _own_weights(node, scores, weights, parts)
    weights = weights / weights.sum()
    _check_bound(node, scores, units)
    return _combined(node, scores, weights, parts)


def _combined(node: Node, scores: np.ndarray, weights: np.ndarray, parts: tuple[Scored, ...]) -> Scored:
    known, applied = _present(scores, weights)
    with np.errstate(divide="ignore"):  # a unit without any child, which has no score
        score = AGGREGATIONS[node.aggregation.method].function(known, applied, node.aggregation)
    if applied.ndim == 2:
        score[~applied.any(axis=0)] = np.nan
    linear = node.aggregation.method == "arithmetic"
    return Scored(node, score, scores, weights, applied if linear else None, parts)


def _own_weights(node: Node, scores: np.ndarray, weights: np.ndarray, parts: tuple[Scored, ...]) -> Scored:
    """Score a node whose units have weights of their own, which give a share of the best possible."""
    if node.aggregation.method != "arithmetic":
        raise InputError(
            mark("The benefit of the doubt is a weighted sum; choose the arithmetic mean for {node}."),
            node=node.name,
        )
    absent = np.isnan(scores)
    multipliers = 100.0 * weights
    score = np.einsum("ij,ij->j", multipliers, np.where(absent, 0.0, scores))
    score[absent.all(axis=0)] = np.nan
    shares = np.nanmean(weights, axis=1)
    return Scored(node, score, scores, shares / shares.sum(), multipliers, parts)


def _present(scores: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return scores without NaN, and weights that are 0 where a score is missing and still sum to 1."""
    absent = np.isnan(scores)
    if not absent.any():
        return scores, weights
    applied = np.where(absent, 0.0, weights[:, None])
    totals = applied.sum(axis=0)
    # a unit whose present children all weigh nothing keeps weights of zero, and so does one with no child
    applied /= np.where(totals > 0, totals, 1.0)
    return np.where(absent, FILL, scores), applied


def _check_bound(node: Node, scores: np.ndarray, units: pd.Index) -> None:
    bound = lower_bound(node.aggregation)
    if bound == "any":
        return
    wrong = scores <= 0 if bound == "positive" else scores < 0
    if not wrong.any():
        return
    child = int(np.argmax(wrong.any(axis=1)))
    raise InputError(
        mark(
            "{aggregation}: it is undefined for the score of {indicator} in {units}, which is {kind}; choose "
            "an arithmetic mean, another normalisation, a scale from 1 to 100, or wider goalposts."
        ),
        aggregation=Message(AGGREGATIONS[node.aggregation.method].label),
        indicator=node.labels[child],
        units=list(units[wrong[child]]),
        kind=Message(mark("zero or negative") if bound == "positive" else mark("negative")),
    )


def contributions(root: Scored, count: int) -> np.ndarray:
    """Return what each indicator contributes to the index, shape (indicators, units).

    They sum to the index; NaN where an indicator is missing. A node's part is passed down in proportion
    to what its children contribute to it.
    """
    result = np.empty((count, root.score.size))
    _pass_down(root, 1.0, result)
    return result


def _pass_down(scored: Scored, factor: float | np.ndarray, result: np.ndarray) -> None:
    """Write `factor` times the node's own split into the rows of the indicators below it."""
    scores, multipliers = scored.scores, scored.multipliers
    if multipliers is not None:
        factors = multipliers * factor if multipliers.ndim == 2 else np.multiply.outer(multipliers, factor)
        if not scored.parts:
            np.multiply(
                scores, factors if factors.ndim == 2 else factors[:, None], out=result[scored.node.rows]
            )
        for child, child_factor in zip(scored.parts, factors):
            _pass_down(child, child_factor, result)
        return
    known, applied = _present(scores, scored.weights)
    by_unit = applied if applied.ndim == 2 else np.broadcast_to(applied[:, None], scores.shape)
    split = CONTRIBUTIONS[scored.node.aggregation.method].function
    parts = split(known, by_unit, scored.score, scored.node.aggregation) * factor
    parts[np.isnan(scores)] = np.nan
    if not scored.parts:
        result[scored.node.rows] = parts
    for child, amount in zip(scored.parts, parts):
        # nothing to be in proportion to: the part goes down by weight
        zero = child.score == 0
        _pass_down(child, amount / np.where(zero, 1.0, child.score), result)
        if zero.any():
            result[child.node.rows, zero] = np.multiply.outer(child.leaf_weights(), amount[zero])
