"""Cells that a spreadsheet would run as formulas, made text by an apostrophe before them.

A kelurahan that is called `=HYPERLINK(…)` must not do anything when an office opens the table. Only formats
in which a cell does not say that it is text need this: in XLSX every text is one.
"""

from __future__ import annotations

import re
from pathlib import Path

from qgis.core import QgsField, QgsFields

SUFFIXES = (".csv", ".tsv", ".ods")
#: What begins a formula, unless all of it is a number or it is the sign alone; GDAL takes `of:=` for one in ODS.
_FORMULA = re.compile(r"(?:of:=|[=@\t\r]|[+-](?![\d.,\s]*%?$))")


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def runs_formulas(path: Path) -> bool:
    """Say whether a table in this format may be read as formulas."""
    return path.suffix.lower() in SUFFIXES


def harmless_fields(fields: QgsFields) -> QgsFields:
    """Return the fields with harmless names."""
    renamed = QgsFields()
    for field in fields:
        copy = QgsField(field)
        copy.setName(harmless(field.name()))
        renamed.append(copy)
    return renamed
