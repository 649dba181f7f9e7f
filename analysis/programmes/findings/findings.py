"""Themes counted, and the joint display: where numbers and voices agree and where they do not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, mark
from ...core.registers import Method, Register
from .notes import checked_notes
from .pseudonyms import pseudonyms, without_persons

CONVERGENCE = Register(
    mark("agreement of numbers and voices"),
    [
        Method("both", mark("Numbers and voices both bad")),
        Method("numbers", mark("Only the numbers bad")),
        Method("voices", mark("Only the voices bad")),
        Method("neither", mark("Neither bad")),
        Method("few", mark("Too few notes to tell")),
        Method("unknown", mark("No index")),
    ],
)


@dataclass(frozen=True)
class Findings:
    """The result.

    units: a row a unit: notes, themes (raised), voices (mean intensity, 0 to 3; NaN below the least
    number of notes), convergence (code of `CONVERGENCE`); themes: a row a theme: notes, raised, units,
    intensity, index (mean of the units that raise it) and index_others; by_source: notes by theme and
    source; pairs: units that raise both themes, a square table; saturation: a row a note in order of date:
    date, themes so far; quotes: the notes ready to be shown; codes are suppressed where a cell rests on
    fewer notes than `least`.
    """

    units: pd.DataFrame
    themes: pd.DataFrame
    by_source: pd.DataFrame
    pairs: pd.DataFrame
    saturation: pd.DataFrame
    quotes: pd.DataFrame
    agreement: dict[str, float]
    diagnostics: Diagnostics


def thematic_findings(
    notes: pd.DataFrame,
    themes: Mapping[str, str],
    units: pd.Index,
    index: pd.Series,
    *,
    least: int = 2,
    bad_share: float = 1 / 3,
    bad_intensity: float = 1.5,
    higher_is_better: bool = True,
    informant: str = "Informant",
) -> Findings:
    """Count coded notes and lay them beside an index.

    Parameters
    ----------
    notes
        As for `checked_notes`; a column `person`, where there is one, gives the pseudonyms.
    themes
        The code book.
    units, index
        The labels of all units and the index by unit, NaN where there is none.
    least
        Notes that a kelurahan or a cell needs to be shown; 1 shows all.
    bad_share, bad_intensity
        Numbers are bad in the worst-off share of the units with an index, voices from this mean intensity.
    informant
        The word of the pseudonyms.

    Raises
    ------
    InputError
        For a share outside 0 to 1, notes that raise no theme, and as `checked_notes`.

    Notes
    -----
    Intensities are coded judgements of few people and no sample: counts say how often a theme was noted,
    not how many people share it.
    """
    if not 0 < bad_share < 1:
        raise InputError(mark("The share that counts as bad is above 0 and below 1, not {share}."), share=bad_share)
    diagnostics = Diagnostics(n=len(units))
    clean = checked_notes(notes, themes, diagnostics)
    raised = clean[clean["intensity"] > 0]
    if raised.empty:
        raise InputError(mark("No note raises any theme: all intensities are 0."))
    by_unit = _by_unit(clean, raised, units, index, least, bad_share, bad_intensity, higher_is_better)
    tables = pd.crosstab(raised["unit"], raised["theme"]) > 0
    tables = tables.reindex(columns=[theme for theme in themes if theme in tables.columns]).astype(int)
    by_source = pd.crosstab(clean["theme"], clean["source"].fillna("–")).reindex(list(themes), fill_value=0)
    result = Findings(
        units=by_unit,
        themes=_by_theme(clean, raised, themes, index),
        by_source=_suppressed(by_source, least),
        pairs=_suppressed(tables.T @ tables, least),
        saturation=_saturation(raised),
        quotes=_quotes(clean, least, informant),
        agreement=_agreement(by_unit, index),
        diagnostics=diagnostics,
    )
    _describe(result, len(clean), least, bad_share, bad_intensity)
    return result


def _by_unit(
    clean: pd.DataFrame,
    raised: pd.DataFrame,
    units: pd.Index,
    index: pd.Series,
    least: int,
    bad_share: float,
    bad_intensity: float,
    higher_is_better: bool,
) -> pd.DataFrame:
    notes = clean.groupby("unit").size().reindex(units, fill_value=0)
    themes = raised.groupby("unit")["theme"].nunique().reindex(units, fill_value=0)
    voices = clean.groupby("unit")["intensity"].mean().reindex(units)
    ranks = index.rank(ascending=higher_is_better, method="min")
    bad_numbers = ranks <= np.floor(bad_share * index.notna().sum() + 1e-9)
    bad_voices = voices >= bad_intensity
    label = np.select(
        [index.isna(), notes < least, bad_numbers & bad_voices, bad_numbers, bad_voices],
        ["unknown", "few", "both", "numbers", "voices"],
        "neither",
    )
    return pd.DataFrame(
        {"notes": notes, "themes": themes, "voices": voices.where(notes >= least), "convergence": label}
    )


def _by_theme(clean: pd.DataFrame, raised: pd.DataFrame, themes: Mapping[str, str], index: pd.Series) -> pd.DataFrame:
    rows = []
    for code, name in themes.items():
        all_notes, own = clean[clean["theme"] == code], raised[raised["theme"] == code]
        there = index.index.isin(own["unit"])
        rows.append(
            {
                "theme": code,
                "name": name,
                "notes": len(all_notes),
                "raised": len(own),
                "units": own["unit"].nunique(),
                "intensity": all_notes["intensity"].mean(),
                "index": index[there].mean(),
                "index_others": index[~there].mean(),
            }
        )
    return pd.DataFrame(rows).sort_values(["units", "raised"], ascending=False, ignore_index=True)


def _suppressed(table: pd.DataFrame, least: int) -> pd.DataFrame:
    """Take away counts that are above zero and below the least, so that nobody is found by them."""
    return table.astype(float).mask((table > 0) & (table < least))


def _saturation(raised: pd.DataFrame) -> pd.DataFrame:
    """Return how many different themes were raised up to each note, in the order of the dates."""
    order = raised.sort_values("date", kind="stable", na_position="last")
    new = ~order["theme"].duplicated()
    return pd.DataFrame(
        {"note": np.arange(1, len(order) + 1), "date": order["date"].to_numpy(), "themes": new.cumsum().to_numpy()}
    )


def _quotes(clean: pd.DataFrame, least: int, informant: str) -> pd.DataFrame:
    """Return the quotes without persons; `shown` is False where the kelurahan has too few notes to be named."""
    people = pseudonyms(clean["person"], informant) if "person" in clean else {}
    quotes = clean[clean["quote"] != ""].copy()
    quotes["quote"] = [without_persons(text, people) for text in quotes["quote"]]
    if people:
        quotes["person"] = [people.get(str(name).strip()) if name is not None else None for name in quotes["person"]]
    counts = clean.groupby("unit").size()
    quotes["shown"] = quotes["unit"].map(counts) >= least
    return quotes.sort_values(["intensity", "date"], ascending=[False, True], ignore_index=True)


def _agreement(by_unit: pd.DataFrame, index: pd.Series) -> dict[str, float]:
    """Return Spearman's correlation of voices and index and the number of units with both."""
    both = by_unit["voices"].notna() & index.notna()
    n = int(both.sum())
    varied = n >= 5 and by_unit["voices"][both].nunique() > 1 and index[both].nunique() > 1
    rho = by_unit["voices"][both].rank().corr(index[both].rank()) if varied else np.nan
    return {"n": n, "rho": float(rho)}


def _describe(result: Findings, count: int, least: int, bad_share: float, bad_intensity: float) -> None:
    diagnostics = result.diagnostics
    diagnostics.step(
        mark("{n} {n:note|notes} of {places} kelurahan, coded by {themes} {themes:theme|themes}."),
        n=count,
        places=int((result.units["notes"] > 0).sum()),
        themes=len(result.themes),
    )
    diagnostics.step(
        mark(
            "Numbers are called bad in the worst-off {share} % of the kelurahan with an index, voices from a mean "
            "intensity of {intensity} (0 to 3)."
        ),
        share=round(100 * bad_share),
        intensity=bad_intensity,
    )
    diagnostics.step(
        mark(
            "Kelurahan and cells with fewer than {least} {least:note|notes} are not shown; persons "
            "in quotes are masked."
        ),
        least=least,
    )
    diagnostics.step(mark("Notes are no sample: counts say how often a theme was noted, not how many people share it."))
    silent = result.units.index[result.units["notes"] == 0]
    diagnostics.warn_of(
        silent, mark("{n} kelurahan {n:has|have} no notes: silence there says nothing ({units})."), n=len(silent)
    )
