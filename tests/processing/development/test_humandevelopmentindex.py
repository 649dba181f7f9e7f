"""Human development by the toolbox: the numbers BPS published."""

import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer
from sejahtera.language import is_compiled, tr
from sejahtera.resources.presets import load_hdi_presets

from ...builders import Log, field_values, grid_layer, run_algorithm

#: Indonesia in 2018, 2023, 2024 and 2025, and the index that BPS printed.
INDONESIA = {
    "nama": ["2018", "2023", "2024", "2025"],
    "uhh": [71.20, 73.93, 74.15, 74.47],
    "hls": [12.91, 13.15, 13.21, 13.30],
    "rls": [8.17, 8.77, 8.85, 9.07],
    "rupiah": [11059.0, 11899.0, 12341.0, 12802.0],
}
PUBLISHED = [71.39, 74.39, 75.02, 75.90]
FIELDS = {
    "LIFE_EXPECTANCY_FIELD": "uhh",
    "EXPECTED_SCHOOLING_FIELD": "hls",
    "MEAN_SCHOOLING_FIELD": "rls",
    "EXPENDITURE_FIELD": "rupiah",
}


@pytest.fixture
def develop(provider, context, qgis_app):
    """Return a function that computes the index and gives a function of its fields, and the log."""

    def run(columns=None, **parameters):
        log = Log()
        parameters = {
            "INPUT": grid_layer({**INDONESIA, **(columns or {})}),
            "NAME_FIELD": "nama",
            "EXPENDITURE_UNIT": "thousand",
            "OUTPUT": "memory:",
            **FIELDS,
            **parameters,
        }
        results = run_algorithm("sejahtera:humandevelopmentindex", parameters, context, log)
        layer = context.takeResultLayer(results["OUTPUT"])
        return (lambda name: field_values(layer, name)) if layer else results, log

    return run


def test_the_ipm_of_indonesia_is_the_one_that_bps_printed(develop):
    values, _ = develop()
    assert [round(value, 2) for value in values("hdi")] == PUBLISHED
    assert values("health_index")[3] == pytest.approx(0.838)
    assert values("education_index")[3] == pytest.approx(0.6717777778)
    assert values("income_index")[3] == pytest.approx(0.7768439504)
    assert values("category") == ["high"] * 4


def test_the_change_between_years_splits_into_dimensions(develop):
    earlier = {
        f"{name}0": [None, INDONESIA[name][0], *INDONESIA[name][1:3]] for name in ("uhh", "hls", "rls", "rupiah")
    }
    before = {f"{parameter}_BEFORE": f"{field}0" for parameter, field in FIELDS.items()}
    values, _ = develop(earlier, YEAR=2024, YEAR_BEFORE=2023, **before)
    row = 2  # 2024 against 2023
    assert round(values("growth")[row], 2) == 0.85  # as BPS prints it
    parts = [values(f"change_{name}")[row] for name in ("health", "education", "income")]
    assert parts == pytest.approx([0.1013756606, 0.16355035, 0.3651532627], abs=1e-8)
    assert sum(parts) == pytest.approx(values("change")[row])
    assert values("change")[0] is None


@pytest.mark.defect("A10")
def test_an_area_without_an_index_in_a_year_has_no_change_and_is_named(develop):
    before = {f"{parameter}_BEFORE": f"{field}0" for parameter, field in FIELDS.items()}
    earlier = {f"{name}0": [None, *INDONESIA[name][:3]] for name in ("uhh", "hls", "rls", "rupiah")}
    values, log = develop(earlier, YEAR=2024, YEAR_BEFORE=2023, **before)
    assert values("change")[0] is None
    assert any("No change for 2018" in warning for warning in log.warnings)


def test_a_break_of_the_series_between_the_years_is_told(develop):
    before = {f"{parameter}_BEFORE": field for parameter, field in FIELDS.items()}
    _, log = develop(YEAR=2021, YEAR_BEFORE=2019, **before)
    assert any("series breaks between 2019 and 2021" in warning for warning in log.warnings)
    _, log = develop(YEAR=2023, YEAR_BEFORE=2021, **before)
    assert not any("series breaks" in warning for warning in log.warnings)


@pytest.mark.skipif(not is_compiled("id"), reason="the translations are not compiled")
def test_a_preset_and_its_breaks_are_told_in_the_language_of_the_user():
    preset = load_hdi_presets()["bps-2014"]
    assert tr(preset.name, "id") == "IPM, metode baru BPS (rilis sejak 2014)"
    assert tr(preset.series_breaks["2020"], "id").startswith("Sejak 2020 angka harapan hidup")


def test_undp_has_its_own_goalposts_and_scale(develop):
    values, _ = develop(PRESET="undp-2014", EXPENDITURE_UNIT="one")
    assert all(0 < value < 1 for value in values("hdi"))


def test_inequality_lowers_the_index(develop):
    unequal = {name: [0.05, 0.2, 0.0, None] for name in ("ah", "ae", "ai")}
    values, _ = develop(
        unequal, HEALTH_INEQUALITY_FIELD="ah", EDUCATION_INEQUALITY_FIELD="ae", INCOME_INEQUALITY_FIELD="ai"
    )
    assert values("ihdi")[:3] == pytest.approx([0.95 * values("hdi")[0], 0.8 * values("hdi")[1], values("hdi")[2]])
    assert values("loss")[:3] == pytest.approx([0.05, 0.2, 0.0])
    assert values("ihdi")[3] is None


def test_gender_inequality_is_added_where_the_layer_has_its_fields(develop):
    equal = {f"{name}_{sex}": [0.5] * 4 for name in ("seats", "secondary", "labour") for sex in ("female", "male")}
    values, _ = develop({**equal, "maternal_mortality": [10.0] * 4, "adolescent_births": [1.0] * 4})
    assert values("gii") == pytest.approx([0.0] * 4, abs=1e-12)


def test_a_value_beyond_its_goalposts_is_named_and_a_missing_one_leaves_no_index(develop):
    values, log = develop({"rls": [16.0, 8.0, None, 8.0]})
    assert values("clamped")[0] == "mean_schooling"
    assert values("hdi")[2] is None
    assert values("category")[2] is None
    assert any("outside the goalposts were set to 0 or 1 at 2018" in warning for warning in log.warnings)


def test_it_says_that_a_kelurahan_has_only_a_proxy(develop):
    _, log = develop()
    assert any("proxy" in warning for warning in log.warnings)


def test_the_file_opens_styled_and_the_report_has_its_charts(develop, tmp_path):
    before = {f"{parameter}_BEFORE": field for parameter, field in FIELDS.items()}
    develop(OUTPUT=str(tmp_path / "hdi.gpkg"), REPORT=str(tmp_path / "hdi.html"), YEAR=2024, YEAR_BEFORE=2023, **before)
    layer = QgsVectorLayer(str(tmp_path / "hdi.gpkg"), "hdi", "ogr")
    labels = [category.label() for category in layer.renderer().categories()]
    assert [label.split(" · ")[1] for label in labels] == ["0", "4", "0", "0", "0"]
    assert (tmp_path / "hdi.html").read_text(encoding="utf-8").count("<svg") == 2


BAD = {
    "rupiah where thousands are meant": ({"rupiah": [11059000.0] * 4}, {}, "rupiah is in another unit"),
    "an earlier year that is not whole": ({}, {"LIFE_EXPECTANCY_FIELD_BEFORE": "uhh"}, "needs all four indicators"),
    "no years": ({}, {f"{parameter}_BEFORE": field for parameter, field in FIELDS.items()}, "YEAR_BEFORE"),
    "years the wrong way round": (
        {},
        {**{f"{parameter}_BEFORE": field for parameter, field in FIELDS.items()}, "YEAR": 2020, "YEAR_BEFORE": 2021},
        "second year must be after the first",
    ),
    "one inequality alone": ({"a": [0.1] * 4}, {"HEALTH_INEQUALITY_FIELD": "a"}, "all three dimensions"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_sentence(develop, tmp_path, case):
    columns, parameters, words = BAD[case]
    with pytest.raises(QgsProcessingException, match=words):
        develop(columns, OUTPUT=str(tmp_path / "out.gpkg"), **parameters)
    assert not list(tmp_path.iterdir())
