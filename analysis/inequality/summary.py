"""All measures of one field in one table, with their intervals, parts by group and change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, Message, Number, Progress, mark, no_progress, part
from ..core.registers import Method, Register
from .decomposition import MOST_GROUPS, decompose, shapley
from .inference import INTERVALS, Choice, changes, estimate
from .lorenz import concentration
from .measures import MEASURES
from .spatial_gini import SpatialGini

#: Measures whose value within each group stands in the table of groups.
BY_GROUP = ("gini", "theil_t", "theil_l")

#: Rows of the table that are no measures of one distribution.
FURTHER = Register(
    mark("measure"),
    [
        Method("concentration", mark("Concentration index")),
        Method("spatial_gini_near", mark("Gini between neighbours")),
        Method("spatial_gini_far", mark("Gini between areas that are not neighbours")),
        Method("spatial_gini_far_share", mark("Share of Gini between areas that are not neighbours")),
        Method("spatial_polarisation", mark("Spatial polarisation (far over near, per pair)")),
    ],
)


def measure_label(row: Mapping[str, Any]) -> Message:
    """Return the name of a row's measure, with its parameter where it has one."""
    code, parameter = row["measure"], row["parameter"]
    label = Message((MEASURES if code in MEASURES else FURTHER)[code].label)
    if parameter is None or parameter != parameter:
        return label
    facts = {"measure": label, "symbol": "α" if code == "ge" else "ε", "value": Number(float(parameter), 1)}
    return Message("{measure}, {symbol} = {value}", facts)


@dataclass(frozen=True)
class Sampling:
    """How uncertainty is measured: bootstrap draws (0 for none), seed, level, code of `INTERVALS`."""

    draws: int = 999
    seed: int = 1
    level: float = 0.95
    interval: str = "percentile"


@dataclass
class Summary:
    """The measures of one field.

    table: a row a measure, in columns `measure`, `parameter`, `value`, `low`, `high`, `standard_error`
    (linearised where there is a closed form, else the jackknife's, else the bootstrap's), `failed` (draws
    without a value), `within`, `between`, `overlap`; `before`, `change`, `change_low`, `change_high`,
    `change_p` where there is an earlier year; `p`; `reason` (a Message where the value is undefined).
    groups: a row a group: `n`, `population_share`, `mean`, `value_share`, the measures of `BY_GROUP` within
    it and `shapley_gini`, what it adds to the Gini coefficient; None without groups.
    """

    table: pd.DataFrame
    groups: pd.DataFrame | None
    diagnostics: Diagnostics


def measure_choices(alpha: float, epsilon: float) -> list[Choice]:
    """Return every measure of the register with its parameter."""
    parameters = {"ge": alpha, "atkinson": epsilon}
    return [(code, parameters.get(code)) for code in MEASURES]


def summarise(
    values: pd.Series,
    weights: pd.Series | None,
    choices: Sequence[Choice],
    sampling: Sampling,
    groups: pd.Series | None = None,
    before: pd.Series | None = None,
    before_weights: pd.Series | None = None,
    progress: Progress = no_progress,
) -> Summary:
    """Return the measures `choices` of a field.

    values, weights (population), groups, before (the same field of an earlier year), before_weights (by
    default `weights`): series with the same index; NaN values are left out and counted.

    Raises
    ------
    InputError
        As the measures, decompositions and intervals it is made of.
    """
    result = estimate(
        values,
        weights,
        choices,
        sampling.draws,
        sampling.seed,
        sampling.level,
        sampling.interval,
        part(progress, 0.0, 0.5),
    )
    diagnostics, table = result.diagnostics, result.table
    _describe(diagnostics, weights is not None, sampling)
    table["standard_error"] = (
        table["se_linearised"].astype(float).fillna(table["se_jackknife"]).fillna(table["se_bootstrap"])
    )
    table = table.drop(columns=["se_linearised", "se_jackknife", "se_bootstrap"])
    by_group = None
    if groups is not None:
        by_group = _split(table, values, weights, groups, diagnostics)
    progress(0.6)
    if before is not None:
        earlier = weights if before_weights is None else before_weights
        _compare(table, (before, values), (earlier, weights), sampling, diagnostics, part(progress, 0.6, 1.0))
    table["p"] = np.nan
    return Summary(table, by_group, diagnostics)


def _split(
    table: pd.DataFrame, values: pd.Series, weights: pd.Series | None, groups: pd.Series, diagnostics: Diagnostics
) -> pd.DataFrame:
    """Write the parts of every measure into the table; return the table of groups."""
    parts = {code: decompose(values, groups, weights, code, parameter) for code, parameter in _choices(table)}
    for name in ("within", "between", "overlap"):
        table[name] = [getattr(parts[code], name) for code in table["measure"]]
    by_group = parts["gini"].groups[["n", "population_share", "mean", "value_share"]].copy()
    for code in BY_GROUP:
        by_group[code] = parts[code].groups["value"]
    diagnostics.step(
        mark(
            "Parts: Theil and generalised entropy split exactly; Gini by Bhattacharya and Mahalanobis into "
            "within, between and overlap; the others by Shapley's value of levelling the groups."
        )
    )
    if len(by_group) > MOST_GROUPS:
        diagnostics.warn(
            mark("What each group adds to Gini is left out: {count} groups are more than {most}."),
            count=len(by_group),
            most=MOST_GROUPS,
        )
    elif parts["gini"].reason is None:
        by_group["shapley_gini"] = shapley(values, groups, weights, "gini")
    return by_group


def _choices(table: pd.DataFrame) -> list[Choice]:
    parameters = [None if pd.isna(parameter) else parameter for parameter in table["parameter"]]
    return list(zip(table["measure"], parameters))


def _compare(
    table: pd.DataFrame,
    years: tuple[pd.Series, pd.Series],
    weights: tuple[pd.Series | None, pd.Series | None],
    sampling: Sampling,
    diagnostics: Diagnostics,
    progress: Progress,
) -> None:
    """Write the change from the earlier year into the table; where a year has no value it stays empty."""
    columns = {name: np.full(len(table), np.nan) for name in ("before", "change", "low", "high", "p")}
    rows = np.flatnonzero(table["reason"].isna())
    measures = _choices(table.iloc[rows])
    settings = (sampling.draws, sampling.seed, sampling.level)
    of_change = Diagnostics()
    tests = changes(years, weights, measures, *settings, progress=progress, diagnostics=of_change)
    for row, (code, _), test in zip(rows, measures, tests):
        if isinstance(test, InputError):
            diagnostics.warn(
                mark("Change of “{measure}”, earlier year: {why}."),
                measure=Message(MEASURES[code].label),
                why=test.message.facts["why"],
            )
            continue
        for name in columns:
            columns[name][row] = getattr(test, name)
    for name, column in columns.items():
        table[name if name in ("before", "change") else f"change_{name}"] = column
    if not sampling.draws:
        table["change_p"] = np.nan
    diagnostics.warnings += of_change.warnings
    diagnostics.step(
        mark("Change: {count} {count:area|areas} with both years; a draw takes an area with both, p is two-sided."),
        count=of_change.n,
    )


def _describe(diagnostics: Diagnostics, weighted: bool, sampling: Sampling) -> None:
    diagnostics.step(mark("Each area counts with its population.") if weighted else mark("Each area counts the same."))
    if sampling.draws:
        diagnostics.step(
            mark("Intervals of {level} %: {interval}, {draws} draws of areas, seed {seed}."),
            level=round(100 * sampling.level, 1),
            interval=Message(INTERVALS[sampling.interval].label),
            draws=sampling.draws,
            seed=sampling.seed,
        )
    diagnostics.step(
        mark(
            "Zeros count. A measure that a value of 0 or below leaves undefined has no number but a reason. "
            "Quantile shares divide the area at the cut (interpolated Lorenz curve)."
        )
    )
    diagnostics.warn(
        mark(
            "These are differences between areas. Differences between people within an area are not in "
            "them, so the inequality of people is larger."
        )
    )


def concentration_row(
    values: pd.Series, ranking: pd.Series, weights: pd.Series | None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the row of the concentration index of `values` over units ranked by `ranking`, and the curve."""
    result = concentration(values, ranking, weights)
    return pd.DataFrame([_row("concentration", result.index)]), result.curve


def spatial_rows(result: SpatialGini) -> pd.DataFrame:
    """Return the rows of the spatial Gini; p stands beside the far part, which it tests."""
    reason = Message(mark("undefined without pairs of neighbours, other pairs and inequality"))
    rows = [
        _row("spatial_gini_near", result.near),
        _row("spatial_gini_far", result.far, result.p),
        _row("spatial_gini_far_share", result.far_share, reason=reason),
        _row("spatial_polarisation", result.polarisation, reason=reason),
    ]
    return pd.DataFrame(rows)


def _row(code: str, value: float, p: float = np.nan, reason: Message | None = None) -> dict[str, object]:
    return {"measure": code, "value": value, "p": p, "reason": reason if np.isnan(value) else None}
