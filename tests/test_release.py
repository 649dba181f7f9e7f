"""What a release is made of agrees with metadata.txt, the one place of the version."""

import configparser
import json
import re
import subprocess

import pytest

from .shipped import ROOT

yaml = pytest.importorskip("yaml")

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def _load(path):
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _metadata():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return parser["general"]


@pytest.fixture(scope="module")
def version():
    return _metadata()["version"]


def test_the_version_is_the_same_wherever_it_is_told(version):
    assert str(_load(ROOT / "CITATION.cff")["version"]) == version
    assert str(_load(ROOT / "publiccode.yml")["softwareVersion"]) == version


def test_the_citation_file_has_what_the_format_asks_for():
    citation = _load(ROOT / "CITATION.cff")
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["cff-version"] == "1.2.0"
    assert all({"name"} <= set(author) for author in citation["authors"])
    assert citation["repository-code"] == _metadata()["repository"]


def test_the_public_code_file_has_what_the_standard_asks_for():
    public = _load(ROOT / "publiccode.yml")
    required = {"publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType"}
    assert required | {"description", "legal", "maintenance", "localisation"} <= set(public)
    assert public["url"] == _metadata()["repository"]
    for language in public["localisation"]["availableLanguages"]:
        words = public["description"][language]
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert words["features"]


def test_no_program_repeats_the_version(version):
    files = [ROOT / "pyproject.toml", ROOT / "Makefile", ROOT / "Dockerfile", *WORKFLOWS]
    files += [*(ROOT / "scripts").glob("*.py"), ROOT / "processing/io/versions.py"]
    pattern = rf"(?<![\d.]){re.escape(version)}(?![\d.])"
    told = [path.name for path in files if re.search(pattern, path.read_text(encoding="utf-8"))]
    assert told in ([], ["release.yml"])  # there as the example of a tag


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_runs_targets_of_make_that_exist(path):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    called = _called(path)
    assert called
    assert called <= targets


def _called(path):
    """Return the targets of make that a workflow runs, those of a matrix too."""
    found = set()
    for job in _load(path)["jobs"].values():
        matrix = " ".join(job.get("strategy", {}).get("matrix", {}).get("target", ()))
        for step in job["steps"]:
            run = step.get("run", "").replace("${{ matrix.target }}", matrix)
            found |= {word for line in re.findall(r"^make (.*)$", run, re.MULTILINE) for word in line.split()}
    return found


def _triggers(name):
    """Return what starts a workflow; YAML reads the key `on` as true."""
    return _load(ROOT / ".github/workflows" / name)[True]


def test_every_push_on_every_branch_gets_the_fast_lane():
    assert _triggers("fast.yml") == "push"
    assert _called(ROOT / ".github/workflows/fast.yml") == {"test-fast"}


def test_a_change_must_pass_style_suite_manual_and_package():
    assert set(_triggers("checks.yml")) == {"push", "pull_request"}
    assert _called(ROOT / ".github/workflows/checks.yml") == {"lint", "test", "docs", "package"}


def test_windows_tutorial_faults_and_fuzzing_run_every_week():
    (plan,) = _triggers("weekly.yml")["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", plan["cron"])
    assert _called(ROOT / ".github/workflows/weekly.yml") == {"windows", "tutorial", "faults", "fuzz"}


def test_the_suite_runs_on_all_three_versions_of_qgis():
    matrix = _load(ROOT / ".github/workflows/checks.yml")["jobs"]["test"]["strategy"]["matrix"]["include"]
    assert [one["name"].split()[1] for one in matrix] == ["3.22", "3.40", "3.44"]


def test_the_hooks_before_a_commit_are_checks_of_lint():
    """Each hook runs one check of scripts/lint.sh, so that both say the same."""
    checks = set(re.findall(r"^check (\w+)", (ROOT / "scripts/lint.sh").read_text(encoding="utf-8"), re.MULTILINE))
    (repository,) = _load(ROOT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    for hook in repository["hooks"]:
        assert hook["entry"] == f"sh scripts/lint.sh {hook['id']}"
        assert hook["id"] in checks
        assert hook["language"] == "system"


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.name)
def test_a_form_for_issues_speaks_both_languages(path):
    if path.name == "config.yml":
        assert "Mohon" in path.read_text(encoding="utf-8")
        return
    form = _load(path)
    assert {"name", "description", "body"} <= set(form)
    assert " · " in form["name"]
    assert all(" · " in block["attributes"]["label"] for block in form["body"] if "id" in block)


def test_the_container_holds_the_packages_and_the_plugin_under_its_name():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert "scripts/qgis_packages.txt" in text
    assert "/plugins/sejahtera" in text
    assert "plugins enable sejahtera" in text
    assert text.rstrip().splitlines()[-2] == 'ENTRYPOINT ["qgis_process.bin"]'


def _instructions(text):
    """Return the instructions of a Dockerfile as pairs, lines with a backslash at their end joined."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines()]


def test_the_container_is_written_as_builders_and_their_linters_want_it():
    instructions = _instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))
    names = [name for name, _ in instructions]
    assert set(names) <= {"FROM", "COPY", "RUN", "ENV", "WORKDIR", "ENTRYPOINT", "CMD"}
    assert names[0] == "FROM"
    assert names.count("FROM") == names.count("ENTRYPOINT") == names.count("CMD") == 1
    (image,) = [text for name, text in instructions if name == "FROM"]
    assert re.fullmatch(r"[a-z]+:[a-z0-9.-]+", image), "an image without a tag changes under our feet"
    assert not image.endswith(":latest")
    for name, text in instructions:
        if name in ("ENTRYPOINT", "CMD"):
            assert all(isinstance(word, str) for word in json.loads(text)), "the exec form, so that signals arrive"
        if name == "WORKDIR":
            assert text.startswith("/")
        if name == "COPY":
            *sources, target = text.split()
            assert target.startswith("/")
            assert all((ROOT / source).exists() for source in sources)
        if name == "RUN" and "apt-get install" in text:
            assert "apt-get update" in text
            assert "--no-install-recommends" in text
            assert "rm -rf /var/lib/apt/lists/*" in text
        if name == "RUN":
            assert "sudo" not in text
            assert subprocess.run(["sh", "-n", "-c", text], check=False).returncode == 0


def test_nothing_that_the_container_copies_is_ignored_and_no_git_is_copied():
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert ".*" in ignored
    assert not {"scripts", "resources", "analysis", "cartography", "processing", "ui", "*"} & set(ignored)


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="attributes are asked of git")
def test_nothing_of_the_release_is_packed_into_the_plugin():
    names = ["CITATION.cff", "Dockerfile", "SECURITY.md", "mkdocs.yml", "publiccode.yml", ".github", ".dockerignore"]
    told = subprocess.run(
        ["git", "check-attr", "export-ignore", "--", *names], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert told.count("export-ignore: set") == len(names)
    assert all((ROOT / name).exists() for name in names)
