"""The human development index: goalposts, arithmetic within a dimension, geometric across (since 2010)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ..core.arrays import Floats, Objects
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, Message, mark
from .presets import Goalpost, Preset

#: A median this many times outside the goalposts is another unit (thousands, months), not another place.
UNIT_FACTOR = 20.0


@dataclass
class HumanDevelopment:
    """table: `<dimension>_index` (0 to 1), `hdi` (on the preset's scale), `category`, `clamped`.

    clamped: the indicators that were outside their goalposts and were set to 0 or 1, joined by commas.
    """

    table: pd.DataFrame
    diagnostics: Diagnostics


def human_development(frame: pd.DataFrame, preset: Preset, fields: Mapping[str, str] | None = None) -> HumanDevelopment:
    """Return dimension indices, index and category of every unit.

    frame: one row a unit; fields: the column of each of the preset's indicators (its own name by default),
    expenditure in the preset's unit. A unit that lacks an indicator has NaN. A value outside its goalposts
    scores 0 or 1 and is flagged; where a dimension scores 0 the index is 0.

    BPS and UNDP differ in goalposts and scale only. A kelurahan has neither life expectancy nor
    expenditure of its own from any survey: what is entered there is a proxy, and the result says so.

    Raises
    ------
    InputError
        Where a column is missing or is plainly in another unit.
    """
    fields = fields or {}
    columns = {name: _column(frame, fields.get(name, name), preset, name) for name in preset.indicators}
    scores, outside = {}, {}
    for goalposts in preset.dimensions.values():
        for name, goalpost in goalposts.items():
            raw = score(columns[name], goalpost)
            scores[name] = np.clip(raw, 0.0, 1.0)
            outside[name] = (raw < 0.0) | (raw > 1.0)
    indices = dimension_indices(scores, preset)
    table = pd.DataFrame({f"{name}_index": values for name, values in indices.items()}, index=frame.index)
    table["hdi"] = preset.scale * geometric_mean(list(indices.values()))
    table["category"] = categories(table["hdi"].to_numpy(), preset)
    table["clamped"] = [",".join(name for name, flags in zip(outside, row) if flags) for row in zip(*outside.values())]
    return HumanDevelopment(table, _diagnostics(table, preset))


def score(values: Floats, goalpost: Goalpost) -> Floats:
    """Return where values (n,) lie between the goalposts, 0 to 1, not yet clipped; of expenditure by logarithms."""
    if goalpost.logarithm:
        with np.errstate(divide="ignore", invalid="ignore"):
            values = np.log(np.where(values < 0, 0.0, values))
        low, high = np.log(goalpost.low), np.log(goalpost.high)
    else:
        low, high = goalpost.low, goalpost.high
    result: Floats = (values - low) / (high - low)
    return result


def dimension_indices(scores: Mapping[str, Floats], preset: Preset) -> dict[str, Floats]:
    """Return the mean score of each dimension, (n,); scores: by indicator, (n,)."""
    return {
        dimension: np.mean([scores[name] for name in goalposts], axis=0)
        for dimension, goalposts in preset.dimensions.items()
    }


def geometric_mean(indices: Sequence[Floats]) -> Floats:
    """Return the geometric mean (n,) of indices of equal weight, (n,) each; 0 where one is 0."""
    result: Floats = np.prod(np.asarray(indices), axis=0) ** (1.0 / len(indices))
    return result


def categories(hdi: Floats, preset: Preset) -> Objects:
    """Return the code of the category of each value (n,), None where there is no value.

    From the unrounded index, except that a value within rounding (1e-9) of a bound is at the bound.
    """
    codes = np.array([*preset.categories, None], dtype=object)
    bounds = np.array(list(preset.categories.values())) - 1e-9 * preset.scale
    place = np.searchsorted(bounds, np.nan_to_num(hdi), "right") - 1
    return codes[np.where(np.isnan(hdi), len(codes) - 1, np.maximum(place, 0))]


def _column(frame: pd.DataFrame, column: str, preset: Preset, name: str) -> Floats:
    if column not in frame:
        raise InputError(mark("The table has no field {column} for “{indicator}”."), column=column, indicator=name)
    values: Floats = frame[column].to_numpy(dtype=float)
    goalpost = next(goalposts[name] for goalposts in preset.dimensions.values() if name in goalposts)
    known = values[np.isfinite(values)]
    if goalpost.logarithm and known.size:
        middle = float(np.median(known))
        if middle > goalpost.high * UNIT_FACTOR or 0 < middle < goalpost.low / UNIT_FACTOR:
            raise InputError(
                mark("{column} is in another unit: its median is {median}, the goalposts {low} to {high} ({unit})."),
                column=column,
                median=middle,
                low=goalpost.low,
                high=goalpost.high,
                unit=preset.unit,
            )
    return values


def _diagnostics(table: pd.DataFrame, preset: Preset) -> Diagnostics:
    diagnostics = Diagnostics(n=int(table["hdi"].notna().sum()), missing=int(table["hdi"].isna().sum()))
    diagnostics.step(
        mark("Goalposts: {name}. Source: {source}."), name=Message(preset.name), source=Message(preset.source)
    )
    clamped = table.index[(table["clamped"] != "") & table["hdi"].notna()]
    diagnostics.warn_of(clamped, mark("Values outside the goalposts were set to 0 or 1 at {units}."))
    return diagnostics
