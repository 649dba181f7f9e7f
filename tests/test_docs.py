"""What the manual shows works as it stands."""

import dataclasses
import json
import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest
from sejahtera.analysis.indices.definition.schema import definition_from_json, definition_to_dict
from sejahtera.analysis.poverty.definition import poverty_from_dict
from sejahtera.analysis.poverty.engines.sources import ENGINES
from sejahtera.analysis.poverty.rules import RULES
from sejahtera.analysis.programmes.priorities.mapping import mapping_from_text
from sejahtera.analysis.study.model import Step, Study
from sejahtera.analysis.study.schema import study_from_text
from sejahtera.resources.catalogue import load_catalogue

from .command_line import load_script
from .shipped import ROOT

DOCS = ROOT / "docs"


def test_the_example_definition_is_read_and_every_key_is_explained():
    text = (DOCS / "definition.md").read_text(encoding="utf-8")
    example = re.search(r"```json\n(.*?)```", text, re.DOTALL).group(1)
    definition = definition_from_json(example)
    assert definition.fields == ["inc01", "inc02", "edu02"]
    keys = set(re.findall(r'"(\w+)":', json.dumps(definition_to_dict(definition))))
    assert not [key for key in keys if f"`{key}`" not in text and f".{key}`" not in text and f'"{key}"' not in text]


def test_the_example_study_is_read_and_every_key_is_explained():
    text = (DOCS / "study.md").read_text(encoding="utf-8")
    study = study_from_text(re.search(r"```json\n(.*?)```", text, re.DOTALL).group(1))
    assert [step.algorithm for step in study.steps] == ["joinindicators", "compositeindex", "policyreport"]
    keys = [*(one.name for one in dataclasses.fields(Study)), *(one.name for one in dataclasses.fields(Step))]
    assert not [key for key in keys if f"`{key}`" not in text]


def test_the_example_of_a_poverty_definition_is_read_and_every_key_is_explained():
    text = (DOCS / "poverty.md").read_text(encoding="utf-8")
    example = re.search(r"```json\n(.*?)```", text, re.DOTALL).group(1)
    definition = poverty_from_dict(json.loads(example))
    assert definition.fields == ("years", "at_school", "floor", "water")
    assert definition.weights == pytest.approx([1 / 4, 1 / 4, 1 / 6, 1 / 3])
    assert all(f"`{code}`" in text for code in (*RULES, *ENGINES))


RECOMMENDATIONS = [DOCS / "recommendations.md", DOCS / "id/recommendations.md"]


def _recommendations(page):
    return re.search(r"```json\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL).group(1)


@pytest.mark.defect("B20")
@pytest.mark.parametrize("page", RECOMMENDATIONS, ids=["en", "id"])
def test_the_example_of_recommendations_is_read_and_every_key_is_explained(page):
    example, text = _recommendations(page), page.read_text(encoding="utf-8")
    mapping = mapping_from_text(example, {}, "en")
    assert mapping.fields == ["rls_tahun", "hls_tahun", "pengeluaran_ribu_rp", "uhh_tahun"]
    assert mapping.need_fields == {"R1": "need_1", "R2": "need_2", "S1": "need_s1"}
    assert mapping.recommendations[0].titles == {"id": "Bersekolah lebih lama", "en": "Longer schooling"}
    keys = set(re.findall(r'"(\w+)":', example)) - {"id", "en"}
    assert not [key for key in keys if f"`{key}`" not in text]


def test_the_example_of_recommendations_is_the_same_in_both_languages():
    assert len({_recommendations(page) for page in RECOMMENDATIONS}) == 1


def test_the_page_of_the_catalogue_is_what_the_catalogue_says():
    writer = load_script("catalogue_page")
    text = (DOCS / "catalogue.md").read_text(encoding="utf-8")
    assert text == writer.page(load_catalogue()), "run: python scripts/catalogue_page.py"


def test_the_page_of_versions_is_what_was_recorded():
    writer = load_script("versions_page")
    assert (DOCS / "versions.md").read_text(encoding="utf-8") == writer.page(writer.load()), "make test-all"


MANUAL = sorted(path for path in DOCS.rglob("*.md"))
PAGES = [*MANUAL, *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md"))]
LANGUAGES = ("en", "id")
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def _anchors(path):
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


@each_page
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page):
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"(https|mailto):", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.is_file(), link
        assert not anchor or anchor in _anchors(target), link


@each_page
def test_every_file_of_the_project_that_is_named_is_there(page):
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`((?:analysis|cartography|processing|ui|resources|tests|scripts)/[\w./]*)`", text)
    assert not [name for name in named if not (ROOT / name).exists()]


@each_page
def test_every_target_of_make_that_is_named_exists(page):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    targets |= {f"bench-{path.stem}" for path in (ROOT / "benchmarks").glob("*.py")}  # of the pattern bench-%
    lines = re.findall(r"(?:`|^ {4})make ([a-z -]+?)(?:`|  |$)", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert {target for line in lines for target in line.split()} <= targets


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_page(language):
    ours, theirs = (
        {path.relative_to(DOCS / one).as_posix() for path in (DOCS / one).rglob("*.md")} for one in LANGUAGES
    )
    # The English of these stands above both, where the README and programs look for it.
    above = {path.name for path in DOCS.glob("*.md")} - {"index.md", "versions.md", "house.md"}
    assert ours | above == theirs


@each_page
def test_every_json_example_is_read(page):
    for example in re.findall(r"```json\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        content = json.loads(example)
        if content.get("schema") == "sejahtera-index-definition":
            assert definition_from_json(example).fields
        elif content.get("schema") == "sejahtera-poverty-definition":
            assert poverty_from_dict(content).k > 0
        elif content.get("schema") == "sejahtera-recommendations":
            assert mapping_from_text(example, {}, "id").recommendations
        elif content.get("schema") == "sejahtera-study":
            assert study_from_text(example).steps
        else:
            assert set(content) == {"inputs"}, "an example of an unknown kind"


def test_the_definition_is_explained_alike_in_both_languages():
    english, indonesian = (DOCS / name for name in ("definition.md", "id/definition.md"))
    english, indonesian = (path.read_text(encoding="utf-8") for path in (english, indonesian))
    codes = [set(re.findall(r"`[^`\n]+`", text)) for text in (english, indonesian)]
    assert {"`[lowest, highest]`", "`[least, greatest]`"} >= codes[0] - codes[1]
    examples = [re.search(r"```json\n(.*?)```", text, re.DOTALL)[1] for text in (english, indonesian)]
    assert examples[0] == examples[1]


def _formulas(page):
    writer = load_script("formulas")
    text = page.read_text(encoding="utf-8")
    return writer.BLOCK.findall(text), writer.INLINE.findall(writer.BLOCK.sub("", text))


def test_the_formulas_of_both_languages_are_the_same_but_for_their_words():
    def plain(formulas):
        return [re.sub(r"\\text{[^}]*}", "", one).replace("{,}", ".") for one in formulas]

    english, indonesian = (_formulas(DOCS / language / "methods.md") for language in LANGUAGES)
    assert len(english[0]) > 30
    assert plain(english[0]) == plain(indonesian[0])
    assert english[1] == indonesian[1]


WITH_FORMULAS = [page for page in PAGES if "$`" in page.read_text(encoding="utf-8")]


@pytest.mark.parametrize("page", WITH_FORMULAS, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_formula_can_be_drawn_without_a_network(page):
    pytest.importorskip("latex2mathml")
    for number, formulas in enumerate(_formulas(page)):
        for formula in formulas:
            drawn = load_script("formulas").mathml(formula, ("block", "inline")[number])
            assert ElementTree.fromstring(drawn).tag.endswith("math")
            # what the converter does not know it writes out
            assert "\\" not in re.sub(r'title="[^"]*"', "", drawn), formula


def test_the_map_of_the_house_is_that_of_the_code():
    house = load_script("house_map")
    floors = list(house.FLOORS)
    assert all(floors.index(start) < floors.index(end) for start, end in house.arrows()), "an arrow leads up"
    assert house.draw() == (DOCS / "images/house.svg").read_text(encoding="utf-8"), "run: make docs"
    assert house.rooms() == (DOCS / "house.md").read_text(encoding="utf-8"), "run: make docs"


def test_the_navigation_names_pages_that_are_there():
    text = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    named = re.findall(r": ([\w/]+\.md)$", text, re.MULTILINE)
    assert not [name for name in named if not (DOCS / name).is_file()]
    left_out = {path.relative_to(DOCS).as_posix() for path in MANUAL} - set(named)
    assert not [name for name in left_out if "/algorithms/" not in name and name.count("/")]


def test_the_site_is_built_without_a_warning(tmp_path):
    pytest.importorskip("mkdocs")
    pytest.importorskip("latex2mathml")
    result = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "site")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    page = (tmp_path / "site/id/tutorial.html").read_text(encoding="utf-8")
    assert "sepuluh menit" in page
    methods = (tmp_path / "site/en/methods.html").read_text(encoding="utf-8")
    assert methods.count("<math ") > 60
    assert "FORMULA" not in methods
    loaded = re.findall(r"<(?:script|link|img)[^>]+(?:src|href)=\"(https?:[^\"]+)\"", page)
    assert not [address for address in loaded if not address.startswith("https://sejahtera-qgis.github.io")]


@pytest.mark.defect("B20")
@pytest.mark.parametrize("page", ["docs/poverty.md", "docs/id/poverty.md"])
def test_the_lines_that_install_an_engine_ask_for_the_pyarrow_that_is_tested_beside_qgis(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if "pip install" in line and "ibis-framework" in line]
    tested = (ROOT / "tests" / "requirements-engines-qgis.txt").read_text(encoding="utf-8")
    bound = re.search(r"^pyarrow<\d+$", tested, re.MULTILINE).group()
    assert len(lines) == 3
    assert all(f'"{bound}"' in line for line in lines)
    assert sum("--break-system-packages" in line for line in lines) == 1


@pytest.mark.qgis
@pytest.mark.defect("B20")
@pytest.mark.parametrize("page", ["docs/study.md", "docs/id/study.md"])
def test_a_condition_on_the_rows_of_a_layer_is_documented_as_a_study_takes_it(page):
    from sejahtera.processing.study.layer_files import refuse_options

    text = " ".join((ROOT / page).read_text(encoding="utf-8").split())
    reference = re.search(r"`@layer\|([^`]*subset=[^`]*)`", text).group(1)
    assert refuse_options(reference) is None


@pytest.mark.defect("B20")
@pytest.mark.parametrize("language", ["en", "id"])
def test_the_data_guide_tells_of_names_and_languages_of_results_and_of_codes_of_other_cities(language):
    text = (ROOT / "docs" / language / "data.md").read_text(encoding="utf-8")
    assert all(word in text for word in ("`index_2`", "`FIELD=index_2`", "`LANGUAGE`"))
    (columns,) = re.findall(r"(`kode_kemendagri`, .*`kecamatan`)", text)
    with (ROOT / "resources" / "crosswalk.csv").open(encoding="utf-8") as file:
        assert set(re.findall(r"`(\w+)`", columns)) <= set(file.readline().strip().split(","))
