"""Numbers as people write them: which mark is decimal is decided by whole columns, or refused.

`1.234` is 1234 in Indonesia and 1.234 in England. A column says which it means only when it holds a
number that can be read in one way, such as `12,5` or `1.234.567`. A column without such a number is
ambiguous and one with both kinds is mixed: both are refused with the cells named, unless the user says
which mark is decimal (ambiguous) or mends the cells (mixed).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from ..diagnostics import Diagnostics
from ..lazy import pd
from ..messages import InputError, mark
from ..registers import Method, Register

if TYPE_CHECKING:
    import pandas

#: Cells that mean “no data”, in lower case.
BLANKS = frozenset(
    {
        *("", "-", "--", "–", "—", ".", "..", "...", "…", "?", "*"),
        *("na", "n/a", "n.a.", "nan", "null", "none", "no data", "#n/a", "#value!", "#div/0!", "#ref!"),
        *("nil", "tad", "t.a.d.", "tidak ada", "tidak ada data", "tidak tersedia", "belum ada data"),
    }
)

NUMBERS = Register(
    "number format",
    [
        Method("auto", mark("Found in each column; refused where it is not clear")),
        Method("point", mark("Decimal point (1,234.5)")),
        Method("comma", mark("Decimal comma (1.234,5)")),
    ],
)

#: Share of the filled cells that must be numbers before a column with words is worth a warning.
_MOSTLY = 0.5


def _patterns(decimal: str, thousands: str) -> tuple[str, str]:
    """Return the patterns of numbers that can only have this decimal mark, and that can have either."""
    d, t = re.escape(decimal), re.escape(thousands)
    certain = (
        rf"[+-]?(?:\d{{1,3}}(?:{t}\d{{3}}){{2,}}(?:{d}\d*)?"  # 1,234,567 and 1,234,567.8
        rf"|\d{{1,3}}{t}\d{{3}}{d}\d*"  # 1,234.5
        rf"|0*{d}\d+|\d{{4,}}{d}\d+|\d+{d}(?!\d{{3}}$)\d*"  # 0.123, 1234.567, 12.5
        rf"|\d+(?:{d}\d*)?[eE][+-]?\d+)"  # 1.5e3
    )
    return certain, rf"[+-]?[1-9]\d{{0,2}}{d}\d{{3}}"  # 1.234


_WHOLE = r"[+-]?\d+"
_POINT, _EITHER_POINT = _patterns(".", ",")
_COMMA, _EITHER_COMMA = _patterns(",", ".")


def clean(cells: pandas.Series) -> pandas.Series:
    """Return cells as text without currency, percent signs and spaces; None for blanks."""
    text = cells.astype("object").astype("string").str.replace(r"\s+", " ", regex=True).str.strip()
    text = text.mask(text.str.lower().isin(BLANKS).fillna(False))
    text = text.str.replace("\u2212", "-", regex=False).str.replace(r"(?i)^rp\.?\s*", "", regex=True)
    text = text.str.replace(r"(?:\s*%|,-)$", "", regex=True)
    text = text.str.replace(r"(?<=\d) (?=\d{3}(?!\d))", "", regex=True)
    return text.astype(object).where(text.notna(), None)


def to_numbers(
    cells: pandas.Series, decimal: str = "auto", diagnostics: Diagnostics | None = None
) -> pandas.Series:
    """Read a column of text as numbers, or leave it as text where it holds words or codes.

    Parameters
    ----------
    cells : pandas.Series
        Text with None for empty cells; its name is the column, its index names the rows.
    decimal : {"auto", "point", "comma"}
        The decimal mark; "auto" finds it.
    diagnostics : Diagnostics, optional
        Receives the format found, and a warning where a mostly numeric column holds words.

    Returns
    -------
    pandas.Series
        float64 with NaN for blanks (`-`, `n/a`, `tidak ada`, …), or the text as it came.

    Raises
    ------
    InputError
        If the decimal mark is not clear from the column, or cells contradict each other or `decimal`.
    """
    if pd.api.types.is_numeric_dtype(cells.dtype):
        return cells.astype("float64")
    diagnostics = diagnostics or Diagnostics()
    text = clean(cells)
    filled = text[text.notna()].astype(str)
    if filled.empty:
        return pd.Series(np.nan, index=cells.index, name=cells.name, dtype="float64")
    is_whole, is_point, is_comma, either_point, either_comma = (
        filled.str.fullmatch(pattern).to_numpy(dtype=bool)
        for pattern in (_WHOLE, _POINT, _COMMA, _EITHER_POINT, _EITHER_COMMA)
    )
    is_number = is_whole | is_point | is_comma | either_point | either_comma
    if not is_number.all():
        if is_number.mean() >= _MOSTLY:
            diagnostics.warn(
                mark(
                    "“{column}” stays text, because {count} of its cells are not numbers: {examples} "
                    "(rows {rows}). Correct them to use it as an indicator."
                ),
                column=cells.name,
                count=int((~is_number).sum()),
                examples=list(dict.fromkeys(filled[~is_number])),
                rows=[str(row) for row in filled.index[~is_number]],
            )
        return cells
    if filled.str.fullmatch(r"0\d+").any():
        return cells  # leading zeros: a code, not a number
    exponent = filled.str.contains("[eE]", regex=True).to_numpy(dtype=bool)
    is_point, is_comma = is_point & ~(is_comma & exponent), is_comma & ~(is_point & exponent)
    if decimal == "auto":
        decimal = _decimal_mark(cells.name, filled, is_point, is_comma, either_point, either_comma)
    wrong = is_comma if decimal == "point" else is_point
    if wrong.any():
        raise _wrong_mark(cells.name, filled[wrong], decimal)
    numbers = _read(filled, decimal)
    diagnostics.step(
        mark("“{column}” read as numbers with {format}."),
        column=cells.name,
        format=_FORMATS[decimal if (~is_whole).any() else "whole"],
    )
    return numbers.reindex(cells.index).rename(cells.name)


_FORMATS = {
    "point": mark("a decimal point"),
    "comma": mark("a decimal comma"),
    "whole": mark("whole numbers"),
}


def _read(filled: pandas.Series, decimal: str) -> pandas.Series:
    if decimal == "comma":
        filled = filled.str.replace(".", "", regex=False).str.replace(",", ".", regex=False)
    else:
        filled = filled.str.replace(",", "", regex=False)
    return filled.astype("float64")


def _decimal_mark(column, filled, is_point, is_comma, either_point, either_comma) -> str:
    """Return the mark that the certain cells agree on; no mark at all reads the same either way."""
    if is_point.any() and is_comma.any():
        fewer = is_point if is_point.sum() <= is_comma.sum() else is_comma
        raise _wrong_mark(column, filled[fewer], "comma" if fewer is is_point else "point")
    if is_point.any() or is_comma.any():
        return "point" if is_point.any() else "comma"
    if either_point.any() or either_comma.any():
        raise InputError(
            mark(
                "“{column}” cannot be read without a guess: “{example}” may be thousands, or a number with "
                "three decimals. Say which mark is decimal: NUMBERS=point or NUMBERS=comma."
            ),
            column=column,
            example=filled[either_point | either_comma].iloc[0],
        )
    return "point"


def _wrong_mark(column, cells: pandas.Series, decimal: str) -> InputError:
    template = (
        mark(
            "“{column}” is written with a decimal comma, but {count} of its cells have a decimal point: "
            "{examples} (rows {rows}). Correct them in the table."
        )
        if decimal == "comma"
        else mark(
            "“{column}” is written with a decimal point, but {count} of its cells have a decimal comma: "
            "{examples} (rows {rows}). Correct them in the table."
        )
    )
    return InputError(
        template,
        column=column,
        count=len(cells),
        examples=list(dict.fromkeys(cells)),
        rows=[str(row) for row in cells.index],
    )
