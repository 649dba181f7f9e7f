"""What all groupings share: standardised variables, sums of squares, numbering, profiles, quality."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats, Ints
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, mark
from ...core.threads import in_threads

#: Silhouettes are computed for at most so many units, evenly taken; all pairs of more take too long.
SILHOUETTE_UNITS = 10_000
#: Distances are measured between at most so many units and as many others at once, each pair once.
PIECE = 500


@dataclass(frozen=True)
class Regions:
    """Groups of units.

    frame : by unit, `region` (1 … k, NaN where the unit takes no part) and `silhouette` (−1 … 1, how much
        nearer a unit is to its own group than to the next; NaN where not computed).
    profile : by region, `units`, and each variable's mean, and its mean in standard deviations
        (`<variable>_z`); `population` where given.
    between : share of the sum of squares that lies between the groups, 0 to 1.
    """

    frame: pd.DataFrame
    profile: pd.DataFrame
    between: float
    diagnostics: Diagnostics

    @property
    def silhouette(self) -> float:
        """The mean silhouette."""
        return float(self.frame["silhouette"].mean())


def standardised(values: Floats) -> Floats:
    """Return (n, m) variables with mean 0 and standard deviation 1 (n − 1)."""
    result: Floats = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    return result


def squares(z: Floats, labels: Ints) -> float:
    """Return the sum of squares of variables (n, m) within the groups 0 … k − 1 of labels (n,)."""
    count = np.bincount(labels)
    total = float((z**2).sum())
    for variable in z.T:
        sums = np.bincount(labels, variable)
        total -= float((sums[count > 0] ** 2 / count[count > 0]).sum())
    return max(total, 0.0)


def numbered(z: Floats, labels: Ints) -> Ints:
    """Return labels (n,), 0 … k − 1 in falling order of the groups' mean over all variables (n, m)."""
    _, labels = np.unique(labels, return_inverse=True)
    mean = np.bincount(labels, z.mean(axis=1)) / np.bincount(labels)
    rank = np.empty(len(mean), dtype=int)
    rank[np.argsort(-mean, kind="stable")] = np.arange(len(mean))
    return rank[labels]


def silhouettes(z: Floats, labels: Ints) -> Floats:
    """Return Rousseeuw's (1987) silhouette of each unit, Euclidean, 0 for a group of one.

    Of more than `SILHOUETTE_UNITS` units those between the evenly taken ones get NaN.

    z: (n, m) standardised variables; labels and what is returned: (n,).
    """
    n = len(z)
    out = np.full(n, np.nan)
    taken = np.unique(np.linspace(0, n - 1, min(n, SILHOUETTE_UNITS)).astype(int))
    group = labels[taken]
    count = np.bincount(group, minlength=labels.max() + 1).astype(float)
    sums = _distance_sums(z[taken], [np.flatnonzero(group == number) for number in range(len(count))])
    rows = np.arange(len(taken))
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = sums[rows, group] / (count[group] - 1)
        others = sums / count
        others[rows, group] = np.inf
        outside = np.nanmin(others, axis=1)
        value = (outside - inside) / np.maximum(inside, outside)
    out[taken] = np.where(count[group] > 1, np.nan_to_num(value), 0.0)
    return out


def _distance_sums(points: Floats, members: list[Ints]) -> Floats:
    """Return the sum of distances of each point to the members of each group, (n, groups)."""
    from scipy.spatial.distance import cdist

    def measured(pair: tuple[int, int]) -> tuple[Floats, Floats]:
        far = cdist(*(points[pieces[number][1]] for number in pair), "sqeuclidean")
        np.sqrt(far, out=far)  # faster than cdist's own
        return far.sum(axis=1), far.sum(axis=0)

    pieces = [
        (group, units[slice(low, low + PIECE)])
        for group, units in enumerate(members)
        for low in range(0, len(units), PIECE)
    ]
    pairs = [(one, other) for one in range(len(pieces)) for other in range(one, len(pieces))]
    sums = np.zeros((len(points), len(members)))
    for (one, other), (across, down) in zip(pairs, in_threads(measured, pairs)):
        (group, units), (group_2, units_2) = pieces[one], pieces[other]
        sums[units, group_2] += across
        if other != one:
            sums[units_2, group] += down
    return sums


def regions(
    frame: pd.DataFrame, where: Ints, labels: Ints, diagnostics: Diagnostics, population: pd.Series | None = None
) -> Regions:
    """Put a grouping of the units at `where` (m,) together, with their labels (m,).

    frame, population: by unit; numbers, silhouettes and profile as `Regions` has them.
    """
    values = frame.to_numpy(dtype=float)[where]
    z = standardised(values)
    labels = numbered(z, labels)
    out = pd.DataFrame({"region": np.nan, "silhouette": np.nan}, index=frame.index)
    columns = np.column_stack([labels + 1.0, silhouettes(z, labels)])
    out.iloc[where] = columns
    count = np.bincount(labels)
    profile = pd.DataFrame({"units": count}, index=pd.RangeIndex(1, len(count) + 1, name="region"))
    if population is not None:
        people = population.to_numpy(dtype=float)[where]
        profile["population"] = np.bincount(labels, people)
    for number, column in enumerate(frame.columns):
        profile[f"{column}"] = np.bincount(labels, values[:, number]) / count
        profile[f"{column}_z"] = np.bincount(labels, z[:, number]) / count
    return Regions(out, profile, 1 - squares(z, labels) / float((z**2).sum()), diagnostics)


def check_count(k: int, n: int) -> None:
    """Refuse a number of groups below 2 or above the number of units.

    Raises
    ------
    InputError
        Where k is below 2 or above the number of units.
    """
    if not 2 <= k <= n:
        raise InputError(mark("{k} groups were asked for; with {n} areas it must be from 2 to {n}."), k=k, n=n)


def check_parts(parts: int, k: int) -> None:
    """Refuse fewer contiguous regions than the map has separate parts.

    Raises
    ------
    InputError
        Where there are more parts than k.
    """
    if parts > k:
        raise InputError(
            mark(
                "The map has {count} separate parts; {k} contiguous regions cannot cover it. "
                "Join the islands or ask for more."
            ),
            count=parts,
            k=k,
        )
