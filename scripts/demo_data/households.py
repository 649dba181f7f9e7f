"""A sample survey of households that live where the welfare surface puts them."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from .latent import stream, welfare_surface
from .tables import number

SAMPLE = 3000
CLUSTER = 8  # households drawn in each RW
PERSONS = 3.3  # mean size of a household

#: Achievements that a household has or lacks: share of the city that lacks it, and how steeply that
#: falls with welfare.
YES_NO = {
    "anak_sekolah": (0.05, 0.8),
    "jkn_aktif": (0.07, 0.4),
    "bebas_sakit_kronis": (0.13, 0.3),
    "sanitasi_layak": (0.11, 0.9),
    "air_layak": (0.12, 0.7),
    "lantai_layak": (0.05, 0.9),
    "bahan_bakar_bersih": (0.06, 0.7),
    "kerja_terjamin": (0.38, 0.7),
}
HEADER = (
    "id", "kode", "klaster", "anggota", "bobot", "lama_sekolah", "anak_sekolah", "jkn_aktif",
    "bebas_sakit_kronis", "sanitasi_layak", "air_layak", "lantai_layak", "luas_lantai",
    "bahan_bakar_bersih", "aset", "kerja_terjamin", "pengeluaran",
)  # fmt: skip
WITH_CHILDREN = 0.55
ASSETS = 6
NOT_ANSWERED = 0.003


def household_records(city: pd.DataFrame) -> pd.DataFrame:
    """Return the records with the columns of `HEADER`: kelurahan are the strata, RW the clusters."""
    root = np.sqrt(city["penduduk"].to_numpy())
    clusters = np.maximum(np.round(SAMPLE / CLUSTER * root / root.sum()), 3).astype(int)
    surface = welfare_surface(city)
    parts = []
    for place, (code, population) in enumerate(zip(city["kode"], city["penduduk"])):
        rng = stream(6, place)
        n = clusters[place] * CLUSTER
        common = np.repeat(0.4 * rng.standard_normal(clusters[place]), CLUSTER)
        welfare = 0.9 * surface[place] + common + 0.9 * rng.standard_normal(n)
        weight = population / PERSONS / n
        clusters_of = [f"{code}-RW{row // CLUSTER + 1:02d}" for row in range(n)]
        known = {"kode": code, "klaster": clusters_of, "bobot": number(weight, 2)}
        parts.append(pd.DataFrame({**known, **_answers(welfare, rng)}))
    records = pd.concat(parts, ignore_index=True)
    records["id"] = [f"H{serial:04d}" for serial in range(1, len(records) + 1)]
    return records[list(HEADER)]


def _answers(welfare: np.ndarray, rng: np.random.Generator) -> dict[str, list[str]]:
    """Return answers as text; `anak_sekolah` is empty without children of school age."""
    n = len(welfare)
    persons = 1 + np.floor(-np.log(rng.random((3, n))).sum(0) * 0.94).clip(0, 9)
    years = np.clip(np.round(11.5 + 1.5 * welfare + 1.8 * rng.standard_normal(n)), 0, 18)
    area = np.exp(np.log(15) + 0.22 * welfare + 0.45 * rng.standard_normal(n) - 0.25 * np.log(persons / 3))
    own = expit(0.4 + 0.8 * welfare)
    assets = (rng.random((ASSETS, n)) < own).sum(0)
    spending = np.exp(np.log(1350) + 0.38 * welfare + 0.3 * rng.standard_normal(n))
    columns = {
        "anggota": [number(value, 0) for value in persons],
        "lama_sekolah": [number(value, 0) for value in years],
        "luas_lantai": [number(value, 1) for value in area],
        "aset": [number(value, 0) for value in assets],
        "pengeluaran": [f"{round(value)}000" for value in spending],
    }
    for name, (lacking, slope) in YES_NO.items():
        has = rng.random(n) < expit(logit(1 - lacking) + slope * welfare)
        columns[name] = [str(int(value)) for value in has]
    children = rng.random(n) < np.where(persons > 2, WITH_CHILDREN, 0)
    columns["anak_sekolah"] = [answer if child else "" for answer, child in zip(columns["anak_sekolah"], children)]
    for name in ("luas_lantai", "jkn_aktif", "pengeluaran"):
        silent = rng.random(n) < NOT_ANSWERED
        columns[name] = ["" if quiet else answer for answer, quiet in zip(columns[name], silent)]
    return columns
