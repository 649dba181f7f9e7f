"""How sure a measure is: bootstrap, jackknife and linearised standard errors, and the test of a change.

The units are taken as a random sample. Where they are all the kelurahan there are, the interval says how
much the number hangs on single kelurahan, not how it would vary over samples of households.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats, Ints
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, Message, Progress, mark, no_progress, part
from ..core.registers import Function, Register
from .distribution import Distribution, counted, equal_weight, known
from .linearisation import linearised_error
from .measures import Measure, evaluate, setting
from .resampling import Bootstrap, block_rows

#: Up to here the jackknife leaves out one unit at a time; above it, where the interval needs it, this many
#: random groups of units.
JACKKNIFE_GROUPS = 1000

#: A measure's code and its parameter (None for the usual one).
Choice = tuple[str, "float | None"]


def percentile_interval(draws: Floats, level: float, *unused: object) -> tuple[float, float]:
    """Return quantiles of the draws (draws,), the same share beyond each (Efron and Tibshirani 1993)."""
    del unused
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(draws, [tail, 1.0 - tail])
    return low, high


def bca_interval(draws: Floats, level: float, value: float, jackknife: Floats) -> tuple[float, float]:
    """Bias-corrected and accelerated interval (Efron 1987): quantiles moved for bias and skewness.

    Draws equal to the estimate count half; the acceleration comes from the jackknife values.

    draws: (draws,); jackknife: the measure with one unit or group left out, (groups,).
    """
    from scipy.special import ndtr, ndtri

    below = np.mean(draws < value) + np.mean(draws == value) / 2.0
    if not 0.0 < below < 1.0:
        return percentile_interval(draws, level)
    deviations = jackknife.mean() - jackknife
    spread = (deviations**2).sum() ** 1.5
    acceleration = (deviations**3).sum() / (6.0 * spread) if spread > 0 else 0.0
    bias = ndtri(below)
    tail = ndtri((1.0 - level) / 2.0)
    z = bias + np.array([tail, -tail])
    low, high = np.quantile(draws, ndtr(bias + z / (1.0 - acceleration * z)))
    return low, high


#: Of draws, level, value and jackknife values, the lower and upper end.
Interval = Function[Callable[..., tuple[float, float]]]

INTERVALS: Register[Interval] = Register(
    mark("interval"),
    [
        Function("percentile", mark("Percentile bootstrap"), percentile_interval),
        Function("bca", mark("Bias-corrected and accelerated bootstrap (BCa)"), bca_interval),
    ],
)


@dataclass
class Estimates:
    """Measures with their uncertainty.

    table: one row a choice; measure, parameter, value, reason (a Message or None), low, high (interval),
    se_bootstrap, se_jackknife (NaN for many units unless BCa needs it), se_linearised (NaN where there is
    no closed form), failed (draws in which the measure was undefined; they are counted, not hidden).
    """

    table: pd.DataFrame
    diagnostics: Diagnostics


def estimate(
    values: pd.Series | Floats,
    weights: pd.Series | Floats | None = None,
    measures: Sequence[Choice] = (("gini", None),),
    draws: int = 0,
    seed: int = 1,
    level: float = 0.95,
    interval: str = "percentile",
    progress: Progress = no_progress,
) -> Estimates:
    """Return measures of inequality with bootstrap interval and standard errors.

    Units are drawn with replacement and carry their weight; every draw is a row of counts beside values
    that were sorted once. draws = 0 leaves the bootstrap out.

    values, weights (populations, 1 by default): (n,). level: of the interval, 0 to 1.

    Raises
    ------
    InputError
        As `distribution.known` and for unknown measures, parameters and intervals.
    """
    diagnostics = Diagnostics(seed=seed if draws else None)
    _, y, w = known(values, weights, diagnostics)
    order = np.argsort(y, kind="stable")
    of = Distribution(y[order], w[order], equal_weight(w))
    chosen = [setting(*choice) for choice in measures]
    rule = INTERVALS[interval]
    evaluated = [evaluate(of, measure, parameter) for measure, parameter in chosen]
    if draws:
        diagnostics.step(
            mark("{method}: {draws} draws of {n} units with replacement, seed {seed}."),
            method=Message(rule.label),
            draws=draws,
            n=len(y),
            seed=seed,
        )
    sure = [pair for pair, (_, reason) in zip(chosen, evaluated) if reason is None]
    replicates = iter(_replicates(of, sure, draws, seed, progress))
    jackknifed = len(y) <= JACKKNIFE_GROUPS or (draws and interval == "bca")
    left_out = iter(_leave_out(of, sure, seed) if jackknifed else np.empty((len(sure), 0)))
    rows = []
    for (measure, parameter), (value, reason) in zip(chosen, evaluated):
        row = {"measure": measure.code, "parameter": parameter, "value": value, "reason": reason}
        if reason is None:
            row.update(_uncertainty(value, next(replicates), next(left_out), level, rule))
            row["se_linearised"] = linearised_error(of, measure.code, parameter)
        rows.append(row)
    columns = ["measure", "parameter", "value", "reason", "low", "high"]
    columns += ["se_bootstrap", "se_jackknife", "se_linearised", "failed"]
    _warn_negative(of, {measure.code for measure, _ in sure}, diagnostics)
    return Estimates(pd.DataFrame(rows, columns=columns), diagnostics)


@dataclass
class ChangeTest:
    """Difference of one measure between two years: value, interval, two-sided p and failed draws."""

    before: float
    after: float
    change: float
    low: float
    high: float
    p: float
    failed: int
    diagnostics: Diagnostics


def changes(
    years: tuple[pd.Series, pd.Series],
    weights: tuple[pd.Series | None, pd.Series | None],
    measures: Sequence[Choice],
    draws: int = 999,
    seed: int = 1,
    level: float = 0.95,
    paired: bool = True,
    progress: Progress = no_progress,
    diagnostics: Diagnostics | None = None,
) -> list[ChangeTest | InputError]:
    """Return whether measures differ between two years; all are taken of the same draws.

    paired: the same units in both years (joined by index); a draw takes a unit with both its years, so
    what the years share does not widen the interval. Otherwise each year is drawn on its own.
    p is twice the smaller share of draws on one side of 0, the estimate itself counted among them.
    A measure that a year leaves undefined has the error with the reason in its place. Units without a value
    or a weight in one of the years (paired) are left out of both, counted and named
    in `diagnostics`, which all tests share.

    years, weights: of both years, a value a unit.

    Raises
    ------
    InputError
        Where no unit has both years (paired), and as `distribution.known`.
    """
    chosen = [setting(*choice) for choice in measures]
    diagnostics = diagnostics or Diagnostics()
    diagnostics.seed = seed
    distributions, orders = _years(years, weights, paired, diagnostics)
    points = [[evaluate(year, *choice) for year in distributions] for choice in chosen]
    sure = [one for one, pair in zip(chosen, points) if all(reason is None for _, reason in pair)]
    if paired:
        replicates = _paired_replicates(distributions, orders, sure, draws, seed, progress)
    else:
        replicates = np.stack(
            [
                _replicates(year, sure, draws, seed + place, part(progress, place / 2, (place + 1) / 2))
                for place, year in enumerate(distributions)
            ]
        )
    drawn = iter(replicates[1] - replicates[0])
    return [
        _change_test(pair[0][0], pair[1][0], next(drawn), level, diagnostics)
        if all(reason is None for _, reason in pair)
        else _undefined(measure, pair)
        for (measure, _), pair in zip(chosen, points)
    ]


def _years(
    years: tuple[pd.Series, pd.Series],
    weights: tuple[pd.Series | None, pd.Series | None],
    paired: bool,
    diagnostics: Diagnostics,
) -> tuple[list[Distribution], list[Ints]]:
    """Return both years as distributions, and the order of their units in them."""
    series = list(zip(years, weights))
    if paired:
        both = _in_both(series)
        alone = years[0].index.union(years[1].index).difference(both)
        diagnostics.warn_of(
            alone,
            mark(
                "Change: {count} {count:unit has|units have} no value or no weight in one of the years and "
                "{count:is|are} left out of both: {units}."
            ),
            count=len(alone),
        )
        series = [(values.reindex(both), None if weight is None else weight.reindex(both)) for values, weight in series]
    distributions: list[Distribution] = []
    orders: list[Ints] = []
    for values, weight in series:
        _, y, w = known(values, weight, None if paired else diagnostics)
        order = np.argsort(y, kind="stable")
        orders.append(order)
        distributions.append(Distribution(y[order], w[order], equal_weight(w)))
    if paired:
        diagnostics.n, diagnostics.missing = len(both), len(alone)
    return distributions, orders


def _in_both(series: list[tuple[pd.Series, pd.Series | None]]) -> pd.Index:
    """Return the units that have a value and a weight in both years."""
    usable = [counted(values, weights).dropna().index for values, weights in series]
    return usable[0][usable[0].isin(usable[1])]


def _undefined(measure: Measure, pair: list[tuple[float, Message | None]]) -> InputError:
    why = next(reason for _, reason in pair if reason is not None)
    return InputError(mark("“{measure}” is {why}"), measure=Message(measure.label), why=why)


def _change_test(
    before: float, after: float, differences: Floats, level: float, diagnostics: Diagnostics
) -> ChangeTest:
    usable = differences[np.isfinite(differences)]
    low, high = percentile_interval(usable, level) if usable.size else (np.nan, np.nan)
    side = min((usable <= 0).sum(), (usable >= 0).sum()) + 1
    return ChangeTest(
        before,
        after,
        after - before,
        low,
        high,
        min(1.0, 2.0 * side / (usable.size + 1)),
        differences.size - usable.size,
        diagnostics,
    )


def _replicates(
    of: Distribution,
    chosen: Sequence[tuple[Measure, float | None]],
    draws: int,
    seed: int,
    progress: Progress = no_progress,
) -> Floats:
    """Return the measures of all draws, (measures, draws); NaN where a draw has none."""
    if not draws or not chosen:
        return np.empty((len(chosen), 0))
    blocks = Bootstrap(of.values.size, draws, seed).measured(lambda counts: _measured(of, counts, chosen))
    return _gathered(blocks, draws, progress)


def _measured(of: Distribution, counts: Ints, chosen: Sequence[tuple[Measure, float | None]]) -> Floats:
    drawn = of.drawn(counts)
    with np.errstate(all="ignore"):  # a draw may hold nothing but zeros; it is NaN and counted
        return np.array([measure.of(drawn, parameter) for measure, parameter in chosen])


def _paired_replicates(
    years: list[Distribution],
    orders: Sequence[Ints],
    chosen: Sequence[tuple[Measure, float | None]],
    draws: int,
    seed: int,
    progress: Progress,
) -> Floats:
    """Return the measures of both years in the same draws of units, (years, measures, draws)."""
    if not draws or not chosen:
        return np.empty((len(years), len(chosen), 0))

    def measured(counts: Ints) -> Floats:
        return np.stack([_measured(year, counts[:, order], chosen) for year, order in zip(years, orders)])

    return _gathered(Bootstrap(years[0].values.size, draws, seed).measured(measured), draws, progress)


def _gathered(blocks: Iterator[Floats], draws: int, progress: Progress) -> Floats:
    """Return blocks of replicates, (..., rows), as one array."""
    found, done = [], 0
    for block in blocks:
        found.append(block)
        done += block.shape[-1]
        progress(done / draws)
    return np.concatenate(found, axis=-1)


def _leave_out(of: Distribution, chosen: Sequence[tuple[Measure, float | None]], seed: int) -> Floats:
    """Return the jackknife values, (measures, groups): one unit left out, or one group where n is large."""
    n = of.values.size
    groups = min(n, JACKKNIFE_GROUPS)
    if n < 2 or not chosen:
        return np.empty((len(chosen), 0))
    group = np.arange(n)
    if n > groups:  # groups of neighbours in the order of values would be too alike to each other
        group = np.random.PCG64(seed).random_raw(n).argsort(kind="stable") % groups
    found = []
    rows = block_rows(n)
    for start in range(0, groups, rows):
        kept = group != np.arange(start, min(start + rows, groups))[:, None]
        found.append(_measured(of, kept, chosen))
    return np.concatenate(found, axis=1)


def _uncertainty(value: float, draws: Floats, left_out: Floats, level: float, rule: Interval) -> dict[str, float]:
    usable = draws[np.isfinite(draws)]
    count = left_out.size
    jackknife = np.nan
    if count > 1 and np.isfinite(left_out).all():
        jackknife = float(np.sqrt((count - 1) / count * ((left_out - left_out.mean()) ** 2).sum()))
    low, high = rule.function(usable, level, value, left_out) if usable.size else (np.nan, np.nan)
    return {
        "low": low,
        "high": high,
        "se_bootstrap": float(usable.std(ddof=1)) if usable.size > 1 else np.nan,
        "se_jackknife": jackknife,
        "failed": draws.size - usable.size,
    }


def _warn_negative(of: Distribution, codes: set[str], diagnostics: Diagnostics) -> None:
    if of.values[0] < 0 and codes & {"gini", "gini_corrected", "hoover"}:
        diagnostics.warn(mark("Some values are below 0: Gini and Hoover may exceed 1."))
