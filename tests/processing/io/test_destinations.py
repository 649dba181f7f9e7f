"""Where outputs go is checked before anything is computed, and a format is asked for what it can hold."""

import pytest
from qgis.core import Qgis, QgsApplication, QgsProcessingException
from sejahtera.processing.base.algorithm import Algorithm

from ...builders import Log, grid_layer, run_algorithm

COLUMNS = {"v": [1.0, 2.0, 4.0, 8.0], "w": [3.0, 1.0, 2.0, 9.0], "nama": ["A", "B", "C", "D"]}


@pytest.fixture
def run(provider, context):
    """Return a function that asks for neighbours and gives the sentence of the refusal, None where there is none."""

    def ask(columns=COLUMNS, algorithm="neighbours", **parameters):
        parameters = {"INPUT": grid_layer(columns), **parameters}
        try:
            run_algorithm(f"sejahtera:{algorithm}", parameters, context, Log())
        except QgsProcessingException as error:
            return str(error)
        return None

    return ask


@pytest.fixture
def logged(qgis_app):
    """Return what comes into the panel of log messages."""
    found = []
    log = QgsApplication.messageLog()
    keep = lambda text, tag, level: found.append((text, tag, level))  # noqa: E731 - to be disconnected
    log.messageReceived[str, str, Qgis.MessageLevel].connect(keep)
    yield found
    log.messageReceived[str, str, Qgis.MessageLevel].disconnect(keep)


@pytest.mark.defect("B9")
@pytest.mark.parametrize("name", ["o.txt", "o.nonsense", "o.doc"])
def test_an_ending_that_nothing_writes_is_refused_and_endings_that_are_written_are_named(run, tmp_path, name):
    said = run(algorithm="hotspots", FIELD="v", OUTPUT=str(tmp_path / name))
    assert name[1:] in said
    assert ".gpkg" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.defect("B9")
@pytest.mark.parametrize("name", ["o.csv", "o.xlsx", "o.ods", "o.geojson", "o.gpkg", "table.shp"])
def test_a_result_names_a_file_that_is_there(provider, context, tmp_path, name):
    results = run_algorithm(
        "sejahtera:checkindicators",
        {"INPUT": grid_layer(COLUMNS), "FIELDS": ["v", "w"], "OUTPUT": str(tmp_path / name)},
        context,
        Log(),
    )
    assert (tmp_path / results["OUTPUT"]).exists()


@pytest.mark.defect("B9")
@pytest.mark.parametrize("name", ["report.odt", "report"])
def test_a_file_is_called_what_it_is(run, tmp_path, name):
    said = run(algorithm="hotspots", FIELD="v", OUTPUT=str(tmp_path / "o.gpkg"), REPORT=str(tmp_path / name))
    assert ".html" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.defect("B8")
def test_two_outputs_in_one_file_are_refused_whatever_the_path_is_written_like(run, tmp_path):
    said = run(
        algorithm="regions",
        FIELDS=["v", "w"],
        NUMBER=2,
        OUTPUT=str(tmp_path / "o.gpkg"),
        OUTPUT_PROFILE=str(tmp_path / "." / "o.gpkg"),
    )
    assert "OUTPUT and OUTPUT_PROFILE" in said
    assert not list(tmp_path.iterdir())


@pytest.mark.defect("B8")
def test_an_output_does_not_take_the_place_of_an_input(run, context, tmp_path):
    given = tmp_path / "given.gpkg"
    run_algorithm(
        "sejahtera:hotspots", {"INPUT": grid_layer(COLUMNS), "FIELD": "v", "OUTPUT": str(given)}, context, Log()
    )
    before = given.read_bytes()
    said = run(algorithm="hotspots", INPUT=str(given), FIELD="v", OUTPUT=str(given))
    assert "given.gpkg" in said
    assert given.read_bytes() == before


@pytest.mark.defect("B8")
@pytest.mark.parametrize("roles", [("NAME_FIELD", "GROUP_FIELD"), ("ID_FIELD", "NAME_FIELD")])
@pytest.mark.parametrize("algorithm", ["compositeindex", "checkindicators"])
def test_one_field_may_have_two_roles(run, tmp_path, roles, algorithm):
    tables = {"compositeindex": "OUTPUT_CONTRIBUTIONS", "checkindicators": "OUTPUT_UNITS"}
    outputs = {"OUTPUT": str(tmp_path / "o.gpkg"), tables[algorithm]: str(tmp_path / "table.csv")}
    rows = ["v", "one", "+", 1, "w", "two", "+", 1]
    chosen = {"INDICATORS": rows} if algorithm == "compositeindex" else {"FIELDS": ["v", "w"]}
    said = run(algorithm=algorithm, **dict.fromkeys(roles, "nama"), **chosen, **outputs)
    assert said is None
    header = (tmp_path / "table.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",").count("nama") == 1


@pytest.mark.defect("B14")
@pytest.mark.parametrize(
    ("field", "values"), [("fid", ["a", "b", "c", "d"]), ("geom", [1, 2, 3, 4]), ("V", [1.0, 2.0, 3.0, 4.0])]
)
def test_a_field_whose_name_a_geopackage_keeps_for_itself_is_named(run, tmp_path, field, values):
    said = run({**COLUMNS, field: values}, algorithm="hotspots", FIELD="w", OUTPUT=str(tmp_path / "o.gpkg"))
    assert f"“{field}”" in said
    assert "Rename" in said
    assert "folder" not in said
    assert run({**COLUMNS, field: values}, algorithm="hotspots", FIELD="w", OUTPUT=str(tmp_path / "o.geojson")) is None


@pytest.mark.defect("B14")
def test_row_numbers_that_repeat_are_told_without_sql(run, tmp_path):
    said = run({**COLUMNS, "fid": [1, 2, 2, 3]}, algorithm="hotspots", FIELD="v", OUTPUT=str(tmp_path / "o.gpkg"))
    assert "“fid”" in said
    assert "constraint" not in said
    assert not list(tmp_path.iterdir())


@pytest.mark.defect("B14")
def test_more_fields_than_a_geopackage_holds_are_counted(run, tmp_path):
    many = {f"f{number}": [1.0] * 4 for number in range(1998)}
    said = run({**COLUMNS, **many}, algorithm="hotspots", FIELD="v", OUTPUT=str(tmp_path / "o.gpkg"))
    assert "2,0" in said
    assert "SQL" not in said


@pytest.mark.parametrize("field", ["nama", ["nama", "v"]])
def test_a_field_of_text_is_refused_where_numbers_are_asked_for(run, tmp_path, field):
    algorithm, name = ("regions", "FIELDS") if isinstance(field, list) else ("inequalitymeasures", "FIELD")
    said = run(algorithm=algorithm, **{name: field}, OUTPUT=str(tmp_path / "o.csv"))
    assert said.startswith(f"{name}: the field “nama” holds no numbers")


class Faulty(Algorithm):
    """Fails where nobody foresaw it."""

    ID = "faulty"
    TITLE = "Faulty"
    GROUP = ("test", "Test")

    def define(self):
        """Have no parameters."""

    def compute(self, run):  # noqa: ARG002 - it comes to nothing
        raise ZeroDivisionError("division by zero")


class FaultyBefore(Faulty):
    """Fails before it runs, in the main thread."""

    def prepare(self, parameters, context):  # noqa: ARG002 - it comes to nothing
        self.compute(None)


class Told(Log):
    """A feedback that remembers errors: QGIS tells so of what fails before a run."""

    def reportError(self, error, fatalError=False):  # noqa: N802, N803, ARG002
        self.warnings.append(error)


@pytest.mark.parametrize("faulty", [Faulty, FaultyBefore])
def test_an_exception_that_nobody_foresaw_is_one_sentence_and_its_trace_is_in_the_log(context, logged, faulty):
    feedback = Told()
    try:
        _, done = faulty().create().run({}, context, feedback, catchExceptions=False)
        (said,) = feedback.warnings
    except QgsProcessingException as error:
        said, done = str(error), False
    assert not done
    assert "Traceback" not in said
    assert "\n" not in said
    assert "ZeroDivisionError" in said
    assert "/issues" in said
    traces = [text for text, tag, _ in logged if tag == "Sejahtera"]
    assert len(traces) == 1
    assert 'raise ZeroDivisionError("division by zero")' in traces[0]
