"""The manual's pages of algorithms are those of the code, and what it tells to type works."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from qgis.core import QgsProcessingParameterDefinition
from sejahtera.language import TRANSLATIONS
from sejahtera.processing.provider import algorithm_classes

from ..command_line import load_script
from ..shipped import ROOT

DOCS = ROOT / "docs"
PAGES = [path for path in sorted(DOCS.rglob("*.md")) if path.parent.name != "algorithms"]
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())


@pytest.fixture(scope="module")
def written(qgis_processing):
    return load_script("algorithm_pages").pages()


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_page_of_every_algorithm_is_what_the_algorithm_says(written, language):
    if language == "id" and not list(TRANSLATIONS.rglob("*.mo")):
        pytest.skip("the translations are not compiled")
    found = {path: text for path, text in written.items() if path.is_relative_to(DOCS / language)}
    assert set(found) == set((DOCS / language / "algorithms").glob("*.md")), "run: make docs"
    different = [path.name for path, text in found.items() if path.read_text(encoding="utf-8") != text]
    assert not different, "run: make docs"


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_algorithm_is_shown_with_a_picture_of_its_result(provider, language):
    shown = {shell.ID for shell in algorithm_classes()}
    for name in shown:
        text = (DOCS / language / "algorithms" / f"{name}.md").read_text(encoding="utf-8")
        assert f"](../../images/algorithms/{name}.png)" in text, f"run: make screenshots docs ({name})"
        assert (DOCS / "images" / "algorithms" / f"{name}.png").is_file()


def test_a_page_names_every_parameter_code_and_output(provider, written):
    for path, text in written.items():
        if path.stem == "index":
            continue
        algorithm = provider.algorithm(path.stem)
        names = [one.name() for one in algorithm.parameterDefinitions()]
        names += [one.name() for one in algorithm.outputDefinitions()]
        names += [code for register in algorithm.choices.values() for code in register.codes]
        assert not [name for name in names if f"`{name}`" not in text], path


def _commands(page):
    """Return the calls of qgis_process on a page: the algorithm and its parameters."""
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    for line in re.findall(r"^ +qgis_process run sejahtera:(\w+) -- (.*)$", text, re.MULTILINE):
        given: dict[str, object] = {}
        for name, _, value in (word.partition("=") for word in shlex.split(line[1])):
            given[name] = (
                [*given[name], value]
                if isinstance(given.get(name), list)
                else ([given[name], value] if name in given else value)
            )
        yield line[0], given


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md"], ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_names_parameters_that_exist_and_all_that_are_needed(provider, page):
    optional = QgsProcessingParameterDefinition.Flag.FlagOptional
    for name, given in _commands(page):
        algorithm = provider.algorithm(name)
        assert algorithm is not None, name
        parameters = {one.name(): one for one in algorithm.parameterDefinitions()}
        assert set(given) <= set(parameters), name
        needed = [
            key for key, one in parameters.items() if not one.flags() & optional and one.defaultValue() in (None, "")
        ]
        assert set(needed) <= set(given), name
        for key, register in getattr(algorithm, "choices", {}).items():
            assert key not in given or given[key] in register.codes, (name, key)


@each_page
def test_every_python_example_runs_as_it_stands(provider, page, tmp_path, monkeypatch):
    examples = re.findall(r"^```python\n(.*?)^```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    if not examples:
        return
    shutil.copytree(ROOT / "resources/demo", tmp_path / "resources/demo")
    monkeypatch.chdir(tmp_path)
    for example in examples:
        exec(compile(example, page.name, "exec"), {})
        files = re.findall(r'"(build/[^"]+)"', example)
        assert files
        assert all(Path(file).is_file() for file in files)


def test_the_commands_of_both_languages_are_the_same():
    english, indonesian = (list(_commands(DOCS / language / "howto.md")) for language in ("en", "id"))
    assert len(english) > 15
    assert english == indonesian


def test_the_commands_of_the_twelve_jobs_run_one_after_the_other_on_the_demo(provider, tmp_path, monkeypatch):
    import processing

    shutil.copytree(ROOT / "resources/demo", tmp_path / "study")
    monkeypatch.chdir(tmp_path / "study")
    for name, given in _commands(DOCS / "en" / "howto.md"):
        if name == "study" or "$" in str(given["INPUT"]):
            continue  # a whole study has tests of its own, a loop needs other cities
        for key, value in given.items():
            if value in ("true", "false"):
                given[key] = value == "true"
        coarse = {"RESOLUTION": 72} if name in ("exportmap", "exportatlas") else {}
        processing.run(f"sejahtera:{name}", {**given, **coarse})
        written = [value for key, value in given.items() if key.startswith(("OUTPUT", "REPORT"))]
        assert [path for path in written if Path(path).is_file()] == written, name
