"""Queen and rook neighbours of polygons, also where neighbours do not share their vertices.

Exact keys find the borders that are shared vertex by vertex. Real layers are often simplified polygon
by polygon, so that the same border has other vertices on its other side; libpysal's and spdep's exact
contiguity then loses neighbours without a warning. A tolerance finds them: queen neighbours are units
whose borders come as near as the tolerance; rook neighbours also run along each other for a minimum
length. A corner that meets the middle of a side (a T-junction) is contact.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ...core.arrays import Bools, Ints
from ...core.messages import InputError, Message, Progress, mark, no_progress
from ...core.threads import started
from ..geometry import Polygons, equal_together
from .border_distance import shared_lengths, touching_units
from .border_segments import BorderSegments
from .weights import Weights, from_pairs

#: Two borders that only touch at a corner run side by side for some tolerances' length.
CORNER = 5.0


def queen(polygons: Polygons, tolerance: float = 2.0, progress: Progress = no_progress) -> Weights:
    """Return neighbours that touch, were it in one point.

    Parameters
    ----------
    polygons : `Polygons` in metres.
    tolerance : borders at most so far apart (metres) touch. 0 counts shared vertices only, as libpysal's
        `Queen` and spdep's `poly2nb` do.
    progress : called with the fraction done.

    Returns
    -------
    Weights
        Binary; `facts` holds the tolerance and `tolerance_pairs`, the pairs that only it found, (m, 2).

    Raises
    ------
    InputError
        Fewer than three units, all geometries empty, negative tolerance.

    Notes
    -----
    A polygon wholly inside another without touching its border (an overlap) is not its neighbour.
    """
    facts = {"tolerance": tolerance}
    return _neighbours("queen", polygons, facts, _common_vertices, touching_units, progress)


def rook(
    polygons: Polygons, tolerance: float = 2.0, minimum_length: float | None = None, progress: Progress = no_progress
) -> Weights:
    """Return neighbours that share a stretch of border.

    Parameters
    ----------
    polygons : `Polygons` in metres.
    tolerance : as for `queen`; 0 counts shared sides only, as libpysal's `Rook` does.
    minimum_length : borders that do not share sides have to run within the tolerance of each other for
        more than this (metres); by default five times the tolerance, since two corners that touch
        already run side by side for some tolerances.
    progress : called with the fraction done.

    Returns
    -------
    Weights
        Binary; `facts` as for `queen`, and `minimum_length`.

    Raises
    ------
    InputError
        As `queen`.
    """
    minimum = CORNER * tolerance if minimum_length is None else minimum_length

    def along_each_other(borders: BorderSegments, wanted: Callable[[Ints], Bools]) -> Ints:
        pairs, lengths = shared_lengths(borders, wanted)
        return pairs[lengths > minimum]

    facts = {"tolerance": tolerance, "minimum_length": minimum}
    return _neighbours("rook", polygons, facts, _common_sides, along_each_other, progress)


def _neighbours(
    kind: str,
    polygons: Polygons,
    facts: dict[str, Any],
    in_common: Callable[[Polygons], Ints],
    within_reach: Callable[[BorderSegments, Callable[[Ints], Bools]], Ints],
    progress: Progress,
) -> Weights:
    """Return as neighbours the pairs that have something in common, and those that only the tolerance finds."""
    tolerance = facts["tolerance"]
    _check(polygons, tolerance)
    borders = started(BorderSegments, polygons, tolerance) if tolerance > 0 else None
    exact = in_common(polygons)
    progress(0.4)
    found = exact if borders is None else np.union1d(exact, within_reach(borders.result(), _except(exact)))
    progress(1.0)
    n, only = polygons.n, np.setdiff1d(found, exact)
    facts["tolerance_pairs"] = np.column_stack([only // n, only % n])
    no_pair = mark("No two areas touch: all are islands. Use a larger tolerance or nearest neighbours.")
    warnings = () if len(found) else (Message(no_pair),)
    return from_pairs(np.column_stack([found // n, found % n]), n, kind=kind, facts=facts, warnings=warnings)


def _check(polygons: Polygons, tolerance: float) -> None:
    if polygons.n < 3:
        raise InputError(mark("Neighbours need at least three areas; there {n:is|are} {n}."), n=polygons.n)
    if not tolerance >= 0:
        raise InputError(
            mark("The tolerance is {tolerance}; it must be 0 or a positive distance."), tolerance=tolerance
        )
    if polygons.empty.all():
        raise InputError(mark("None of the areas has a geometry; neighbours cannot be found."))


def _common_vertices(polygons: Polygons) -> Ints:
    """Return the keys of pairs of units that have a vertex in common."""
    order, new = polygons.vertices
    return _common(order, new, polygons.vertex_unit, polygons.n)


def _common_sides(polygons: Polygons) -> Ints:
    """Return the keys of pairs of units that have a side in common."""
    order, new = polygons.vertices
    number = np.empty(len(order), dtype=np.int64)
    number[order] = np.cumsum(new)
    start, end = polygons.segments()
    a, b = number[start], number[end]
    real = np.flatnonzero(a != b)
    a, b = a[real], b[real]
    order, new = equal_together(np.minimum(a, b) << 32 | np.maximum(a, b))
    return _common(order, new, polygons.vertex_unit[real], polygons.n)


def _common(order: Ints, new: Bools, unit: Ints, n: int) -> Ints:
    """Return the keys of pairs of units that use the same item, each once, sorted.

    unit : of each use of an item, along the borders; order : of the uses, equal items together; new : which
    of these begin another item.
    """
    user = unit[order]
    keys = [np.zeros(0, dtype=np.int64)]
    same, step = np.flatnonzero(~new[1:]), 1
    while len(same):
        one, other = user[same], user[same + step]
        key = np.where(one != other, np.minimum(one, other) * n + np.maximum(one, other), -1)
        if step == 1:  # most items have two users, which are the same for a stretch of border
            along = np.full(len(order), -1)
            along[order[same]] = key
            key = along[np.r_[True, along[1:] != along[:-1]]]
        keys.append(key[key >= 0])
        step += 1
        same = same[same + step < len(new)]
        same = same[~new[same + step]]
    return np.unique(np.concatenate(keys))


def _except(known: Ints) -> Callable[[Ints], Bools]:
    """Return a function that says which keys are not among the known ones (sorted)."""

    def unknown(keys: Ints) -> Bools:
        if not len(known):
            return np.ones(len(keys), dtype=bool)
        place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        result: Bools = known[place] != keys
        return result

    return unknown
