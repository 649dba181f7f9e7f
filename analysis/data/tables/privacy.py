"""Personal numbers: columns that look like NIK or family card numbers do not enter results."""

from __future__ import annotations

from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import mark

#: NIK and KK have sixteen digits.
_PATTERN = r"\d{16}"
_LOW, _HIGH = 1e15, 1e16


def looks_personal(cells: pd.Series) -> bool:
    """Tell whether at least half of the filled cells are sixteen-digit numbers, as NIK and KK are."""
    filled = cells[cells.notna()]
    if filled.empty:
        return False
    if pd.api.types.is_numeric_dtype(filled.dtype):
        return bool(((filled >= _LOW) & (filled < _HIGH)).mean() >= 0.5)
    digits = filled.astype(str).str.replace(r"[\s.'’-]", "", regex=True)
    return bool(digits.str.fullmatch(_PATTERN).mean() >= 0.5)


def without_personal_numbers(frame: pd.DataFrame, diagnostics: Diagnostics) -> pd.DataFrame:
    """Return the frame without columns of personal numbers, each named in a warning."""
    personal = [column for column in frame.columns if looks_personal(frame[column])]
    for column in personal:
        diagnostics.warn(
            mark(
                "“{column}” holds sixteen-digit numbers like NIK or family card numbers and was left out. "
                "Personal numbers do not belong in tables by kelurahan."
            ),
            column=column,
        )
    return frame.drop(columns=personal)
