"""The robustness of a 54 by 45 index in 10,000 draws, beside a loop over the pipeline, and of a province.

The loop runs 200 draws and its time is multiplied; each draw is a whole `composite_index`, as a script that
computes one draw after the other would do it. Fifty times is the aim, and for the province 1 GB.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
from measure import load_plugin, measure, ratios

UNITS, INDICATORS, DIMENSIONS, DRAWS, LOOPED = 54, 45, 9, 10_000, 200
#: The desa of Jawa Tengah.
MANY_UNITS, MANY_DRAWS = 8_563, 2_000


def data(units: int = UNITS) -> pd.DataFrame:
    """Return correlated indicators."""
    random = np.random.default_rng(7)
    values = random.normal(size=(units, 1)) + random.normal(size=(units, INDICATORS))
    return pd.DataFrame(values, columns=[f"i{number:02d}" for number in range(INDICATORS)])


def _scenarios(frame: pd.DataFrame) -> tuple:
    from sejahtera.analysis.indices.definition.flat import definition_from_rows
    from sejahtera.analysis.indices.robustness.assumptions import Assumptions
    from sejahtera.analysis.indices.robustness.scenarios import Scenarios

    size = INDICATORS // DIMENSIONS
    rows = [(column, f"d{number // size}", "+", 1) for number, column in enumerate(frame.columns)]
    definition = definition_from_rows(rows)
    assumptions = Assumptions(normalisations=("percentile",), aggregations=("geometric",), leave_one_out=False)
    return definition, assumptions, Scenarios(frame, definition, assumptions, seed=1)


def _draws(scenarios: Any, count: int) -> Any:
    from sejahtera.analysis.indices.robustness.sampling import draw

    return draw(scenarios.weights(), scenarios.assumptions, scenarios.alternatives, INDICATORS, count, 1, 0)


def province() -> pd.DataFrame:
    """Return the indicators of many units."""
    return data(MANY_UNITS)


def whole(frame: pd.DataFrame) -> Any:
    """Compute everything that `indexrobustness` does, Sobol indices of three choices among it."""
    from sejahtera.analysis.indices.robustness.robustness import index_robustness

    definition, assumptions, _ = _scenarios(frame)
    return index_robustness(frame, definition, assumptions, draws=MANY_DRAWS)


def together(frame: pd.DataFrame) -> np.ndarray:
    """Evaluate and rank all draws together."""
    from sejahtera.analysis.indices.composite.ranking import rank_matrix

    _, _, scenarios = _scenarios(frame)
    return rank_matrix(scenarios.evaluate(_draws(scenarios, DRAWS)))


def loop(frame: pd.DataFrame) -> np.ndarray:
    """Compute each draw by the pipeline."""
    from sejahtera.analysis.indices.composite.pipeline import composite_index
    from sejahtera.analysis.indices.robustness.alternatives import alternative

    definition, _, scenarios = _scenarios(frame)
    draws, results = _draws(scenarios, LOOPED), []
    for row in range(LOOPED):
        chosen = alternative(
            definition,
            scenarios.normalisations[draws.normalisation[row]],
            scenarios.aggregations[draws.aggregation[row]],
            "refuse",
        )
        index, *inner = (weights[row] for weights in draws.weights)
        dimensions = tuple(
            replace(
                dimension,
                weight=float(weight),
                indicators=tuple(
                    replace(indicator, weight=float(w)) for indicator, w in zip(dimension.indicators, own)
                ),
            )
            for dimension, weight, own in zip(chosen.dimensions, index, inner)
        )
        results.append(composite_index(frame, replace(chosen, dimensions=dimensions)).units["rank"])
    return np.stack(results)


def main() -> None:
    """Measure and print."""
    load_plugin()
    seconds, memory = measure(data, loop, 1)
    rows = {"draws together": measure(data, together, 3), "loop over the pipeline": (seconds * DRAWS / LOOPED, memory)}
    ratios(f"{DRAWS:,} draws of an index of {UNITS} units and {INDICATORS} indicators", "draws together", rows)
    rows = {"everything": measure(province, whole, 1)}
    ratios(f"{MANY_DRAWS:,} draws of an index of {MANY_UNITS:,} units", "everything", rows)


if __name__ == "__main__":
    main()
