"""What the tutorial (docs/en/tutorial.md) tells to choose and to type, in its words; tests compare both.

Standard library alone.
"""

from __future__ import annotations

from typing import NamedTuple

#: Files that are dragged into QGIS, and the layers that they become.
LAYERS = (("kelurahan.gpkg", "kelurahan"), ("indicators_2025.csv", "indicators_2025"))


class Step(NamedTuple):
    """One dialog: where it is in the toolbox, and what is put beside its labels."""

    name: str
    group: str
    title: str
    values: tuple[tuple[str, str], ...]


STEPS = (
    Step(
        "join",
        "Data",
        "Join indicators to kelurahan",
        (
            ("Kelurahan layer", "kelurahan"),
            ("Table", "indicators_2025"),
            ("Code field", "kode"),
            ("Code field of the table", "kode"),
        ),
    ),
    Step(
        "check",
        "Data",
        "Check indicators",
        (("Kelurahan layer", "Joined layer"), ("Index definition", "{demo}/definition.json")),
    ),
    Step(
        "index",
        "Welfare indices",
        "Composite welfare index",
        (
            ("Kelurahan layer", "Joined layer"),
            ("Index definition", "{demo}/definition.json"),
            ("Code field", "kode"),
            ("Name field", "nama"),
            ("Group field", "kecamatan"),
        ),
    ),
    Step(
        "hotspots",
        "Hotspots",
        "Hotspots (Getis–Ord Gi*)",
        (("Kelurahan layer", "Index"), ("Field", "index"), ("Name field", "nama")),
    ),
    Step(
        "map",
        "Maps and reports",
        "Print a map",
        (
            ("Result layer", "Index"),
            ("Title", "Welfare index of the kelurahan of Surakarta"),
            ("Data sources", "Synthetic data of Sejahtera"),
            ("Language", "English"),
            ("Name field", "nama"),
            ("Map", "{results}/map.pdf"),
        ),
    ),
)
