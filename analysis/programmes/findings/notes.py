"""Coded notes of interviews, group discussions and observations, checked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, mark

#: Intensity: 0 asked and no complaint, 1 some, 2 strong, 3 grave.
MOST_INTENSE = 3


def checked_notes(notes: pd.DataFrame, themes: Mapping[str, str], diagnostics: Diagnostics) -> pd.DataFrame:
    """Return the notes with clean columns: unit, theme, intensity, source, date, quote.

    Parameters
    ----------
    notes
        A row a note: unit, theme, intensity; where known source, date (ISO), quote.
    themes
        The code book: name by code.

    Raises
    ------
    InputError
        For no notes, a theme that is not in the code book, an intensity that is no whole number from 0 to
        3, a date that is none.
    """
    if notes.empty:
        raise InputError(mark("The table of notes has no rows."))
    clean = notes.reset_index(drop=True).copy()
    for column in ("source", "date", "quote"):
        if column not in clean:
            clean[column] = None
    clean["theme"] = clean["theme"].map(lambda code: str(code).strip() if code is not None else "")
    unknown = sorted(set(clean["theme"]) - set(themes))
    if unknown:
        raise InputError(
            mark("Themes that are not in the code book: {themes}. It has: {known}."),
            themes=[theme or "–" for theme in unknown],
            known=list(themes),
        )
    wrong = ~clean["intensity"].isin(range(MOST_INTENSE + 1))
    if wrong.any():
        raise InputError(
            mark("The intensity must be 0, 1, 2 or 3; it is not in row {row} of the notes."),
            row=int(np.flatnonzero(wrong)[0]) + 1,
        )
    clean["intensity"] = clean["intensity"].astype(int)
    clean["date"] = _dates(clean["date"])
    clean["quote"] = clean["quote"].map(lambda text: str(text).strip() if isinstance(text, str) else "")
    empty = int((clean["quote"] == "").sum())
    if empty:
        diagnostics.warn(
            mark(
                "{n} {n:note has|notes have} no quote; {n:it counts|they count}, but nothing of "
                "{n:it|them} can be read."
            ),
            n=empty,
        )
    return clean


def _dates(given: pd.Series) -> pd.Series:
    filled = given.map(lambda value: value.toString("yyyy-MM-dd") if hasattr(value, "toString") else value)
    filled = filled.where(filled.notna() & (filled.astype(str).str.strip() != ""))
    dates = pd.to_datetime(filled, errors="coerce", format="%Y-%m-%d")
    wrong = dates.isna() & filled.notna()
    if wrong.any():
        raise InputError(
            mark("The date “{value}” in row {row} of the notes is not written as 2025-12-31."),
            value=str(filled[wrong].iloc[0]),
            row=int(np.flatnonzero(wrong)[0]) + 1,
        )
    return dates
