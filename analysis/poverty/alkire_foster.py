"""The adjusted headcount ratio and its family, from a profile (Alkire and Foster 2011)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Bools, Floats, ratio
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, mark
from .areasums import AreaSums
from .definition import TOLERANCE, PovertyDefinition
from .profile import RECORDS, Profile


@dataclass
class Poverty:
    """Multidimensional poverty by area and in all.

    areas: one row an area, in columns
    `records`, `missing`, `population`, `population_share`; `headcount` (H), `intensity` (A), `mpi` (M0);
    `gap` (M1) and `severity` (M2) where depths were summed; `share` (of all M0);
    `contribution_<dimension>`, `contribution_<field>` (of the area's M0); `censored_<field>` (deprived
    and poor), `uncensored_<field>` (deprived).
    Where nobody is poor H and M0 are 0 and A, shares and contributions NaN.
    total: the same for all areas together.
    """

    k: float
    areas: pd.DataFrame
    total: pd.Series
    diagnostics: Diagnostics


def scores(profile: Profile, weights: Floats | None = None) -> Floats:
    """Return the weighted share of deprivations of each pattern, (patterns,)."""
    return profile.bits @ (profile.definition.weights if weights is None else weights)


def is_poor(score: Floats, k: float) -> Bools:
    """Return which scores, (patterns,) or (cells,), are at k or above, up to rounding."""
    return score >= k * (1.0 - TOLERANCE)


def measure(records: Profile | AreaSums, k: float | None = None) -> Poverty:
    """Return the measures of a profile at cut-off k (the definition's where None), or of sums at theirs.

    Raises
    ------
    InputError
        Where k is not in (0, 1].
    """
    if isinstance(records, Profile):
        k = check_cutoff(records.definition.k if k is None else k)
        sums = _sums(records, k)
    else:
        k, sums = records.k, records.sums
    whole = sums.sum().to_frame().T
    total = _measures(whole, whole, records.definition).iloc[0]
    return Poverty(k, _measures(sums, whole, records.definition), total, records.diagnostics)


def check_cutoff(k: float) -> float:
    """Return k.

    Raises
    ------
    InputError
        Where it is not above 0 and at most 1.
    """
    if not 0.0 < k <= 1.0:
        raise InputError(mark("The poverty cut-off k must be above 0 and at most 1, not {k}."), k=k)
    return float(k)


def _sums(profile: Profile, k: float) -> pd.DataFrame:
    """Return population by area that counts for each measure: everything here adds up over areas."""
    weights = profile.definition.weights
    score = scores(profile)
    poor = is_poor(score, k).astype(float)
    kinds = np.column_stack([np.ones_like(poor), poor, poor * score, profile.bits, profile.bits * poor[:, None]])
    fields = profile.definition.fields
    names = ["population", "poor", "deprivation"]
    names += [f"{kind}_{field}" for kind in ("uncensored", "censored") for field in fields]
    sums = pd.DataFrame(profile.population @ kinds, index=profile.areas, columns=names)
    codes = profile.area_codes
    sums["records"] = np.bincount(codes, profile.cells[RECORDS], minlength=len(sums))
    sums["missing"] = profile.missing.reindex(sums.index).fillna(0)
    for power, name in ((1, "gap"), (2, "severity")):
        if f"depth{power}_0" in profile.cells:
            depths = profile.cells[[f"depth{power}_{bit}" for bit in range(weights.size)]].to_numpy()
            of_poor = poor[profile.pattern_codes] * (depths @ weights)
            sums[name] = np.bincount(codes, of_poor, minlength=len(sums))
    return sums


def _measures(sums: pd.DataFrame, whole: pd.DataFrame, definition: PovertyDefinition) -> pd.DataFrame:
    """Return the measures of sums by area; `whole` holds the sums of all areas."""
    people = sums["population"].to_numpy()
    columns = {
        "records": sums["records"].astype(int),
        "missing": sums["missing"].astype(int),
        "population": people,
        "population_share": people / whole["population"].iloc[0],
        "headcount": sums["poor"] / people,
        "intensity": ratio(sums["deprivation"], sums["poor"]),
        "mpi": sums["deprivation"] / people,
        "share": ratio(sums["deprivation"], whole["deprivation"].iloc[0]),
    }
    columns.update({name: sums[name] / people for name in ("gap", "severity") if name in sums})
    censored = sums[[f"censored_{field}" for field in definition.fields]].to_numpy().T
    contribution = ratio(definition.weights[:, None] * censored, sums["deprivation"].to_numpy())
    for dimension, members in zip(definition.dimensions, definition.membership):
        # nobody poor leaves NaN in every indicator, and so in the dimension
        columns[f"contribution_{dimension.code}"] = members @ contribution
    columns.update({f"contribution_{field}": row for field, row in zip(definition.fields, contribution)})
    for kind in ("censored", "uncensored"):
        columns.update({f"{kind}_{field}": sums[f"{kind}_{field}"] / people for field in definition.fields})
    return pd.DataFrame(columns, index=sums.index)


def curve(
    profile: Profile, cutoffs: Sequence[float], weights: Floats | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return H and M0 of every area (rows) at every cut-off (columns): the k-curves.

    weights: of the indicators (indicators,), summing to 1; the definition's where None.
    """
    cutoffs = [check_cutoff(k) for k in cutoffs]
    score = scores(profile, weights)
    poor = np.column_stack([is_poor(score, k) for k in cutoffs]).astype(float)
    people = (profile.population @ np.ones(len(score)))[:, None]
    headcount, mpi = (
        pd.DataFrame(profile.population @ kind / people, index=profile.areas, columns=cutoffs)
        for kind in (poor, poor * score[:, None])
    )
    return headcount, mpi


def redundancy(profile: Profile) -> pd.DataFrame:
    """Return R⁰ = P(both deprived) / min(h_a, h_b) for all pairs of indicators; 1 says one tells nothing new."""
    persons = np.asarray(profile.population.sum(axis=0)).ravel()
    both = (profile.bits * (persons / persons.sum())[:, None]).T @ profile.bits
    headcounts = np.diag(both)
    fields = profile.definition.fields
    return pd.DataFrame(ratio(both, np.minimum.outer(headcounts, headcounts)), index=fields, columns=fields)
