"""The same table as an office would send it: Excel's semicolons, decimal commas and human slips."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from .city import Kelurahan
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


def write_office_table(path: Path, city: list[Kelurahan], table: dict[str, np.ndarray]) -> None:
    """Write the table with a byte order mark and Windows line ends, as Excel saves it."""
    rows = [_row(kelurahan, table, place) for place, kelurahan in enumerate(city)]
    repeated = [kelurahan.name for kelurahan in city].index(REPEATED)
    rows.insert(repeated + 1, list(rows[repeated]))
    header = ["No", "Kecamatan", "Kelurahan", "Kode BPS", "Penduduk", *table]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([place, *row] for place, row in enumerate(rows, start=1))


def _row(kelurahan: Kelurahan, table: dict[str, np.ndarray], place: int) -> list[str]:
    figures = [
        number(column[place], decimals(field)).replace(".", ",") or NOT_KNOWN
        for field, column in table.items()
    ]
    return [
        kelurahan.kecamatan.upper(),
        MISSPELT.get(kelurahan.name, kelurahan.name),
        MISKEYED.get(kelurahan.bps, kelurahan.bps),
        f"{kelurahan.population:,}".replace(",", "."),
        *figures,
    ]
