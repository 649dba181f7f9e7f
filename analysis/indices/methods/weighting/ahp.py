"""The analytic hierarchy process: weights from pairwise judgements, and how consistent they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ....core.arrays import Floats
from ....core.messages import InputError, mark
from .task import WeightingTask

#: Saaty's mean consistency index of random matrices, for 1 to 15 children.
RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
#: Judgements above this ratio should be thought over.
ACCEPTABLE_RATIO = 0.1
#: How far a judgement and its reverse may be from reciprocal: 0.33 stands for 1/3.
RECIPROCAL_TOLERANCE = 0.05


@dataclass(frozen=True)
class Priorities:
    """weights sum to 1; worst: row, column of the judgement farthest from the ratio of weights, `implied`."""

    weights: Floats
    lambda_max: float
    consistency_index: float
    consistency_ratio: float
    worst: tuple[int, int]
    implied: float


def priorities(pairwise: Floats) -> Priorities:
    """Return the principal eigenvector of a reciprocal matrix (n, n), a_ij = importance of row over column.

    Saaty (1980). With one or two children a contradiction is impossible and the ratio is 0 (Easy AHP divides by 0).
    The random index belongs to the size of the matrix; VectorMCDA takes that of one less.
    """
    n = len(pairwise)
    values, vectors = np.linalg.eig(pairwise)
    principal = int(np.argmax(values.real))
    weights = np.abs(vectors[:, principal].real)
    weights /= weights.sum()
    lambda_max = float(values[principal].real)
    index = (lambda_max - n) / (n - 1) if n > 1 else 0.0
    ratio = index / RANDOM_INDEX[n - 1] if n > 2 else 0.0
    implied = weights[:, None] / weights
    error = np.triu(np.abs(np.log(pairwise / implied)))
    worst = np.unravel_index(int(np.argmax(error)), error.shape)
    return Priorities(weights, lambda_max, index, ratio, (int(worst[0]), int(worst[1])), float(implied[worst]))


def ahp(task: WeightingTask) -> Floats:
    """Return the priorities of the definition's matrix and record λmax, CI and CR.

    A ratio above 0.1 is a warning that names the judgement which agrees least with the others.
    Weights are (children,) and sum to 1 (Saaty 1980).

    Raises
    ------
    InputError
        For a matrix that is not square, not reciprocal or too large.
    """
    found = priorities(_matrix(task))
    task.diagnostics.step(
        mark("AHP of {node}: λmax {lambda_max}, consistency index {ci}, consistency ratio {cr}."),
        node=task.node,
        lambda_max=round(found.lambda_max, 4),
        ci=round(found.consistency_index, 4),
        cr=round(found.consistency_ratio, 4),
    )
    if found.consistency_ratio > ACCEPTABLE_RATIO:
        row, column = found.worst
        task.diagnostics.warn(
            mark(
                "The judgements on {node} contradict each other (consistency ratio {cr}, should be ≤ 0.1). "
                "Think again about “{first}” over “{second}”: {judged}, where the others imply {implied}."
            ),
            node=task.node,
            cr=round(found.consistency_ratio, 2),
            first=task.labels[row],
            second=task.labels[column],
            judged=task.choice.pairwise[row][column],
            implied=round(found.implied, 2),
        )
    return found.weights


def _matrix(task: WeightingTask) -> Floats:
    n, rows = len(task.labels), task.choice.pairwise
    if len(rows) != n or any(len(row) != n for row in rows):
        raise InputError(
            mark("AHP of {node} needs a matrix of {n} rows and {n} columns, one for each of: {parts}."),
            node=task.node,
            n=n,
            parts=task.labels,
        )
    if n > len(RANDOM_INDEX):
        raise InputError(
            mark("AHP of {node} compares {n} parts; more than {most} cannot be judged in pairs."),
            node=task.node,
            n=n,
            most=len(RANDOM_INDEX),
        )
    matrix = np.array(rows, dtype=float)
    error = np.abs(matrix * matrix.T - 1.0)
    if error.max() > RECIPROCAL_TOLERANCE:
        row, column = np.unravel_index(int(np.argmax(error)), error.shape)
        raise InputError(
            mark(
                "AHP of {node}: “{first}” over “{second}” and the reverse must be reciprocal, "
                "such as 3 and 1/3; the diagonal is 1."
            ),
            node=task.node,
            first=task.labels[row],
            second=task.labels[column],
        )
    # what was rounded is made reciprocal exactly
    reciprocal: Floats = np.sqrt(matrix / matrix.T)
    return reciprocal
