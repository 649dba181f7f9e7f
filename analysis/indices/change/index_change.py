"""Change of a composite index between two years, measured with one yardstick.

Both years go through the index together, a row a unit and year. So goalposts, treatment of outliers, z-scores,
ranks and weights from the data are common to both; bounds of each year by itself would invent or hide change.
The level of a year is that of the comparison; the index of the year by itself may have more indicators and units.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.arrays import Bools, Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import Progress, mark, no_progress, part
from ..composite.pipeline import composite_index
from ..composite.ranking import ranks
from ..composite.result import IndexResult
from ..definition.model import Definition
from .common import common_units, common_values
from .noise import RankNoise, rank_noise
from .series_breaks import Break, series_breaks


@dataclass
class IndexChange:
    """Change of an index by unit.

    units: `index_before`, `index_after`, `change`, `rank_before`, `rank_after`, `change_rank` (positive:
    places won), `contribution_<dimension>` (of the top dimensions; they sum to `change`), and the noise of
    the ranks: `change_rank_low`, `change_rank_high`, `beyond_noise`; `indicators_compared`, how many have
    values in both years.
    contributions: what each indicator adds to `change`, a column for each that was compared; they sum to
    it exactly.
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
    neighbours: Any = None,
    years: tuple[Hashable, Hashable] = ("before", "after"),
    draws: int = 999,
    seed: int = 1,
    level: float = 0.95,
    progress: Progress = no_progress,
) -> IndexChange:
    """Return the change of an index from one year to another.

    before, after: frames with the definition's columns, joined by their index; a unit of one year only is
    left out and counted. groups: a label for each unit (by index), where missing values come from the group.
    neighbours: sparse weights between the units in the order of `after`, where they come from neighbours.

    Ranks are those among the units that have an index in both years. A value that one year lacks is taken
    from the other year too, so that no gap becomes a change; where a rule fills gaps, it fills both. An
    indicator without any value in a year is left out of both.

    Raises
    ------
    InputError
        Where an index is not unique, no unit or indicator is in both years, an indicator that experts compared
        has no value in a year, and as `composite_index`.
    """
    diagnostics = Diagnostics(seed=seed if draws else None)
    units = common_units(before, after, years, diagnostics)
    frames = {year: frame.loc[units] for year, frame in zip(years, (before, after))}
    common = common_values(frames, definition, diagnostics)
    pooled = composite_index(
        common.frame,
        common.definition,
        groups=None if groups is None else pd.concat([groups.reindex(units)] * 2),
        neighbours=None if neighbours is None else _within_years(neighbours, after.index, units),
        progress=part(progress, 0.0, 0.6),
    )
    first, second = _years(pooled, years, common.counts > 0)
    measured = first.index.notna()
    parts = second.parts.fillna(0.0) - first.parts.fillna(0.0)
    parts[~measured] = np.nan
    noise = rank_noise(first.parts, second.parts, definition.orientation == "welfare", draws, seed, level)
    if not measured.all():
        diagnostics.warn(
            mark("No change for {units}: too few indicators have values in both years."), units=list(units[~measured])
        )
    table = _units(first, second, parts, definition, noise).assign(indicators_compared=common.counts)
    alone = before.index.symmetric_difference(after.index)
    diagnostics.n, diagnostics.missing = int(measured.sum()), len(alone) + int((~measured).sum())
    diagnostics.warnings += pooled.diagnostics.warnings
    breaks = series_breaks(frames[years[0]], frames[years[1]], definition.fields)
    # what a year lacks altogether was told with the year
    diagnostics.warnings += [one.message for one in breaks if one.sign != "absent"]
    progress(1.0)
    return IndexChange(table, parts, breaks, pooled, diagnostics)


def _within_years(neighbours: Any, labels: pd.Index, units: pd.Index) -> Any:
    """Return the weights between the rows of both years: neighbours of the same year alone."""
    from scipy.sparse import block_diag

    places = labels.get_indexer(units)
    among = neighbours.tocsr()[places][:, places]
    return block_diag((among, among), format="csr")


@dataclass(frozen=True)
class _Year:
    index: pd.Series
    rank: Floats
    parts: pd.DataFrame


def _years(pooled: IndexResult, years: tuple[Hashable, Hashable], compared: Bools) -> list[_Year]:
    """Return both years over the same units: those with an index in each, by indicators that both have."""
    by_year = [pooled.units["index"].xs(year, level="year") for year in years]
    measured = by_year[0].notna() & by_year[1].notna() & compared
    welfare = pooled.definition.orientation == "welfare"
    found = []
    for year, index in zip(years, by_year):
        index, parts = index.where(measured), pooled.contributions.xs(year, level="year")
        found.append(_Year(index, ranks(index.to_numpy(), welfare), parts.where(measured)))
    return found


def _units(first: _Year, second: _Year, parts: pd.DataFrame, definition: Definition, noise: RankNoise) -> pd.DataFrame:
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
        # indicators left out of both years add nothing
        fields = [indicator.field for indicator in dimension.leaves() if indicator.field in parts]
        table[f"contribution_{dimension.code}"] = parts[fields].sum(axis=1).where(first.index.notna())
    table["change_rank_low"], table["change_rank_high"] = noise.low, noise.high
    table["beyond_noise"] = (noise.low > 0) | (noise.high < 0)
    return table
