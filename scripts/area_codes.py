"""Write resources/area_codes.csv: provinces, kabupaten and kota in both code systems.

usage: area_codes.py FOLDER_OF_SHARED_DATA

Kemendagri codes and names are read from the table of population of 2025. The statistics office lists the
514 in the order of its own codes (the table of poverty of 2021): in each province kabupaten count from 01,
kota from 71, but for the numbers that it has given up. The six Papuan provinces have the numbers that it
uses since 2023; those of 2020, which tables before the split of the provinces have, stand beside them.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd

TARGET = Path(__file__).resolve().parent.parent / "resources" / "area_codes.csv"
HEADER = ["kode_kemendagri", "kode_bps", "kode_bps_2020", "nama"]

#: Names in the table of the statistics office of places that the home ministry calls otherwise.
RENAMED = {
    "tobasamosir": "toba",
    "pontianak": "mempawah",
    "mahakamhulu": "mahakamulu",
    "siautagulandangbiaro": "kepsiautagulandangbiaro",
    "mamujuutara": "pasangkayu",
    "malukutenggarabarat": "kepulauantanimbar",
}
MISPRINTS = {"Papua Barat Oaya": "Papua Barat Daya"}
_SHORTENED = re.compile(r"^Kab\.?\s+")

#: Provinces in the order of the statistics office, with its codes.
PROVINCES = [
    *("11", "12", "13", "14", "15", "16", "17", "18", "19", "21", "31", "32", "33", "34", "35", "36"),
    *("51", "52", "53", "61", "62", "63", "64", "65", "71", "72", "73", "74", "75", "76", "81", "82"),
    *("91", "94"),
]
#: The numbers of kabupaten and kota where they do not simply count from 01 and from 71.
NUMBERS = {
    "14": (range(1, 11), (71, 73)),
    "64": ((1, 2, 3, 4, 5, 9, 11), (71, 72, 74)),
    "73": ((*range(1, 19), 22, 25, 26), (71, 72, 73)),
    "94": ((1, 2, 3, 4, *range(8, 21), *range(26, 37)), (71,)),
}
#: The Papuan kabupaten that have had other numbers since 2023.
SINCE_2023 = {
    "92": ("rajaampat", "sorong", "sorongselatan", "maybrat", "tambrauw"),
    "95": ("merauke", "bovendigoel", "mappi", "asmat"),
    "96": ("mimika", "dogiyai", "deiyai", "nabire", "paniai", "intanjaya", "puncak", "puncakjaya"),
    "97": (
        "nduga",
        "jayawijaya",
        "lannyjaya",
        "tolikara",
        "mamberamotengah",
        "yalimo",
        "yahukimo",
        "pegununganbintang",
    ),
}
#: Provinces whose codes differ, by Kemendagri code.
PAPUAN_PROVINCES = {
    "91": ("94", "94"),
    "92": ("91", "91"),
    "93": ("95", ""),
    "94": ("96", ""),
    "95": ("97", ""),
    "96": ("92", ""),
}


def plain(name: str) -> str:
    """Return what is compared of a name: letters alone, “Kota” kept, “Kabupaten” and “Administrasi” not."""
    short = re.sub(r"^kabupaten\s+|\badministrasi\s+", "", name.casefold().strip(" *"))
    return re.sub(r"[\W_]+", "", short)


def numbered(path: Path) -> dict[str, str]:
    """Return the code of 2020 of the statistics office by plain name."""
    table = pd.read_csv(path, sep=";", encoding="utf-8-sig")
    provinces = table["Kab/Kota"].map(plain).replace(RENAMED).groupby(table["Provinsi"], sort=False)
    codes = {}
    for code, (_, names) in zip(PROVINCES, provinces):
        split = next((at for at, name in enumerate(names) if _is_kota(name)), len(names))
        counted = (range(1, split + 1), range(71, 71 + len(names) - split))
        rural, urban = NUMBERS.get(code, counted)
        numbers = [*rural, *urban]
        if len(numbers) != len(names):
            raise SystemExit(f"Province {code} has {len(names)} names and {len(numbers)} numbers.")
        codes.update({name: f"{code}{number:02}" for name, number in zip(names, numbers)})
    return codes


def _is_kota(name: str) -> bool:
    return name.startswith("kota") and name not in ("kotawaringinbarat", "kotawaringintimur", "kotabaru")


def _spelt(name: str) -> str:
    name = " ".join(name.split())
    return _SHORTENED.sub("Kabupaten ", MISPRINTS.get(name, name))


def rows(folder: Path) -> pd.DataFrame:
    """Return the table, in the order of Kemendagri codes."""
    before = numbered(folder / "indicators" / "indonesia_kabkota_514_kemiskinan_2021.csv")
    now = {name: f"{code}{at:02}" for code, names in SINCE_2023.items() for at, name in enumerate(names, 1)}
    now["kotasorong"] = "9271"
    path = folder / "indicators" / "indonesia_kabkota_penduduk_kemendagri2025.csv"
    table = pd.read_csv(path, dtype=str)
    places = sorted(zip(table["kode"].str.replace(".", "", regex=False), table["nama"].map(_spelt)))
    found = []
    for code, name in places:
        if len(code) == 2:
            found.append([code, *PAPUAN_PROVINCES.get(code, (code, code)), name])
        elif len(code) == 4:
            former = before[plain(name)]
            found.append([code, now.get(plain(name), former), former, name])
    return pd.DataFrame(found, columns=HEADER)


def main() -> None:
    """Write the table."""
    table = rows(Path(sys.argv[1]))
    table.to_csv(TARGET, index=False, lineterminator="\n")
    print(f"{TARGET.name}: {len(table)} places")


if __name__ == "__main__":
    main()
