"""A schematic map of the city: a power diagram on the centroids, bent a little.

Empty sites around the city take the place of a clipping outline, so that every border, the outer one
too, is a border between two cells and both sides share its vertices exactly. The weights of the sites
are tuned until the bent cells have the published areas. One smooth warp of the whole plane, the same
for all cells, takes away the look of a honeycomb and cannot break what was exact before it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.ndimage import binary_closing, label
from scipy.spatial import ConvexHull

OUTSIDE_SPACING = 240.0  # metres between the empty sites
DISC_FACTOR = 1.08  # radius of the disc of a kelurahan, times that of its equal-area circle
STEP = 60.0  # metres between the vertices of a border
SHORTEST_BORDER = 15.0  # metres; shorter borders become a common corner
DECIMALS = 1

#: Wave lengths and amplitudes of the warp, in metres; the slopes sum to less than 1, so it cannot fold.
WAVES = ((2600.0, 90.0), (1300.0, 45.0), (620.0, 18.0), (310.0, 7.0))
WARP_SEED = 33


def schematic_polygons(centres: np.ndarray, areas: np.ndarray) -> list[np.ndarray]:
    """Return one closed ring a kelurahan, shape (k, 2), clockwise from its lowest-left vertex.

    centres: (n, 2) metres; areas: (n,) square metres, met within 1 percent.
    """
    radii = np.sqrt(areas / np.pi)
    outside = _outside_sites(centres, DISC_FACTOR * radii)
    sites = np.vstack([centres, outside])
    weights = np.concatenate([radii**2, np.full(len(outside), (OUTSIDE_SPACING / 2) ** 2)])
    n = len(centres)
    aims = areas.copy()
    for _ in range(6):  # the warp changes areas a little: aim beside the mark by as much
        weights = _tune(sites, weights, aims)
        rings = _rings(sites, weights, n)
        have = np.array([_area(ring) for ring in rings])
        aims = aims * areas / have
    return rings


def _outside_sites(centres: np.ndarray, radii: np.ndarray) -> np.ndarray:
    """Grid points in the open country around the discs; gaps and bays inside are not open country."""
    margin = 1500.0
    low, high = centres.min(0) - radii.max() - margin, centres.max(0) + radii.max() + margin
    x = np.arange(low[0], high[0], OUTSIDE_SPACING)
    y = np.arange(low[1], high[1], OUTSIDE_SPACING * np.sqrt(3) / 2)
    grid = np.stack(np.meshgrid(x, y), axis=-1)
    grid[1::2, :, 0] += OUTSIDE_SPACING / 2
    distance = np.linalg.norm(grid[:, :, None, :] - centres, axis=-1)
    city = binary_closing((distance < radii + OUTSIDE_SPACING / 2).any(-1), np.ones((3, 3)), iterations=2)
    country, _ = label(~city)
    near = distance.min(-1) < radii.max() + margin
    return grid[(country == country[0, 0]) & near]


def _cells(sites: np.ndarray, weights: np.ndarray, n: int) -> tuple[np.ndarray, list[np.ndarray]]:
    """Corners of the power diagram and, for the first n cells, their indices in clockwise order.

    The diagram is the dual of the lower hull of the sites lifted to |x|² - w.
    """
    origin = sites.mean(0)
    flat = sites - origin
    lifted = np.column_stack([flat, (flat**2).sum(1) - weights])
    hull = ConvexHull(lifted)
    lower = hull.equations[:, 2] < -1e-12
    plane = hull.equations[lower]
    corners = plane[:, :2] / (-2 * plane[:, 2:3]) + origin
    triangles = hull.simplices[lower]
    cells = []
    for site in range(n):
        around = np.flatnonzero((triangles == site).any(1))
        offset = corners[around] - corners[around].mean(0)
        cells.append(around[np.argsort(-np.arctan2(offset[:, 1], offset[:, 0]))])
    return corners, cells


def _tune(sites: np.ndarray, weights: np.ndarray, areas: np.ndarray) -> np.ndarray:
    """Move the weights of the city's sites until their cells have the areas, within 0.1 percent."""
    n = len(areas)
    weights = weights.copy()
    for _ in range(400):
        corners, cells = _cells(sites, weights, n)
        have = np.array([_area(corners[cell]) for cell in cells])
        if np.abs(have / areas - 1).max() < 1e-3:
            break
        weights[:n] += 0.4 * (areas - have)
    return weights


def _rings(sites: np.ndarray, weights: np.ndarray, n: int) -> list[np.ndarray]:
    """Shut short borders, give long ones vertices, warp and round."""
    corners, cells = _cells(sites, weights, n)
    corners, same = _merge_close(corners, cells)
    rings = []
    for cell in cells:
        cell = same[cell]
        cell = cell[cell != np.roll(cell, 1)]
        points = np.vstack(list(_borders(corners, cell)))
        ring = np.round(_warp(points), DECIMALS)
        start = np.lexsort((ring[:, 1], ring[:, 0]))[0]
        ring = np.roll(ring, -start, axis=0)
        rings.append(np.vstack([ring, ring[:1]]))
    return rings


def _merge_close(corners: np.ndarray, cells: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Put corners at the ends of a very short border in one place; return corners and who is who."""
    same = np.arange(len(corners))
    corners = corners.copy()
    for cell in cells:
        for a, b in zip(cell, np.roll(cell, -1)):
            a, b = same[a], same[b]
            if a != b and np.hypot(*(corners[a] - corners[b])) < SHORTEST_BORDER:
                corners[a] = (corners[a] + corners[b]) / 2
                same[same == b] = a
    return corners, same


def _borders(corners: np.ndarray, cell: np.ndarray) -> Iterator[np.ndarray]:
    """Vertices along each border, without its end; the same from whichever side it is walked."""
    for a, b in zip(cell, np.roll(cell, -1)):
        first, last = (a, b) if a < b else (b, a)
        start, end = corners[first], corners[last]
        count = max(int(np.hypot(*(end - start)) // STEP), 1)
        points = start + (end - start) * (np.arange(count + 1)[:, None] / count)
        yield (points if a < b else points[::-1])[:-1]


def _warp(points: np.ndarray) -> np.ndarray:
    """Shift points by a smooth random field: for each wave length, waves in several directions."""
    rng = np.random.default_rng(WARP_SEED)
    moved = points.copy()
    directions = 5
    for length, amplitude in WAVES:
        angle, phase, heading = rng.random((3, directions)) * 2 * np.pi
        wave = 2 * np.pi / length * (points[:, :1] * np.cos(angle) + points[:, 1:] * np.sin(angle)) + phase
        share = amplitude / np.sqrt(directions)
        moved[:, 0] += share * (np.sin(wave) * np.cos(heading)).sum(1)
        moved[:, 1] += share * (np.sin(wave) * np.sin(heading)).sum(1)
    return moved


def _area(ring: np.ndarray) -> float:
    """Area by the shoelace formula, about the first vertex to keep the digits."""
    x, y = (ring - ring[0]).T
    return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
