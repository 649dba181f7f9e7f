"""Spatial weights: who is whose neighbour, and how much that counts; styles as in spdep and PySAL."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...core.arrays import Bools, Floats, Ints
from ...core.messages import Message, mark
from ...core.registers import Function, Register


@dataclass(frozen=True, eq=False)
class Weights:
    """A map of neighbours of `n` units as a sparse matrix.

    Parameters
    ----------
    matrix : (n, n) scipy CSR matrix; row i holds the weights of the neighbours of unit i. The diagonal is
        empty: what a unit counts for itself is asked for by `with_self`.
    kind : code of the builder (`queen`, `knn`, …).
    style : `binary` (all weights are 1), `row` (each row sums to 1) or `values` (as built).
    own : (n,) weights of the units for themselves, as Gi* needs them, on the scale of their rows; by default 1.
    facts : what the builder was given and what it found (tolerance, pairs found by it, k, band …).
    warnings : what the user should know about these neighbours.
    """

    matrix: Any
    kind: str
    style: str = "binary"
    own: Floats | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Message, ...] = ()

    @property
    def self_weights(self) -> Floats:
        """Weights of the units for themselves, shape (n,)."""
        return np.ones(self.n) if self.own is None else self.own

    @property
    def n(self) -> int:
        """Number of units."""
        return int(self.matrix.shape[0])

    @property
    def cardinalities(self) -> Ints:
        """Number of neighbours of each unit, shape (n,)."""
        result: Ints = np.diff(self.matrix.indptr)
        return result

    @property
    def islands(self) -> Bools:
        """True for units without a neighbour, shape (n,)."""
        result: Bools = self.cardinalities == 0
        return result

    @property
    def pairs(self) -> Ints:
        """Unordered pairs of units of which one at least is the other's neighbour, shape (m, 2)."""
        coo = self.matrix.tocoo()
        low, high = np.minimum(coo.row, coo.col), np.maximum(coo.row, coo.col)
        keys = np.unique(low.astype(np.int64) * self.n + high)
        return np.column_stack([keys // max(self.n, 1), keys % max(self.n, 1)])

    @property
    def pair_count(self) -> int:
        """Number of unordered pairs, as many as `pairs` has."""
        pattern = _pattern(self.matrix)
        return int((pattern + pattern.T).nnz) // 2

    @property
    def symmetric(self) -> bool:
        """Whether neighbours are mutual (weights may still differ, as row-standardised ones do)."""
        pattern = _pattern(self.matrix)
        return bool((pattern != pattern.T).nnz == 0)

    def binary(self) -> Weights:
        """Return the same neighbours, each with weight 1."""
        return replace(self, matrix=_pattern(self.matrix), style="binary", own=None)

    def row_standardised(self) -> Weights:
        """Return weights of which each row sums to 1; islands keep an empty row."""
        sums = _row_sums(self.matrix)
        return replace(self, matrix=_scaled_rows(self.matrix, 1 / sums), own=self.self_weights / sums, style="row")

    def styled(self, style: str) -> Weights:
        """Return the weights in a style: `row`, `binary`, or `values` (as they are)."""
        return STYLES[style].function(self)

    def with_self(self) -> Any:
        """Return the (n, n) matrix in which a unit is also its own neighbour, as Gi* needs it.

        The self-weight joins before the rows are standardised, so `row` style still sums to 1. Islands
        stay empty: a unit alone is no cluster.
        """
        from scipy.sparse import diags

        matrix = (self.matrix + diags(np.where(self.islands, 0.0, self.self_weights))).tocsr()
        return _scaled_rows(matrix, 1 / _row_sums(matrix)) if self.style == "row" else matrix

    def subset(self, keep: Bools) -> Weights:
        """Return the neighbours among the units where `keep` (bool, shape (n,)) is True.

        The others leave the map: they are no neighbour with a value of zero, and rows that were
        standardised are standardised again.
        """
        keep = np.asarray(keep, dtype=bool)
        if keep.all():
            return self
        matrix = self.matrix[keep][:, keep].tocsr()
        left = replace(self, matrix=matrix, own=self.self_weights[keep])
        return left.row_standardised() if self.style == "row" else left

    def components(self) -> tuple[int, Ints]:
        """Return the number of connected parts and the part of each unit, shape (n,)."""
        from scipy.sparse.csgraph import connected_components

        count, labels = connected_components(self.matrix, directed=False)
        return int(count), labels

    def histogram(self) -> dict[int, int]:
        """Return how many units have how many neighbours."""
        values, counts = np.unique(self.cardinalities, return_counts=True)
        return dict(zip(values.tolist(), counts.tolist()))

    def lag(self, values: Floats) -> Floats:
        """Return the weighted sum of the neighbours' values; 0 for islands. `values`: (n,) or (n, m)."""
        result: Floats = self.matrix @ np.asarray(values, dtype=float)
        return result


STYLES: Register[Function[Callable[[Weights], Weights]]] = Register(
    mark("style of weights"),
    [
        Function("row", mark("Row-standardised: the neighbours of an area sum to 1"), Weights.row_standardised),
        Function("binary", mark("Binary: each neighbour counts 1"), Weights.binary),
        Function("values", mark("As built: each neighbour counts its weight"), lambda weights: weights),
    ],
)


def clean(matrix: Any) -> Any:
    """Return a canonical CSR matrix: float, no diagonal, no stored zeros, sorted columns."""
    from scipy.sparse import csr_matrix

    coo = matrix.tocoo()
    keep = (coo.row != coo.col) & (coo.data != 0)
    out = csr_matrix((coo.data[keep].astype(float), (coo.row[keep], coo.col[keep])), shape=coo.shape)
    out.sum_duplicates()
    return out


def from_pairs(pairs: Ints, n: int, **more: Any) -> Weights:
    """Build symmetric binary weights from unordered pairs of units, shape (m, 2)."""
    from scipy.sparse import coo_matrix

    first, second = np.asarray(pairs, dtype=np.int64).reshape(-1, 2).T
    both = np.r_[first, second], np.r_[second, first]
    matrix = clean(coo_matrix((np.ones(len(both[0])), both), shape=(n, n)).tocsr())
    return Weights(_pattern(matrix), **more)


def _pattern(matrix: Any) -> Any:
    """Return the matrix with every stored weight set to 1."""
    pattern = matrix.copy()
    pattern.data = np.ones_like(pattern.data, dtype=float)
    return pattern


def _row_sums(matrix: Any) -> Floats:
    """Return the sum of each row, 1 for empty rows, so that one can divide by it."""
    sums = np.asarray(matrix.sum(axis=1)).ravel()
    return np.where(np.diff(matrix.indptr) > 0, sums, 1.0)


def _scaled_rows(matrix: Any, factors: Floats) -> Any:
    """Multiply each row by its factor; equal weights in a row stay exactly equal."""
    out = matrix.copy()
    out.data = matrix.data * np.repeat(factors, np.diff(matrix.indptr))
    return out
