"""The unseen welfare of the demo city, from which all its figures are drawn.

A score of 0 is the city's middle, 1 is a standard deviation better off. The surface is low along the
rivers and high in the west, as the sources on floods and slums have it; each dimension departs from it
by a smooth field of its own and each indicator by noise, and the groups of the policy brief are only a
slight push, so that no analysis finds the brief's claim by construction.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .city import positions

SEED = 3372

#: Flooded on 16 February 2023 according to the press.
FLOODED = {
    "Bumi", "Pajang", "Joyotakan", "Sangkrah", "Semanggi", "Kedunglumbu", "Joyosuran", "Mojo",
    "Pasarkliwon", "Sewu", "Sudiroprajan", "Pucangsawit", "Jagalan", "Gandekan", "Jebres",
}  # fmt: skip
#: What moves the welfare of these kelurahan: wealth, floods, rivers, canals, the edge of the city.
PUSHES = (
    (1.1, {"Mangkubumen", "Manahan", "Purwosari", "Penumping", "Jajar", "Kerten"}),
    (-0.6, FLOODED),
    (-0.8, {"Semanggi", "Mojo", "Sangkrah", "Sewu", "Pucangsawit"}),
    (-0.6, {"Gilingan", "Nusukan", "Danukusuman"}),
    (-0.5, {"Mojosongo"}),
)
KECAMATAN_PUSH = {"Laweyan": 0.3, "Banjarsari": 0.2, "Jebres": -0.2, "Serengan": -0.25, "Pasar Kliwon": -0.2}

#: How much of the welfare surface and of the nearness to the centre an indicator follows.
DIMENSION_LOADINGS = {
    "INC": (0.80, 0.0),
    "JOB": (0.65, 0.0),
    "AST": (0.45, -0.3),
    "EDU": (0.70, 0.1),
    "HLT": (0.50, 0.1),
    "SPR": (0.30, 0.0),
    "WSH": (0.65, 0.15),
    "ENV": (0.70, 0.0),
    "ACC": (0.10, 0.75),
    "SOC": (0.00, -0.1),
    "GEN": (0.45, 0.0),
    "GOV": (0.10, 0.5),
    "DEM": (-0.20, -0.6),
}
INDICATOR_LOADINGS = {
    "AST01": (-0.1, -0.5),
    "ENV04": (0.2, -0.5),
    "SOC01": (-0.2, -0.2),
    "SOC03": (0.2, 0.2),
    "SOC04": (0.2, -0.6),
    "SOC05": (0.35, -0.2),
    "SPR06": (-0.3, 0.0),
}
FACTOR_SHARE, NOISE_SHARE = 0.45, 0.45

#: Set apart on purpose: (kelurahan, start of the codes, shift of the score).
EXCEPTIONS = (
    ("Panularan", "WSH", -2.6),  # deprived among the well-off
    ("Jagalan", "INC", 2.4),  # well-off among the deprived
    ("Mojosongo", "WSH", -1.0),
    ("Panularan", "ENV01", -1.2),
    ("Danukusuman", "ENV01", -1.2),
)

#: What a year brings, in scores, by start of the code; the more particular entry comes last.
YEARLY_DRIFT = (
    ("", 0.08),
    ("HLT", 0.15),
    ("ENV", 0.03),
    ("SOC", 0.0),
    ("SPR02", -0.8),  # mass deactivation of subsidised insurance
)
YEARLY_NOISE = 0.18

#: The insured-worker programme starts in this many kelurahan with most informal work and helps there.
PRIORITY_COUNT = 20
PRIORITY_INDICATOR, HELPED_INDICATOR, HELP = "JOB02", "SPR03", 0.6


def stream(*purpose: int) -> np.random.Generator:
    """Return the random numbers of one purpose, independent of all others."""
    return np.random.default_rng([SEED, *purpose])


def smooth_field(place: np.ndarray, reach: float, rng: np.random.Generator) -> np.ndarray:
    """Draw a Gaussian field, variance 1, correlation falling to 1/e at `reach` metres."""
    distance = np.linalg.norm(place[:, None] - place, axis=-1)
    return np.linalg.cholesky(np.exp(-distance / reach)) @ rng.standard_normal(len(place))


def welfare_surface(city: pd.DataFrame) -> np.ndarray:
    """Return the welfare of each kelurahan, mean 0, standard deviation 1."""
    base = city["kecamatan"].map(KECAMATAN_PUSH).to_numpy()
    for push, names in PUSHES:
        base = base + push * city["nama"].isin(names).to_numpy()
    return _standardise(base + 0.6 * smooth_field(positions(city), 1500.0, stream(1)))


def centrality(city: pd.DataFrame) -> np.ndarray:
    """Return the nearness to the middle of the city, mean 0, standard deviation 1."""
    place = positions(city)
    return _standardise(np.exp(-np.linalg.norm(place - np.median(place, axis=0), axis=1) / 2000.0))


def scores(city: pd.DataFrame, codes: list[str], years_on: int) -> dict[str, np.ndarray]:
    """Return the score of each indicator code, `years_on` years after the first."""
    surface, central, place = welfare_surface(city), centrality(city), positions(city)
    dimensions = list(DIMENSION_LOADINGS)
    factors = {code: smooth_field(place, 1200.0, stream(2, number)) for number, code in enumerate(dimensions)}
    result = {}
    for number, code in enumerate(codes):
        welfare, middle = INDICATOR_LOADINGS.get(code, DIMENSION_LOADINGS[code[:3]])
        rng = stream(3, number)
        score = (
            welfare * surface
            + middle * central
            + FACTOR_SHARE * factors[code[:3]]
            + NOISE_SHARE * rng.standard_normal(len(city))
        )
        for name, start, shift in EXCEPTIONS:
            if code.startswith(start):
                score += shift * (city["nama"] == name).to_numpy()
        drift = [amount for start, amount in YEARLY_DRIFT if code.startswith(start)][-1]
        for _ in range(years_on):
            score = score + drift + YEARLY_NOISE * rng.standard_normal(len(city))
        result[code] = score
    if years_on:
        result[HELPED_INDICATOR] = result[HELPED_INDICATOR] + HELP * priority(scores(city, codes, 0))
    return result


def earlier_scores(city: pd.DataFrame, code: str, codes: list[str], years_back: int) -> np.ndarray:
    """Return the scores of an indicator so many years before the first, with the same drift and noise."""
    drift = [amount for start, amount in YEARLY_DRIFT if code.startswith(start)][-1]
    score, rng = scores(city, codes, 0)[code], stream(8, codes.index(code))
    for _ in range(years_back):
        score = score - drift + YEARLY_NOISE * rng.standard_normal(len(city))
    return score


def priority(first_scores: dict[str, np.ndarray]) -> np.ndarray:
    """Tell which kelurahan the insured-worker programme takes first."""
    need = -first_scores[PRIORITY_INDICATOR]
    return need >= np.sort(need)[-PRIORITY_COUNT]


def _standardise(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()
