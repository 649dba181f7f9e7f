"""Pockets over the years, from fields and from a long table."""

import pytest
from qgis.core import QgsFeature, QgsProcessingException, QgsVectorLayer

from ...builders import field_values, grid_layer

SIDE = 6
YEARS = [2019, 2020, 2021, 2022, 2023]


def value(unit, year):
    """Return a corner that is high in all years and another that becomes low in the last."""
    row, column = divmod(unit, SIDE)
    noise = ((unit * 7 + year * 3) % 11) / 10
    if row < 3 and column < 3:
        return 20.0 + noise
    return (-15.0 if row > 2 and column > 2 and year == YEARS[-1] else 5.0) + noise


def by_fields():
    units = range(SIDE * SIDE)
    columns = {"code": [f"K{unit}" for unit in units]}
    columns.update({f"y{year}": [value(unit, year) for unit in units] for year in YEARS})
    return grid_layer(columns, rows=SIDE)


def long_table(skip=()):
    table = QgsVectorLayer("NoGeometry?field=kode:string&field=tahun:integer&field=nilai:double", "long", "memory")
    features = []
    for year in reversed(YEARS):
        for unit in range(SIDE * SIDE):
            if (unit, year) not in skip:
                feature = QgsFeature(table.fields())
                feature.setAttributes([f"K{unit}", year, value(unit, year)])
                features.append(feature)
    table.dataProvider().addFeatures(features)
    return table


TABLE = {"ID_FIELD": "code", "TABLE_CODE_FIELD": "kode", "TIME_FIELD": "tahun", "VALUE_FIELD": "nilai"}


def test_lasting_and_new_pockets_are_found(run):
    results, layer = run("emerginghotspots", by_fields(), FIELDS=[f"y{year}" for year in YEARS])
    patterns = field_values(layer, "pattern")
    assert patterns[SIDE + 1] == "persistent_hot"
    assert patterns[4 * SIDE + 4] == "new_cold"
    assert results["YEARS"] == 5
    assert results["PATTERNS"] == sum(pattern != "none" for pattern in patterns)
    assert layer.fields().names()[-3:] == ["trend_z", "trend_p", "pattern"]


def test_a_long_table_gives_the_same_as_fields_whatever_its_order(run):
    _, fields = run("emerginghotspots", by_fields(), FIELDS=[f"y{year}" for year in YEARS])
    _, table = run("emerginghotspots", by_fields(), TABLE=long_table(), **TABLE)
    assert field_values(table, "pattern") == field_values(fields, "pattern")
    assert field_values(table, "trend_z") == field_values(fields, "trend_z")


def test_an_area_without_a_value_in_the_last_year_has_no_data(run):
    _, layer = run("emerginghotspots", by_fields(), TABLE=long_table(skip={(7, YEARS[-1])}), **TABLE)
    assert field_values(layer, "pattern")[7] == "nodata"


def test_few_years_are_warned_of(run, feedback):
    run("emerginghotspots", by_fields(), FIELDS=[f"y{year}" for year in YEARS], PERMUTATIONS=99)
    assert any("5 years are few" in warning for warning in feedback.warnings)


def test_years_come_as_fields_or_as_a_table(run):
    with pytest.raises(QgsProcessingException, match="either as fields"):
        run("emerginghotspots", by_fields())
    with pytest.raises(QgsProcessingException, match="either as fields"):
        run("emerginghotspots", by_fields(), FIELDS=["y2019"], TABLE=long_table(), **TABLE)
    with pytest.raises(QgsProcessingException, match="needs ID_FIELD"):
        run("emerginghotspots", by_fields(), TABLE=long_table())
    with pytest.raises(QgsProcessingException, match="at least two years"):
        run("emerginghotspots", by_fields(), FIELDS=["y2019"])


def test_a_second_value_in_one_year_is_refused(run):
    table = long_table()
    table.dataProvider().addFeatures([next(table.getFeatures())])
    with pytest.raises(QgsProcessingException, match="more than one value in a year for K0"):
        run("emerginghotspots", by_fields(), TABLE=table, **TABLE)


def test_the_report_explains_the_patterns_found(run, tmp_path):
    path = tmp_path / "report.html"
    run("emerginghotspots", by_fields(), FIELDS=[f"y{year}" for year in YEARS], REPORT=str(path))
    text = path.read_text(encoding="utf-8")
    assert "High pocket, persistent" in text
    assert "Significant in the last year and never before." in text
