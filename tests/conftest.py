"""Load the clone under the fixed name `sejahtera`, whatever its folder is called.

The root of the clone is the plugin package and holds a folder `processing`. Were the root on
`sys.path`, that folder would hide QGIS's own module of the same name.
"""

import importlib.util
import os
import re
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = Path(os.environ.get("SEJAHTERA_SHARED_DATA", ROOT.parent / "shared" / "data"))

sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT]

if "sejahtera" not in sys.modules:
    spec = importlib.util.spec_from_file_location(
        "sejahtera", ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
    )
    sys.modules["sejahtera"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["sejahtera"])


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real boundaries and published results, beside the clone; skip where it is absent."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the folder of real test data is not here")
    return SHARED_DATA


WITHOUT_QGIS = "qgis" not in sys.modules and importlib.util.find_spec("qgis") is None
#: Folders of what runs without QGIS; the others are left out where there is none.
PURE = ("analysis", "resources")
_QGIS = re.compile(
    r"^(?:from|import) (?:qgis|osgeo|sejahtera\.(?:cartography|language|plugin|processing|ui))\b", re.MULTILINE
)
_OURS = re.compile(r"^from (\.+)([\w.]+) import ", re.MULTILINE)


@cache
def imports_qgis(path):
    """Say whether a file of tests imports QGIS, by itself or by another file of the tests."""
    text = path.read_text(encoding="utf-8")
    ours = (path.parents[len(dots) - 1].joinpath(*name.split(".")) for dots, name in _OURS.findall(text))
    files = (one.with_suffix(".py") for one in ours)
    return bool(_QGIS.search(text)) or any(imports_qgis(file) for file in files if file.is_file())


def pytest_ignore_collect(collection_path):
    """Leave out what imports QGIS where there is none."""
    if not WITHOUT_QGIS:
        return None
    if collection_path.is_dir():
        return (collection_path.parent.name == "tests" and collection_path.name not in PURE) or None
    return imports_qgis(collection_path) or None


def pytest_collection_modifyitems(items):
    """Let `-k A1` find the tests of a row of tests/test_defects.py, and mark those that start QGIS."""
    for item in items:
        for marker in item.iter_markers("defect"):
            item.extra_keyword_matches.update(marker.args)
        if any(name.startswith("qgis_") for name in getattr(item, "fixturenames", ())):
            item.add_marker("qgis")
