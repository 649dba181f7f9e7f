"""A clone works under any folder name, also one that is no name of a Python module."""

import shutil
import subprocess
import sys

import pytest

from .command_line import load_script
from .shipped import ROOT

SELECTION = ["tests/test_imports.py", "tests/test_plugin.py", "tests/test_metadata.py"]


@pytest.fixture(params=["with space", "x-1.0", "9bad"])
def clone(request, tmp_path):
    """Return a copy of the tree in a folder of another name."""
    target = tmp_path / request.param
    unwanted = shutil.ignore_patterns(".git", ".venv*", "build", "__pycache__", ".*_cache", ".qgis-settings")
    shutil.copytree(ROOT, target, ignore=unwanted)
    return target


@pytest.mark.slow
def test_the_tests_of_a_clone_pass(clone, tmp_path):
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *SELECTION]
    result = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]


@pytest.mark.slow
def test_qgis_loads_the_plugin_from_a_clone(clone, tmp_path):
    profile = load_script("installed_qgis").Profile(tmp_path / "profile")
    profile.install(clone)
    result = profile.qgis_process("help", "sejahtera:compositeindex")
    assert result.returncode == 0, result.stderr
    assert "DEFINITION" in result.stdout


def test_make_lists_its_targets_in_a_clone(clone):
    result = subprocess.run(["make"], cwd=clone, capture_output=True, text=True, check=False)
    assert "make demo" in result.stdout
