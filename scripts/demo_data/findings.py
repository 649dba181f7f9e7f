"""Coded notes of interviews and discussions: often, not always, where the figures are bad too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from .indicators import MIDDLE
from .latent import scores, stream

HEADER = ("kode", "tema", "intensitas", "jenis_sumber", "tanggal", "kutipan")
SOURCES = ("FGD", "wawancara", "observasi", "pengaduan")
#: Invented statements of residents and officers, by theme of the study; nobody said them.
QUOTES = Path(__file__).with_name("quotes.csv")
NOTHING_FOUND = "Tema ini ditanyakan; tidak ada keluhan."
ASKED = SOURCES[:3]  # who found nothing had asked; nobody complains of nothing
FIRST_DAY, DAYS = date(2025, 2, 3), 210

#: The indicator that a theme goes with.
COMPANION = {
    "P1": "INC02", "P2": "HLT03", "P3": "SOC04", "P4": "SOC03", "P5": "GOV03", "P6": "SPR04",
    "P7": "EDU01", "P8": "SPR02", "P9": "ENV02", "P10": "AST02", "P11": "SPR05",
}  # fmt: skip


def finding_rows(city: pd.DataFrame) -> Iterator[list]:
    """Yield rows in the order of `HEADER`; intensity runs from 0 (absent) to 3 (grave)."""
    score = scores(city, list(MIDDLE), 1)
    themes = pd.read_csv(QUOTES).groupby("tema", sort=False)["kutipan"]
    for number, (theme, quotes) in enumerate(themes):
        hardship = -score[COMPANION[theme]]
        chance = np.cumsum(np.exp(0.9 * hardship))
        rng = stream(8, number)
        for quote in quotes:
            where, source, day = rng.random(3)
            place = int(np.searchsorted(chance, where * chance[-1]))
            felt = 1.4 + 0.7 * hardship[place] + 0.8 * rng.standard_normal()
            intensity = int(np.clip(np.round(felt), 0, 3))
            sources = SOURCES if intensity else ASKED
            yield [
                city["kode"][place],
                theme,
                intensity,
                sources[int(source * len(sources))],
                (FIRST_DAY + timedelta(days=int(day * DAYS))).isoformat(),
                quote if intensity else NOTHING_FOUND,
            ]
