"""Read a column of official area codes, and find which of the two code systems it uses."""

from __future__ import annotations

from ...core.lazy import pd
from ...core.messages import InputError, mark
from ..tables.privacy import looks_personal
from .code_systems import find_system
from .codes import BPS, BY_CHOICE, KEMENDAGRI, NOT_OFFICIAL, OWN, Codes
from .crosswalk import Crosswalk

_DOTTED = {KEMENDAGRI: r"\d{2}(?:\.\d{2}){2}(?:\.\d{4})?", BPS: r"\d{2}\.\d{2}\.\d{3}(?:\.\d{3})?"}
#: Provinces and kabupaten/kota, which both systems write alike; then digits alone, by level.
_SHARED = r"\d{2}(?:\.?\d{2})?"
_UNDOTTED = {KEMENDAGRI: r"\d{6}", BPS: r"\d{7}"}
_VILLAGE = r"\d{10}"
#: Numbers of somebody's own, if there are no others; those of two digits throughout may be provinces.
_SHORT, _PROVINCE = r"\d{1,3}", r"\d\d"
_SCIENTIFIC = r"\d+(?:[.,]\d+)?[eE]\+?\d+"


def as_text(cells: pd.Series) -> pd.Series:
    """Return codes as text without blanks, quotes, the prefix `id` and a final `.0`; None if empty.

    Both by row of the table.
    """
    if pd.api.types.is_numeric_dtype(cells.dtype):
        whole = cells.notna() & (cells % 1 == 0)
        text = cells.astype(object).where(cells.notna(), None)
        text[whole] = [f"{int(value)}" for value in cells[whole]]
    else:
        text = cells
    text = text.astype("object").astype("string").str.replace(r"[\s'\"’]", "", regex=True)
    text = text.str.replace(r"(?i)^id(?=\d)", "", regex=True).str.replace(r"^(\d+)[.,]0+$", r"\1", regex=True)
    text = text.str.replace(r"(?<=\d)[/-](?=\d)", ".", regex=True)
    return text.astype(object).where(text.notna() & (text != "").fillna(False), None)


def read_codes(
    cells: pd.Series, crosswalk: Crosswalk | None = None, names: pd.Series | None = None, system: str = "auto"
) -> Codes:
    """Read a column of codes and find its system, unless `system` says it.

    The system follows from dots (`33.72.01.1001`, `33.72.010.001`), the number of digits (6 or 7 for a
    kecamatan), the crosswalk, the seventh digit of villages, and for provinces, kabupaten and kota from the
    names beside the codes and from codes that only one system has. Codes in no valid form are None.

    Raises
    ------
    InputError
        If a spreadsheet has turned codes into scientific notation, if the column holds personal
        numbers, or if it mixes the two systems.
    """
    text = as_text(cells)
    if system == OWN:
        return Codes(text, OWN, BY_CHOICE)
    filled = text[text.notna()].astype(str)
    scientific = filled[filled.str.fullmatch(_SCIENTIFIC)]
    if len(scientific):
        raise InputError(
            mark(
                "The spreadsheet has turned {count} {count:code|codes} in “{column}” into numbers "
                "such as {example}; {count:its|their} last digits are lost. Format the column as "
                "text and enter {count:the code|the codes} again."
            ),
            column=cells.name,
            count=len(scientific),
            example=scientific.iloc[0],
        )
    if looks_personal(cells):
        raise InputError(
            mark(
                "“{column}” holds sixteen-digit numbers like NIK or family card numbers. Join by the code of "
                "the kelurahan, from a table that is already summed by kelurahan."
            ),
            column=cells.name,
        )
    found = {
        system: filled.str.fullmatch(_DOTTED[system]) | filled.str.fullmatch(_UNDOTTED[system])
        for system in (KEMENDAGRI, BPS)
    }
    valid = found[KEMENDAGRI] | found[BPS] | filled.str.fullmatch(f"{_VILLAGE}|{_SHARED}")
    digits = filled.str.replace(".", "", regex=False).where(valid)
    if system == "auto" and filled.str.fullmatch(_SHORT).all() and not filled.str.fullmatch(_PROVINCE).all():
        return Codes(text, OWN, NOT_OFFICIAL)  # numbers 1 to 54, of which 11 to 54 could be provinces
    if system == "auto":
        system, why, sure = find_system(filled[valid], digits[valid], found, names, crosswalk)
        if system == OWN:
            return Codes(text, OWN, why)
    else:
        why, sure = BY_CHOICE, True
    digits = digits.reindex(cells.index).astype(object)
    return Codes(digits.where(digits.notna(), None), system, why, sure)
