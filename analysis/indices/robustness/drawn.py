"""Drawn weights in the tree of the index, and draws for which its means are not defined."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Bools, Floats
from ...core.messages import Progress
from ..composite.plan import IndexPlan, Node
from ..composite.tree import FILL, Scored
from .sampling import Draws


class AsDrawn:
    """Weighs by drawn weights; a draw with a score for which a mean is not defined has failed."""

    def __init__(self, plan: IndexPlan, draws: Draws) -> None:
        self.drawn = dict(zip((node.code for node in plan.root.walk()), draws.weights))
        self.left_out = draws.left_out
        self.failed = np.zeros(len(draws), dtype=bool)

    def weights(self, node: Node, scores: Floats, parts: tuple[Scored, ...], progress: Progress) -> Floats:
        """Return the weights, (draws, children), 0 for what is left out, the others in proportion."""
        del scores, progress
        own = self.drawn[node.code]
        if parts:
            gone = np.stack([~child.weights.any(axis=-1) for child in parts], axis=-1)
        else:
            gone = self.left_out[:, None] == np.arange(node.rows.start, node.rows.stop)
        changed = gone.any(axis=-1)
        if changed.any():
            own = np.where(gone, 0.0, own)
            totals = own[changed].sum(axis=-1, keepdims=True)
            own[changed] /= np.where(totals > 0, totals, 1.0)
        return own

    def admitted(self, node: Node, scores: Floats, undefined: Bools) -> Floats:
        """Note the draws with an `undefined` score, (draws, children, units), and go on with another in its place."""
        wrong = undefined.any(axis=-1)
        if not node.parts:
            wrong = wrong & (self.left_out[:, None] != np.arange(node.rows.start, node.rows.stop))
        self.failed |= wrong.any(axis=-1)
        return np.where(undefined, FILL, scores)
