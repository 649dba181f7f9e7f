"""The scripts' own way to run QGIS from the command line, for tests."""

import importlib
import shutil
import subprocess
import sys

from .shipped import ROOT


def load_script(name):
    """Return a module of the folder scripts, which is no package."""
    if str(ROOT / "scripts") not in sys.path:
        sys.path.append(str(ROOT / "scripts"))
    return importlib.import_module(name)


installed_qgis = load_script("installed_qgis")


def copy_tree(target):
    """Copy what a clone would have, the present state of the files, into a folder."""
    unwanted = shutil.ignore_patterns(".git", ".venv*", "build", "__pycache__", ".*_cache", ".qgis-settings")
    shutil.copytree(ROOT, target, ignore=unwanted)
    return target


def run_script(folder, name, *arguments):
    """Run a script of a clone with the system's Python, as make does; return what it printed."""
    command = ["/usr/bin/python3", f"scripts/{name}.py", *map(str, arguments)]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout
