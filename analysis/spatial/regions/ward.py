"""Ward's method with contiguity: join neighbouring regions as long as they stay alike."""

from __future__ import annotations

import heapq

import numpy as np

from ...core.arrays import Floats, Ints
from ...core.lazy import pd
from ...core.messages import Progress, mark, no_progress
from ..sample import take_part
from ..weights.weights import Weights
from .partition import Regions, check_count, check_parts, regions, standardised


def ward(frame: pd.DataFrame, weights: Weights, k: int, progress: Progress = no_progress) -> Regions:
    """Join neighbours into k contiguous regions, each time where the sum of squares within grows least.

    Parameters
    ----------
    frame : variables by unit; weights, k, progress : as for `skater`.

    Returns
    -------
    Regions

    Raises
    ------
    InputError
        As `take_part`; fewer than two regions or fewer than the map has parts.

    Notes
    -----
    Joining a and b adds n_a n_b/(n_a + n_b)·|mean_a − mean_b|² (Ward 1963), as scikit-learn's
    `AgglomerativeClustering` with a connectivity. Ties go to the regions that come first.
    """
    sample = take_part(frame, weights, connected=True)
    check_count(k, sample.n)
    count, _ = sample.weights.components()
    check_parts(count, k)
    z = standardised(sample.values)
    labels = _merge(z, sample.weights, k, progress)
    diagnostics = sample.diagnostics()
    diagnostics.step(mark("Ward's method with contiguity: {k} regions."), k=k)
    return regions(frame, sample.where, labels, diagnostics)


def _merge(z: Floats, weights: Weights, k: int, progress: Progress) -> Ints:
    """Return the label of each unit after joining down to k regions."""
    n = weights.n
    size, total = [1.0] * n, [*z]
    around: list[set[int]] = [set() for _ in range(n)]
    members = [[unit] for unit in range(n)]
    queue = []

    def growth(a: int, b: int) -> float:
        difference = total[a] / size[a] - total[b] / size[b]
        return size[a] * size[b] / (size[a] + size[b]) * float(difference @ difference)

    for a, b in weights.pairs.tolist():
        around[a].add(b)
        around[b].add(a)
        queue.append((growth(a, b), a, b))
    heapq.heapify(queue)
    left = n
    while left > k:
        _, a, b = heapq.heappop(queue)
        if not members[a] or not members[b]:
            continue
        # the joined region gets a number of its own, so that what the queue holds of the old ones is void
        new = len(size)
        size.append(size[a] + size[b])
        total.append(total[a] + total[b])
        members.append(members[a] + members[b])
        around.append((around[a] | around[b]) - {a, b})
        members[a], members[b] = [], []
        for other in around[new]:
            around[other] -= {a, b}
            around[other].add(new)
            heapq.heappush(queue, (growth(new, other), other, new))
        left -= 1
        progress((n - left) / (n - k))
    labels = np.empty(n, dtype=int)
    for label, units in enumerate(unit for unit in members if unit):
        labels[units] = label
    return labels
