"""The facts the demo city is built on: names, codes, centroids, areas, neighbours.

`city.csv` holds published names and codes (Kepmendagri 300.2.2-2430/2025; BPS map of 2020), centroids,
areas and neighbour pairs measured on public boundaries, and a synthetic population that sums to the
census of 2020 in each kecamatan.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

CORE_KECAMATAN = {"Banjarsari", "Laweyan"}
CORE_KECAMATAN_VARIANT = {"Banjarsari", "Laweyan", "Pasar Kliwon"}

_SEMI_MAJOR = 6378137.0
_FLATTENING = 1 / 298.257223563
_CENTRAL_MERIDIAN = 111.0
_SCALE = 0.9996


@dataclass(frozen=True)
class Kelurahan:
    """One row of `city.csv`."""

    code: str
    bps: str
    name: str
    kecamatan: str
    lat: float
    lon: float
    area_ha: float
    population: int
    rook: tuple[str, ...]

    @property
    def kecamatan_code(self) -> str:
        """The first three parts of the code."""
        return self.code[:8]

    @property
    def group(self) -> str:
        """Core or periphery as the policy brief has it."""
        return "inti" if self.kecamatan in CORE_KECAMATAN else "pinggiran"

    @property
    def group_variant(self) -> str:
        """Core or periphery as the register of the study has it: only Jebres and Serengan outside."""
        return "inti" if self.kecamatan in CORE_KECAMATAN_VARIANT else "pinggiran"


def read_city() -> list[Kelurahan]:
    """Return the 54 kelurahan in the order of their codes."""
    with Path(__file__).with_name("city.csv").open(encoding="utf-8", newline="") as file:
        return [
            Kelurahan(
                code=row["kode"],
                bps=row["kode_bps"],
                name=row["nama"],
                kecamatan=row["kecamatan"],
                lat=float(row["lat"]),
                lon=float(row["lon"]),
                area_ha=float(row["luas_ha"]),
                population=int(row["penduduk"]),
                rook=tuple(row["tetangga_sisi"].split()),
            )
            for row in csv.DictReader(file)
        ]


def positions(city: list[Kelurahan]) -> np.ndarray:
    """Return the centroids in metres, UTM zone 49 south, shape (n, 2).

    Transverse Mercator by the usual series; good to a centimetre this close to the meridian.
    """
    lat = np.radians([kelurahan.lat for kelurahan in city])
    lon = np.radians([kelurahan.lon - _CENTRAL_MERIDIAN for kelurahan in city])
    e2 = _FLATTENING * (2 - _FLATTENING)
    ep2 = e2 / (1 - e2)
    n = _SEMI_MAJOR / np.sqrt(1 - e2 * np.sin(lat) ** 2)
    t, c, a = np.tan(lat) ** 2, ep2 * np.cos(lat) ** 2, lon * np.cos(lat)
    arc = _SEMI_MAJOR * (
        (1 - e2 / 4 - 3 * e2**2 / 64 - 5 * e2**3 / 256) * lat
        - (3 * e2 / 8 + 3 * e2**2 / 32 + 45 * e2**3 / 1024) * np.sin(2 * lat)
        + (15 * e2**2 / 256 + 45 * e2**3 / 1024) * np.sin(4 * lat)
        - (35 * e2**3 / 3072) * np.sin(6 * lat)
    )
    east = a + (1 - t + c) * a**3 / 6
    north = arc + n * np.tan(lat) * (a**2 / 2 + (5 - t + 9 * c + 4 * c**2) * a**4 / 24)
    return np.column_stack([500_000 + _SCALE * n * east, 10_000_000 + _SCALE * north])
