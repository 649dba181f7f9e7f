"""Whether an area has records enough: few are flagged, and the values of too few are withheld.

Unweighted records count, not the people they stand for: two households of weight 500 are two households.
Household surveys do the same, only stricter (DHS: 25 to 49 cases in brackets, fewer not shown).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np

from ..core.lazy import pd
from ..core.messages import InputError, mark
from ..core.registers import Method, Register
from .alkire_foster import Poverty
from .survey import StandardErrors

RELIABILITY = Register(
    mark("reliability"),
    [
        Method("enough", mark("Enough records")),
        Method("few", mark("Few records")),
        Method("withheld", mark("Too few records to show")),
    ],
)
Measured = TypeVar("Measured", Poverty, StandardErrors)
#: What is known of an area whose values are withheld.
KEPT = ("records", "missing", "population", "population_share")


@dataclass(frozen=True)
class Least:
    """Numbers of records below which an area is flagged, and below which it is withheld; 0 for neither."""

    flagged: int = 30
    shown: int = 5

    def __post_init__(self) -> None:
        if self.flagged < 0 or self.shown < 0:
            raise InputError(mark("The least number of records must not be negative."))

    def codes(self, records: pd.Series) -> pd.Series:
        """Return the code of `RELIABILITY` for numbers of records, by area."""
        count = records.to_numpy(dtype=float)
        codes = np.where(count < self.shown, "withheld", np.where(count < self.flagged, "few", "enough"))
        return pd.Series(codes.astype(object), index=records.index)


def withhold(result: Measured, codes: pd.Series) -> Measured:
    """Return measures or standard errors by area without those of too few records; the total stays of all.

    codes: of `RELIABILITY`, by area.
    """
    measures = [column for column in result.areas.columns if column not in KEPT]
    shown = result.areas.copy()
    shown.loc[codes.reindex(shown.index) == "withheld", measures] = np.nan
    return replace(result, areas=shown)
