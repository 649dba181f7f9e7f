"""A clone works under any folder name, also one that is no name of a Python module."""

import subprocess
import sys

import pytest

from .command_line import copy_tree, installed_qgis

pytestmark = pytest.mark.qgis
SELECTION = ["tests/test_plugin.py", "tests/test_imports.py::test_processing_is_still_the_module_of_qgis"]


@pytest.fixture(params=["with space", "x-1.0", "9bad"])
def clone(request, tmp_path):
    """Return a copy of the tree in a folder of another name."""
    return copy_tree(tmp_path / request.param)


@pytest.mark.slow
@pytest.mark.parametrize("command", [["-m", "pytest"], ["-c", "import sys, pytest; sys.exit(pytest.main())"]])
def test_the_tests_of_a_clone_pass(clone, command):
    result = subprocess.run(
        [sys.executable, *command, "-q", "-p", "no:cacheprovider", *SELECTION],
        cwd=clone,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-3000:]


def test_qgis_loads_the_plugin_from_a_clone(clone, tmp_path):
    profile = installed_qgis.Profile(tmp_path / "profile")
    profile.install(clone)
    result = profile.qgis_process("help", "sejahtera:compositeindex")
    assert result.returncode == 0, result.stderr
    assert "DEFINITION" in result.stdout


def test_make_lists_its_targets_in_a_clone(clone):
    result = subprocess.run(["make"], cwd=clone, capture_output=True, text=True, check=False)
    assert "make demo" in result.stdout
