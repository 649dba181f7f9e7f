"""What a weighting method is given."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ...definition.model import Weighting
from ...diagnostics import Diagnostics
from ...messages import Message, Progress, no_progress


@dataclass(frozen=True)
class WeightingTask:
    """The children of one node that are to be weighted.

    scores: shape (children, units), may hold NaN; given: the weights of the definition, shape (children,);
    labels: the children's names; node: the node's name; choice: method and judgements.
    """

    scores: np.ndarray
    given: np.ndarray
    labels: list[str]
    node: str | Message = ""
    choice: Weighting = Weighting()
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    progress: Progress = no_progress
