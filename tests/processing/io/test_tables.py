"""One reader of tables for every algorithm: the same file is the same numbers, or the same refusal."""

import json

import pytest
from qgis.core import QgsProcessingException, QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer

from ...builders import Log, field_values, grid_layer, run_algorithm
from ..poverty.households import definition as poverty_definition

CODES = ["33.72.01.1005", "33.72.01.1006", "33.72.03.1002", "33.72.03.1010"]
#: Thousands with points, or thousandths: nothing in the column tells.
UNCLEAR = ["1.234", "2.345", "1.500", "1.100"]


@pytest.fixture
def city(qgis_app):
    ones = [float(number) for number in range(1, 5)]
    return grid_layer(
        {
            "kode": CODES,
            "nama": ["Penumping", "Sriwedari", "Semanggi", "Mojo"],
            "people": [5000.0, 4000.0, 3000.0, 2000.0],
            "need": ones,
            "index": ones,
            "rank": [4, 3, 2, 1],
            "inc01": ones,
            "edu01": ones[::-1],
        }
    )


def write(path, header, *columns):
    rows = [header, *(";".join(row) for row in zip(CODES, *columns))]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return str(path)


def _index_definition():
    indicators = [{"field": field, "direction": "+"} for field in ("inc01", "edu01")]
    return json.dumps(
        {
            "schema": "sejahtera-index-definition",
            "version": 1,
            "name": "two",
            "dimensions": [{"code": "d", "indicators": indicators}],
        }
    )


def parameters_of(algorithm, city, path, column):
    """Return what an algorithm needs to read a column from a table with `kode` and three more columns."""
    keys = {"INPUT": city, "ID_FIELD": "kode", "NAME_FIELD": "nama", "OUTPUT": "memory:"}
    table = {"TABLE": path, "TABLE_CODE_FIELD": "kode"}
    return {
        "joinindicators": {**keys, **table},
        "targeting": {
            **keys,
            **table,
            "POPULATION_FIELD": "people",
            "NEED_FIELD": "need",
            "ELIGIBLE_FIELD": column,
            "RECIPIENTS_FIELD": "two",
            "ELIGIBLE_RECIPIENTS_FIELD": "one",
        },
        "thematicfindings": {
            **keys,
            **table,
            "INDEX_FIELD": "index",
            "THEME_FIELD": "theme",
            "INTENSITY_FIELD": column,
        },
        "emerginghotspots": {**keys, **table, "TIME_FIELD": "year", "VALUE_FIELD": column},
        "multidimensionalpoverty": {
            **keys,
            "RECORDS": path,
            "RECORD_CODE_FIELD": "kode",
            "SIZE_FIELD": column,
            "DEFINITION": poverty_definition(
                dimensions=[{"code": "d", "weight": 1, "indicators": [{"field": "one", "rule": "flag"}]}]
            ),
        },
        "exportatlas": {"INPUT": city, "ID_FIELD": "kode", "NAME_FIELD": "nama", "CONTRIBUTIONS": path},
        "policyreport": {"INDEX": city, "NAME_FIELD": "nama", "CHECK": path},
        "indexchange": {**keys, "INPUT_BEFORE": path, "DEFINITION": _index_definition()},
    }[algorithm]


HEADER = "kode;inc01;one;two;theme;year;edu01;field;gravest"
ALGORITHMS = [
    "joinindicators",
    "targeting",
    "thematicfindings",
    "emerginghotspots",
    "multidimensionalpoverty",
    "exportatlas",
    "policyreport",
    "indexchange",
]


@pytest.fixture
def run(provider, context, city, tmp_path):
    """Return a function that runs an algorithm on a table whose column inc01 is given."""

    def with_column(algorithm, cells, **more):
        words = [["1"] * 4, ["1"] * 4, ["P1"] * 4, ["2024"] * 4, ["4", "3", "2", "1"], ["inc01"] * 4, ["none"] * 4]
        path = write(tmp_path / "table.csv", HEADER, cells, *words)
        given = parameters_of(algorithm, city, path, "inc01")
        endings = {"exportatlas": "pdf", "policyreport": "html"}
        if algorithm in endings:
            given["OUTPUT"] = str(tmp_path / f"output.{endings[algorithm]}")
        log = Log()
        return run_algorithm(f"sejahtera:{algorithm}", {**given, **more}, context, log), log

    return with_column


@pytest.mark.defect("A7")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_numbers_that_may_be_thousands_are_refused_everywhere(run, algorithm):
    with pytest.raises(QgsProcessingException, match=r"“inc01” cannot be read without a guess: “1\.234”"):
        run(algorithm, UNCLEAR)


@pytest.mark.defect("A7")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_numbers_of_both_kinds_in_a_column_are_refused_everywhere(run, algorithm):
    with pytest.raises(QgsProcessingException, match="“inc01” is written with a decimal comma, but 1 of its"):
        run(algorithm, ["12,5", "13,5", "1.5", "2,5"])


@pytest.mark.defect("A7")
@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_every_algorithm_with_a_table_takes_numbers_as_its_last_but_optional_word(provider, algorithm):
    one = provider.algorithm(algorithm)
    numbers = one.parameterDefinition("NUMBERS")
    assert numbers.help()
    assert one.parameterDefinition("NUMBERS").checkValueIsAcceptable("comma")


@pytest.mark.defect("A7")
@pytest.mark.parametrize(("written", "coverage"), [("comma", 1500 / 2400), ("point", 1.5 / 302.4)])
def test_coverage_is_that_of_the_numbers_as_they_were_meant(provider, context, city, tmp_path, written, coverage):
    eligible, reached = ["1.200", "1.000", "100", "100"], ["1.000", "500", "0", "0"]
    path = write(tmp_path / "programme.csv", "kode;eligible;reached", eligible, reached)
    parameters = {
        **parameters_of("targeting", city, path, "eligible"),
        "RECIPIENTS_FIELD": "reached",
        "ELIGIBLE_RECIPIENTS_FIELD": "reached",
    }
    with pytest.raises(QgsProcessingException, match="cannot be read without a guess"):
        run_algorithm("sejahtera:targeting", parameters, context, Log())
    if written == "comma":
        results = run_algorithm("sejahtera:targeting", {**parameters, "NUMBERS": written}, context, Log())
        assert results["COVERAGE"] == pytest.approx(coverage)
    else:
        with pytest.raises(QgsProcessingException, match="more eligible recipients"):
            run_algorithm("sejahtera:targeting", {**parameters, "NUMBERS": written}, context, Log())


@pytest.mark.defect("A7")
@pytest.mark.parametrize("how", ["subset", "selection", "delimitedtext"])
def test_a_filtered_text_file_is_read_as_it_is_written_too(provider, context, city, tmp_path, how):
    path = write(tmp_path / "t.csv", "kode;v;year", ["1.500", "2.500", "7.000", "8.000"], ["1", "2", "2", "2"])
    source = f"file://{path}?delimiter=;&detectTypes=yes" if how == "delimitedtext" else path
    table = QgsVectorLayer(source, "t", "delimitedtext" if how == "delimitedtext" else "ogr")
    given = table
    if how == "selection":
        QgsProject.instance().addMapLayer(table, False)
        table.selectByExpression("\"kode\" LIKE '33.72.01%'")
        given = QgsProcessingFeatureSourceDefinition(table.id(), True)
    else:
        table.setSubsetString("\"kode\" LIKE '33.72.01%'")
    results = run_algorithm(
        "sejahtera:joinindicators",
        {
            "INPUT": city,
            "ID_FIELD": "kode",
            "TABLE": given,
            "TABLE_CODE_FIELD": "kode",
            "NUMBERS": "comma",
            "OUTPUT": "memory:",
        },
        context,
        Log(),
    )
    joined = context.takeResultLayer(results["OUTPUT"])
    QgsProject.instance().removeMapLayer(table.id())
    assert field_values(joined, "v") == [1500.0, 2500.0, None, None]


@pytest.mark.defect("B14")
def test_signs_for_no_data_are_told_with_their_column_and_number(run):
    _, log = run("joinindicators", ["-", "12,5", "n.a.", "-"], FIELDS=["inc01"])
    told = [warning for warning in log.warnings if warning.startswith("Taken as missing")]
    assert told == [
        "Taken as missing: “-” in 2 rows of “inc01”, “n.a.” in 1 row of “inc01”. Where such a sign means zero, "
        "write 0 in the table."
    ]


@pytest.mark.defect("B14")
@pytest.mark.parametrize("algorithm", ["targeting", "exportatlas", "multidimensionalpoverty"])
def test_signs_for_no_data_are_told_by_other_algorithms_too(run, algorithm):
    _, log = run(algorithm, ["3", "2", "1", "-"])
    assert any("“-” in 1 row of “inc01”" in warning for warning in log.warnings)


@pytest.mark.defect("B14")
@pytest.mark.parametrize("algorithm", ["targeting", "thematicfindings", "emerginghotspots", "exportatlas"])
def test_a_word_in_a_column_of_numbers_is_refused_with_its_row(run, algorithm):
    with pytest.raises(QgsProcessingException, match=r"inc01 of the table says “n\.t\.” in row 4, which is no number"):
        run(algorithm, ["1,5", "2,5", "n.t.", "1,5"])


@pytest.mark.defect("A7")
@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (UNCLEAR, "“inc01” cannot be read without a guess"),
        (["1,5", "2,5", "3,5", "4,5"], "not written as the engine “duckdb” reads them"),
        (["1.234.567", "2", "3", "4"], "not written as the engine “duckdb” reads them"),
    ],
)
def test_engines_that_read_files_themselves_are_given_none_they_would_misread(run, tmp_path, cells, sentence):
    with pytest.raises(QgsProcessingException, match=sentence):
        run("multidimensionalpoverty", cells, RECORDS=None, ENGINE="duckdb", SOURCE=str(tmp_path / "table.csv"))
