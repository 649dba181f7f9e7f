"""Global autocorrelation: Moran's I, Geary's C, Getis and Ord's G, join counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from ..core.arrays import Floats, Ints
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, Message, Progress, mark, no_progress
from ..core.threads import in_threads
from .global_formulas import JOINS, MEASURED, STATISTICS, Statistic, Terms
from .moments import Sums, standardised
from .permutation.draws import Draws
from .sample import Sample, take_part
from .significance import SIDES, analytic_p, check_test
from .weights.weights import Weights

#: Permuted values that a thread holds at once, so that they stay in the processor's cache, and at least so
#: many permutations.
CELLS, LEAST = 500_000, 16


@dataclass(frozen=True)
class GlobalResult:
    """Global statistics of one variable.

    table : one row a statistic (index `statistic`, its code) with `value`, `expected`; `variance`, `z` and
        `p_analytic` (two-sided) under randomisation and, with the ending `_normality`, under normality;
        `p_permutation`.
    permuted : the statistics of the permuted values, one column a statistic.
    """

    table: pd.DataFrame
    permuted: pd.DataFrame
    diagnostics: Diagnostics


def global_autocorrelation(
    values: pd.Series,
    weights: Weights,
    statistics: Sequence[str] | None = None,
    permutations: int = 9999,
    seed: int = 1,
    sides: str = "one",
    progress: Progress = no_progress,
) -> GlobalResult:
    """Measure whether neighbours are alike over the whole map.

    Parameters
    ----------
    values : by unit; NaN leaves the map. 0 and 1 for join counts, not negative for `getis_ord`.
    weights : of the same units; style `row` is usual for Moran and Geary, `binary` for G and joins.
    statistics : codes in `STATISTICS`; by default those that the values allow: Moran and Geary, G where no
        value is negative, join counts where all are 0 or 1.
    permutations : of all values over all units, for `p_permutation`; 0 for none.
    seed, sides : of the permutation p; `one` is the tail on the side of the observed value.
    progress : called with the fraction done.

    Returns
    -------
    GlobalResult
        Under normality only Moran's I and Geary's C have a variance.

    Raises
    ------
    InputError
        As `take_part`; values that the statistic does not allow; unknown codes.

    Notes
    -----
    Islands count in n, mean and variance, and their values are shuffled with the others, as in esda (and in
    the test of a regression's residuals); spdep's default, `adjust.n=TRUE`, has the same mean and variance
    but multiplies I by the share of units that are no islands. z of Geary's C is (C − 1)/sd: negative for
    positive autocorrelation; spdep turns the sign. Join counts are expected under sampling without
    replacement. Sources: Cliff and Ord (1981), Getis and Ord (1992); each variance equals that over all n!
    permutations.
    """
    check_test(permutations, seed)
    sample = take_part(values, weights)
    chosen = {code: STATISTICS[code] for code in statistics or allowed_statistics(sample.x)}
    _check_values(sample, chosen, values.name)
    diagnostics = sample.diagnostics()
    z = sample.x - sample.x.mean()
    matrix = sample.weights.matrix
    sums = Sums.of(matrix)
    observed = Terms(float(z @ (matrix @ z)), float(sums.degree @ z), float(sums.degree @ z**2), sums, sample.x)
    rows = {code: _row(statistic, observed) for code, statistic in chosen.items()}
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "statistic"
    permuted = _permuted(observed, matrix, chosen, permutations, seed, progress)
    table["p_permutation"] = [
        _permutation_p(permuted[code].to_numpy(), table.at[code, "value"], sides) for code in chosen
    ]
    if permutations:
        diagnostics.seed = seed
        diagnostics.step(
            mark("Pseudo p from {count} permutations of all values, seed {seed}. {sides}."),
            count=permutations,
            seed=seed,
            sides=Message(SIDES[sides].label),
        )
    return GlobalResult(table, permuted, diagnostics)


def allowed_statistics(values: Floats) -> tuple[str, ...]:
    """Return the codes of the statistics that are defined for values (n,), none NaN."""
    codes = MEASURED if (values >= 0).all() else MEASURED[:2]
    return (*codes, *JOINS) if np.isin(values, (0.0, 1.0)).all() else codes


def _check_values(sample: Sample, chosen: dict[str, Statistic], column: Any) -> None:
    """Refuse values that a statistic is not defined for."""
    joins = [code for code in chosen if code in JOINS]
    if joins and not np.isin(sample.x, (0.0, 1.0)).all():
        raise InputError(mark("Join counts need a field of 0 and 1; {column} has other values."), column=column)
    if "getis_ord" in chosen and (sample.x < 0).any():
        raise InputError(
            mark("Getis–Ord G needs values that are not negative; {column} is negative for {units}."),
            column=column,
            units=sample.index[sample.where[sample.x < 0]].tolist(),
        )


def _row(statistic: Statistic, terms: Terms) -> dict[str, float]:
    """Return a row of the table, without the permutation p."""
    value, expected = statistic.value(terms), statistic.expected(terms)
    row = {"value": value, "expected": expected}
    assumptions = (("", statistic.randomisation), ("_normality", statistic.normality))
    for name, moments in assumptions:
        variance = moments(terms) if moments and terms.n > 3 else np.nan
        z = float(standardised(value, expected, variance))
        row[f"variance{name}"], row[f"z{name}"] = variance, z
        row[f"p_analytic{name}"] = float(analytic_p(np.array(z)))
    return row


def _permuted(
    terms: Terms, matrix: Any, chosen: dict[str, Statistic], permutations: int, seed: int, progress: Progress
) -> pd.DataFrame:
    """Return the statistics of shuffled values, (permutations, statistics)."""
    if not permutations:
        return pd.DataFrame(columns=list(chosen), dtype=float)
    from scipy.sparse import triu

    upper, degree = triu(matrix + matrix.T, 1).tocsr(), terms.sums.degree

    results, done = [], 0
    for outer, inner, identity in Draws(seed).products(permutations, len(degree)):
        step = max(CELLS // len(degree), LEAST)
        parts = [terms.z.take(outer[:, slice(low, low + step)]) for low in range(0, outer.shape[1], step)]
        cross, there = np.empty((inner.shape[1], outer.shape[1])), np.empty(inner.shape[::-1])
        for row, found in enumerate(in_threads(partial(_cross, upper, parts), inner.T)):
            cross[row] = found
            there[row, inner[:, row]] = degree
            progress((done + (row + 1) * outer.shape[1]) / (permutations + 1))
        first = np.hstack([there @ values for values in parts])
        second = np.hstack([there @ np.square(values, out=values) for values in parts])
        shuffled = Terms(cross, first, second, terms.sums, terms.x)
        table = np.array([statistic.value(shuffled).ravel() for statistic in chosen.values()])
        results.append(table[:, slice(int(identity), None)])
        done += cross.size
    return pd.DataFrame(np.concatenate(results, axis=1).T, columns=list(chosen))


def _cross(upper: Any, parts: list[Floats], order: Ints) -> Floats:
    """Return Σ w_ij z_i z_j of each column of parts, (n, m) each, whose rows are put in this order, (Σ m,)."""
    moved = (values.take(order, axis=0) for values in parts)
    return np.concatenate([np.einsum("ij,ij->j", values, upper @ values) for values in moved])


def _permutation_p(permuted: Floats, value: float, sides: str) -> float:
    """Return the pseudo p; values that differ by rounding alone are ties."""
    if not len(permuted):
        return np.nan
    slack = 1e-10 * max(abs(value), float(np.abs(permuted).max()))
    at_least = int(np.count_nonzero(permuted >= value - slack))
    at_most = int(np.count_nonzero(permuted <= value + slack))
    return float(SIDES[sides].function(at_least, at_most, len(permuted)))
