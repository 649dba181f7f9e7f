"""Turns scores into figures in their units, with the blemishes of real tables."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from ..plugin_package import sejahtera
from .latent import FLOODED, earlier_scores, scores, stream

#: The middle of the city in the first year, in the unit of the indicator.
MIDDLE = {
    "INC01": 9.0, "INC02": 44, "INC03": 45, "JOB01": 5.5, "JOB02": 44, "JOB03": 19,
    "AST01": 68, "AST02": 79, "AST03": 4.5, "AST04": 12,
    "EDU01": 1.6, "EDU02": 10.8, "EDU03": 38, "EDU04": 56, "EDU05": 60,
    "HLT01": 5, "HLT02": 45, "HLT03": 2.6, "HLT04": 9,
    "SPR01": 99.2, "SPR02": 20, "SPR03": 42, "SPR04": 24, "SPR05": 40, "SPR06": 14,
    "WSH01": 58, "WSH03": 90, "WSH04": 22,
    "ENV01": 8, "ENV02": 8, "ENV03": 72, "ENV04": 4,
    "ACC01": 76, "ACC02": 62, "ACC03": 76, "ACC04": 82,
    "SOC01": 78, "SOC02": 58, "SOC03": 13, "SOC04": 6, "SOC05": 2.3,
    "GEN01": 22, "GEN02": 57, "GEN03": 7, "GEN04": 3.5,
    "GOV01": 600, "GOV03": 45, "DEM02": 0.6,
}  # fmt: skip
#: Standard deviations of the logit per score.
SPREAD = 0.75
#: Narrower than plausible: nearly everybody is insured, so the indicator hardly tells areas apart.
BOUNDS = {"SPR01": (98.0, 99.9)}
DECIMALS = {"EDU01": 2, "EDU02": 2, "SPR01": 2, "HLT03": 2, "GOV01": 0, "DEM01": 0, "DEM02": 2}
#: Areas without slums or floods report none.
ZERO_BELOW = {"ENV01": 5.0, "ENV02": 4.0}
FLOOD_SHIFT = -1.5

#: Rates of few cases: population at risk as a share of all, base of the rate, years pooled.
CASES = {
    "HLT02": (1.0, 10_000, 3),
    "SOC04": (1.0, 10_000, 3),
    "SOC05": (1.0, 10_000, 3),
    "GEN03": (0.033, 1_000, 3),
    "GEN04": (0.62, 10_000, 1),
}
#: Spikes that rest on a handful of cases: (code, kelurahan, cases).
SPIKES = (("SOC04", "Kepatihan Kulon", 20), ("GEN03", "Laweyan", 5))

#: Office of a new kelurahan that cannot yet report these: 17 of the 41 core indicators.
INCOMPLETE = "Joglo"
NOT_REPORTED = (
    "INC01", "INC02", "INC03", "JOB01", "JOB02", "JOB03", "HLT01", "HLT02", "HLT03",
    "WSH01", "WSH03", "WSH04", "GEN01", "GEN02", "GEN03", "EDU02", "EDU03",
)  # fmt: skip
OTHER_GAPS = 9
#: Never blanked at random: they are there to be found.
KEPT = frozenset({"Panularan", "Jagalan", "Kepatihan Kulon", "Laweyan", INCOMPLETE})

#: The second follows the first, so that the two tell nearly the same.
COLLINEAR = ("INC02", "JOB02")


def indicator_table(city: pd.DataFrame, years_on: int) -> dict[str, np.ndarray]:
    """Return the columns of the catalogue by field name; NaN is missing."""
    catalogue = sejahtera("resources.catalogue").load_catalogue()
    by_code = {indicator.code: indicator for indicator in catalogue.indicators}
    score = scores(city, list(MIDDLE), years_on)
    score["ENV02"] += FLOOD_SHIFT * city["nama"].isin(FLOODED).to_numpy()
    first, second = COLLINEAR
    score[second] = 0.5 * score[first] + 0.5 * score[second]
    values = {code: _in_unit(by_code[code], score[code]) for code in MIDDLE}
    population = city["penduduk"].to_numpy()
    for code in CASES:
        values[code] = _from_cases(code, values[code], city, population)
    values["WSH02"] = _wells(values["WSH01"], years_on)
    values["DEM01"] = population / (city["luas_ha"].to_numpy() / 100)
    _blank(values, city, years_on)
    core = [indicator.code for indicator in catalogue.core]
    filled = np.mean([~np.isnan(values[code]) for code in core], axis=0)
    values["GOV02"] = 100 * filled
    return {
        indicator.field: np.round(values[indicator.code], decimals(indicator.code))
        for indicator in catalogue.indicators
    }


def earlier_figures(city: pd.DataFrame, code: str, years_back: int) -> np.ndarray:
    """Return the figures of an indicator so many years before the first table; none is missing."""
    indicator = sejahtera("resources.catalogue").load_catalogue().indicator(code)
    return np.round(_in_unit(indicator, earlier_scores(city, code, list(MIDDLE), years_back)), decimals(code))


def _in_unit(indicator: Any, score: np.ndarray) -> np.ndarray:
    """Bend a score into the plausible range, the better the score the better the figure."""
    low, high = BOUNDS.get(indicator.code, indicator.plausible)
    middle = logit((MIDDLE[indicator.code] - low) / (high - low))
    sign = -1 if indicator.direction == "-" else 1
    value = low + (high - low) * expit(middle + sign * SPREAD * score)
    return np.where(value < ZERO_BELOW.get(indicator.code, -np.inf), 0.0, value)


def _from_cases(code: str, rate: np.ndarray, city: pd.DataFrame, population: np.ndarray) -> np.ndarray:
    """Round a rate to what a whole number of cases gives."""
    share, base, years = CASES[code]
    exposed = population * share * years
    cases = np.round(rate * exposed / base)
    for spike, name, count in SPIKES:
        if spike == code:
            cases[city["nama"] == name] = count
    return cases / exposed * base


def _wells(piped: np.ndarray, years_on: int) -> np.ndarray:
    """Who has no piped water draws from a shallow well, but for a few."""
    noise = 1.2 * stream(4, years_on).standard_normal(len(piped))
    return np.clip(0.72 * (97 - piped) + noise, 2, 70)


def _blank(values: dict[str, np.ndarray], city: pd.DataFrame, years_on: int) -> None:
    """Take away what the new office does not report and a few cells elsewhere."""
    for code in NOT_REPORTED:
        values[code][city["nama"] == INCOMPLETE] = np.nan
    open_rows = np.flatnonzero(~city["nama"].isin(KEPT))
    codes = [code for code in MIDDLE if code[:3] not in ("GOV", "DEM")]
    draw = stream(5, years_on).random((OTHER_GAPS, 2))
    for row, column in draw:
        values[codes[int(column * len(codes))]][open_rows[int(row * len(open_rows))]] = np.nan


def decimals(code: str) -> int:
    """Return how many decimals the figures of an indicator have."""
    return DECIMALS.get(code.upper(), 1)
