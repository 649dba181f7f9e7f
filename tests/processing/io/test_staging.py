"""Results come into their places all together or not at all; links stay, and hidden folders of the dead go."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.processing.io.staging import files_in, make_staging, move_into_place, remove_staging, sweep, write_whole

from ...builders import grid_layer, run_algorithm

pytestmark = pytest.mark.defect("B13")

#: A process that keeps the lock of a hidden folder, as a run does, until its standard input ends.
KEEPER = """
import fcntl, sys
file = open(sys.argv[1], "r+b")
fcntl.flock(file, fcntl.LOCK_EX)
print("locked", flush=True)
sys.stdin.read()
"""


def staged(folder, **contents):
    staging = make_staging(folder)
    for name, content in contents.items():
        (staging / name).write_text(content)
    return staging, [(path, folder / path.name) for path in files_in(staging)]


def test_a_link_in_the_place_of_a_result_stays_and_what_it_leads_to_is_replaced(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "real.txt").write_text("old")
    (tmp_path / "a").symlink_to("data/real.txt")
    staging, moves = staged(tmp_path, a="new")
    move_into_place(moves)
    remove_staging(staging)
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "data" / "real.txt").read_text() == "new"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "data", "real.txt"]


def test_an_algorithm_writes_through_a_link(provider, context, feedback, tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "out.gpkg").symlink_to(tmp_path / "data" / "real.gpkg")
    layer = grid_layer({"a": [float(place) for place in range(9)]})
    given = {"INPUT": layer, "FIELD": "a", "PERMUTATIONS": 9, "OUTPUT": str(tmp_path / "out.gpkg")}
    run_algorithm("sejahtera:hotspots", given, context, feedback)
    assert (tmp_path / "out.gpkg").is_symlink()
    assert (tmp_path / "data" / "real.gpkg").read_bytes().startswith(b"SQLite format 3")


def test_a_text_is_written_through_a_link(tmp_path):
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    write_whole(tmp_path / "link.json", "{}")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text() == "{}"


@pytest.mark.parametrize("linked", [False, True])
def test_where_one_file_cannot_be_moved_all_others_are_as_they_were(tmp_path, monkeypatch, linked):
    (tmp_path / "data").mkdir()
    old = tmp_path / "data" / "real.txt" if linked else tmp_path / "b"
    old.write_text("old")
    if linked:
        (tmp_path / "b").symlink_to(old)
    staging, moves = staged(tmp_path, a="1", b="2", c="3")
    moves[0] = (moves[0][0], tmp_path / "new" / "deep" / "a")
    replace = Path.replace

    def locked(path, target):
        if target.name == "c":
            raise PermissionError(target)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(InputError, match="c is in use"):
        move_into_place(moves)
    remove_staging(staging)
    assert old.read_text() == "old"
    assert (tmp_path / "b").is_symlink() == linked
    found = {path.name for path in tmp_path.rglob("*")}
    assert found == ({"data", "real.txt", "b"} if linked else {"data", "b"})


def test_a_hidden_folder_stays_as_long_as_its_process_lives_however_old_it_is(tmp_path):
    staging = make_staging(tmp_path)
    os.utime(staging, (0, 0))
    sweep(tmp_path)
    assert staging.exists()
    remove_staging(staging)
    assert not list(tmp_path.iterdir())


def test_a_hidden_folder_of_another_process_goes_when_that_has_ended(tmp_path):
    staging = tmp_path / ".sejahtera-other"
    staging.mkdir()
    (staging / ".lock").touch()
    other = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(staging / ".lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "locked\n"
    os.utime(staging, (0, 0))
    sweep(tmp_path)
    assert staging.exists()
    other.kill()
    other.communicate()
    sweep(tmp_path)
    assert not staging.exists()


def test_a_folder_in_the_project_that_is_no_hidden_folder_of_ours_stays(tmp_path):
    (tmp_path / ".other-old").mkdir()
    os.utime(tmp_path / ".other-old", (0, 0))
    (tmp_path / ".sejahtera-link").symlink_to(tmp_path / ".other-old")
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {".other-old", ".sejahtera-link"}
