"""The table of multidimensional poverty, and what is said of few records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...language import tr

if TYPE_CHECKING:
    from ...analysis.core.diagnostics import Diagnostics
    from ...analysis.poverty.measured import MeasuredPoverty
    from ...analysis.poverty.reliability import Least
    from ..base.run import Run


def poverty_table(run: Run, measured: MeasuredPoverty) -> pd.DataFrame:
    """Return every measure by area, and of all areas in the row `total`."""
    areas = measured.with_errors
    total = measured.poverty.total
    if measured.errors is not None:
        total = pd.concat([total, measured.errors.total])
    names = [
        run.unit_name(measured.unit_of[area]) if area in measured.unit_of.index else str(area) for area in areas.index
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


def layer_flags(measured: MeasuredPoverty, suffix: str = "") -> pd.DataFrame:
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
        ("withheld", least.shown, mark("Withheld, since there are fewer than {limit} records: {units}.")),
        (
            "few",
            least.flagged,
            mark("Fewer than {limit} records: the values of {units} are uncertain and say little alone."),
        ),
    ):
        units = unit_of[codes.reindex(unit_of.index) == code]
        if len(units):
            diagnostics.warn(template, limit=limit, units=list(units))
