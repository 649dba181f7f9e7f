"""Neighbours by distance between points: nearest, within a band, weighted by distance."""

from __future__ import annotations

from typing import Any

import numpy as np

from ...core.arrays import Floats, Ints
from ...core.messages import InputError, Message, mark
from ..geometry import FARTHEST
from .kernels import KERNELS
from .weights import Weights, clean

#: More pairs than this do not fit into the memory of an ordinary computer.
MAX_PAIRS = 20_000_000
#: Points looked at beyond the k-th, so that ties in distance go to the lower position everywhere.
TIES = 8


def knn(points: Floats, k: int = 6) -> Weights:
    """Return the k nearest neighbours of each point.

    Parameters
    ----------
    points : (n, 2) coordinates in metres; a point of NaN has no neighbour and is nobody's.
    k : number of neighbours. Equal distances go to the point that comes first.

    Returns
    -------
    Weights
        Binary, in general not symmetric. Points at the same place are neighbours at distance 0; a
        warning says how many there are.

    Raises
    ------
    InputError
        Fewer than three points, k below 1, or not below the number of points.
    """
    placed, where = _placed(points)
    _check_k(k, len(where))
    _, neighbour = _nearest(placed, k)
    rows = np.repeat(np.arange(len(where)), k)
    data = np.ones(len(rows))
    return _weights("knn", points, where, rows, neighbour.ravel(), data, {"k": k}, _same_place(placed))


def minimum_band(points: Floats) -> float:
    """Return the smallest band (metres) that leaves no point of (n, 2) without a neighbour.

    It is the largest distance from a point to its nearest; a hair wider, so that this pair is inside.
    """
    from scipy.spatial import cKDTree

    placed, _ = _placed(points)
    distance, _ = cKDTree(placed).query(placed, k=2)  # itself or another at its place, and the next
    return float(distance[:, 1].max()) * (1 + 1e-9)


def nearest_units(points: Floats, units: Ints, k: int) -> tuple[Ints, Ints]:
    """Return pairs of a unit and one of its k nearest others, as `knn` gives them, for some units alone.

    Units without a place have none.

    points: (n, 2) in metres; units: positions (m,). Returns (m · k,) each.

    Raises
    ------
    InputError
        As `knn`.
    """
    placed, where = _placed(points)
    _check_k(k, len(where))
    asked = np.flatnonzero(np.isin(where, units))
    _, neighbour = _nearest(placed, k, asked)
    return where[np.repeat(asked, k)], where[neighbour.ravel()]


def distance_band(points: Floats, distance: float | None = None) -> Weights:
    """Return as neighbours all points at most `distance` metres away; by default `minimum_band`. Binary and symmetric.

    points: (n, 2) in metres.

    Raises
    ------
    InputError
        Fewer than three points, a distance that is not positive or that connects too many pairs.
    """
    placed, where = _placed(points)
    distance, pairs, _ = _within(placed, distance)
    rows, cols = np.concatenate([pairs, pairs[:, ::-1]]).T
    facts = {"distance": distance}
    return _weights("distance", points, where, rows, cols, np.ones(len(rows)), facts, _lonely(len(pairs)))


def inverse_distance(points: Floats, distance: float | None = None, power: float = 1.0) -> Weights:
    """Return weights 1/dᵖ within a band (by default `minimum_band`), so that near ones count more.

    For Gi* a unit counts for itself as much as its nearest neighbour: 1/0 has no value.

    points: (n, 2) in metres.

    Raises
    ------
    InputError
        As `distance_band`; a power that is not positive; points at the same place.
    """
    placed, where = _placed(points)
    if not power > 0:
        raise InputError(mark("The power of the distance is {power}; it must be positive."), power=power)
    distance, pairs, length = _within(placed, distance)
    if len(length) and length.min() == 0:
        units = np.unique(where[pairs[length == 0]]).tolist()
        raise InputError(
            mark(
                "Inverse distance has no value for {units}, which lie at the same place; "
                "choose nearest neighbours or a band."
            ),
            units=units,
        )
    rows, cols = np.concatenate([pairs, pairs[:, ::-1]]).T
    data = np.tile(length**-power, 2)
    own = np.zeros(len(points))
    np.maximum.at(own, where[rows], data)
    facts = {"distance": distance, "power": power}
    return _weights("inverse", points, where, rows, cols, data, facts, _lonely(len(pairs)), own)


def kernel(
    points: Floats, function: str = "triangular", bandwidth: float | None = None, k: int | None = None
) -> Weights:
    """Return weights K(d/h) of a kernel with bandwidth h; points beyond h are no neighbours.

    Parameters
    ----------
    points : (n, 2) in metres, as for `knn`.
    function : code in `KERNELS`.
    bandwidth : h in metres, the same for all (fixed); by default `minimum_band`.
    k : where given, h of a point is the distance to its k-th nearest, a hair wider (adaptive), as in
        libpysal and GeoDa; such weights are not symmetric.

    Returns
    -------
    Weights
        Style `values`. A point counts K(0) for itself in Gi*; the diagonal is empty otherwise, where
        libpysal's `Kernel` fills it.

    Raises
    ------
    InputError
        As `distance_band` and `knn`; both a bandwidth and k.
    """
    placed, where = _placed(points)
    shape = KERNELS[function].function
    if k is not None and bandwidth is not None:
        raise InputError(mark("A kernel takes a bandwidth or a number of neighbours, not both."))
    if k is None:
        bandwidth, pairs, length = _within(placed, bandwidth)
        rows, cols = np.concatenate([pairs, pairs[:, ::-1]]).T
        share = np.tile(length / bandwidth, 2)
        warnings = _lonely(len(pairs))
    else:
        _check_k(k, len(where))
        length, neighbour = _nearest(placed, k)
        rows, cols = np.repeat(np.arange(len(where)), k), neighbour.ravel()
        reach = np.maximum(length[:, -1:] * (1 + 1e-7), np.finfo(float).tiny)
        share, warnings = (length / reach).ravel(), _same_place(placed)
    facts = {"function": function, "bandwidth": bandwidth, "k": k}
    own = np.full(len(points), float(shape(np.zeros(1))[0]))
    return _weights("kernel", points, where, rows, cols, shape(share), facts, warnings, own)


def _placed(points: Floats) -> tuple[Floats, Ints]:
    """Return the points that have a place and their positions; refuse fewer than three."""
    points = np.asarray(points, dtype=float).reshape(-1, 2)
    where = np.flatnonzero(np.isfinite(points).all(axis=1))
    if (np.abs(points[where]) > FARTHEST).any():
        raise InputError(mark("Some places lie beyond any map; check the coordinate system and repair their geometry."))
    if len(where) < 3:
        raise InputError(mark("Neighbours need at least three places; there {n:is|are} {n}."), n=len(where))
    return points[where], where


def _check_k(k: int, n: int) -> None:
    if not 1 <= k < n:
        raise InputError(
            mark("{k} nearest neighbours were asked for; with {n} places it must be from 1 to {most}."),
            k=k,
            n=n,
            most=n - 1,
        )


def _nearest(points: Floats, k: int, of: Ints | None = None) -> tuple[Floats, Ints]:
    """Return distances and positions of the k nearest others of the points at `of`, nearest first.

    By default of all points; (len(of), k) each.
    """
    from scipy.spatial import cKDTree

    n = len(points)
    of = np.arange(n) if of is None else of
    if not len(of):
        return np.zeros((0, k)), np.zeros((0, k), dtype=np.int64)
    distance, neighbour = cKDTree(points).query(points[of], k=min(n, k + 1 + TIES))
    # a point may not be first, or not even listed, where many lie at its place
    distance = np.where(neighbour == of[:, None], np.inf, distance)
    scale = max(float(distance[np.isfinite(distance)].max()), np.finfo(float).tiny)
    order = np.lexsort((neighbour, np.rint(distance / scale * 2**40)), axis=1)[:, :k]
    return np.take_along_axis(distance, order, axis=1), np.take_along_axis(neighbour, order, axis=1)


def _within(points: Floats, distance: float | None) -> tuple[float, Ints, Floats]:
    """Return the band, the pairs within it (m, 2) and their distances (m,)."""
    from scipy.spatial import cKDTree

    band = minimum_band(points) if distance is None else float(distance)
    if not band > 0 or not np.isfinite(band):
        raise InputError(mark("The distance is {distance}; it must be a positive number of metres."), distance=band)
    tree = cKDTree(points)
    count = (int(tree.count_neighbors(tree, band)) - len(points)) // 2
    if count > MAX_PAIRS:
        raise InputError(
            mark("A distance of {distance} m connects {count} pairs, too many to compute; choose a smaller one."),
            distance=band,
            count=count,
        )
    pairs = tree.query_pairs(band, output_type="ndarray")
    return band, pairs, np.hypot(*(points[pairs[:, 0]] - points[pairs[:, 1]]).T)


def _same_place(points: Floats) -> tuple[Message, ...]:
    """Warn of points that share their place."""
    double = len(points) - len(np.unique(points, axis=0))
    sentence = mark(
        "{count} {count:place repeats|places repeat} another exactly; "
        "{count:it is its nearest neighbour|they are its nearest neighbours} at no distance."
    )
    return (Message(sentence, {"count": double}),) if double else ()


def _lonely(pairs: int) -> tuple[Message, ...]:
    """Warn where nobody has a neighbour."""
    sentence = mark("No two places are within the distance: all are islands. Use a larger distance.")
    return () if pairs else (Message(sentence),)


def _weights(
    kind: str,
    points: Floats,
    where: Ints,
    rows: Ints,
    cols: Ints,
    data: Floats,
    facts: dict[str, Any],
    warnings: tuple[Message, ...],
    own: Floats | None = None,
) -> Weights:
    """Put the weights among the placed points on the map of all."""
    from scipy.sparse import coo_matrix

    n = len(points)
    matrix = clean(coo_matrix((data, (where[rows], where[cols])), shape=(n, n)))
    style = "binary" if (matrix.data == 1).all() and own is None else "values"
    return Weights(matrix, kind, style, own, facts, warnings)
