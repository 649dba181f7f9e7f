"""One unit explained: by how much each indicator puts it above or below the others."""

from __future__ import annotations

from typing import Any

from ...core.lazy import pd
from ..profiles import column_means
from .result import IndexResult


def profile(result: IndexResult, unit: Any, groups: pd.Series | None = None) -> pd.DataFrame:
    """Return the strengths and weaknesses of a unit by contribution.

    Parameters
    ----------
    result
        The index.
    unit
        The label of the unit.
    groups
        A label for each unit (kecamatan), in the order of the result.

    Returns
    -------
    pandas.DataFrame
        A row an indicator: field, name, score (normalised), contribution (to the unit's index), city and
        group (mean contribution of the units with an index, of all and of the unit's group), gap (to the
        city), gap_group. Strengths first. The gaps sum to the distance between the unit's index and the
        mean where nothing is missing. Under a measure of deprivation a positive gap is a weakness, and
        the order is turned, so that strengths stay first. NaN where the unit lacks the indicator.
    """
    own = result.contributions.loc[unit].to_numpy(dtype=float)
    parts = result.contributions.to_numpy(dtype=float)
    known = result.units["index"].notna().to_numpy()
    members = known.copy()
    if groups is not None:
        same = (groups == groups.loc[unit]).to_numpy(dtype=bool)
        members &= same
    city, group = column_means(parts[known]), column_means(parts[members])
    table = pd.DataFrame(
        {
            "field": result.definition.fields,
            "name": [indicator.label for indicator in result.definition.indicators],
            "score": result.normalised.loc[unit].to_numpy(dtype=float),
            "contribution": own,
            "city": city,
            "group": group,
            "gap": own - city,
            "gap_group": own - group,
        }
    )
    welfare = result.definition.orientation == "welfare"
    return table.sort_values("gap", ascending=not welfare, kind="stable", ignore_index=True)


def contributions_by_dimension(result: IndexResult) -> pd.DataFrame:
    """Return what each top dimension contributes to the index of each unit, a column a dimension's label.

    The parts of a unit sum to its index; a missing indicator adds nothing, a unit without an index is NaN.
    """
    parts = {
        dimension.label: result.contributions[[leaf.field for leaf in dimension.leaves()]].sum(axis=1)
        for dimension in result.definition.dimensions
    }
    table = pd.DataFrame(parts, index=result.units.index)
    return table.where(result.units["index"].notna())
