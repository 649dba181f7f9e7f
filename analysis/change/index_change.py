"""Change of a composite index between two years, measured with one yardstick.

Both years go through the index together, a row a unit and year. So goalposts, treatment of outliers, z-scores,
ranks and weights from the data are common to both; bounds of each year by itself would invent or hide change.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from ..composite.pipeline import composite_index
from ..composite.ranking import ranks
from ..composite.result import IndexResult
from ..definition.model import Definition
from ..diagnostics import Diagnostics
from ..lazy import pd
from ..messages import InputError, Progress, mark, no_progress, part
from .noise import RankNoise, rank_noise
from .series_breaks import Break, series_breaks


@dataclass
class IndexChange:
    """Change of an index by unit.

    units: `index_before`, `index_after`, `change`, `rank_before`, `rank_after`, `change_rank` (positive:
    places won), `contribution_<dimension>` (of the top dimensions; they sum to `change`), and the noise of
    the ranks: `change_rank_low`, `change_rank_high`, `beyond_noise`.
    contributions: what each indicator adds to `change`, a column an indicator; they sum to it exactly.
    breaks: suspected breaks of the series, by indicator.
    pooled: the index of both years together, indexed by year and unit.
    """

    units: pd.DataFrame
    contributions: pd.DataFrame
    breaks: list[Break]
    pooled: IndexResult
    diagnostics: Diagnostics


def index_change(
    before: pd.DataFrame,
    after: pd.DataFrame,
    definition: Definition,
    *,
    groups: pd.Series | None = None,
    years: tuple[Hashable, Hashable] = ("before", "after"),
    draws: int = 999,
    seed: int = 1,
    level: float = 0.95,
    progress: Progress = no_progress,
) -> IndexChange:
    """Return the change of an index from one year to another.

    before, after: frames with the definition's columns, joined by their index; a unit of one year only is
    left out and counted. groups: a label for each unit (by index), where missing values come from the group.
    An indicator that is missing in one year contributes the whole of what it adds in the other.

    Raises `InputError` where an index is not unique, no unit is in both years, and as `composite_index`.
    """
    common = _common(before, after, years)
    diagnostics = Diagnostics(seed=seed if draws else None)
    alone = before.index.symmetric_difference(after.index)
    if len(alone):
        diagnostics.warn(mark("In one year only and left out: {units}."), units=list(alone))
    frames = {year: frame.loc[common] for year, frame in zip(years, (before, after))}
    pooled = composite_index(
        pd.concat(frames, names=["year"]),
        definition,
        groups=None if groups is None else pd.concat([groups.reindex(common)] * 2),
        progress=part(progress, 0.0, 0.6),
    )
    first, second = (_of_year(pooled, year) for year in years)
    parts = second.parts.fillna(0.0) - first.parts.fillna(0.0)
    measured = first.index.notna() & second.index.notna()
    parts[~measured] = np.nan
    noise = rank_noise(first.parts, second.parts, definition.orientation == "welfare", draws, seed, level)
    units = _units(first, second, parts, definition, noise)
    diagnostics.n, diagnostics.missing = int(measured.sum()), len(alone) + int((~measured).sum())
    diagnostics.warnings += pooled.diagnostics.warnings
    breaks = series_breaks(frames[years[0]], frames[years[1]], list(definition.fields))
    diagnostics.warnings += [one.message for one in breaks]
    progress(1.0)
    return IndexChange(units, parts, breaks, pooled, diagnostics)


def _common(before: pd.DataFrame, after: pd.DataFrame, years: tuple[Hashable, Hashable]) -> pd.Index:
    """Return the units of both years."""
    if years[0] == years[1]:
        raise InputError(mark("The two years need different names."))
    for frame, year in zip((before, after), years):
        repeated = frame.index[frame.index.duplicated()]
        if len(repeated):
            raise InputError(
                mark("These kelurahan appear more than once in {year}: {units}."),
                year=year,
                units=list(repeated),
            )
    common = before.index[before.index.isin(after.index)]
    if not len(common):
        raise InputError(mark("No kelurahan is in both years; check the codes."))
    return common


@dataclass(frozen=True)
class _Year:
    index: pd.Series
    rank: np.ndarray
    parts: pd.DataFrame


def _of_year(pooled: IndexResult, year: Hashable) -> _Year:
    index = pooled.units["index"].xs(year, level="year")
    welfare = pooled.definition.orientation == "welfare"
    return _Year(index, ranks(index.to_numpy(), welfare), pooled.contributions.xs(year, level="year"))


def _units(
    first: _Year, second: _Year, parts: pd.DataFrame, definition: Definition, noise: RankNoise
) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "index_before": first.index,
            "index_after": second.index,
            "change": second.index - first.index,
            "rank_before": first.rank,
            "rank_after": second.rank,
            "change_rank": first.rank - second.rank,
        }
    )
    for dimension in definition.dimensions:
        fields = [indicator.field for indicator in dimension.leaves()]
        table[f"contribution_{dimension.code}"] = parts[fields].sum(axis=1, skipna=False)
    table["change_rank_low"], table["change_rank_high"] = noise.low, noise.high
    table["beyond_noise"] = (noise.low > 0) | (noise.high < 0)
    return table
