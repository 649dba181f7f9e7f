"""Spreadsheets are zip archives: what would fill the memory is refused before GDAL unpacks it."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProperty

from ...analysis.core.messages import InputError, mark

SUFFIXES = (".xlsx", ".xlsm", ".ods")
#: Bytes of an unpacked spreadsheet; one row for each of 84,000 villages with 50 columns has less.
LARGEST = 400_000_000


def check_spreadsheets(parameters: Mapping[str, Any]) -> None:
    """Refuse parameters that name a spreadsheet which is far larger unpacked than any table of areas."""
    for value in parameters.values():
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            value = value.source
        if isinstance(value, QgsProperty):
            value = value.staticValue()
        path = Path(value.partition("|")[0]) if isinstance(value, str) else Path()
        if path.suffix.lower() in SUFFIXES and _unpacked(path) > LARGEST:
            raise InputError(
                mark("{path} unpacks to more than {most} MB, which no table needs. Save it as CSV."),
                path=path.name,
                most=LARGEST // 1_000_000,
            )


def _unpacked(path: Path) -> int:
    """Return the size that the files inside say they have; 0 for what is no zip, which GDAL refuses itself."""
    try:
        with zipfile.ZipFile(path) as package:
            return sum(entry.file_size for entry in package.infolist())
    except (OSError, ValueError, zipfile.BadZipFile):
        return 0
