"""Raw counts among indicators: a large kelurahan has more of everything, which is no welfare and no lack of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from ...core.arrays import Floats
from ...core.lazy import pd
from ...core.messages import Message, mark
from ...indices.composite.columns import as_numbers
from ...indices.definition.model import Definition
from .expectations import Expectation

#: A whole-numbered column that follows the population this closely is a count.
COUNT_CORRELATION = 0.9
#: Fewer values than this correlate by chance.
FEWEST_FOR_CORRELATION = 5
#: Whole numbers of unknown unit above this, which no percentage reaches, and so many times the least (or 1).
BEYOND_PERCENT, WIDE = 100, 4


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words of names, Indonesian and English: that count, whom, and that measure, rate or code instead.
COUNTING = _words("jumlah jml jmlh banyak banyaknya cacah total count counts number")
COUNTED = _words(
    "penduduk jiwa orang warga keluarga kk ruta rumahtangga siswa anak balita lansia pekerja people persons "
    "population households families pupils children"
)
MEASURED = _words(
    "per persen persentase pct percent percentage share pangsa proporsi proportion rasio ratio rate angka "
    "tingkat laju rata rerata mean average median indeks index skor score nilai kepadatan density pertumbuhan "
    "growth jarak distance luas area km m meter metre ha hektar menit minutes jam hours lama tahun year years "
    "umur usia age rp rupiah harga price upah wage income pendapatan pengeluaran expenditure kapita capita "
    "tinggi elevasi elevation suhu kode code id z"
)
#: Units of counts.
UNITS = _words(
    "count counts number persons people households families units cases jumlah orang jiwa penduduk kk keluarga "
    "ruta unit buah kasus kejadian siswa"
) | {"rumah tangga", "kepala keluarga"}


def looks_like_count(values: Floats, field: str, expected: Expectation, population: Floats | None = None) -> bool:
    """Tell whether values (n,), NaN where missing, are a count that wants a denominator.

    Whole numbers are one where they follow the population, exceed the percentage they should be, have a unit
    or a name of counts, or, of unknown unit, reach beyond 100 over a wide range; others where their name says
    how many and of whom. What a definition divides is none.
    """
    present = values[np.isfinite(values)]
    if expected.divided or not present.size or (present < 0).any() or not np.ptp(present):
        return False
    words = set(re.findall(r"[a-z]+", f"{field} {expected.name}".lower()))
    unit, most = expected.unit.strip().lower(), present.max()
    measured = bool(unit or expected.per or words & MEASURED or {"%", "‰"} & set(f"{field}{expected.name}"))
    named = bool(words & COUNTING) and not measured
    if (present % 1 != 0).any():
        return named and bool(words & COUNTED) and most > BEYOND_PERCENT
    if unit in UNITS or (expected.per == 100 and most > BEYOND_PERCENT) or _follows(values, population):
        return True
    wide = most > BEYOND_PERCENT and most >= WIDE * max(present.min(), 1.0)
    return named or (wide and not measured)


def _follows(values: Floats, population: Floats | None) -> bool:
    if population is None:
        return False
    both = np.isfinite(values) & np.isfinite(population)
    if both.sum() < FEWEST_FOR_CORRELATION or not np.ptp(values[both]) or not np.ptp(population[both]):
        return False
    return bool(abs(np.corrcoef(values[both], population[both])[0, 1]) > COUNT_CORRELATION)


def count_cautions(
    frame: pd.DataFrame, definition: Definition, expectations: Mapping[str, Expectation]
) -> list[Message]:
    """Return the caution of an index of which some indicators are raw counts; nothing where none is.

    frame: the columns of the definition; expectations: of its fields. What other indicators are divided by
    most often is taken as the population.
    """
    used = [one.denominator for one in definition.indicators if one.denominator is not None]
    divisor = max(used, key=used.count) if used else None
    population = None if divisor is None else as_numbers(frame[divisor])
    found = [
        one.field
        for one in definition.indicators
        if looks_like_count(as_numbers(frame[one.field]), one.field, expectations[one.field], population)
    ]
    if not found:
        return []
    facts: dict[str, object] = {"column": found}
    caution = mark(
        "Look like counts: {column}. A large kelurahan has more of everything; divide them by the "
        "population they belong to (a denominator in the definition)."
    )
    if divisor is not None:
        caution = mark(
            "Look like counts: {column}. A large kelurahan has more of everything; divide them by the "
            "population they belong to, such as {denominator}."
        )
        facts["denominator"] = divisor
    return [Message(caution, facts)]
