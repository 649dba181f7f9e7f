"""Change of human development: growth, reduction of the shortfall, and what each dimension added."""

from __future__ import annotations

import numpy as np

from ..core.arrays import Floats
from ..core.lazy import pd
from ..core.messages import InputError, mark
from ..inequality.decomposition import shapley_values
from .hdi import HumanDevelopment, geometric_mean
from .presets import Preset


def progress(
    before: HumanDevelopment, after: HumanDevelopment, preset: Preset, years: tuple[int, int]
) -> tuple[pd.DataFrame, list[str]]:
    """Return change by unit between two years of the same preset, and the series breaks between them.

    Columns: `hdi_before`, `hdi_after`, `change`; `growth` (percent a year, compounded; over one year BPS's
    100 (b - a)/a); `shortfall_reduction` (percent a year of the way to the top that was closed, UNDP);
    `change_<dimension>`: Shapley's value of each dimension's index in the geometric mean, which sum to
    `change`. Units are joined by index; a unit of one year only has NaN.

    Raises
    ------
    InputError
        Where the second year is not after the first.
    """
    span = years[1] - years[0]
    if span <= 0:
        raise InputError(mark("The second year must be after the first."))
    everywhere = before.table.index.union(after.table.index)
    old, new = (one.table.reindex(everywhere) for one in (before, after))
    first, second = old["hdi"].to_numpy(dtype=float), new["hdi"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = 100.0 * (np.where(first > 0, second / first, np.nan) ** (1.0 / span) - 1.0)
        gap = np.where(first < preset.scale, (preset.scale - second) / (preset.scale - first), np.nan)
        reduction = 100.0 * (1.0 - gap ** (1.0 / span))
    table = pd.DataFrame(
        {
            "hdi_before": first,
            "hdi_after": second,
            "change": second - first,
            "growth": growth,
            "shortfall_reduction": reduction,
        },
        index=everywhere,
    )
    names = [f"{dimension}_index" for dimension in preset.dimensions]
    pairs = np.stack([old[names].to_numpy(dtype=float), new[names].to_numpy(dtype=float)])
    for dimension, part in zip(preset.dimensions, contributions(pairs)):
        table[f"change_{dimension}"] = preset.scale * part
    breaks = [text for year, text in preset.series_breaks.items() if years[0] < int(year) <= years[1]]
    return table, breaks


def contributions(pairs: Floats) -> Floats:
    """Return Shapley's value of each dimension in the change of the geometric mean.

    pairs: indices before and after, (2, units, dimensions). Returns (dimensions, units).
    """
    count = pairs.shape[2]
    worth = []
    for coalition in range(2**count):
        later = (coalition >> np.arange(count)) & 1 == 1
        worth.append(geometric_mean(list(np.where(later, pairs[1], pairs[0]).T)))
    return shapley_values(np.array(worth))
