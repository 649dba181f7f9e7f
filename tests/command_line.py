"""The scripts' own way to run QGIS from the command line, for tests."""

import importlib.util

from .shipped import ROOT


def load_script(name):
    """Return a module of the folder scripts, which is no package."""
    spec = importlib.util.spec_from_file_location(f"scripts_{name}", ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


installed_qgis = load_script("installed_qgis")
