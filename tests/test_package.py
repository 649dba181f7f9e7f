"""The zip that users install: what is in it, and that it works in a clean profile."""

import configparser
import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import PurePosixPath

import pytest

from .command_line import installed_qgis
from .shipped import ROOT

pytest.importorskip("babel")
pytestmark = [
    pytest.mark.qgis,
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="the package is built from git"),
]


def _build(root=ROOT, clock="", **options):
    """Build the zip of a clone and return its path; `clock` shifts what Python takes for the present."""
    lines = [
        "import datetime, runpy, sys, time",
        "sys.path.insert(0, 'scripts')",
        clock,
        "runpy.run_path('scripts/package.py', run_name='__main__')",
    ]
    command = [sys.executable, "-c", "\n".join(lines)]
    result = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False, **options)
    assert result.returncode == 0, result.stderr
    return root / result.stdout.partition(",")[0]


@pytest.fixture(scope="module")
def package():
    return _build()


@pytest.fixture(scope="module")
def profile(package, tmp_path_factory):
    """Return a fresh profile into which the zip was unpacked, as QGIS's plugin manager does."""
    profile = installed_qgis.Profile(tmp_path_factory.mktemp("a clean profile"))
    profile.plugins.mkdir(parents=True)
    with zipfile.ZipFile(package) as files:
        files.extractall(profile.plugins)
    return profile


#: Another day, for everything that asks Python for the time.
TOMORROW = "now = time.time(); time.time = lambda: now + 86400 * 400"


def _clone(folder):
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True, capture_output=True)
    return folder


def test_the_same_commit_gives_the_same_bytes_in_any_folder_at_any_time_by_anybody(package, tmp_path):
    """Two clones, with other folders, masks, time zones, languages, hashes of Python and clocks."""
    one, other = _clone(tmp_path / "one"), _clone(tmp_path / "ein anderer Ordner" / "x-1.0")
    for path in (other / "metadata.txt", other / "plugin.py"):
        path.chmod(0o777)
        os.utime(path, (0, 0))
    zips = [
        _build(one, umask=0o077, env={**os.environ, "TZ": "Asia/Jakarta", "PYTHONHASHSEED": "1"}),
        _build(
            other,
            clock=TOMORROW,
            umask=0o002,
            env={**os.environ, "TZ": "America/Lima", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
        ),
    ]
    sums = [hashlib.sha256(path.read_bytes()).hexdigest() for path in (*zips, package)]
    assert len(set(sums)) == 1


def test_what_is_not_committed_does_not_get_into_the_package(package, tmp_path):
    clone = _clone(tmp_path / "clone")
    (clone / "left_behind.py").write_text("secret = 1")
    words = clone / "resources/translations/id/LC_MESSAGES/sejahtera.po"
    words.write_text(words.read_text(encoding="utf-8") + '\nmsgid "x"\nmsgstr "y"\n', encoding="utf-8")
    assert _build(clone).read_bytes() == package.read_bytes()


def test_there_is_one_folder_with_what_the_repository_asks_for(package):
    with zipfile.ZipFile(package) as files:
        names = files.namelist()
    assert {name.partition("/")[0] for name in names} == {"sejahtera"}
    assert {f"sejahtera/{name}" for name in ("__init__.py", "metadata.txt", "LICENSE")} <= set(names)


def test_nothing_of_the_workshop_is_shipped(package):
    workshop = {"tests", "scripts", "benchmarks", "docs", "parts", "__pycache__"}
    workshop |= {"Makefile", "pyproject.toml", "CONTRIBUTING.md"}
    workshop |= {"CITATION.cff", "Dockerfile", "SECURITY.md", "mkdocs.yml", "publiccode.yml"}
    with zipfile.ZipFile(package) as files:
        for name in map(PurePosixPath, files.namelist()):
            assert not workshop & set(name.parts), name
            assert not any(part.startswith(".") for part in name.parts), name
            assert name.suffix not in {".pyc", ".sh", ".po"}, name


def test_models_and_project_templates_are_shipped(package):
    with zipfile.ZipFile(package) as files:
        names = {PurePosixPath(name) for name in files.namelist()}
    assert {path.stem for path in names if path.suffix == ".model3"} == {
        *("modelhotspots", "modelindex", "modelinequality", "modelstudy")
    }
    assert len([path for path in names if path.suffix == ".qgz"]) == 2


def test_the_plugin_manager_is_told_what_the_changelog_says_of_the_newest_version(package):
    with zipfile.ZipFile(package) as files:
        text = files.read("sejahtera/metadata.txt").decode()
    metadata = configparser.ConfigParser()
    metadata.read_string(text)
    told = metadata["general"]["changelog"].strip().splitlines()
    newest = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1]
    assert told[0] == metadata["general"]["version"]
    assert len(told) - 1 == newest.count("\n- ")
    assert told[1].startswith("- joinindicators: joins tables of indicators")
    assert text.startswith("[general]\nname=Sejahtera\n")


def test_it_is_smaller_than_the_repository_allows(package):
    assert package.stat().st_size < 25e6


def test_in_a_clean_profile_it_is_switched_on_and_lists_its_algorithms(profile):
    enabled = profile.qgis_process("plugins", "enable", "sejahtera")
    assert enabled.returncode == 0, enabled.stderr
    listed = profile.qgis_process("list")
    assert "\nSejahtera" in listed.stdout
    assert "compositeindex" in listed.stdout
    assert "modelstudy" in listed.stdout


def test_the_command_line_explains_an_algorithm_with_its_choices(profile):
    profile.qgis_process("plugins", "enable", "sejahtera")
    explained = profile.qgis_process("help", "sejahtera:compositeindex")
    assert explained.returncode == 0, explained.stderr
    assert "NORMALISATION" in explained.stdout
    assert "geometric" in explained.stdout


def test_the_tree_of_git_is_left_as_it_was(package):
    status = subprocess.run(
        ["git", "status", "--porcelain", "--", "build", "resources"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ".mo" not in status.stdout
