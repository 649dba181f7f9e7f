"""The ASEM sustainable connectivity index, as COINr 1.1.14 builds it, through every stage."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.schema import definition_from_dict


@pytest.fixture(scope="module")
def folder(shared_data):
    return shared_data / "reference" / "composite"


@pytest.fixture(scope="module")
def data(folder):
    return pd.read_csv(folder / "asem_data.csv").set_index("uCode")


@pytest.fixture(scope="module")
def result(folder, data):
    meta = pd.read_csv(folder / "asem_meta.csv", keep_default_na=False)

    def dimension(row):
        children = meta[meta["Parent"] == row.iCode]
        node = {"code": row.iCode.lower(), "name": row.iName, "weight": float(row.Weight)}
        if (children["Type"] == "Indicator").all():
            node["indicators"] = [
                {
                    "field": child.iCode,
                    "direction": int(child.Direction),
                    "weight": float(child.Weight),
                    "denominator": child.Denominator or None,
                }
                for child in children.itertuples()
            ]
        else:
            node["dimensions"] = [dimension(child) for child in children.itertuples()]
        return node

    definition = definition_from_dict(
        {
            "dimensions": [dimension(row) for row in meta[meta["Parent"] == "Index"].itertuples()],
            "missing": {"method": "group", "statistic": "mean"},
            "outliers": {"method": "winsorise"},
            "aggregation": {"across": {"method": "arithmetic"}},
        }
    )
    return composite_index(data, definition, groups=data["EurAsia_group"])


@pytest.mark.parametrize(
    ("stage", "file"),
    [
        ("denominated", "1_denominated"),
        ("imputed", "2_imputed"),
        ("treated", "3_treated"),
        ("normalised", "4_normalised_minmax"),
    ],
)
def test_each_stage_equals_the_published_one(folder, data, result, stage, file):
    published = pd.read_csv(folder / f"asem_expected_{file}.csv").set_index("uCode")
    expected = published.loc[data.index, result.definition.fields].to_numpy().T
    np.testing.assert_allclose(getattr(result.stages, stage), expected, rtol=1e-9, atol=1e-9)


def test_every_level_and_the_index_equal_the_published_ones(folder, data, result):
    published = pd.read_csv(folder / "asem_expected_5_aggregated_arithmetic.csv").set_index("uCode")
    expected = published.loc[data.index].rename(columns=str.lower)
    np.testing.assert_allclose(result.units["index"], expected["index"], rtol=1e-9)
    np.testing.assert_allclose(result.dimensions, expected[result.dimensions.columns], rtol=1e-9)
    assert result.units.sort_values("rank").index[:3].tolist() == ["CHE", "NLD", "DNK"]


def test_the_same_number_of_values_is_winsorised(folder, result):
    log = pd.read_csv(folder / "asem_expected_3_treatment_log.csv").set_index("iCode")
    counts = result.treated["column"].astype(str).value_counts()
    expected = log["winsorise.nwin"].dropna().astype(int)
    assert counts.to_dict() == expected[expected > 0].to_dict()
