"""Reads the table that pairs the two code systems, other spellings and the former kelurahan."""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

from ..analysis.tables.crosswalk import Crosswalk, Place

CROSSWALK_PATH = Path(__file__).with_name("crosswalk.csv")


@lru_cache(maxsize=1)
def load_crosswalk() -> Crosswalk:
    """Read the shipped crosswalk once."""
    with CROSSWALK_PATH.open(encoding="utf-8", newline="") as file:
        return Crosswalk(
            Place(
                code=row["kode_kemendagri"].replace(".", ""),
                name=row["nama"],
                group=row["kecamatan"],
                bps=row["kode_bps"],
                aliases=tuple(re.split(r"\s*[;|]\s*", row["alias"])) if row["alias"] else (),
                former_bps=row["kode_bps_51"],
            )
            for row in csv.DictReader(file)
        )
