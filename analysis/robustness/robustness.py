"""The robustness of an index: rank intervals, and which choice moves the ranks."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from ..composite.missing import MISSING
from ..composite.result import IndexResult
from ..definition.model import Definition
from ..diagnostics import Diagnostics
from ..lazy import pd
from ..messages import InputError, Message, Progress, mark, no_progress, part
from .assumptions import FACTORS, WEIGHT_DRAWS, Assumptions
from .ranking import INTERVAL, fifth_of, mean_shift, rank_matrix, rank_summary
from .sampling import Draws, draw, nominal_draws
from .scenarios import Scenarios
from .sobol import sobol_index

FEWEST_DRAWS = 100


@dataclass(frozen=True)
class Robustness:
    """How robust an index is.

    units: index and rank as defined, and the columns of `rank_summary`; sensitivities: a row an output
    ("ranks": all ranks together, "shift": their mean shift) and a factor, with first-order and total Sobol
    indices; dropped: for each indicator the mean absolute shift of ranks when it alone is left out;
    failures: combinations whose draws failed, with their number and why; draws, failed: of the Monte Carlo
    sample; shift: mean absolute shift of ranks over all draws.
    """

    units: pd.DataFrame
    sensitivities: pd.DataFrame
    dropped: pd.DataFrame
    failures: pd.DataFrame
    draws: int
    failed: int
    shift: float
    nominal: IndexResult
    diagnostics: Diagnostics


def index_robustness(
    frame: pd.DataFrame,
    definition: Definition,
    assumptions: Assumptions,
    *,
    draws: int = 10_000,
    seed: int = 1,
    groups: pd.Series | None = None,
    neighbours: Any = None,
    progress: Progress = no_progress,
) -> Robustness:
    """Draw the uncertain choices, rank the units in every draw and decompose the variance of the ranks.

    Parameters
    ----------
    frame, definition, groups, neighbours
        As for `composite_index`.
    assumptions
        What may be otherwise.
    draws
        Size of the Monte Carlo sample. Half of it is the sample A of Saltelli's design and half B, so
        draws / 2 further runs a factor give the Sobol indices.
    seed
        Of all random numbers.

    Returns
    -------
    Robustness
        Units without an index as defined have none here. Draws that give no index (a geometric mean of
        z-scores) are counted in `failures` and enter no statistic; COINr drops them in silence.

    Raises
    ------
    InputError
        If the index itself fails, nothing is uncertain, draws are too few or all fail, or an aggregation
        compares units with each other (Copeland, TOPSIS).

    Notes
    -----
    Saisana, Saltelli and Tarantola (2005); OECD/JRC handbook, step 7.
    """
    if draws < FEWEST_DRAWS:
        raise InputError(
            mark("{draws} {draws:draw is|draws are} too few; take at least {least}."),
            draws=draws,
            least=FEWEST_DRAWS,
        )
    scenarios = Scenarios(frame, definition, assumptions, seed, groups, neighbours)
    factors = _factors(scenarios)
    half = (draws + 1) // 2
    weights, indicators = scenarios.weights(), len(definition.fields)
    samples = [
        draw(weights, assumptions, scenarios.alternatives, indicators, half, seed, stream)
        for stream in (0, 1)
    ]
    welfare = definition.orientation == "welfare"
    end = 2 / (2 + len(factors))
    scores = np.concatenate(
        [
            scenarios.evaluate(sample, part(progress, end * number / 2, end * (number + 1) / 2))
            for number, sample in enumerate(samples)
        ]
    )
    failures = dict(scenarios.failures)
    ranks = rank_matrix(scores, welfare)
    good = ~np.isnan(ranks).all(axis=1)
    if good.sum() < FEWEST_DRAWS / 2:
        raise InputError(
            mark("Nearly every draw failed; the choices do not go together: {why}"), why=_why(scenarios)
        )
    nominal_ranks = scenarios.nominal.units["rank"].to_numpy(dtype=float, na_value=np.nan)
    sensitivities = _sensitivities(
        scenarios, samples, ranks, nominal_ranks, factors, part(progress, end, 1.0)
    )
    units = scenarios.nominal.units[["index", "rank"]].join(
        rank_summary(ranks[good], rank_matrix(scores[good], not welfare), frame.index)
    )
    result = Robustness(
        units=units,
        sensitivities=sensitivities,
        dropped=_dropped(scenarios, weights, nominal_ranks),
        failures=_failure_table(scenarios, failures),
        draws=len(ranks),
        failed=int((~good).sum()),
        shift=float(mean_shift(ranks[good], nominal_ranks).mean()),
        nominal=scenarios.nominal,
        diagnostics=Diagnostics(
            n=int(units["rank"].notna().sum()), missing=int(units["rank"].isna().sum()), seed=seed
        ),
    )
    _describe(result, assumptions)
    return result


def _factors(scenarios: Scenarios) -> list[str]:
    assumptions, alternatives = scenarios.assumptions, scenarios.alternatives
    active = {
        "weights": assumptions.weights != "fixed" and any(w.size > 1 for w in scenarios.weights()),
        **{name: number > 1 for name, number in alternatives.items()},
        "left_out": assumptions.leave_one_out,
        "errors": assumptions.error > 0,
    }
    if assumptions.leave_one_out and len(scenarios.definition.fields) < 2:
        raise InputError(mark("An index of one indicator cannot do without it; do not leave indicators out."))
    if scenarios.nominal.units["index"].notna().sum() < 3:
        raise InputError(mark("Ranks need at least three kelurahan with an index."))
    factors = [code for code in FACTORS if active[code]]
    if not factors:
        raise InputError(mark("Nothing is uncertain: vary the weights, or name other methods."))
    return factors


def _sensitivities(
    scenarios: Scenarios,
    samples: list[Draws],
    ranks: np.ndarray,
    nominal: np.ndarray,
    factors: list[str],
    progress: Progress,
) -> pd.DataFrame:
    welfare = scenarios.definition.orientation == "welfare"
    known = ~np.isnan(nominal)
    half = len(samples[0])
    a, b = ranks[:half], ranks[half:]
    rows = []
    for number, factor in enumerate(factors):
        mixed_draws = samples[0].with_factor(factor, samples[1])
        stretch = part(progress, number / len(factors), (number + 1) / len(factors))
        mixed = rank_matrix(scenarios.evaluate(mixed_draws, stretch), welfare)
        outputs = {
            "ranks": [sample[:, known] for sample in (a, b, mixed)],
            "shift": [mean_shift(sample, nominal) for sample in (a, b, mixed)],
        }
        for output, values in outputs.items():
            index = sobol_index(*values, seed=scenarios.seed)
            rows.append({"output": output, "factor": factor, **asdict(index)})
    return pd.DataFrame(rows).sort_values(["output", "total"], ascending=[True, False], ignore_index=True)


def _dropped(scenarios: Scenarios, weights: list[np.ndarray], nominal: np.ndarray) -> pd.DataFrame:
    definition = scenarios.definition
    count = len(definition.fields)
    if count < 2:
        return pd.DataFrame({"field": definition.fields, "name": "", "shift": np.nan})
    scores = scenarios.evaluate(nominal_draws(weights, np.arange(count)))
    shifts = mean_shift(rank_matrix(scores, definition.orientation == "welfare"), nominal)
    names = [indicator.label for indicator in definition.indicators]
    table = pd.DataFrame({"field": definition.fields, "name": names, "shift": shifts})
    return table.sort_values("shift", ascending=False, ignore_index=True)


def _failure_table(scenarios: Scenarios, failures: dict[tuple[int, int, int], int]) -> pd.DataFrame:
    first = scenarios.definition
    rows = [
        {
            "normalisation": scenarios.normalisations[key[0]] or first.normalisation.method,
            "aggregation": scenarios.aggregations[key[1]] or first.aggregation.across.method,
            "missing": scenarios.missing[key[2]],
            "draws": count,
            "why": scenarios.failure_of(key),
        }
        for key, count in failures.items()
        if count
    ]
    return pd.DataFrame(rows, columns=["normalisation", "aggregation", "missing", "draws", "why"])


def _why(scenarios: Scenarios) -> Message:
    worst = max(scenarios.failures, key=scenarios.failures.get)
    return scenarios.failure_of(worst)


def most_important(result: Robustness) -> pd.Series | None:
    """Return the row of the factor with the greatest total index on the ranks; None where none varies."""
    rows = result.sensitivities
    rows = rows[(rows["output"] == "ranks") & rows["total"].notna()]
    return rows.iloc[0] if len(rows) else None


def _describe(result: Robustness, assumptions: Assumptions) -> None:
    diagnostics = result.diagnostics
    diagnostics.step(
        mark("{draws} draws with seed {seed}; {failed} of them gave no index and {failed:is|are} left out."),
        draws=result.draws,
        seed=diagnostics.seed,
        failed=result.failed,
    )
    diagnostics.step(
        mark("Weights: {method}, by {spread} of themselves."),
        method=Message(WEIGHT_DRAWS[assumptions.weights].label),
        spread=assumptions.spread,
    )
    diagnostics.step(
        mark("Rank intervals hold {share} % of the draws; the worst-off fifth are {most} kelurahan."),
        share=INTERVAL[1] - INTERVAL[0],
        most=fifth_of(diagnostics.n),
    )
    for name in assumptions.missing:
        diagnostics.step(
            mark("Also tried for missing values: {method}."), method=Message(MISSING[name].label)
        )
    if result.failed:
        diagnostics.warn(
            mark("{failed} of {draws} draws gave no index, because the methods do not go together: {why}"),
            failed=result.failed,
            draws=result.draws,
            why=result.failures.iloc[0]["why"],
        )
    top = most_important(result)
    if top is not None:
        diagnostics.step(
            mark("What moves the ranks most is {factor}: it has part in {total} % of their variance."),
            factor=Message(FACTORS[top["factor"]].label),
            total=round(100 * float(top["total"]), 1),
        )
