"""Reads the tables that pair the two code systems, other spellings and the former kelurahan."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from ..analysis.data.join.areas import Area, AreaTable
from ..analysis.data.join.crosswalk import Crosswalk, Place

CROSSWALK_PATH = Path(__file__).with_name("crosswalk.csv")
AREAS_PATH = Path(__file__).with_name("area_codes.csv")


@lru_cache(maxsize=1)
def load_crosswalk() -> Crosswalk:
    """Read the shipped crosswalk once."""
    places = (
        Place(
            code=row["kode_kemendagri"].replace(".", ""),
            name=row["nama"],
            group=row["kecamatan"],
            bps=row["kode_bps"],
            aliases=tuple(re.split(r"\s*[;|]\s*", row["alias"])) if row["alias"] else (),
            former_bps=row["kode_bps_51"],
        )
        for row in _rows(CROSSWALK_PATH)
    )
    areas = (
        Area(
            row["kode_kemendagri"],
            row["nama"],
            tuple(dict.fromkeys(code for code in (row["kode_bps"], row["kode_bps_2020"]) if code)),
        )
        for row in _rows(AREAS_PATH)
    )
    return Crosswalk(places, AreaTable(areas))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
