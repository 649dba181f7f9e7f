"""Folders before and after a run: what stood in the place of the outputs, and what was left beside them."""

import os

from sejahtera.processing.study.manifest import content_hash

from .cases import CASES

#: Every place is tried by `make faults`; the suite takes some of them.
EVERY = bool(os.environ.get("SEJAHTERA_EVERY_FAULT"))


def some_of(places, count):
    """Return all places, or in the suite `count` of them, evenly from behind the first to before the last."""
    places = list(places)
    if EVERY or len(places) <= count:
        return places
    return [places[len(places) * (1 + step) // (count + 1)] for step in range(count)]


def is_folder(name):
    """Say whether an output is a folder."""
    return "." not in name


def earlier_outputs(algorithm, folder):
    """Put other files in the place of the outputs and return their hashes."""
    for name in CASES[algorithm][2].values():
        path = folder / name
        if is_folder(name):
            path.mkdir()
            path = path / "earlier.txt"
        path.write_bytes(b"earlier " + name.encode())
    return hashes(folder)


def hashes(folder):
    """Return the hash of each file of a folder by its path in it.

    Of a database the three places of the header are passed over in which SQLite notes that it was opened.
    """
    return {str(path.relative_to(folder)): content_hash(path) for path in sorted(folder.rglob("*")) if path.is_file()}


def kept(folder, before):
    """Say whether all earlier files are as they were; a study may have finished some of its steps."""
    now = hashes(folder)
    return all(now.get(name) == digest for name, digest in before.items())


def left_over(folder, known):
    """Return what stands in a folder beside the outputs: temporary files, journals, parts."""
    found = [path for path in folder.rglob("*") if path.name.startswith((".", "~"))]
    found += [path for path in folder.rglob("*") if path.name.endswith(("-wal", "-shm", "-journal", ".tmp"))]
    return found + [path for path in folder.iterdir() if path.name not in known]
