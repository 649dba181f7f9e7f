"""A run that is killed, as by a power cut, leaves each file as it was or new as a whole."""

import os
import signal
from functools import partial
from pathlib import Path

import pytest

from ..builders import Log, run_algorithm
from .cases import IDS, WRITERS, parameters_of
from .conftest import Checks
from .folders import EVERY, earlier_outputs, hashes, kept, some_of
from .processes import killed

each_writer = pytest.mark.parametrize("algorithm", IDS if EVERY else WRITERS)


def end():
    os.kill(os.getpid(), signal.SIGKILL)


class Killer(Checks):
    """Ends the process at a check."""

    def reached(self):
        end()


class Mover:
    """Moves files as `Path.replace` does, and ends the process in place of one of the moves."""

    def __init__(self, at):
        self.at, self.moved, self.replace = at, 0, Path.replace

    def __call__(self, path, target):
        self.moved += 1
        if self.moved == self.at:
            end()
        return self.replace(path, target)


def run_killed_at_a_check(algorithm, given, context, at):
    run_algorithm(f"sejahtera:{algorithm}", given, context, Killer(at))


def run_killed_at_a_move(algorithm, given, context, at):
    mover = Mover(at)
    Path.replace = lambda path, target: mover(path, target)
    run_algorithm(f"sejahtera:{algorithm}", given, context, Log())


@each_writer
def test_a_run_that_is_killed_at_a_check_leaves_what_was_there(algorithm, provider, context, prepared, whole, tmp_path):
    for at in some_of(range(1, whole(algorithm)[1]), 1):
        folder = tmp_path / str(at)
        folder.mkdir()
        before = earlier_outputs(algorithm, folder)
        given = parameters_of(algorithm, prepared, folder)
        assert killed(partial(run_killed_at_a_check, algorithm, given, context, at)), at
        assert kept(folder, before), at


@each_writer
def test_a_run_that_is_killed_while_it_moves_its_files_leaves_each_old_or_new(
    algorithm, provider, context, prepared, whole, tmp_path
):
    complete = whole(algorithm)[0]
    for at in some_of(range(1, len(hashes(complete)) + 1), 1):
        folder = tmp_path / str(at)
        folder.mkdir()
        before = earlier_outputs(algorithm, folder)
        given = parameters_of(algorithm, prepared, folder)
        assert killed(partial(run_killed_at_a_move, algorithm, given, context, at)), at
        now = hashes(folder)
        for name in before:
            old = now.get(name) == before[name]
            assert old or as_large((folder / name), (complete / name)), (at, name)


def as_large(path, other):
    """Say whether two files have nearly the same size: times and names in them differ a little."""
    sizes = path.stat().st_size, other.stat().st_size
    return abs(sizes[0] - sizes[1]) < 512 + max(sizes) // 20


@pytest.mark.defect("B13")
@pytest.mark.parametrize("algorithm", ["hotspots", "study"])
def test_the_hidden_folder_of_a_run_that_was_killed_goes_with_the_next_run(
    algorithm, provider, context, prepared, whole, tmp_path
):
    given = parameters_of(algorithm, prepared, tmp_path)
    # a check at which the run has opened its outputs
    at = whole(algorithm)[1] * 9 // 10
    assert killed(partial(run_killed_at_a_check, algorithm, given, context, at))
    assert hidden(tmp_path)
    run_algorithm(f"sejahtera:{algorithm}", given, context, Log())
    assert not hidden(tmp_path)


def hidden(folder):
    return [path for path in folder.rglob(".*") if path.is_dir()]


def test_hidden_folders_without_a_lock_go_when_they_are_old(provider, context, prepared, tmp_path):
    old, older, fresh = (tmp_path / name for name in (".sejahtera-old", ".study-old", ".sejahtera-fresh"))
    for folder in (old, older, fresh):
        folder.mkdir()
        (folder / "half.gpkg").write_bytes(b"half")
    os.utime(old, (0, 0))
    os.utime(older, (0, 0))
    given = parameters_of("hotspots", prepared, tmp_path)
    run_algorithm("sejahtera:hotspots", given, context, Log())
    assert not old.exists()
    assert not older.exists()
    assert fresh.exists()
