"""The facts the demo city is built on: names, codes, centroids, areas, neighbours.

`city.csv` holds published names and codes (Kepmendagri 300.2.2-2430/2025; BPS map of 2020), centroids,
areas and neighbour pairs measured on public boundaries, and a synthetic population that sums to the
census of 2020 in each kecamatan.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

#: Core and periphery as the policy brief has them.
CORE_KECAMATAN = ("Banjarsari", "Laweyan")
#: As the register of the study has them: only Jebres and Serengan outside.
CORE_KECAMATAN_VARIANT = (*CORE_KECAMATAN, "Pasar Kliwon")

_SEMI_MAJOR = 6378137.0
_FLATTENING = 1 / 298.257223563
_CENTRAL_MERIDIAN = 111.0
_SCALE = 0.9996


def read_city() -> pd.DataFrame:
    """Return the 54 kelurahan in the order of their codes, with kecamatan code and core or periphery."""
    city = pd.read_csv(
        Path(__file__).with_name("city.csv"), dtype={"kode": str, "kode_bps": str}, keep_default_na=False
    )
    city["kode_kec"] = city["kode"].str[:8]
    for name, core in (("kelompok", CORE_KECAMATAN), ("kelompok_2", CORE_KECAMATAN_VARIANT)):
        city[name] = np.where(city["kecamatan"].isin(core), "inti", "pinggiran")
    return city


def positions(city: pd.DataFrame) -> np.ndarray:
    """Return the centroids in metres, UTM zone 49 south, shape (n, 2).

    Transverse Mercator by the usual series; good to a centimetre this close to the meridian.
    """
    lat, lon = np.radians(city["lat"].to_numpy()), np.radians(city["lon"].to_numpy() - _CENTRAL_MERIDIAN)
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
