"""The zip that `make package` builds, and where pictures are left."""

import os
import shutil
from pathlib import Path

import pytest

from ..command_line import run_script
from ..shipped import ROOT

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items):
    """A window needs a screen, takes its time, and is not for `make test-fast`."""
    for item in items:
        if item.path.parent == HERE:
            for name in ("gui", "slow", "qgis"):
                item.add_marker(name)
            if shutil.which("xvfb-run") is None:
                item.add_marker(pytest.mark.skip(reason="there is no virtual screen here"))


@pytest.fixture(scope="session")
def package():
    """The zip of what is committed; SEJAHTERA_ZIP names another one."""
    if "SEJAHTERA_ZIP" in os.environ:
        return Path(os.environ["SEJAHTERA_ZIP"])
    pytest.importorskip("babel")
    if not (ROOT / ".git").exists():
        pytest.skip("the package is built from git")
    return ROOT / run_script(ROOT, "package").partition(",")[0]


@pytest.fixture
def pictures(request, tmp_path):
    """The folder of this test's pictures: its own below SEJAHTERA_PICTURES, or a temporary one."""
    if "SEJAHTERA_PICTURES" in os.environ:
        return Path(os.environ["SEJAHTERA_PICTURES"]).resolve() / request.node.path.stem.removeprefix("test_")
    return tmp_path
