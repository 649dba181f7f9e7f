"""SKATER: contiguous regions by cutting a tree of the most alike neighbours."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np

from ...core.arrays import Floats, Ints
from ...core.lazy import pd
from ...core.messages import InputError, Progress, mark, no_progress
from ..sample import take_part
from ..weights.weights import Weights
from .partition import Regions, check_count, check_parts, regions, standardised


def skater(
    frame: pd.DataFrame,
    weights: Weights,
    k: int,
    minimum_units: int = 1,
    population: pd.Series | None = None,
    minimum_population: float = 0.0,
    progress: Progress = no_progress,
) -> Regions:
    """Cut the map into k contiguous regions that are alike inside (Assunção, Neves, Câmara and Freitas 2006).

    Parameters
    ----------
    frame : variables by unit; standardised first. Units with a NaN or without neighbours take no part.
    weights : who is next to whom; their size does not count.
    k : number of regions.
    minimum_units : every region has at least so many units.
    population, minimum_population : every region has at least so many people.
    progress : called with the fraction done.

    Returns
    -------
    Regions

    Raises
    ------
    InputError
        As `take_part`; fewer than two regions or fewer than the map has parts; limits that leave no cut;
        missing or negative population.

    Notes
    -----
    The tree is the minimum spanning tree by Euclidean distance between neighbours. Each step makes the
    cut, of all in all regions, that lowers the sum of squares within most, and never takes one back.
    """
    sample = take_part(frame, weights, connected=True)
    check_count(k, sample.n)
    people = np.zeros(sample.n) if population is None else _people(population, sample.where)
    z = standardised(sample.values)
    tree = _spanning_tree(z, sample.weights.matrix)
    size = np.column_stack([np.ones(sample.n), people])
    least = np.array([float(minimum_units), float(minimum_population)])
    labels = _cut(tree, z, size, least, k, progress)
    diagnostics = sample.diagnostics()
    diagnostics.step(
        mark("SKATER: {k} regions of at least {least} {least:area|areas} and {people} people.")
        if minimum_population
        else mark("SKATER: {k} regions of at least {least} {least:area|areas}."),
        k=k,
        least=minimum_units,
        people=minimum_population,
    )
    return regions(frame, sample.where, labels, diagnostics, population)


def _people(population: pd.Series, where: Ints) -> Floats:
    """Return the population of the units that take part."""
    people: Floats = population.to_numpy(dtype=float)[where]
    wrong = ~(people >= 0)
    if wrong.any():
        raise InputError(
            mark("The field {column} has no population for {units}; fill it in or set no minimum."),
            column=population.name,
            units=population.index[where[wrong]].tolist(),
        )
    return people


def _spanning_tree(z: Floats, matrix: Any) -> Any:
    """Return the minimum spanning forest as a symmetric sparse matrix."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import minimum_spanning_tree

    coo = matrix.tocoo()
    # + 1, since scipy takes a distance of 0 for no edge; the same amount on all leaves the tree as it is
    distance = np.sqrt(((z[coo.row] - z[coo.col]) ** 2).sum(axis=1)) + 1
    tree = minimum_spanning_tree(csr_matrix((distance, (coo.row, coo.col)), shape=coo.shape))
    return (tree + tree.T).tocsr()


def _cut(tree: Any, z: Floats, size: Floats, least: Floats, k: int, progress: Progress) -> Ints:
    """Return the labels after the best cuts, one after the other."""
    from scipy.sparse.csgraph import connected_components

    labels: Ints
    count, labels = connected_components(tree, directed=False)
    check_parts(count, k)
    waiting: list[tuple[float, int, Ints, Ints]] = []
    for label in range(count):
        _offer(waiting, label, np.flatnonzero(labels == label), tree, z, size, least)
    while count < k:
        if not waiting:
            raise InputError(
                mark(
                    "Only {count} {count:region|regions} can be made with these minimum sizes; "
                    "ask for fewer or lower the minimum."
                ),
                count=count,
            )
        _, label, branch, rest = heapq.heappop(waiting)
        labels[branch] = count
        if count + 1 < k:
            _offer(waiting, label, rest, tree, z, size, least)
            _offer(waiting, count, branch, tree, z, size, least)
        count += 1
        progress(count / k)
    return labels


def _offer(waiting: list[Any], label: int, members: Ints, tree: Any, z: Floats, size: Floats, least: Floats) -> None:
    """Put the best cut of a region into the queue, if one is allowed."""
    from scipy.sparse.csgraph import depth_first_order

    if len(members) < 2:
        return
    order, parent = depth_first_order(tree[members][:, members], 0, directed=False)
    content = np.column_stack([np.ones(len(members)), size[members], z[members]])[order]
    place = np.empty(len(members), dtype=int)
    place[order] = np.arange(len(members))
    span = _branch_sizes(place[parent[order[1:]]])
    # a branch is a stretch of the depth-first order, so its sums are differences of running sums
    running = np.vstack([np.zeros(content.shape[1]), np.cumsum(content, axis=0)])
    branch = running[np.arange(len(members)) + span] - running[:-1]
    rest = running[-1] - branch
    fits = (branch[:, 1:3] >= least).all(axis=1) & (rest[:, 1:3] >= least).all(axis=1)
    fits[0] = False
    if not fits.any():
        return
    whole = (running[-1, 3:] ** 2).sum() / len(members)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = (branch[:, 3:] ** 2).sum(axis=1) / branch[:, 0] + (rest[:, 3:] ** 2).sum(axis=1) / rest[:, 0]
    best = int(np.argmax(np.where(fits, gain, -np.inf)))
    inside = np.zeros(len(members), bool)
    inside[order[slice(best, best + span[best])]] = True
    heapq.heappush(waiting, (float(whole - gain[best]), label, members[inside], members[~inside]))


def _branch_sizes(parents: Ints) -> Ints:
    """Return how many units hang on each, itself included; `parents` of all but the first, in order."""
    span = [1] * (len(parents) + 1)
    for place, parent in zip(range(len(parents), 0, -1), parents[::-1].tolist()):
        span[parent] += span[place]
    return np.array(span)
