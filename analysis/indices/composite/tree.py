"""The way up the tree, from scores of indicators to the index, and down again with its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ...core.arrays import Bools, Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, Progress, mark, no_progress, part
from ..methods.aggregation import AGGREGATIONS, ANY, POSITIVE, lower_bound
from ..methods.sums import weighted_mean
from ..methods.weighting import WEIGHTINGS
from ..methods.weighting.task import WeightingTask
from .plan import Node

#: Stands where a score is missing; its weight there is 0, and every mean is defined for it.
FILL = 1.0


@dataclass
class Scored:
    """A node with its score.

    score: shape (..., units); scores: those of its children, shape (..., children, units); weights: of the
    children, summing to 1, shape (..., children); multipliers: by which the children's scores give the
    score, shape (..., children, 1 or units), None where the score is no weighted sum.
    """

    node: Node
    score: Floats
    scores: Floats
    weights: Floats
    multipliers: Floats | None
    parts: tuple[Scored, ...]

    def walk(self) -> list[Scored]:
        """Return this node and all below, depth first."""
        return [self, *(below for child in self.parts for below in child.walk())]

    def leaf_weights(self) -> Floats:
        """Return the weights of the indicators below within this node, (..., indicators): products down the path."""
        if not self.parts:
            return self.weights
        below = [child.leaf_weights() for child in self.parts]
        return np.concatenate(
            [self.weights[..., number, None] * leaves for number, leaves in enumerate(below)], axis=-1
        )


class Judge(Protocol):
    """Who says how the children of a node are weighted, and which of their scores its mean takes."""

    def weights(self, node: Node, scores: Floats, parts: tuple[Scored, ...], progress: Progress) -> Floats:
        """Return weights that sum to 1, shape (..., children), or those of each unit's own."""

    def admitted(self, node: Node, scores: Floats, undefined: Bools) -> Floats:
        """Return scores, shape (..., children, units), without the `undefined` ones, or refuse them."""


class AsDefined:
    """Weighs by the definition and refuses a score for which a mean is not defined."""

    def __init__(self, units: pd.Index, diagnostics: Diagnostics) -> None:
        self.units, self.diagnostics = units, diagnostics

    def weights(self, node: Node, scores: Floats, parts: tuple[Scored, ...], progress: Progress) -> Floats:
        """Return the weights by the node's method, (children,) or (children, units)."""
        del parts
        if len(scores) == 1:  # an only child needs no method to weigh all
            return np.ones(1)
        said = Diagnostics()
        task = WeightingTask(scores, node.given, list(node.labels), node.name, node.weighting, said, progress)
        weights = WEIGHTINGS[node.weighting.method].function(task)
        self.diagnostics.take(said, code=node.code)
        return weights if weights.ndim == 2 else weights / weights.sum()

    def admitted(self, node: Node, scores: Floats, undefined: Bools) -> Floats:
        """Refuse scores that are undefined, both (children, units).

        Raises
        ------
        InputError
            With the first `undefined` child and its units.
        """
        del scores
        child = int(np.argmax(undefined.any(axis=1)))
        positive = lower_bound(node.aggregation) == POSITIVE
        raise InputError(
            mark(
                "{aggregation}: it is undefined for the score of {indicator} in {units}, which is {kind}; choose "
                "an arithmetic mean, another normalisation, a scale from 1 to 100, or wider goalposts."
            ),
            aggregation=Message(AGGREGATIONS[node.aggregation.method].label),
            indicator=node.labels[child],
            units=list(self.units[undefined[child]]),
            kind=Message(mark("zero or negative") if positive else mark("negative")),
        )


def evaluate(node: Node, normalised: Floats, judge: Judge, progress: Progress = no_progress) -> Scored:
    """Return the node with the scores of all below, from scores of shape (..., indicators, units).

    Leading axes are draws; the judge's weights may have them too. A child that a unit lacks (NaN) is left
    out and the others are re-weighted; a unit that lacks all children has no score.
    """
    count = max(len(node.parts), 1)
    parts = tuple(
        evaluate(child, normalised, judge, part(progress, number / count, (number + 1) / count))
        for number, child in enumerate(node.parts)
    )
    scores = np.stack([child.score for child in parts], axis=-2) if parts else normalised[..., node.rows, :]
    weights = judge.weights(node, scores, parts, progress)
    progress(1.0)
    if WEIGHTINGS[node.weighting.method].own_weights and weights.ndim == 2:
        return _own_weights(node, scores, weights, parts)
    method, bound = AGGREGATIONS[node.aggregation.method], lower_bound(node.aggregation)
    admitted = scores
    if bound != ANY:
        undefined = scores <= 0 if bound == POSITIVE else scores < 0
        if undefined.any():
            admitted = judge.admitted(node, scores, undefined)
    known, applied = _present(admitted, weights)
    with np.errstate(divide="ignore"):  # a unit without any child, which has no score
        score = method.function(known, applied, node.aggregation)
    without = ~applied.any(axis=-2)
    if without.any():
        score[np.broadcast_to(without, score.shape)] = np.nan
    return Scored(node, score, scores, weights, applied if method.linear else None, parts)


def _own_weights(node: Node, scores: Floats, weights: Floats, parts: tuple[Scored, ...]) -> Scored:
    """Score a node whose units have weights of their own, which give a share of the best possible."""
    if not AGGREGATIONS[node.aggregation.method].linear:
        raise InputError(
            mark("The benefit of the doubt is a weighted sum; choose the arithmetic mean for {node}."), node=node.name
        )
    absent = np.isnan(scores)
    multipliers = 100.0 * weights
    score = np.einsum("ij,ij->j", multipliers, np.where(absent, 0.0, scores))
    score[absent.all(axis=0)] = np.nan
    known = ~(absent | np.isnan(weights))
    shares = np.where(known, weights, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
    return Scored(node, score, scores, shares / (shares.sum() or 1.0), multipliers, parts)


def _present(scores: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return scores without NaN, and weights for them, shape (..., children, 1 or units), that sum to 1.

    They are 0 where a score is missing. A unit that has every child is weighted as if nobody lacked one.
    """
    weights = weights[..., None]
    absent = np.isnan(scores)
    if not absent.any():
        return scores, weights
    applied = np.where(absent, 0.0, weights)
    totals = weighted_mean(applied, np.ones((scores.shape[-2], 1)))
    # a unit whose present children all weigh nothing keeps weights of zero, and so does one with no child
    totals[~np.broadcast_to(absent.any(axis=-2), totals.shape) | (totals == 0)] = 1.0
    applied /= totals[..., None, :]
    return np.where(absent, FILL, scores), applied


def contributions(root: Scored, count: int) -> Floats:
    """Return what each indicator contributes to the index, shape (indicators, units).

    They sum to the index; NaN where an indicator is missing. A node's part is passed down in proportion
    to what its children contribute to it.
    """
    result = np.empty((count, root.score.size))
    _pass_down(root, 1.0, result)
    return result


def _pass_down(scored: Scored, factor: float | Floats, result: Floats) -> None:
    """Write `factor` times the node's own split into the rows of the indicators below it."""
    scores, multipliers = scored.scores, scored.multipliers
    if multipliers is not None:
        factors = multipliers * factor
        if not scored.parts:
            np.multiply(scores, factors, out=result[scored.node.rows])
        for child, child_factor in zip(scored.parts, factors):
            _pass_down(child, child_factor, result)
        return
    known, applied = _present(scores, scored.weights)
    by_unit = np.broadcast_to(applied, scores.shape)
    choice = scored.node.aggregation
    parts = AGGREGATIONS[choice.method].parts(known, by_unit, scored.score, choice) * factor
    parts[np.isnan(scores)] = np.nan
    if not scored.parts:
        result[scored.node.rows] = parts
    for child, amount in zip(scored.parts, parts):
        # nothing to be in proportion to: the part goes down by weight
        zero = child.score == 0
        _pass_down(child, amount / np.where(zero, 1.0, child.score), result)
        if zero.any():
            result[child.node.rows, zero] = np.multiply.outer(child.leaf_weights(), amount[zero])
