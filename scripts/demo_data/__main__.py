"""Write all files of the demo city into a folder, by default `resources/demo`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from ..plugin_package import sejahtera
from . import findings, households, panel, programmes
from .boundaries import write_boundaries
from .city import positions, read_city
from .geometry import schematic_polygons
from .indicators import decimals, indicator_table
from .office import write_office_table
from .tables import number, write_csv

SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "demo"


def write_all(folder: Path) -> None:
    """Write every file of the demo but its README."""
    folder.mkdir(parents=True, exist_ok=True)
    city = read_city()
    areas = city["luas_ha"].to_numpy() * 10_000
    write_boundaries(folder / "kelurahan.gpkg", city, schematic_polygons(positions(city), areas))
    for years_on, year in enumerate(programmes.YEARS):
        _write_indicators(folder / f"indicators_{year}.csv", city, indicator_table(city, years_on))
    write_office_table(folder / "indicators_messy.csv", city, indicator_table(city, 1))
    households.household_records(city).to_csv(folder / "households.csv", index=False, lineterminator="\n")
    rows = list(programmes.programme_rows(city))
    write_csv(folder / "programmes.csv", programmes.HEADER, rows)
    write_csv(folder / "programmes_expected.csv", programmes.EXPECTED_HEADER, programmes.expected_rows(rows))
    write_csv(folder / "programme_panel.csv", panel.HEADER, panel.panel_rows(city))
    write_csv(folder / "findings.csv", findings.HEADER, findings.finding_rows(city))
    _write_definition(folder / "definition.json")


def _write_indicators(path: Path, city: pd.DataFrame, table: dict[str, np.ndarray]) -> None:
    columns = ([number(value, decimals(field)) for value in column] for field, column in table.items())
    write_csv(path, ["kode", "nama", *table], zip(city["kode"], city["nama"], *columns))


def _write_definition(path: Path) -> None:
    definition = sejahtera("resources.catalogue").default_definition("id")
    definition["description"] = (
        "Contoh untuk data simulasi: 41 indikator inti, 11 dimensi berbobot sama. / "
        "Example for the synthetic data: 41 core indicators, 11 dimensions of equal weight."
    )
    path.write_text(json.dumps(definition, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_all(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED)
