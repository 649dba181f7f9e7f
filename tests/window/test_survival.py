"""QGIS survives the end of projects, layers, plugin and itself, in a real window, by mouse and keys.

Each story is told three times, or so often as SEJAHTERA_WINDOW_TIMES says; `make windows` tells it twenty times.
"""

import os
import shutil

import pytest

from ..ui.test_shortcuts import OURS
from .in_window import HERE, in_window

TIMES = int(os.environ.get("SEJAHTERA_WINDOW_TIMES", "3"))
STORIES = ("new", "open", "layers", "plugin", "keys")

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("xdotool", "openbox"))),
    reason="there is no virtual screen with a mouse and a window manager here",
)


def told(folder, stories, times, **more):
    """Tell stories in a window and return what was seen; QGIS must end by itself, and well."""
    return in_window(
        HERE / "survival_in_window.py",
        folder,
        managed=True,
        time_limit=90 + 30 * times * len(stories.split()),
        SEJAHTERA_STORIES=stories,
        SEJAHTERA_TIMES=str(times),
        **more,
    )


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """Tell all stories but the last in one window."""
    return told(tmp_path_factory.mktemp("window"), " ".join(STORIES), TIMES)


@pytest.mark.defect("B1", "B2", "B3", "B17")
def test_the_dock_at_work_survives(seen):
    """With a live index, a computation under way, a dialog open, and edits of the layer not saved, in turn."""
    assert seen["done"] == dict.fromkeys(STORIES, TIMES)
    assert seen["wrong"] == []


@pytest.mark.defect("B1")
@pytest.mark.parametrize("number", range(TIMES))
def test_quitting_survives(number, tmp_path):
    assert told(tmp_path, "quit", 1, SEJAHTERA_FIRST=str(number))["done"] == {"quit": 1}


@pytest.mark.defect("B3")
def test_no_key_of_the_dock_is_one_of_the_windows(seen):
    theirs = seen["shortcuts"]
    assert {"Ctrl+D", "Ctrl+L", "Ctrl+Z", "Alt+L"} <= set(theirs)
    assert not OURS & set(theirs)
