"""The robustness of an index: rank intervals, and which choice moves the ranks."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from ...core.arrays import Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, Progress, mark, no_progress, part
from ..definition.model import Definition
from .assumptions import FACTORS, WEIGHT_DRAWS, Assumptions
from .description import describe
from .ranked import RankedDraws, Ranker
from .ranking import rank_summary
from .result import Robustness
from .sampling import Draws, draw, nominal_draws
from .scenarios import Choice, Scenarios
from .sobol import sobol_index

FEWEST_DRAWS = 100


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
        z-scores) are counted in `failures` and enter no statistic; COINr drops them in silence. A unit that
        has an index in some draws only, since it lacks the indicators of the others, keeps its nominal place
        among the others there; its own interval is over the draws that rank it, and the Sobol indices of
        the ranks are over the units that every draw ranks.

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
            mark("{draws} {draws:draw is|draws are} too few; take at least {least}."), draws=draws, least=FEWEST_DRAWS
        )
    scenarios = Scenarios(frame, definition, assumptions, seed, groups, neighbours)
    factors = _factors(scenarios)
    half = (draws + 1) // 2
    weights, indicators = scenarios.weights(), len(definition.fields)
    samples = [draw(weights, assumptions, scenarios.alternatives, indicators, half, seed, stream) for stream in (0, 1)]
    ranker = Ranker(scenarios)
    end = 2 / (2 + len(factors))
    a, b = (
        ranker.ranked(sample, part(progress, end * number / 2, end * (number + 1) / 2))
        for number, sample in enumerate(samples)
    )
    failures = dict(scenarios.failures)
    base = a.with_draws_of(b)
    if np.count_nonzero(base.good) < FEWEST_DRAWS / 2:
        raise InputError(mark("Nearly every draw failed; the choices do not go together: {why}"), why=_why(scenarios))
    sensitivities = _sensitivities(ranker, samples, (a, b), factors, part(progress, end, 1.0))
    nominal = scenarios.nominal.units[["index", "rank"]]
    units = nominal.join(rank_summary(base.ranks, base.in_bottom, frame.index[ranker.known]))
    result = Robustness(
        units=units,
        sensitivities=sensitivities,
        dropped=_dropped(ranker, weights),
        failures=_failure_table(scenarios, failures),
        draws=len(base.good),
        failed=int(np.count_nonzero(~base.good)),
        shift=float(base.shift[base.good].mean()),
        nominal=scenarios.nominal,
        diagnostics=Diagnostics(n=int(units["rank"].notna().sum()), missing=int(units["rank"].isna().sum()), seed=seed),
    )
    describe(result, assumptions)
    return result


def _factors(scenarios: Scenarios) -> list[str]:
    assumptions, alternatives = scenarios.assumptions, scenarios.alternatives
    active = {
        "weights": WEIGHT_DRAWS[assumptions.weights].varies and any(w.size > 1 for w in scenarios.weights()),
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
    ranker: Ranker,
    samples: list[Draws],
    ranked: tuple[RankedDraws, RankedDraws],
    factors: list[str],
    progress: Progress,
) -> pd.DataFrame:
    rows = []
    for number, factor in enumerate(factors):
        stretch = part(progress, number / len(factors), (number + 1) / len(factors))
        mixed = ranker.ranked(samples[0].with_factor(factor, samples[1]), stretch)
        runs = [*ranked, mixed]
        good = np.logical_and.reduce([one.good for one in runs])
        always = np.logical_and.reduce([(one.ranks > 0)[good].all(axis=0) for one in runs])
        outputs: dict[str, tuple[list[Any], int]] = {
            "ranks": ([one.ranks[np.ix_(good, always)] for one in runs], int(np.count_nonzero(always))),
            "shift": ([one.shift for one in runs], always.size),
        }
        for output, (values, units) in outputs.items():
            index = sobol_index(*values, seed=ranker.scenarios.seed)
            rows.append({"output": output, "factor": factor, **asdict(index), "units": units})
    return pd.DataFrame(rows).sort_values(["output", "total"], ascending=[True, False], ignore_index=True)


def _dropped(ranker: Ranker, weights: list[Floats]) -> pd.DataFrame:
    definition = ranker.scenarios.definition
    count = len(definition.fields)
    if count < 2:
        return pd.DataFrame({"field": definition.fields, "name": "", "shift": np.nan})
    shifts = ranker.ranked(nominal_draws(weights, np.arange(count))).shift
    names = [indicator.label for indicator in definition.indicators]
    table = pd.DataFrame({"field": definition.fields, "name": names, "shift": shifts})
    return table.sort_values("shift", ascending=False, ignore_index=True)


def _failure_table(scenarios: Scenarios, failures: dict[tuple[Choice, str], int]) -> pd.DataFrame:
    first = scenarios.definition
    rows = [
        {
            "normalisation": scenarios.normalisations[choice[0]] or first.normalisation.method,
            "aggregation": scenarios.aggregations[choice[1]] or first.aggregation.across.method,
            "missing": scenarios.missing[choice[2]],
            "draws": count,
            "why": scenarios.reasons[choice, reason],
        }
        for (choice, reason), count in failures.items()
    ]
    return pd.DataFrame(rows, columns=["normalisation", "aggregation", "missing", "draws", "why"])


def _why(scenarios: Scenarios) -> Message:
    return scenarios.reasons[max(scenarios.failures, key=scenarios.failures.__getitem__)]
