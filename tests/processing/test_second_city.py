"""A second place, in its own words, codes and numbers, goes through the whole chain without a false word.

It is the province of Jawa Tengah: 35 regencies and cities, one without data and one an island.
"""

import gc
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProject, QgsVectorLayer
from sejahtera.language import is_compiled

from ..builders import Log, field_values, run_algorithm
from .base.test_unit_names import text_of
from .second_city import (
    COUNT_FIELD,
    FIELDS,
    GROUP,
    ISLAND,
    NO_DATA,
    TITLES,
    UNIT,
    rows_of,
    surakarta_titles,
    write_second_city,
)

LANGUAGES = ("id", "en")
NAMES = {"UNIT_NAME": UNIT, "GROUP_NAME": GROUP}
UNITS = {"ID_FIELD": "kode", "NAME_FIELD": "nama"}
#: What no page may say, whatever the language.
FALSE = re.compile(
    r"[Kk]elurahan|[Kk]ecamatan|\bSolo\b|\bNone\b|\bnan\b|[{}]|\b[Tt]h(?:is|e) city\b|\b[Cc]ity (?:mean|values?)\b"
    r"|\(city\b|\b1 [a-z/-]+ (?:are|have|lie|get|were|take)\b|\bof 1 [a-z]+s\b"
    r"|\brata-rata kota\b|\(kota\b|\bsekota\b|\bpersentil \d+ kota\b|\bNilai kota\b"
)
#: Where a page may say Surakarta: the city of that name, and the former residency.
OWN = re.compile(r"Kota Surakarta|Eks-karesidenan Surakarta")


def tells(text, *, machine=r"(?:Definition of the index|Recipe|Definisi indeks|Resep) .*|Commands .*|Perintah .*"):
    """Return what is false in a text, with the words around; the recipe for machines is left out."""
    text = re.sub(machine, " ", text, flags=re.DOTALL)
    return [text[max(found.start() - 50, 0) : found.end() + 30] for found in FALSE.finditer(text)]


class Chain:
    """The chain run once: its folder, what each run told, and its layers."""

    def __init__(self, folder, context):
        self.folder, self.context, self.logs, self.results = folder, context, {}, {}

    def run(self, algorithm, output, name=None, **parameters):
        """Run an algorithm and remember what it told."""
        log, name = Log(), name or algorithm
        given = {"OUTPUT": self.path(output), **NAMES, **parameters}
        self.results[name] = run_algorithm(f"sejahtera:{algorithm}", given, self.context, log)
        self.logs[name] = [*log.infos, *log.warnings]
        return given["OUTPUT"]

    def path(self, name):
        """Return a file of the folder."""
        return str(self.folder / name)

    def values(self, name, *fields):
        """Return the values of fields of a layer by the name of the unit."""
        layer = QgsVectorLayer(self.path(name), name, "ogr")
        columns = zip(*(field_values(layer, field) for field in fields))
        return dict(zip(field_values(layer, "nama"), columns))


@pytest.fixture(scope="module")
def chain(shared_data, tmp_path_factory, qgis_app, qgis_processing):
    """Run everything, with few draws, on paper of low resolution."""
    from sejahtera.processing.provider import SejahteraProvider

    provider = SejahteraProvider()
    QgsApplication.processingRegistry().addProvider(provider)
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    folder = tmp_path_factory.mktemp("jateng")
    write_second_city(shared_data, folder)
    chain = Chain(folder, context)
    _measure(chain)
    _decide(chain)
    _print(chain)
    yield chain
    QgsProject.instance().clear()
    chain.results.clear()
    chain.context = context = None
    gc.collect()
    QgsApplication.processingRegistry().removeProvider(provider)


def _measure(chain):
    for year in ("2020", "2022"):
        table = {
            "INPUT": chain.path("jateng.gpkg"), "TABLE": chain.path(f"indikator_{year}.csv"), **UNITS,
            "TABLE_CODE_FIELD": "kode_bps", "TABLE_NAME_FIELD": "wilayah", "NUMBERS": "comma",
        }  # fmt: skip
        chain.run("joinindicators", f"joined_{year}.gpkg", f"join_{year}", **table)
    joined = chain.path("joined_2022.gpkg")
    audited = {"INPUT": joined, "FIELDS": [*FIELDS, COUNT_FIELD], **UNITS, "REPORT": chain.path("check.html")}
    chain.run("checkindicators", "check.csv", **audited)
    indexed = {"INPUT": joined, "DEFINITION": chain.path("definisi.json"), **UNITS, "GROUP_FIELD": "karesidenan"}
    beside = {"OUTPUT_WEIGHTS": chain.path("weights.csv"), "OUTPUT_CONTRIBUTIONS": chain.path("contributions.csv")}
    chain.run("compositeindex", "index.gpkg", **indexed, **beside, REPORT=chain.path("index.html"))
    chain.run("indexrobustness", "robust.gpkg", **indexed, DRAWS=100, REPORT=chain.path("robust.html"))
    years = {"INPUT_BEFORE": chain.path("joined_2020.gpkg"), "YEAR": "2022", "YEAR_BEFORE": "2020", "DRAWS": 50}
    chain.run("indexchange", "change.gpkg", **indexed, **years, REPORT=chain.path("change.html"))


def _decide(chain):
    index = {"INPUT": chain.path("index.gpkg"), **UNITS}
    local = {"FIELD": "index", "PERMUTATIONS": 999}
    chain.run("hotspots", "hot.gpkg", **index, **local, REPORT=chain.path("hot.html"))
    chain.run("clustersoutliers", "clu.gpkg", **index, **local, REPORT=chain.path("clu.html"))
    spread = {"FIELD": "index", "GROUP_FIELD": "karesidenan", "POPULATION_FIELD": "penduduk", "BOOTSTRAP": 100}
    spread |= {"WEIGHTS": "queen", "PERMUTATIONS": 99}
    chain.run("inequalitymeasures", "ineq.csv", **index, **spread, REPORT=chain.path("ineq.html"))
    programme = {
        "NEED_FIELD": "index", "HIGH_IS_NEED": False, "POPULATION_FIELD": "penduduk",
        "TABLE": chain.path("program.csv"),
        "KIND": "counts", "TABLE_CODE_FIELD": "kode_bps", "TABLE_CODE_SYSTEM": "bps", "ELIGIBLE_FIELD": "sasaran",
        "RECIPIENTS_FIELD": "penerima", "ELIGIBLE_RECIPIENTS_FIELD": "penerima_layak", "NUMBERS": "comma",
    }  # fmt: skip
    chain.run("targeting", "tar.gpkg", **index, **programme, REPORT=chain.path("tar.html"))
    wanted = {"RECOMMENDATIONS": chain.path("usulan.json"), "GROUP_FIELD": "karesidenan", "YEAR": "2022"}
    wanted |= {"POPULATION_FIELD": "penduduk", "BUDGET": 1e11, "BUDGET_FOR": "R1"}
    chain.run("priorities", "pri.gpkg", **index, **wanted, REPORT=chain.path("pri.html"))


def _print(chain):
    definition = {"DEFINITION": chain.path("definisi.json")}
    for language in LANGUAGES:
        sheet = {"INPUT": chain.path("pri.gpkg"), **UNITS, "GROUP_FIELD": "karesidenan", **definition}
        sheet |= {"LANGUAGE": language, "TITLE": "Jawa Tengah", "RESOLUTION": 72}
        given = {**sheet, "CONTRIBUTIONS": chain.path("contributions.csv")}
        chain.run("exportatlas", f"atlas_{language}.pdf", f"atlas_{language}", **given)
        read = {
            "INDEX": "index.gpkg", "HOTSPOTS": "hot.gpkg", "CLUSTERS": "clu.gpkg", "WEIGHTS_TABLE": "weights.csv",
            "CONTRIBUTIONS_TABLE": "contributions.csv", "INEQUALITY": "ineq.csv", "CHANGE": "change.gpkg",
            "ROBUSTNESS": "robust.gpkg", "PRIORITIES": "pri.gpkg", "TARGETING": "tar.gpkg", "CHECK": "check.csv",
        }  # fmt: skip
        inputs = {parameter: chain.path(name) for parameter, name in read.items()}
        more = {"NAME_FIELD": "nama", "GROUP_FIELD": "karesidenan", "POPULATION_FIELD": "penduduk", "TITLE": "T"}
        given = {**inputs, **more, **definition, "LANGUAGE": language}
        chain.run("policyreport", f"report_{language}.html", f"report_{language}", **given)


@pytest.fixture(params=LANGUAGES)
def language(request):
    """Return each language whose words are compiled."""
    if not is_compiled(request.param):
        pytest.skip("the translations are not compiled")
    return request.param


def report(chain, language):
    """Return the words of the policy report."""
    return text_of(Path(chain.path(f"report_{language}.html")))


def pages(chain, language):
    """Return the words of each page of the atlas by the name of its unit."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    atlas = chain.path(f"atlas_{language}.pdf")
    told = subprocess.run(["pdftotext", "-raw", atlas, "-"], capture_output=True, text=True, check=True).stdout
    texts = [" ".join(page.split()) for page in told.split("\f") if page.strip()]
    names = chain.values("index.gpkg", "kode")
    return {name: next(one for one in texts if f" {code} " in one) for name, (code,) in names.items()}


@pytest.mark.defect("A18", "B14")
def test_no_log_says_a_false_word(chain):
    for name, told in chain.logs.items():
        assert tells(" ".join(told)) == [], name
        assert not set(surakarta_titles()) & set(" ".join(told).split(". ")), name


@pytest.mark.defect("A18", "B14")
@pytest.mark.parametrize(
    "name", ["check", "index", "robust", "change", "hot", "clu", "ineq", "tar", "pri"]
)  # fmt: skip
def test_no_report_of_an_algorithm_says_a_false_word(chain, name):
    page = text_of(Path(chain.path(f"{name}.html")))
    assert tells(page) == []
    assert [title for title in surakarta_titles() if title in page] == []


@pytest.mark.defect("A13", "A18")
def test_no_page_of_the_atlas_says_a_false_word(chain, language):
    for name, page in pages(chain, language).items():
        assert tells(page) == [], name
        assert [title for title in surakarta_titles() if title in page] == []
        assert "Surakarta" not in OWN.sub("", page), name


@pytest.mark.defect("A13", "A18")
def test_the_policy_report_says_no_false_word(chain, language):
    page = report(chain, language)
    assert tells(page) == []
    assert [title for title in surakarta_titles() if title in page] == []


def test_a_table_by_codes_of_the_statistics_office_finds_every_regency_but_the_one_it_lacks(chain):
    assert chain.results["join_2022"]["MATCHED"] == 34
    assert any(NO_DATA in one and "1 kabupaten/kota has no row" in one for one in chain.logs["join_2022"])


@pytest.mark.defect("A22")
def test_the_audit_says_that_a_field_is_a_count(chain, language):
    page = report(chain, language)
    assert re.search(rf"{COUNT_FIELD} 1 (?:It looks like a count|Tampaknya ini jumlah)", page)


@pytest.mark.defect("A18")
def test_what_two_years_lack_is_told_of_one_regency(chain):
    told = " ".join(chain.logs["indexchange"])
    assert "14 values of 1 kabupaten/kota" in told
    assert "is measured; 1 has none" in told


@pytest.mark.defect("A18")
def test_classes_and_pairs_of_a_report_are_those_of_its_method(chain):
    page = text_of(Path(chain.path("hot.html")))
    classes = page.partition("Class Areas ")[2].partition(" Distribution")[0]
    assert "No neighbours 1" in classes
    counts = re.findall(r"(?:99 %|95 %|90 %|significant|neighbours|data) (\d+)", classes)
    assert sum(map(int, counts)) == 35
    pairs = re.search(r"Pairs of neighbours (\d+)", page)[1]
    assert f"{pairs} pairs, 1 island" in page
    assert f"{pairs} pairs of neighbours" in text_of(Path(chain.path("ineq.html")))


@pytest.mark.defect("A13")
def test_recommendations_and_their_signals_are_called_by_the_names_of_their_own_file(chain, language):
    other = LANGUAGES[language == "id"]
    page = report(chain, language)
    atlas = " ".join(pages(chain, language).values())
    for text in (page, atlas):
        assert TITLES["R1"][language] in text
        assert TITLES["R2"][language] in text
        assert TITLES["R1"][other] not in text
    signal = {"en": "Poor people: ", "id": "Penduduk miskin: "}
    assert signal[language] in page
    assert signal["en"] not in page or language == "en"
    assert "Spending a head" not in page + atlas or language == "en"


@pytest.mark.defect("A15")
def test_a_mean_says_whether_it_is_weighted(chain, language):
    words = {"en": ("mean", "mean by population"), "id": ("rata-rata", "rata-rata tertimbang penduduk")}
    page = pages(chain, language)["Kabupaten Cilacap"]
    plain, weighted = words[language]
    schooling = {name: one for name, (one,) in chain.values("index.gpkg", "rls_tahun").items() if one}
    people = {name: one for name, (one,) in chain.values("index.gpkg", "penduduk").items()}
    mean = sum(schooling.values()) / len(schooling)
    by_people = sum(one * people[name] for name, one in schooling.items()) / sum(people[n] for n in schooling)
    for word, value in ((plain, mean), (weighted, by_people)):
        written = f"{value:.1f}".replace(".", {"en": ".", "id": ","}[language])
        assert f"({word} {written}" in page.replace("\u00a0", " ")


@pytest.mark.defect("A16")
def test_a_value_beyond_a_cut_off_is_not_written_like_it(chain):
    reasons = [reason for (reason,) in chain.values("pri.gpkg", "reason").values() if reason]
    assert len(reasons) > 10
    found = [
        pair
        for reason in reasons
        for pair in re.findall(r": ([\d.,]+)[^(;]*\([^;)]*beyond the cut-off ([\d.,]+)\)", reason)
    ]
    assert found
    assert [pair for pair in found if pair[0] == pair[1]] == []


def test_numbers_on_paper_are_those_of_the_layers_in_the_locale(chain, language):
    index = chain.values("index.gpkg", "index", "rank")
    page, sheets = report(chain, language), pages(chain, language)

    def written(value, decimals=1):
        text = f"{value:,.{decimals}f}"
        return text.translate(str.maketrans(",.", ".,")) if language == "id" else text

    for name, (value, rank) in index.items():
        if value is None:
            continue
        assert re.search(rf"\b{rank} {name} \S+ {re.escape(written(value))} ", page), name
        assert re.search(rf"(?:RANK|PERINGKAT) {rank} ", sheets[name]), name
        assert re.search(rf"(?:Index|Indeks)\b.*\b{re.escape(written(value))}\b", sheets[name]), name
    eligible = rows_sum(chain.folder / "program.csv", "penerima_layak") / rows_sum(
        chain.folder / "program.csv", "sasaran"
    )
    coverage = f"{round(100 * eligible, 1):g}"
    assert f" {coverage.replace('.', ',') if language == 'id' else coverage} % " in page
    wrong = re.compile(r"\d\.\d{1,2}\b(?!\d)" if language == "id" else r"\d,\d{1,2}\b(?!\d)")
    machine = re.compile(r"Definisi indeks.*|Definition of the index.*|\d+\.\d+\.\d+\S*|\d\d\.\d\d\b", re.DOTALL)
    assert wrong.findall(machine.sub(" ", page)) == []


def rows_sum(path, column):
    """Return the sum of a column of numbers with points between thousands."""
    lines = path.read_text(encoding="utf-8").splitlines()
    place = lines[0].split(";").index(column)
    return sum(int(line.split(";")[place].replace(".", "")) for line in lines[1:])


def test_the_regency_without_data_and_the_island_are_told_as_such(chain, language):
    sheets, page = pages(chain, language), report(chain, language)
    empty = sheets[NO_DATA]
    assert {"en": "No data", "id": "Tidak ada data"}[language] in empty
    assert not re.search(r"– (?:of|dari) 34", empty)
    assert re.search(rf"{ISLAND} (?:has no neighbour with a value|tidak bertetangga)", page)
    assert {"en": "It is not counted", "id": "tidak dihitung"}[language] in page
    lisa = chain.values("clu.gpkg", "lisa_class")
    assert lisa[ISLAND] == ("island",)
    assert lisa[NO_DATA] == ("nodata",)


@pytest.mark.defect("A18")
def test_names_of_the_user_are_not_told_as_those_of_the_catalogue(chain):
    page = report(chain, "en")
    assert "Kesehatan" in page
    assert "Health" not in page.partition("Commands")[0]


def test_rows_of_the_shared_table_are_read_as_they_stand(shared_data):
    assert len(rows_of(shared_data / "indicators" / "jateng_p0_bps_2020_2022.csv")) == 105


@pytest.mark.defect("B14")
def test_a_very_small_p_is_not_printed_as_zero(chain):
    page = text_of(Path(chain.path("check.html")))
    assert re.search(r"Bartlett's test .*?, p < 0\.0001; 34 kabupaten/kota have", page)


def test_no_label_of_a_sheet_is_cut(chain, language):
    label = {"en": f"{GROUP.capitalize()} mean", "id": f"Rata-rata {GROUP}"}[language]
    for name, page in pages(chain, language).items():
        assert label in page, name
