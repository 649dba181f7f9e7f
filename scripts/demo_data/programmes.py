"""Two programmes over two years: one finds the needy, one leaks to the better-off."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .city import Kelurahan
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


def programme_rows(city: list[Kelurahan]) -> Iterator[list]:
    """Yield rows in the order of `HEADER`; eligible recipients never exceed recipients or eligible."""
    population = np.array([kelurahan.population for kelurahan in city])
    first = scores(city, list(MIDDLE), 0)
    for number, year in enumerate(YEARS):
        score = scores(city, list(MIDDLE), number)
        started = priority(first) if number == 0 else np.ones(len(city), dtype=bool)
        draws = stream(7, number).standard_normal((6, len(city)))
        yield from _insured_workers(city, year, population, score["JOB02"], started, draws[:3])
        yield from _business_grants(city, year, population, score["INC01"], draws[3:])


def _insured_workers(
    city: list[Kelurahan],
    year: int,
    population: np.ndarray,
    score: np.ndarray,
    started: np.ndarray,
    draws: np.ndarray,
) -> Iterator[list]:
    """Kartu Pekerja Rentan: first where informal work is most common, with little leakage."""
    eligible = np.round(WORKERS * population * np.clip(0.20 - 0.05 * score, 0.05, 0.4))
    coverage = np.where(started, np.clip(0.40 - 0.12 * score + 0.05 * draws[0], 0.1, 0.9), 0)
    leak = np.clip(0.06 + 0.02 * draws[1], 0.01, 0.15)
    return _rows("Kartu Pekerja Rentan", year, city, eligible, coverage, leak, CARD_COST, draws[2])


def _business_grants(
    city: list[Kelurahan], year: int, population: np.ndarray, score: np.ndarray, draws: np.ndarray
) -> Iterator[list]:
    """Hibah Modal Usaha: most where people are best off, and a third goes to the wrong families."""
    eligible = np.round(population / FAMILY * np.clip(0.33 - 0.13 * score, 0.06, 0.7))
    if year == YEARS[0]:
        eligible[[kelurahan.name for kelurahan in city].index(NO_LIST)] = 0
    coverage = np.clip(0.10 + 0.07 * score + 0.02 * draws[0], 0.01, 0.5)
    leak = np.clip(0.35 + 0.12 * score + 0.05 * draws[1], 0.1, 0.7)
    return _rows("Hibah Modal Usaha", year, city, eligible, coverage, leak, GRANT_COST, draws[2])


def _rows(
    name: str,
    year: int,
    city: list[Kelurahan],
    eligible: np.ndarray,
    coverage: np.ndarray,
    leak: np.ndarray,
    cost: int,
    draw: np.ndarray,
) -> Iterator[list]:
    """Whole persons and whole thousands of rupiah; the budget allows for a few more recipients."""
    reached = np.floor(eligible * coverage)
    recipients = np.ceil(reached / (1 - leak))
    spent = recipients * cost
    budget = np.ceil(spent / np.clip(0.93 + 0.03 * draw, 0.7, 1.0) / 1000) * 1000
    for kelurahan, *figures in zip(city, eligible, recipients, reached, budget, spent):
        yield [name, year, kelurahan.code, *(int(figure) for figure in figures)]


def expected_rows(rows: list[list]) -> Iterator[list]:
    """Yield coverage, exclusion and inclusion error of the city: ratios of sums, in percent."""
    for name, year in dict.fromkeys((row[0], row[1]) for row in rows):
        eligible, recipients, reached = np.sum(
            [row[3:6] for row in rows if (row[0], row[1]) == (name, year)], axis=0
        )
        coverage, inclusion = 100 * reached / eligible, 100 * (1 - reached / recipients)
        yield [name, year, f"{coverage:.4f}", f"{100 - coverage:.4f}", f"{inclusion:.4f}"]


EXPECTED_HEADER = ("program", "tahun", "cakupan", "kesalahan_eksklusi", "kesalahan_inklusi")
