"""Inequality-adjusted human development (IHDI) and the gender inequality index (GII) of UNDP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats
from ..core.lazy import pd
from ..core.messages import InputError, mark
from .hdi import geometric_mean


@dataclass
class Adjusted:
    """ihdi: (I_h (1-A_h) · I_e (1-A_e) · I_i (1-A_i))^(1/3); loss: 1 - IHDI/HDI; chi: mean of the A."""

    hdi: Floats
    ihdi: Floats
    loss: Floats
    chi: Floats


def adjusted(indices: Mapping[str, Floats], inequality: Mapping[str, Floats]) -> Adjusted:
    """Return the IHDI (UNDP, after Foster, López-Calva and Székely 2005) by unit.

    indices: of each dimension, 0 to 1, (n,). inequality: A of each dimension, 0 to 1, (n,) or one for all.

    Raises
    ------
    InputError
        Where an inequality is missing or outside 0 to 1.
    """
    losses = []
    for dimension in indices:
        a = np.asarray(inequality.get(dimension, np.nan), dtype=float)
        if not ((a >= 0) & (a <= 1)).all():
            raise InputError(mark("The inequality of “{dimension}” must be from 0 to 1."), dimension=dimension)
        losses.append(a)
    values = [np.asarray(one, dtype=float) for one in indices.values()]
    hdi = geometric_mean(values)
    ihdi = geometric_mean([one * (1.0 - a) for one, a in zip(values, losses)])
    with np.errstate(divide="ignore", invalid="ignore"):
        loss = np.where(hdi > 0, 1.0 - ihdi / hdi, np.nan)
    return Adjusted(hdi, ihdi, loss, np.mean(losses, axis=0))


#: What the gender inequality index needs: deaths per 100,000 births, births per 1,000 girls of 15 to 19,
#: and shares 0 to 1 of seats, of adults with secondary education, and of labour force participation.
GENDER_INDICATORS = (
    "maternal_mortality",
    "adolescent_births",
    "seats_female",
    "seats_male",
    "secondary_female",
    "secondary_male",
    "labour_female",
    "labour_male",
)
#: UNDP's bounds: mortality is kept within, and a share of 0 becomes 0.1 %.
MORTALITY_BOUNDS = (10.0, 1000.0)
LEAST_SHARE = 0.001


def gender_inequality(frame: pd.DataFrame, fields: Mapping[str, str] | None = None) -> pd.Series:
    """Return the GII of every unit: 0 where women and men fare equally, 1 where one fares as badly as can be.

    After UNDP's technical note (since 2010; Seth 2009): geometric means within each sex, their harmonic
    mean against the equal reference. fields: columns of `GENDER_INDICATORS`. NaN where one is missing.

    Raises
    ------
    InputError
        Where a share is outside 0 to 1 (percentages must be divided by 100) or a rate of births is 0 or
        below.
    """
    fields = fields or {}
    columns = {}
    for name in GENDER_INDICATORS:
        column = fields.get(name, name)
        if column not in frame:
            raise InputError(mark("The table has no field {column} for “{indicator}”."), column=column, indicator=name)
        columns[name] = frame[column].to_numpy(dtype=float)
        share = name.split("_")[0] in ("seats", "secondary", "labour")
        wrong = (columns[name] < 0) | (columns[name] > 1) if share else columns[name] <= 0
        if wrong.any():
            template = (
                mark("The shares of {column} must be from 0 to 1 at {units}; divide percentages by 100.")
                if share
                else mark("The rates of {column} must be above 0 at {units}.")
            )
            raise InputError(template, column=column, units=list(frame.index[wrong]))
    mortality = np.clip(columns["maternal_mortality"], *MORTALITY_BOUNDS)
    reproductive = np.sqrt(MORTALITY_BOUNDS[0] / mortality / columns["adolescent_births"])
    empowered, working = {}, {}
    for sex in ("female", "male"):
        shares = [np.maximum(columns[f"{kind}_{sex}"], LEAST_SHARE) for kind in ("seats", "secondary", "labour")]
        empowered[sex] = np.sqrt(shares[0] * shares[1])
        working[sex] = shares[2]
    female = geometric_mean([reproductive, empowered["female"], working["female"]])
    male = geometric_mean([np.ones_like(female), empowered["male"], working["male"]])
    reference = geometric_mean(
        [
            (reproductive + 1.0) / 2.0,
            (empowered["female"] + empowered["male"]) / 2.0,
            (working["female"] + working["male"]) / 2.0,
        ]
    )
    harmonic = 2.0 / (1.0 / female + 1.0 / male)
    return pd.Series(1.0 - harmonic / reference, index=frame.index, name="gii")
