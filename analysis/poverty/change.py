"""Change of poverty between two years: absolute, relative, annualised, and by indicator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats, ratio
from ..core.lazy import pd
from ..core.messages import InputError, mark
from .alkire_foster import Poverty
from .definition import PovertyDefinition
from .survey import StandardErrors

MEASURES = ("headcount", "intensity", "mpi")


@dataclass
class PovertyChange:
    """Change by area and in all.

    Columns for each of headcount, intensity and mpi: `<measure>_before`, `_after`, `_change` (in the
    measure's unit), `_relative` (share of before), `_yearly` (change per year), `_yearly_relative`
    (growth rate per year, compounded), and with standard errors `_se`, `_p` (two-sided, normal).
    Further `change_<field>`: what each indicator adds to the change of M0; they sum to it.
    """

    areas: pd.DataFrame
    total: pd.Series


def change(
    before: Poverty,
    after: Poverty,
    definition: PovertyDefinition,
    years: float,
    before_errors: StandardErrors | None = None,
    after_errors: StandardErrors | None = None,
) -> PovertyChange:
    """Return the change between two measurements by the same definition, `years` apart.

    Areas are joined by name; one that is missing in a year has NaN, and is left out of the total of both
    years, which then has no standard error. The two samples are taken as independent. Relative change is NaN
    where the measure was 0 before.

    Raises
    ------
    InputError
        Where years is not above 0 or the cut-offs differ.
    """
    if not years > 0:
        raise InputError(mark("The second year must be after the first."))
    if before.k != after.k:
        raise InputError(
            mark("Both years need the same poverty cut-off k; they have {before} and {after}."),
            before=before.k,
            after=after.k,
        )
    errors = (before_errors, after_errors) if before_errors and after_errors else None
    areas = _compare(before.areas, after.areas, definition, years, errors and [one.areas for one in errors])
    common = before.areas.index.intersection(after.areas.index)
    if len(common) < len(areas):
        first, second = (_total(one.areas.loc[common], definition) for one in (before, after))
        return PovertyChange(areas, _compare(first, second, definition, years, None).iloc[0])
    first, second = (one.total.to_frame().T for one in (before, after))
    of_total = errors and [one.total.to_frame().T for one in errors]
    return PovertyChange(areas, _compare(first, second, definition, years, of_total).iloc[0])


def _total(areas: pd.DataFrame, definition: PovertyDefinition) -> pd.DataFrame:
    """Return the measures of some areas together, as one row: means weighted by population."""
    names = ["headcount", "mpi", *(f"censored_{field}" for field in definition.fields)]
    people = areas["population"]
    sums = {name: (areas[name] * people).sum() for name in names}
    table = pd.DataFrame(sums, index=["total"]) / (people.sum() if len(areas) else np.nan)
    return table.assign(intensity=table["mpi"] / table["headcount"].where(table["headcount"] > 0))


def _compare(
    before: pd.DataFrame,
    after: pd.DataFrame,
    definition: PovertyDefinition,
    years: float,
    errors: Sequence[pd.DataFrame] | None,
) -> pd.DataFrame:
    everywhere = before.index.union(after.index)
    before, after = before.reindex(everywhere), after.reindex(everywhere)
    columns = {}
    for name in MEASURES:
        first, second = before[name].to_numpy(dtype=float), after[name].to_numpy(dtype=float)
        growth = ratio(second, first)
        columns[f"{name}_before"] = first
        columns[f"{name}_after"] = second
        columns[f"{name}_change"] = second - first
        columns[f"{name}_relative"] = growth - 1.0
        columns[f"{name}_yearly"] = (second - first) / years
        columns[f"{name}_yearly_relative"] = growth ** (1.0 / years) - 1.0
        if errors is not None:
            error = np.hypot(*(one[f"se_{name}"].reindex(everywhere).to_numpy(dtype=float) for one in errors))
            columns[f"{name}_se"] = error
            columns[f"{name}_p"] = _two_sided(second - first, error)
    for field, weight in zip(definition.fields, definition.weights):
        columns[f"change_{field}"] = weight * (after[f"censored_{field}"] - before[f"censored_{field}"])
    return pd.DataFrame(columns, index=everywhere)


def _two_sided(difference: Floats, error: Floats) -> Floats:
    from scipy.special import ndtr

    p: Floats = 2.0 * ndtr(-ratio(np.abs(difference), error))
    return p
