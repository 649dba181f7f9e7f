"""The composite index alone: 84,000 units by 45 indicators.

Beside it, in the same run: one pass of numpy over the same array (min–max and weighted mean, nothing
else), and the same chain written in plain pandas, column by column, as an analyst would in a notebook.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from measure import load_plugin, measure, ratios

UNITS, INDICATORS, DIMENSIONS = 84_000, 45, 9


def data() -> pd.DataFrame:
    """Return skewed, correlated indicators with two per cent of the values missing."""
    random = np.random.default_rng(7)
    latent = random.normal(size=(UNITS, 1))
    values = np.exp(0.4 * (latent + random.normal(size=(UNITS, INDICATORS))))
    values[random.random(values.shape) < 0.02] = np.nan
    return pd.DataFrame(values, columns=[f"i{number:02d}" for number in range(INDICATORS)])


def one_pass(frame: pd.DataFrame) -> np.ndarray:
    """Min–max and mean: what the memory allows at best."""
    values = frame.to_numpy()
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    return np.nan_to_num((values - low) / (high - low)) @ np.full(INDICATORS, 1 / INDICATORS)


def plain_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """Mean imputation, winsorising by skewness and kurtosis, min–max, means, contributions, classes."""
    frame = frame.copy()
    scores = pd.DataFrame(index=frame.index)
    for column in frame:
        values = frame[column].fillna(frame[column].mean())
        taken = 0
        while abs(values.skew()) > 2 and values.kurt() > 3.5 and taken < 5:
            top = values.nlargest(taken + 2).iloc[-1]
            values = values.clip(upper=top)
            taken += 1
        scores[column] = 100 * (values - values.min()) / (values.max() - values.min())
    size = INDICATORS // DIMENSIONS
    result = pd.DataFrame(index=frame.index)
    for number in range(DIMENSIONS):
        columns = list(scores.columns[number * size : (number + 1) * size])
        result[f"dim_{number}"] = scores[columns].mean(axis=1)
    result["index"] = result.mean(axis=1)
    result["rank"] = result["index"].rank(ascending=False, method="min")
    result["class"] = pd.qcut(result["index"], 5, labels=False) + 1
    for column in scores:
        result[f"contribution_{column}"] = scores[column] / INDICATORS
    return result


def ours(frame: pd.DataFrame) -> Any:
    """Compute the same chain by its definition."""
    from sejahtera.analysis.indices.composite.pipeline import composite_index
    from sejahtera.analysis.indices.definition.flat import definition_from_rows

    size = INDICATORS // DIMENSIONS
    rows = [(column, f"d{number // size}", "+", 1) for number, column in enumerate(frame.columns)]
    definition = definition_from_rows(rows, missing="mean", outliers="winsorise")
    return composite_index(frame, definition)


def main() -> None:
    """Measure and print."""
    load_plugin()
    rows = {
        "one numpy pass": measure(data, one_pass),
        "plain pandas": measure(data, plain_pandas, 3),
        "sejahtera": measure(data, ours),
    }
    ratios(f"Composite index, {UNITS:,} units by {INDICATORS} indicators", "one numpy pass", rows)


if __name__ == "__main__":
    main()
