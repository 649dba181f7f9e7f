"""What a weighting method is given."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ....core.arrays import Floats
from ....core.diagnostics import Diagnostics
from ....core.messages import InputError, Message, Progress, mark, no_progress
from ..choices import Weighting


@dataclass(frozen=True)
class WeightingTask:
    """The children of one node that are to be weighted.

    scores: shape (children, units), may hold NaN; given: the weights of the definition, shape (children,);
    labels: the children's names; node: the node's name; choice: method and judgements.
    """

    scores: Floats
    given: Floats
    labels: list[str]
    node: str | Message = ""
    choice: Weighting = field(default_factory=Weighting)
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    progress: Progress = no_progress

    def complete_scores(self, fewest: int = 3) -> Floats:
        """Return (children, units) of the units that have every child.

        Raises
        ------
        InputError
            For few or equal ones.
        """
        complete = self.scores[:, ~np.isnan(self.scores).any(axis=0)]
        if complete.shape[1] < fewest:
            raise InputError(
                mark(
                    "The weights of {node} come from the data, but only {n} kelurahan {n:has|have} every value; "
                    "at least {least} are needed."
                ),
                node=self.node,
                n=complete.shape[1],
                least=fewest,
            )
        constant = [label for label, row in zip(self.labels, complete) if np.ptp(row) <= 1e-12 * np.abs(row).max()]
        if constant:
            raise InputError(
                mark("The weights of {node} come from the data, but {indicator} has the same score everywhere."),
                node=self.node,
                indicator=constant,
            )
        return complete
