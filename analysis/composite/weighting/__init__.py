"""Weights of a node's children: each method takes a `WeightingTask`.

It returns non-negative weights, shape (children,), which the caller scales to sum to 1, or weights of
each unit's own, shape (children, units), that give its score at once.
"""

from ...messages import mark
from ...registers import Method, Register
from .given import equal, given

WEIGHTINGS = Register(
    "weighting",
    [
        Method("given", mark("Weights of the definition"), given),
        Method("equal", mark("Equal weights"), equal),
    ],
)
