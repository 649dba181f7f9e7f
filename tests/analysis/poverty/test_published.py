"""The global MPI as published, by country and by urban and rural area."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.poverty.alkire_foster import measure
from sejahtera.analysis.poverty.definition import PovertyDefinition, PovertyDimension
from sejahtera.analysis.poverty.engines.memory import profile_frame
from sejahtera.analysis.poverty.rules import Deprivation

MPI = "Multidimensional Poverty Index"
HEADCOUNT = "Headcount ratio: Population in multidimensional poverty"
INTENSITY = "Intensity of deprivation among the poor"


@pytest.fixture(scope="module")
def published(shared_data):
    folder = shared_data / "reference/composite"
    areas = pd.read_csv(folder / "global_mpi_urban_rural.csv").rename(columns=lambda name: name.strip())
    national = pd.read_csv(folder / "global_mpi_national.csv").set_index("country code")
    return areas, national[MPI]


def poverty_of(rows):
    """Measure a country of records in which a share H of each area is deprived with score A / 2.

    One indicator an area carries half its published intensity as weight; the rest nobody lacks.
    """
    half = (rows[INTENSITY].fillna(0) / 200).to_numpy()
    weights = [*half, 1 - half.sum()]
    definition = PovertyDefinition(
        tuple(PovertyDimension(f"d{j}", (Deprivation(f"x{j}"),), weight=w) for j, w in enumerate(weights)), k=1e-6
    )
    records = []
    for place, row in enumerate(rows.itertuples(index=False)):
        share = row.headcount / 100
        for poor, part in ((1, share), (0, 1 - share)):
            record = {f"x{j}": int(poor and j == place) for j in range(len(weights))}
            records.append({**record, "area": row.Area, "persons": part * row.population})
    return measure(profile_frame(pd.DataFrame(records), definition, "area", ["persons"]))


def test_urban_and_rural_poverty_add_up_to_the_published_nation(published):
    areas, national = published
    areas = areas.rename(columns={HEADCOUNT: "headcount", "Population share by area": "population"})
    compared = 0
    for country, rows in areas.groupby("country code"):
        if len(rows) != 2 or country not in national.index:
            continue
        result = poverty_of(rows)
        np.testing.assert_allclose(
            2 * result.areas["mpi"].reindex(rows["Area"]), rows[MPI], rtol=1e-6, atol=1e-12, err_msg=country
        )
        assert 2 * result.total["mpi"] == pytest.approx(national[country], abs=5.1e-4), country
        compared += 1
    assert compared > 40


#: Global MPI 2022 as published: area, share of people, H and A in percent, M0; and the M0 of the nation.
PUBLISHED = {
    "Bolivia 2016": (
        [("Urban", 68.641199, 1.181979, 39.942898, 0.004721), ("Rural", 31.358801, 26.304873, 41.840288, 0.110060)],
        0.038,
    ),
    "Indonesia 2017": (
        [("Urban", 49.631994, 1.959222, 36.447109, 0.007141), ("Rural", 50.368006, 5.254538, 39.547361, 0.020780)],
        0.014,
    ),
    "Niger 2012": (
        [("Urban", 15.766114, 58.656991, 51.198471, 0.300315), ("Rural", 84.233886, 97.019422, 67.781442, 0.657612)],
        0.601,
    ),
}


@pytest.mark.parametrize("country", PUBLISHED)
def test_the_global_mpi_of_three_countries_adds_up(country):
    areas, national = PUBLISHED[country]
    rows = pd.DataFrame(areas, columns=["Area", "population", "headcount", INTENSITY, MPI])
    result = poverty_of(rows)
    np.testing.assert_allclose(2 * result.areas["mpi"].reindex(rows["Area"]), rows[MPI], atol=1e-6)
    assert 2 * result.total["mpi"] == pytest.approx(national, abs=5.1e-4)
