"""The same table as an office would send it: Excel's semicolons, decimal commas and human slips."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from .indicators import decimals
from .tables import number

#: Spellings seen in the wild.
MISSPELT = {
    "Setabelan": "Stabelan",
    "Kampungbaru": "Kampung Baru",
    "Kedunglumbu": "KEDUNG LUMBU",
    "Pasarkliwon": "Ps. Kliwon",
    "Pucangsawit": "Pucang Sawit",
    "Joyotakan": "Joyontakan",
    "Pajang": "Panjang",
    "Sewu": "Kampung Sewu",
    "Karangasem": "Karang Asem",
    "Purwodiningratan": "Purwodiningatan",
    "Sudiroprajan": "sudiroprajan ",
}
#: Two digits changed places: the code of no kelurahan.
MISKEYED = {"3372020004": "3372020040"}
REPEATED = "Purwosari"
NOT_KNOWN = "-"


def write_office_table(path: Path, city: pd.DataFrame, table: dict[str, np.ndarray]) -> None:
    """Write the table with a byte order mark and Windows line ends, as Excel saves it."""
    figures = {
        field: [number(value, decimals(field)).replace(".", ",") or NOT_KNOWN for value in column]
        for field, column in table.items()
    }
    columns = {
        "Kecamatan": city["kecamatan"].str.upper(),
        "Kelurahan": city["nama"].replace(MISSPELT),
        "Kode BPS": city["kode_bps"].replace(MISKEYED),
        "Penduduk": [f"{persons:,}".replace(",", ".") for persons in city["penduduk"]],
    }
    rows = pd.DataFrame({**columns, **figures})
    rows = rows.loc[np.repeat(rows.index, 1 + (city["nama"] == REPEATED))]
    rows.insert(0, "No", range(1, len(rows) + 1))
    rows.to_csv(path, sep=";", index=False, encoding="utf-8-sig", lineterminator="\r\n")
