"""Emerging hot spots: Gi* year by year, and what pattern its history makes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..core.arrays import Bools, Floats, Ints, Objects
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, Progress, mark, no_progress
from ..core.registers import Method, Register
from ..core.threads import in_threads
from .local.getis_ord import getis_ord
from .local.result import Inference, LocalResult
from .trend import mann_kendall
from .weights.weights import Weights

#: The share of years that makes a spot a lasting one.
LASTING = 0.9
#: With fewer years the trend test has little power.
FEW_YEARS = 10

_RULES = (
    ("new", mark("New"), mark("Significant in the last year and never before.")),
    (
        "consecutive",
        mark("Consecutive"),
        mark("Significant in an unbroken run of two or more last years and never before; in under 90 % of all."),
    ),
    (
        "intensifying",
        mark("Intensifying"),
        mark("Significant in 90 % of the years or more, the last among them, and growing stronger."),
    ),
    (
        "persistent",
        mark("Persistent"),
        mark("Significant in 90 % of the years or more, the last among them, without a trend."),
    ),
    (
        "diminishing",
        mark("Diminishing"),
        mark("Significant in 90 % of the years or more, the last among them, and growing weaker."),
    ),
    (
        "sporadic",
        mark("Sporadic"),
        mark("Significant in the last year and on and off before, in under 90 %; never of the other kind."),
    ),
    (
        "oscillating",
        mark("Oscillating"),
        mark("Significant in the last year, in under 90 %, and of the other kind in some year before."),
    ),
    ("historical", mark("Historical"), mark("Not significant in the last year, but in 90 % of the years or more.")),
)

#: Codes of `pattern`, the seventeen of ArcGIS and two for units without one. The rules apply in the order
#: new, consecutive, lasting ones, historical, oscillating, sporadic.
PATTERNS = Register(
    mark("pattern"),
    [
        *(Method(f"{code}_hot", label, help=rule) for code, label, rule in _RULES),
        *(Method(f"{code}_cold", label, help=rule) for code, label, rule in _RULES),
        Method("none", mark("No pattern"), help=mark("None of the rules applies.")),
        Method("island", mark("No neighbours"), help=mark("No neighbour with a value in the last year.")),
        Method("nodata", mark("No data"), help=mark("No value in the last year.")),
    ],
)


@dataclass(frozen=True)
class EmergingResult:
    """Patterns over years.

    frame : by unit, `trend_z` and `trend_p` (Mann–Kendall of Gi* z over the years) and `pattern`.
    z, classes : by unit and year, Gi* z, and 1 (hot), −1 (cold), 0, NaN.
    """

    frame: pd.DataFrame
    z: pd.DataFrame
    classes: pd.DataFrame
    diagnostics: Diagnostics


def emerging_hotspots(
    values: pd.DataFrame, weights: Weights, inference: Inference | None = None, progress: Progress = no_progress
) -> EmergingResult:
    """Find where hot and cold spots are new, lasting, strengthening or gone.

    Parameters
    ----------
    values : by unit, one column a year in the order of time. NaN leaves the map of that year.
    weights : of the same units; `binary` is usual.
    inference : of Gi* in each year; its `alpha` decides, on the corrected p, what is a hot or cold spot,
        and whether the trend is one.
    progress : called with the fraction done.

    Returns
    -------
    EmergingResult

    Raises
    ------
    InputError
        Fewer than two years; a year as `getis_ord` refuses it.

    Notes
    -----
    ArcGIS takes neighbours in space and time together (its cube); here each year stands alone.
    """
    inference = inference or Inference()
    years = list(values.columns)
    if len(years) < 2:
        raise InputError(mark("A history needs at least two years; there is {count}."), count=len(years))
    z: list[Floats] = []
    spots: list[Floats] = []
    diagnostics = Diagnostics()

    def of_year(column: pd.Series) -> LocalResult:
        # years are computed side by side; inside one only a cancel is looked for
        return getis_ord(column, weights, True, inference, lambda _: progress(len(z) / len(years)))

    # columns are looked up here: pandas' index is not made for two threads at once
    for result in in_threads(of_year, [values[year] for year in years]):
        frame = result.frame
        z.append(frame["gi_z"].to_numpy())
        significant = (frame["gi_q"] <= inference.alpha).to_numpy()
        spots.append(np.where(frame["gi_q"].isna(), np.nan, significant * result.side))
        before = diagnostics.warnings
        diagnostics = result.diagnostics
        diagnostics.warnings[:0] = [warning for warning in before if warning not in diagnostics.warnings]
        progress(len(z) / len(years))
    history = np.column_stack(spots)
    series = np.column_stack(z)
    _, trend, p = mann_kendall(series)
    pattern = _patterns(history, np.where(p <= inference.alpha, np.sign(trend), 0.0))
    pattern[np.isnan(history[:, -1])] = "island"
    pattern[values[years[-1]].isna().to_numpy()] = "nodata"
    frame = pd.DataFrame({"trend_z": trend, "trend_p": p, "pattern": pattern}, index=values.index)
    diagnostics.step(mark("Gi* in {count} years, then Mann–Kendall's test of its z."), count=len(years))
    if len(years) < FEW_YEARS:
        diagnostics.warn(
            mark("{count} years are few: the trend test finds only very steady changes."), count=len(years)
        )
    z_by_year, class_by_year = (pd.DataFrame(table, values.index, years) for table in (series, history))
    return EmergingResult(frame, z_by_year, class_by_year, diagnostics)


def _patterns(history: Floats, trend: Floats) -> Objects:
    """Return the code of each row of hot (1), cold (−1) and other (0) years."""
    out = np.full(len(history), "none", dtype=object)
    years = (~np.isnan(history)).sum(axis=1)
    held = {kind: _rules(history, years, trend, sign) for sign, kind in ((1, "hot"), (-1, "cold"))}
    for code in held["hot"]:  # a rule of both kinds before the next, so that hot and cold mirror each other
        for kind, rules in held.items():
            out[rules[code] & (out == "none")] = f"{code}_{kind}"
    return out


def _rules(history: Floats, years: Ints, trend: Floats, sign: int) -> dict[str, Bools]:
    """Return which rows each rule holds for, in the order in which they apply."""
    spot, other = history == sign, (history == -sign).any(axis=1)
    count, last = spot.sum(axis=1), spot[:, -1]
    # length of the unbroken run that ends in the last year
    run = np.cumprod(spot[:, ::-1], axis=1).sum(axis=1)
    lasting = count >= LASTING * np.maximum(years, 1)
    rising = trend * sign
    return {
        "new": last & (count == 1),
        "consecutive": last & (run >= 2) & (count == run) & ~lasting,
        "intensifying": last & lasting & (rising > 0),
        "persistent": last & lasting & (rising == 0),
        "diminishing": last & lasting & (rising < 0),
        "historical": ~last & lasting,
        "oscillating": last & ~lasting & other,
        "sporadic": last & ~lasting & ~other,
    }
