"""Arrows between the folders go one way, and what starts with QGIS starts light."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from .shipped import PACKAGES, ROOT, all_imports, arrows, circles, folder_arrows, shipped_files

#: Which of our own folders and root modules a folder may import.
ALLOWED = {
    "analysis": {"analysis"},
    "resources": {"resources", "analysis"},
    "language": {"analysis"},
    "cartography": {"cartography", "analysis", "resources", "language"},
    "processing": {"processing", "cartography", "analysis", "resources", "language"},
    "ui": {"ui", "processing", "cartography", "analysis", "resources", "language"},
    "plugin": {"processing", "ui", "language"},
    "__init__": {"plugin"},
}
QT_AND_QGIS = {"qgis", "PyQt5", "PyQt6", "sip", "osgeo"}
HEAVY = ("pandas", "scipy", "matplotlib")


def _complaints(wrong):
    return "\n".join(map(str, wrong))


def test_every_shipped_file_belongs_to_a_folder_with_a_rule():
    assert {file.parts[0].removesuffix(".py") for file in shipped_files()} <= set(ALLOWED)


def test_arrows_between_folders_go_one_way():
    wrong = [
        found
        for found in all_imports()
        if found.relative and found.top not in ALLOWED[found.file.parts[0].removesuffix(".py")]
    ]
    assert not wrong, _complaints(wrong)


def test_arrows_to_our_own_modules_are_relative():
    own = {"sejahtera", *PACKAGES, "plugin", "language"} - {"processing"}
    wrong = [found for found in all_imports() if not found.relative and found.top in own]
    assert not wrong, _complaints(wrong)


def test_arrows_to_the_processing_of_qgis_leave_from_functions_alone():
    wrong = [found for found in all_imports() if not found.relative and found.top == "processing" and found.at_start]
    assert not wrong, _complaints(wrong)


def test_arrows_from_the_analysis_reach_neither_qgis_nor_qt():
    pure = {"analysis", "resources"}
    wrong = [found for found in all_imports() if found.file.parts[0] in pure and found.top in QT_AND_QGIS]
    assert not wrong, _complaints(wrong)


def test_arrows_to_qt_go_through_qgis_pyqt():
    wrong = [found for found in all_imports() if found.top in {"PyQt5", "PyQt6", "sip"}]
    assert not wrong, _complaints(wrong)


def test_arrows_to_heavy_packages_leave_from_functions_alone():
    wrong = [found for found in all_imports() if found.top in {*HEAVY, "jinja2"} and found.at_start]
    assert not wrong, _complaints(wrong)


def test_pandas_is_spelled_one_way():
    """Imports for type hints count too."""
    spelled = [
        file.as_posix()
        for file in shipped_files()
        if re.search(r"^\s*(import|from) pandas", (ROOT / file).read_text(encoding="utf-8"), re.M)
    ]
    assert spelled == ["analysis/core/lazy.py"]


def test_a_circle_is_found_and_a_line_is_none():
    assert circles([("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]) == {frozenset("abc")}
    assert circles([("a", "b"), ("b", "c"), ("a", "c")]) == set()


def test_no_file_imports_itself_in_a_circle():
    found = circles(arrows())
    assert not found, _complaints(sorted(map(str, circle)) for circle in found)


def test_no_folders_import_each_other_in_a_circle():
    """At every level, imports of functions too."""
    found = {frozenset(folder.as_posix() for folder in circle) for circle in circles(folder_arrows())}
    assert not found, _complaints(sorted(circle) for circle in found)


def test_nothing_shipped_touches_the_module_search_path():
    assert not [file for file in shipped_files() if "sys.path" in (ROOT / file).read_text(encoding="utf-8")]


_LOAD = f"""
import importlib, importlib.util, sys
spec = importlib.util.spec_from_file_location(
    "sejahtera", {str(ROOT / "__init__.py")!r}, submodule_search_locations=[{str(ROOT)!r}])
sys.modules["sejahtera"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["sejahtera"])
"""

_BLOCK_QGIS = f"""
import importlib.abc, sys
class Block(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {QT_AND_QGIS!r}:
            raise ImportError("blocked: " + name)
sys.meta_path.insert(0, Block())
"""


def _python(code, tmp_path):
    """Run code in a fresh interpreter outside the clone; return its output, fail with its traceback."""
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_analysis_runs_where_there_is_no_qgis(tmp_path):
    modules = [
        ".".join(["sejahtera", *file.with_suffix("").parts])
        for file in shipped_files()
        if file.parts[0] in {"analysis", "resources"}
    ]
    code = _BLOCK_QGIS + _LOAD + f"for name in {modules!r}: importlib.import_module(name)\n"
    code += "print(len([name for name in sys.modules if name.startswith('sejahtera.analysis')]))"
    assert int(_python(code, tmp_path)) > 1


@pytest.mark.qgis
@pytest.mark.parametrize("package", HEAVY)
def test_loading_the_provider_loads_no_heavy_package(package, tmp_path):
    code = _LOAD + (
        "from qgis.core import QgsApplication\n"
        "app = QgsApplication([], False); app.initQgis()\n"
        "import sejahtera\n"
        "plugin = sejahtera.classFactory(None)\n"
        "plugin.initProcessing()\n"
        f"print({package!r} in sys.modules)\n"
        "plugin.unload()\n"
    )
    assert _python(code, tmp_path).strip().endswith("False")


def test_processing_is_still_the_module_of_qgis(qgis_processing):
    import processing

    assert ROOT not in Path(processing.__file__).resolve().parents
    assert hasattr(processing, "run")
