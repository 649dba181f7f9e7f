"""A result as the algorithms write it, on a small grid."""

import pytest

from ..builders import grid_layer

#: The lines of 16 kelurahan: one has no index.
INDEX = [12.5, 20.0, 31.0, 35.5, 40.0, 47.0, 52.0, 55.0, 58.5, 60.0, 64.0, 70.0, 77.0, 81.0, 90.0, None]
CLASS = [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 5, 5, 5, None]
BREAKS = [12.5, 31.0, 47.0, 58.5, 70.0, 90.0]


@pytest.fixture
def result_layer(qgis_app):
    """Return a layer with every kind of result."""
    count = len(INDEX)
    return grid_layer(
        {
            "nama": [f"Kelurahan {number}" for number in range(1, count + 1)],
            "kecamatan": ["Barat" if number % 4 < 2 else "Timur" for number in range(count)],
            "change": [-9.0, -4.5, -3.0, -1.0, -0.5, 0.0, 0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0, None],
            "need_1": INDEX,
            "dim_edu": INDEX,
            "index": INDEX,
            "rank": [None if value is None else 15 - place for place, value in enumerate(INDEX)],
            "class": CLASS,
            "gi_class": [-3, -2, -1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3, None],
            "gi_p": [0.0001, 0.001, 0.01, 0.04, 0.05, *[0.5] * 10, None],
            "bivariate_class": [*[f"{one}-{two}" for one in "123" for two in "123"], *["2-2"] * 6, None],
            "pattern": ["new_cold", "historical_hot", "island", *["none"] * 12, "nodata"],
            "region": [*[1] * 5, *[2] * 5, *[3] * 5, None],
            "mpi": [None if value is None else value / 400 for value in INDEX],
            "category": [*["low"] * 4, *["medium"] * 5, *["high"] * 6, None],
            "found_by": [*["border"] * 9, *["tolerance"] * 3, *["island"] * 3, None],
            "rank_median": [None if value is None else 15 - place for place, value in enumerate(INDEX)],
            "rank_low": [None if value is None else max(1, 13 - place) for place, value in enumerate(INDEX)],
            "rank_high": [None if value is None else 15 - place // 2 for place, value in enumerate(INDEX)],
            "decision": [*["strong"] * 4, *["recommended"] * 5, *["monitor"] * 4, *["insufficient"] * 2, None],
            "served": [*["under"] * 4, *["fit"] * 6, *["over"] * 4, "unknown", None],
            "role": [*["treated"] * 5, *["ring"] * 4, *["control"] * 6, None],
            "convergence": [*["both", "numbers", "voices", "neither"] * 3, *["few"] * 3, None],
            "lisa_class": [*["LL"] * 3, *["ns"] * 6, "HL", "LH", *["HH"] * 4, "nodata"],
        },
        size=600.0,
    )
