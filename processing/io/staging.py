"""Hidden folders that results are written into, and the one way from there into their places."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from ...analysis.core.messages import InputError, mark
from .output_checks import refuse_edited

STAGING = ".sejahtera-"
#: How hidden folders begin; those of studies had a name of their own in 0.1.0.
_PREFIXES = (STAGING, ".study-")
#: The file in a hidden folder that its process keeps locked as long as it lives.
_LOCK = ".lock"
#: After so many seconds a folder without a lock is of a run that was killed.
_STALE = 2 * 24 * 3600
_FORMER = ".former-"

#: The locks that this process holds, by folder.
_held: dict[Path, IO[bytes]] = {}


def make_staging(parent: Path) -> Path:
    """Return a new hidden folder that no other run sweeps while this process lives; sweep those of the dead."""
    sweep(parent)
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=parent))
    draft = staging / f"{_LOCK}.draft"
    with contextlib.suppress(OSError):  # a file system without locks: its age tells
        file = draft.open("wb")
        try:
            _take(file)
            # under its name only once it is locked, so that nobody finds it free
            os.replace(draft, staging / _LOCK)
        except OSError:
            file.close()
            draft.unlink()
            raise
        _held[staging] = file
    return staging


def remove_staging(staging: Path) -> None:
    """Take away a hidden folder with all that is in it."""
    lock = _held.pop(staging, None)
    if lock is not None:
        lock.close()
    shutil.rmtree(staging, ignore_errors=True)


@contextlib.contextmanager
def staging_in(parent: Path) -> Iterator[Path]:
    """Give a hidden folder, and take it away with what is still in it."""
    staging = make_staging(parent)
    try:
        yield staging
    finally:
        remove_staging(staging)


def sweep(parent: Path) -> None:
    """Take away the hidden folders of runs whose process is gone, never those still at work."""
    for prefix in _PREFIXES:
        for path in parent.glob(f"{prefix}*"):
            with contextlib.suppress(OSError):
                if path.is_dir() and not path.is_symlink() and _abandoned(path):
                    shutil.rmtree(path, ignore_errors=True)


def files_in(staging: Path) -> Iterator[Path]:
    """Yield the files that were written into a hidden folder and the folders below it, in order."""
    for path in sorted(staging.iterdir()):
        if path.is_dir():
            yield from files_in(path)
        elif not path.name.startswith((_LOCK, _FORMER)):
            yield path


def moves_out_of(staging: Path, folder: Path) -> list[tuple[Path, Path]]:
    """Return the moves that bring all files of a hidden folder into a folder, in order."""
    return [(path, folder / path.relative_to(staging)) for path in files_in(staging)]


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file beside its place and move it in, so that nobody sees half of it.

    Raises `OSError` where it cannot be written or moved; the former file stays.
    """
    with staging_in(Path(os.path.realpath(path)).parent) as staging:
        staged = staging / path.name
        staged.write_bytes(content if isinstance(content, bytes) else content.encode())
        try:
            move_into_place([(staged, path)])
        except InputError as error:
            raise error.__cause__ from None


def move_into_place(moves: Sequence[tuple[Path, Path]]) -> None:
    """Move files out of hidden folders into their places, all of them or none.

    Folders on the way are made. Where a link stands in a place, it stays, and what it leads to is replaced.

    Raises
    ------
    InputError
        If one cannot be moved; what stood in the place of others has come back.
    """
    undo = contextlib.ExitStack()
    further: dict[Path, Path] = {}
    with contextlib.ExitStack() as cleaning:
        for path, place in moves:
            try:
                _make_folders(place.parent, undo)
                target = Path(os.path.realpath(place))
                if place.is_symlink():
                    path = _brought_near(path, target, further, cleaning)
                refuse_edited(target)
                former = _second_name(target, path)
                existed = target.exists()
                path.replace(target)
            except OSError as error:
                with contextlib.suppress(OSError):  # goes on to the last all the same
                    undo.close()
                raise InputError(
                    mark("{path} is in use by another program or layer. Close it, or choose another name."),
                    path=place.name,
                ) from error
            if former is not None:
                undo.callback(lambda former=former, target=target: former.replace(target))
            elif not existed:
                undo.callback(target.unlink)
        undo.pop_all()  # all are in their places


def _abandoned(staging: Path) -> bool:
    lock = staging / _LOCK
    if not lock.exists():
        return time.time() - staging.stat().st_mtime > _STALE
    with lock.open("r+b") as file:
        _take(file)  # raises where another process, or a run of this one, has it
    return True


def _take(file: IO[bytes]) -> None:
    """Lock a file until it is closed or the process ends; raises `OSError` where somebody else has it."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _make_folders(folder: Path, undo: contextlib.ExitStack) -> None:
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        one.mkdir()
        undo.callback(one.rmdir)


def _brought_near(path: Path, target: Path, further: dict[Path, Path], cleaning: contextlib.ExitStack) -> Path:
    """Bring a file into a hidden folder beside its target, so that it gets there in one move."""
    if target.parent not in further:
        further[target.parent] = make_staging(target.parent)
        cleaning.callback(remove_staging, further[target.parent])
    return Path(shutil.move(path, further[target.parent] / path.name))


def _second_name(target: Path, path: Path) -> Path | None:
    """Keep what stands at a place under a second name beside `path`; None where that cannot be done."""
    former = path.with_name(f"{_FORMER}{path.name}")
    try:
        os.link(target, former)
    except OSError:
        return None
    return former
