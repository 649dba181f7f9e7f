"""Results on data that others published stay the same to the bit; those of the demo are in tests/test_demo.py."""

import csv
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterFeatureSink, QgsProcessingParameterFileDestination

from ..builders import Log, grid_layer, run_algorithm
from .cases import DEVELOPMENT, DEVELOPMENT_COLUMNS, DEVELOPMENT_RUN, NAMES, RUNS
from .outputs import differences, fields_of, text_of
from .record import INTENDED, RECORDS, check


@pytest.fixture
def texts_of(provider, context, tmp_path):
    """Return a function that runs an algorithm and gives all of its layers, tables and numbers as text."""

    def run(algorithm, parameters, carried):
        known = QgsApplication.processingRegistry().algorithmById(f"sejahtera:{algorithm}")
        definitions = known.parameterDefinitions()
        assert set(parameters) <= {one.name() for one in definitions}
        outputs = {
            one.name(): str(tmp_path / f"{one.name().lower()}.gpkg")
            for one in definitions
            if isinstance(one, QgsProcessingParameterFeatureSink)
        }
        outputs |= {
            one.name(): str(tmp_path / f"{one.name().lower()}.gwt")
            for one in definitions
            if isinstance(one, QgsProcessingParameterFileDestination) and one.name() == "OUTPUT_FILE"
        }
        results = run_algorithm(f"sejahtera:{algorithm}", {**parameters, **outputs}, context, Log())
        texts = {Path(path).name: text_of(Path(path), carried) for path in outputs.values() if Path(path).exists()}
        numbers = {key: value for key, value in sorted(results.items()) if isinstance(value, (int, float))}
        texts["numbers.csv"] = ",".join(numbers) + "\n" + ",".join(map(repr, numbers.values())) + "\n"
        return texts

    return run


@pytest.mark.parametrize(("name", "algorithm", "parameters"), RUNS, ids=[run[0] for run in RUNS])
def test_a_run_on_data_of_others_has_its_golden_results(name, algorithm, parameters, shared_data, texts_of):
    source = shared_data / parameters["INPUT"]
    check(name, texts_of(algorithm, {**parameters, "INPUT": str(source)}, fields_of(source)))


def test_human_development_in_two_years_has_its_golden_results(shared_data, texts_of):
    with (shared_data / DEVELOPMENT).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = {"wilayah": [row["wilayah"] for row in rows if row["tahun"] == "2022"]}
    for year in ("2020", "2022"):
        of_year = {row["wilayah"]: row for row in rows if row["tahun"] == year}
        for column in DEVELOPMENT_COLUMNS.values():
            columns[f"{column}_{year}"] = [float(of_year[area][column]) for area in columns["wilayah"]]
    layer = grid_layer(columns)
    carried = columns.keys() - {"wilayah"}
    check("development", texts_of("humandevelopmentindex", {"INPUT": layer, **DEVELOPMENT_RUN}, carried))


def test_every_record_and_every_intended_change_belongs_to_a_run():
    assert {path.name for path in RECORDS.iterdir()} == NAMES
    assert {entry.partition("/")[0] for entry in INTENDED} <= NAMES


def test_every_run_has_a_name_of_its_own():
    assert len(NAMES) == len(RUNS) + 2


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ("a,b\n1,0.30000000000000004\n", [(1, "b", "0.3", "0.30000000000000004")]),
        ("a,b\n1,NULL\n", [(1, "b", "0.3", "NULL")]),
        ("b,a\n1,0.3\n", [(0, "a", "a", "b"), (0, "b", "b", "a")]),
        ("a,b\n", [("rows", "", 2, 1)]),
        ("a,b\n1\n", [(1, "fields", ["1", "0.3"], ["1"])]),
    ],
)
def test_a_difference_is_told_by_its_row_and_field(now, told):
    assert differences("a,b\n1,0.3\n", now) == told


def test_quotes_and_line_ends_are_compared_too():
    assert differences("a\n\n1\n", 'a\n\n"1"\n')[0][1] == "writing"


def test_other_libraries_may_round_otherwise_and_no_more():
    was = "a,b\n1,0.3\n"
    assert not differences(was, "a,b\n1,0.30000000000000004\n", exact=False)
    assert differences(was, "a,b\n1,0.300001\n", exact=False)
