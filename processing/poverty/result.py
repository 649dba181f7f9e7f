"""Multidimensional poverty as it was measured, and the table of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...language import tr

if TYPE_CHECKING:
    from ...analysis.core.diagnostics import Diagnostics
    from ...analysis.poverty.alkire_foster import Poverty
    from ...analysis.poverty.areasums import AreaSums
    from ...analysis.poverty.profile import Profile
    from ...analysis.poverty.reliability import Least
    from ...analysis.poverty.survey import StandardErrors
    from ..base.run import Run


@dataclass(frozen=True)
class Measured:
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


def poverty_table(run: Run, measured: Measured) -> pd.DataFrame:
    """Return every measure by area, and of all areas in the row `total`."""
    areas = measured.with_errors
    total = measured.poverty.total
    if measured.errors is not None:
        total = pd.concat([total, measured.errors.total])
    names = [
        run.unit_name(measured.unit_of[area]) if area in measured.unit_of.index else str(area)
        for area in areas.index
    ]
    table = pd.concat([areas, total.reindex(areas.columns).to_frame("total").T])
    # the total is always shown
    reliability = measured.least.codes(table["records"])
    reliability["total"] = reliability["total"].replace("withheld", "few")
    table.insert(0, "area", [*map(str, areas.index), "total"])
    table.insert(1, "name", [*names, tr("All areas")])
    numbers = [column for column in table.columns if column not in ("area", "name")]
    table = table.astype({**dict.fromkeys(numbers, float)}).astype({"records": "Int64", "missing": "Int64"})
    return table.assign(reliability=reliability)


def layer_flags(measured: Measured, suffix: str = "") -> pd.DataFrame:
    """Return the columns of the layer that say on how many records the values rest, by feature id.

    suffix: `_before` for an earlier year, whose number of records is no other column yet.
    """
    columns = {f"reliability{suffix}": measured.reliability}
    if suffix:
        records = measured.poverty.areas["records"].astype("Int64")
        columns = {f"records{suffix}": records, **columns}
    flags = pd.DataFrame(columns).loc[measured.unit_of.index]
    return flags.set_axis(measured.unit_of.to_numpy(), axis=0)


def tell_few(diagnostics: Diagnostics, least: Least, codes: pd.Series, unit_of: pd.Series) -> None:
    """Name the kelurahan whose values rest on few records, and those that are withheld."""
    for code, limit, template in (
        (
            "withheld",
            least.shown,
            mark("Withheld, since there are fewer than {limit} records: {units}."),
        ),
        (
            "few",
            least.flagged,
            mark("Fewer than {limit} records: the values of {units} are uncertain and say little alone."),
        ),
    ):
        units = unit_of[codes.reindex(unit_of.index) == code]
        if len(units):
            diagnostics.warn(template, limit=limit, units=list(units))
