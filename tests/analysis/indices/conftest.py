"""The two small data sets of all hand-checked vectors."""

import pandas as pd
import pytest


@pytest.fixture
def ca() -> pd.DataFrame:
    """Five wards and four indicators; poverty and unemployment count against welfare."""
    return pd.DataFrame(
        {
            "pov": [12.0, 8, 15, 5, 10],
            "school": [9.0, 11, 8, 12, 10],
            "water": [80.0, 95, 70, 98, 90],
            "unemp": [7.0, 5, 9, 4, 6],
        }
    )


@pytest.fixture
def ca_scores(ca):
    """The same on 0–1 by min–max, shape (indicators, units)."""
    scores = (ca - ca.min()) / (ca.max() - ca.min())
    scores[["pov", "unemp"]] = 1 - scores[["pov", "unemp"]]
    return scores.to_numpy().T


@pytest.fixture
def cb() -> pd.DataFrame:
    """Six wards and three indicators, all for welfare; b is a turned round."""
    return pd.DataFrame({"a": [10.0, 20, 30, 40, 50, 60], "b": [6.0, 5, 4, 3, 2, 1], "c": [3.0, 1, 4, 1, 5, 9]})


@pytest.fixture
def cb_scores(cb):
    """The same on 0–1 by min–max, shape (indicators, units)."""
    return ((cb - cb.min()) / (cb.max() - cb.min())).to_numpy().T
