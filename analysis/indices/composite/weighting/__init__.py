"""Weights of a node's children: each method takes a `WeightingTask`.

It returns non-negative weights, shape (children,), which the caller scales to sum to 1, or weights of
each unit's own, shape (children, units), that give its score at once.
"""

from ....core.messages import mark
from ....core.registers import Method, Register
from .ahp import ahp
from .bod import bod
from .bwm import bwm
from .given import equal, given
from .statistical import critic, entropy, pca

WEIGHTINGS = Register(
    mark("weighting"),
    [
        Method("given", mark("Weights of the definition"), given),
        Method("equal", mark("Equal weights"), equal),
        Method("pca", mark("Principal components"), pca),
        Method("entropy", mark("Entropy"), entropy),
        Method("critic", mark("CRITIC"), critic),
        Method("ahp", mark("AHP (pairwise comparison)"), ahp),
        Method("bwm", mark("Best–worst method"), bwm),
        Method("bod", mark("Benefit of the doubt"), bod),
    ],
)
