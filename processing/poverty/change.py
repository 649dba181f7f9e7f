"""Change of multidimensional poverty between the records of two years."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, mark
from ...analysis.poverty.change import MEASURES, PovertyChange, change

if TYPE_CHECKING:
    from ...analysis.poverty.measured import MeasuredPoverty


def change_of_poverty(before: MeasuredPoverty, after: MeasuredPoverty, years: float) -> PovertyChange:
    """Return the change by feature id; what the earlier year has to say goes to the later one's diagnostics."""
    if before.records.definition != after.records.definition:
        raise InputError(mark("The two years have different indicators; only the same ones can be compared."))
    earlier, later = _by_unit(before), _by_unit(after)
    found = change(
        earlier,
        later,
        after.records.definition,
        years,
        None if before.errors is None else replace(before.errors, areas=_of_units(before, before.errors.areas)),
        None if after.errors is None else replace(after.errors, areas=_of_units(after, after.errors.areas)),
    )
    told = after.diagnostics
    told.warnings += [
        Message(mark("Earlier year: {what}"), {"what": warning}) for warning in before.diagnostics.warnings
    ]
    alone = earlier.areas.index.symmetric_difference(later.areas.index)
    if len(alone):
        told.warn(
            mark(
                "{units} have records of one year only: they have no change, and the change of all areas "
                "together leaves them out of both years."
            ),
            units=list(alone),
        )
    told.step(
        mark(
            "Change: {count} {count:record|records} of the earlier year, {years} {years:year|years} "
            "before; samples independent."
        ),
        count=before.diagnostics.n,
        years=years,
    )
    return found


def _by_unit(measured: MeasuredPoverty) -> Any:
    return replace(measured.poverty, areas=_of_units(measured, measured.poverty.areas))


def _of_units(measured: MeasuredPoverty, areas: pd.DataFrame) -> pd.DataFrame:
    return areas.loc[measured.unit_of.index].set_axis(measured.unit_of.to_numpy(), axis=0)


def layer_changes(changed: PovertyChange) -> pd.DataFrame:
    """Return the columns of the layer: before, change and p of each measure, and the parts of the change."""
    areas = changed.areas
    wanted = {}
    for name in MEASURES:
        wanted.update({f"{name}_before": f"{name}_before", f"{name}_change": f"{name}_change"})
        if f"{name}_p" in areas:
            wanted[f"{name}_p"] = f"{name}_change_p"
    wanted.update({name: name for name in areas.columns if name.startswith("change_")})
    return areas[list(wanted)].rename(columns=wanted)
