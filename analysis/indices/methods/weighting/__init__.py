"""Weights of a node's children: each method takes a `WeightingTask`.

It returns non-negative weights, shape (children,), which the caller scales to sum to 1, or weights of
each unit's own, shape (children, units), that give its score at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ....core.arrays import Floats
from ....core.messages import mark
from ....core.registers import Register
from .ahp import ahp
from .bod import bod
from .bwm import bwm
from .statistical import critic, entropy, pca
from .task import WeightingTask


@dataclass(frozen=True)
class WeightingMethod:
    """A weighting, and what it goes by.

    from_data: the values alone decide; judged: experts compare the children of one node, so that nodes below
    cannot inherit it; own_weights: each unit has weights of its own, so that there are none to vary or keep;
    as_given: the weights of the definition themselves.
    """

    code: str
    label: str
    function: Callable[[WeightingTask], Floats]
    from_data: bool = False
    judged: bool = False
    own_weights: bool = False
    as_given: bool = False


WEIGHTINGS = Register(
    mark("weighting"),
    [
        WeightingMethod("given", mark("Weights of the definition"), lambda task: task.given, as_given=True),
        WeightingMethod("equal", mark("Equal weights"), lambda task: np.ones_like(task.given)),
        WeightingMethod("pca", mark("Principal components"), pca, from_data=True),
        WeightingMethod("entropy", mark("Entropy"), entropy, from_data=True),
        WeightingMethod("critic", mark("CRITIC"), critic, from_data=True),
        WeightingMethod("ahp", mark("AHP (pairwise comparison)"), ahp, judged=True),
        WeightingMethod("bwm", mark("Best–worst method"), bwm, judged=True),
        WeightingMethod("bod", mark("Benefit of the doubt"), bod, from_data=True, own_weights=True),
    ],
)
