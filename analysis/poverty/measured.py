"""Multidimensional poverty as it was measured, with its errors and where it was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..core.lazy import pd

if TYPE_CHECKING:
    from ..core.diagnostics import Diagnostics
    from .alkire_foster import Poverty
    from .areasums import AreaSums
    from .profile import Profile
    from .reliability import Least
    from .survey import StandardErrors


@dataclass(frozen=True)
class MeasuredPoverty:
    """Poverty by area with its errors; `unit_of` is the feature id of each area.

    records: a profile where there are standard errors or a report, else sums. poverty, errors: without the
    values of areas that have fewer records than `least` asks for.
    """

    records: Profile | AreaSums
    poverty: Poverty
    errors: StandardErrors | None
    unit_of: pd.Series
    diagnostics: Diagnostics
    least: Least

    @property
    def reliability(self) -> pd.Series:
        """Whether an area has records enough, few, or too few to be shown: a code by area."""
        return self.least.codes(self.poverty.areas["records"])

    @property
    def dimension_columns(self) -> list[str]:
        """The columns with the contributions of dimensions."""
        return [f"contribution_{one.code}" for one in self.records.definition.dimensions]

    @property
    def with_errors(self) -> pd.DataFrame:
        """The measures by area, the standard errors behind `mpi`."""
        areas = self.poverty.areas
        if self.errors is None:
            return areas
        place = list(areas.columns).index("mpi") + 1
        return pd.concat([areas.iloc[:, :place], self.errors.areas, areas.iloc[:, place:]], axis=1)
