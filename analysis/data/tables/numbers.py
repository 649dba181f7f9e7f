"""Numbers as people write them: which mark is decimal is decided by whole columns, or refused.

`1.234` is 1234 in Indonesia and 1.234 in England. A column says which it means only when it holds a
number that can be read in one way, such as `12,5` or `1.234.567`. A column without such a number is
ambiguous and one with both kinds is mixed: both are refused with the cells named, unless the user says
which mark is decimal (ambiguous) or mends the cells (mixed).
"""

from __future__ import annotations

import re

import numpy as np

from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, Progress, mark, no_progress
from ...core.registers import Method, Register

#: Cells that mean “no data”, in lower case.
BLANKS = frozenset(
    {
        *("", "-", "--", "–", "—", ".", "..", "...", "…", "?", "*"),
        *("na", "n/a", "n.a.", "nan", "null", "none", "no data", "#n/a", "#value!", "#div/0!", "#ref!"),
        *("nil", "tad", "t.a.d.", "tidak ada", "tidak ada data", "tidak tersedia", "belum ada data"),
    }
)

NUMBERS = Register(
    mark("number format"),
    [
        Method("auto", mark("Found in each column; refused where it is not clear")),
        Method("point", mark("Decimal point (1,234.5)")),
        Method("comma", mark("Decimal comma (1.234,5)")),
    ],
)

#: Share of the filled cells that must be numbers before a column with words is worth a warning.
_MOSTLY = 0.5


def _patterns(mark_: str, decimal: str, thousands: str) -> str:
    """Return the patterns of numbers that can only have this decimal mark, and that can have either."""
    d, t = re.escape(decimal), re.escape(thousands)
    return (
        rf"(?P<{mark_}>\d{{1,3}}(?:{t}\d{{3}}){{2,}}(?:{d}\d*)?"  # 1,234,567 and 1,234,567.8
        rf"|\d{{1,3}}{t}\d{{3}}{d}\d*"  # 1,234.5
        rf"|0*{d}\d+|\d{{4,}}{d}\d+|\d+{d}(?!\d{{3}}$)\d*"  # 0.123, 1234.567, 12.5
        rf"|\d+{d}\d*[eE][+-]?\d+)"  # 1.5e3
        rf"|(?P<either_{mark_}>[1-9]\d{{0,2}}{d}\d{{3}})"  # 1.234
    )


#: The kinds of numbers; `code` has leading zeros.
_KINDS = re.compile(
    r"[+-]?(?:(?P<code>0\d+)|(?P<whole>\d+(?:[eE][+-]?\d+)?)|"
    + _patterns("point", ".", ",")
    + "|"
    + _patterns("comma", ",", ".")
    + ")"
)
_CURRENCY = re.compile(r"rp\.?\s*", re.IGNORECASE)
_PERCENT = re.compile(r"(?:\s*%|,-)$")
_THOUSANDS_BLANK = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")


def clean(cell: str) -> str:
    """Return a cell without currency, percent sign and spaces; empty for a blank."""
    text = " ".join(cell.split())
    if text.lower() in BLANKS:
        return ""
    if text[:2].lower() == "rp":
        text = _CURRENCY.sub("", text, count=1)
    return _THOUSANDS_BLANK.sub("", _PERCENT.sub("", text.replace("\u2212", "-")))


def kind_of(cell: str) -> tuple[str, str]:
    """Return a cell made clean and its kind: blank, text, or a group of the pattern of numbers."""
    found = _KINDS.fullmatch(cell)
    if found is None:
        cell = clean(cell)
        if not cell:
            return cell, "blank"
        found = _KINDS.fullmatch(cell)
    return cell, (found.lastgroup or "text") if found else "text"


def read_numbers(
    frame: pd.DataFrame, decimal: str = "auto", diagnostics: Diagnostics | None = None, progress: Progress = no_progress
) -> pd.DataFrame:
    """Read every column of a table by `to_numbers`, and record which became numbers."""
    diagnostics, read = diagnostics or Diagnostics(), {}
    for place, column in enumerate(frame.columns):
        progress(place / len(frame.columns))
        read[column] = to_numbers(frame[column], decimal, diagnostics)
    numbers = [column for column, cells in read.items() if pd.api.types.is_numeric_dtype(cells.dtype)]
    text = [column for column in read if column not in numbers]
    diagnostics.step(_NUMBER_STEPS[decimal], count=len(numbers), columns=numbers)
    if text:
        diagnostics.step(
            mark("{count} {count:column stays|columns stay} text: {columns}."), count=len(text), columns=text
        )
    _tell_missing(frame[numbers], diagnostics)
    return pd.DataFrame(read, index=frame.index, columns=frame.columns)


def only_numbers(frame: pd.DataFrame, decimal: str = "auto", diagnostics: Diagnostics | None = None) -> pd.DataFrame:
    """Read every column of a table by `to_numbers`; one that holds words or codes is an `InputError`."""
    diagnostics = diagnostics or Diagnostics()
    read = {column: to_numbers(frame[column], decimal) for column in frame.columns}
    for cells in read.values():
        if not pd.api.types.is_numeric_dtype(cells.dtype):
            raise _no_number(cells)
    _tell_missing(frame, diagnostics)
    return pd.DataFrame(read, index=frame.index, columns=frame.columns)


def _no_number(cells: pd.Series) -> InputError:
    filled = cells[cells.notna()]
    kinds = filled.map(lambda cell: kind_of(str(cell))[1])
    wrong = filled[kinds.isin(["text", "code"])]
    return InputError(
        mark("The field {column} of the table says “{value}” in row {row}, which is no number."),
        column=cells.name,
        value=str(wrong.iloc[0]),
        row=int(wrong.index[0]),
    )


def _tell_missing(frame: pd.DataFrame, diagnostics: Diagnostics) -> None:
    """Warn of the signs in columns of numbers that were taken as “no data”: some may have meant zero."""
    signs = []
    for column in frame.columns:
        if pd.api.types.is_numeric_dtype(frame[column].dtype):
            continue
        counts = frame[column].value_counts(sort=False)
        signs += [
            Message(
                mark("“{sign}” in {count} {count:row|rows} of “{column}”"),
                {"sign": str(sign).strip(), "count": int(count), "column": column},
            )
            for sign, count in counts.items()
            if str(sign).strip() and kind_of(str(sign))[1] == "blank"
        ]
    if signs:
        diagnostics.warn(
            mark("Taken as missing: {signs}. Where such a sign means zero, write 0 in the table."), signs=signs
        )


_NUMBER_STEPS = {
    "auto": mark("{count} {count:column|columns} read as numbers, the decimal mark found in each: {columns}."),
    "point": mark("{count} {count:column|columns} read as numbers with a decimal point: {columns}."),
    "comma": mark("{count} {count:column|columns} read as numbers with a decimal comma: {columns}."),
}


def to_numbers(cells: pd.Series, decimal: str = "auto", diagnostics: Diagnostics | None = None) -> pd.Series:
    """Read a column of text as numbers, or leave it as text where it holds words or codes.

    Parameters
    ----------
    cells : pd.Series
        Text with None for empty cells; its name is the column, its index names the rows.
    decimal : {"auto", "point", "comma"}
        The decimal mark; "auto" finds it.
    diagnostics : Diagnostics, optional
        Receives a warning where a mostly numeric column holds words.

    Returns
    -------
    pd.Series
        float64 with NaN for blanks (`-`, `n/a`, `tidak ada`, …), or the text as it came.

    Raises
    ------
    InputError
        If the decimal mark is not clear from the column, or cells contradict each other or `decimal`.
    """
    if pd.api.types.is_numeric_dtype(cells.dtype):
        return cells.astype("float64")
    diagnostics = diagnostics or Diagnostics()
    positions, distinct = pd.factorize(cells)
    known = [kind_of(str(cell)) for cell in distinct]
    kinds = np.array([kind for _, kind in known] + ["blank"], dtype=object)  # -1: an empty cell
    texts = np.array([text for text, _ in known] + [""], dtype=object)
    where = pd.Series(kinds[positions], index=cells.index)
    filled = pd.Series(texts[positions], index=cells.index)[where != "blank"]
    where = where[where != "blank"]
    words = where == "text"
    if words.any() and not words.all():
        _warn_of_words(cells.name, filled[words], len(filled), diagnostics)
    if words.any() or (where == "code").any():
        return cells
    if decimal == "auto":
        decimal = _decimal_mark(cells.name, filled, where)
    wrong = where == ("comma" if decimal == "point" else "point")
    if wrong.any():
        raise _wrong_mark(cells.name, filled[wrong], decimal)
    values = np.array([_value(text, kind, decimal) for text, kind in zip(texts, kinds)])
    return pd.Series(values[positions], index=cells.index, name=cells.name)


def _warn_of_words(column: str, words: pd.Series, filled: int, diagnostics: Diagnostics) -> None:
    if len(words) > (1 - _MOSTLY) * filled:
        return
    diagnostics.warn(
        mark(
            "“{column}” stays text, because {count} of its cells {count:is no number|are not numbers}: {examples} "
            "(rows {rows}). Correct them to use it as an indicator."
        ),
        column=column,
        count=len(words),
        examples=list(dict.fromkeys(words)),
        rows=[str(row) for row in words.index],
    )


def _value(text: str, kind: str, decimal: str) -> float:
    if kind == "blank":
        return np.nan
    if decimal == "comma":
        return float(text.replace(".", "").replace(",", "."))
    return float(text.replace(",", ""))


def _decimal_mark(column: str, filled: pd.Series, kinds: pd.Series) -> str:
    """Return the mark that the certain cells agree on; no mark at all reads the same either way."""
    is_point, is_comma = kinds == "point", kinds == "comma"
    if is_point.any() and is_comma.any():
        if is_point.sum() <= is_comma.sum():
            raise _wrong_mark(column, filled[is_point], "comma")
        raise _wrong_mark(column, filled[is_comma], "point")
    if is_point.any() or is_comma.any():
        return "point" if is_point.any() else "comma"
    unclear = kinds.isin(["either_point", "either_comma"])
    if unclear.any():
        raise InputError(
            mark(
                "“{column}” cannot be read without a guess: “{example}” may be thousands, or a number with "
                "three decimals. Say which mark is decimal: NUMBERS=point or NUMBERS=comma."
            ),
            column=column,
            example=filled[unclear].iloc[0],
        )
    return "point"


def _wrong_mark(column: str, cells: pd.Series, decimal: str) -> InputError:
    template = (
        mark(
            "“{column}” is written with a decimal comma, but {count} of its cells {count:has|have} a decimal point: "
            "{examples} (rows {rows}). Correct them in the table."
        )
        if decimal == "comma"
        else mark(
            "“{column}” is written with a decimal point, but {count} of its cells {count:has|have} a decimal comma: "
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
