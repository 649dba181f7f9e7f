"""Signs that an indicator changed its definition, unit or source between two years, rather than its value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, mark
from ...core.registers import Method, Register

#: Medians that differ by this factor are another unit.
UNIT_FACTOR = 8.0
#: All move one way when so large a share of units does.
ONE_WAY = 0.95
#: And by so many standard deviations (between units, before).
SHIFT = 1.0
#: Fewer units with both years say nothing.
LEAST = 5

SIGNS = Register(
    mark("sign of a break"),
    [
        Method("absent", mark("{column} has no value in one of the years.")),
        Method("copied", mark("{column} is the same in both years everywhere: one year may be a copy of the other.")),
        Method("unit", mark("{column} differs by a factor of {factor} between the years: the unit may have changed.")),
        Method(
            "shift",
            mark(
                "{column} moved the same way in {share} % of kelurahan, by {size} standard deviations: the "
                "definition or the source may have changed."
            ),
        ),
    ],
)


@dataclass(frozen=True)
class Break:
    """A suspected break of one indicator: the code of its sign and the sentence."""

    field: str
    sign: str
    message: Message


def series_breaks(before: pd.DataFrame, after: pd.DataFrame, fields: Sequence[str]) -> list[Break]:
    """Return suspected breaks of indicators between two years; units are joined by index."""
    found = []
    for field in fields:
        pair = pd.DataFrame({"a": before[field], "b": after[field]}).astype(float)
        sign, facts = _sign(pair)
        if sign:
            found.append(Break(field, sign, Message(SIGNS[sign].label, {"column": field, **facts})))
    return found


def _sign(pair: pd.DataFrame) -> tuple[str, dict[str, object]]:
    absent = pair.isna().all()
    if absent.any():
        return ("absent", {}) if not absent.all() else ("", {})
    both = pair.dropna()
    if len(both) < LEAST:
        return "", {}
    first, second = both["a"].to_numpy(), both["b"].to_numpy()
    if np.array_equal(first, second):
        return ("copied", {}) if np.ptp(first) > 0 else ("", {})
    middles = np.median(first), np.median(second)
    if min(middles) > 0 and max(middles) / min(middles) >= UNIT_FACTOR:
        return "unit", {"factor": round(float(max(middles) / min(middles)), 1)}
    moves = second - first
    share = max((moves > 0).mean(), (moves < 0).mean())
    spread = first.std(ddof=1)
    size = abs(np.median(moves)) / spread if spread > 0 else 0.0
    if share >= ONE_WAY and size >= SHIFT:
        return "shift", {"share": round(100 * float(share)), "size": round(float(size), 1)}
    return "", {}
