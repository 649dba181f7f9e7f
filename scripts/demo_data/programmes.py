"""Two programmes over two years: one finds the needy, one leaks to the better-off."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .indicators import MIDDLE
from .latent import priority, scores, stream

HEADER = ("program", "tahun", "kode", "sasaran", "penerima", "penerima_layak", "anggaran", "realisasi")
YEARS = (2024, 2025)
WORKERS = 0.44  # workers per inhabitant
FAMILY = 3.4  # persons per family
CARD_COST = 201_600  # rupiah a year
GRANT_COST = 2_500_000
#: No list of the eligible was made here in the first year.
NO_LIST = "Kepatihan Kulon"
#: Eligible persons, the share that is reached, the share of recipients that is not eligible, by kelurahan.
Plan = tuple[np.ndarray, np.ndarray, np.ndarray]


def programme_rows(city: pd.DataFrame) -> Iterator[list]:
    """Yield rows in the order of `HEADER`; eligible recipients never exceed recipients or eligible.

    Whole persons and whole thousands of rupiah; the budget allows for a few more recipients.
    """
    first = scores(city, list(MIDDLE), 0)
    for number, year in enumerate(YEARS):
        score = scores(city, list(MIDDLE), number)
        started = priority(first) if number == 0 else np.ones(len(city), dtype=bool)
        draws = stream(7, number).standard_normal((6, len(city)))
        cards = _insured_workers(city, score["JOB02"], started, draws[:2])
        grants = _business_grants(city, score["INC01"], draws[3:5])
        if year == YEARS[0]:
            grants[0][city["nama"] == NO_LIST] = 0
        for name, cost, (eligible, coverage, leak), draw in (
            ("Kartu Pekerja Rentan", CARD_COST, cards, draws[2]),
            ("Hibah Modal Usaha", GRANT_COST, grants, draws[5]),
        ):
            reached = np.floor(eligible * coverage)
            recipients = np.ceil(reached / (1 - leak))
            spent = recipients * cost
            budget = np.ceil(spent / np.clip(0.93 + 0.03 * draw, 0.7, 1.0) / 1000) * 1000
            for code, *figures in zip(city["kode"], eligible, recipients, reached, budget, spent):
                yield [name, year, code, *(int(figure) for figure in figures)]


def _insured_workers(city: pd.DataFrame, score: np.ndarray, started: np.ndarray, draws: np.ndarray) -> Plan:
    """Kartu Pekerja Rentan: first where informal work is most common, with little leakage."""
    eligible = np.round(WORKERS * city["penduduk"].to_numpy() * np.clip(0.20 - 0.05 * score, 0.05, 0.4))
    coverage = np.where(started, np.clip(0.40 - 0.12 * score + 0.05 * draws[0], 0.1, 0.9), 0)
    return eligible, coverage, np.clip(0.06 + 0.02 * draws[1], 0.01, 0.15)


def _business_grants(city: pd.DataFrame, score: np.ndarray, draws: np.ndarray) -> Plan:
    """Hibah Modal Usaha: most where people are best off, and a third goes to the wrong families."""
    eligible = np.round(city["penduduk"].to_numpy() / FAMILY * np.clip(0.33 - 0.13 * score, 0.06, 0.7))
    coverage = np.clip(0.10 + 0.07 * score + 0.02 * draws[0], 0.01, 0.5)
    return eligible, coverage, np.clip(0.35 + 0.12 * score + 0.05 * draws[1], 0.1, 0.7)


def expected_rows(rows: list[list]) -> Iterator[list]:
    """Yield coverage, exclusion and inclusion error of the city: ratios of sums, in percent."""
    sums = pd.DataFrame(rows, columns=HEADER).groupby(["program", "tahun"], sort=False).sum(numeric_only=True)
    for (name, year), (eligible, recipients, reached, *_) in zip(sums.index, sums.to_numpy()):
        coverage, inclusion = 100 * reached / eligible, 100 * (1 - reached / recipients)
        yield [name, year, f"{coverage:.4f}", f"{100 - coverage:.4f}", f"{inclusion:.4f}"]


EXPECTED_HEADER = ("program", "tahun", "cakupan", "kesalahan_eksklusi", "kesalahan_inklusi")
