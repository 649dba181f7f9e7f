"""What Kartu Pekerja Rentan is judged by: the share of insured workers over five years, and who got the card.

The cards of 2024 were handed out after the count of that year, so 2025 is the first year that can show them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from .indicators import MIDDLE, decimals, earlier_figures, indicator_table
from .latent import HELPED_INDICATOR, priority, scores
from .programmes import YEARS
from .tables import number

MEASURE = HELPED_INDICATOR.lower()
EARLIER = (2021, 2022, 2023)
FIRST_YEAR = 2025
HEADER = ("kode", "nama", "dapat_kartu", "mulai", *(f"{MEASURE}_{year}" for year in (*EARLIER, *YEARS)))


def panel_rows(city: pd.DataFrame) -> Iterator[list]:
    """Yield a row a kelurahan; the years of the tables of indicators have their figures."""
    treated = priority(scores(city, list(MIDDLE), 0))
    columns = [earlier_figures(city, HELPED_INDICATOR, YEARS[0] - year) for year in EARLIER]
    columns += [indicator_table(city, years_on)[MEASURE] for years_on in range(len(YEARS))]
    for place, (code, name) in enumerate(zip(city["kode"], city["nama"])):
        figures = [number(column[place], decimals(MEASURE)) for column in columns]
        started = FIRST_YEAR if treated[place] else ""
        yield [code, name, int(treated[place]), started, *figures]
