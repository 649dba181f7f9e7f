"""A full disk, a protected folder, a file in use: a sentence, and what was there stays."""

import resource
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException, QgsProject, QgsVectorLayer

from ..builders import Log, run_algorithm
from .cases import IDS, WRITERS, parameters_of, written_by
from .folders import EVERY, earlier_outputs, hashes, kept, left_over, some_of


@pytest.fixture
def disk(tmp_path):
    """Return a function that makes a small disk of its own, which root alone can."""
    mounted = []

    def make(size, *options):
        folder = tmp_path / f"disk{len(mounted)}"
        folder.mkdir()
        words = ",".join([f"size={size}k", *options])
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", words, "tmpfs", str(folder)], check=False)
        if made.returncode:
            pytest.skip("only root can make a small disk")
        mounted.append(folder)
        return folder

    yield make
    for folder in mounted:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def run(algorithm, prepared, folder, context, feedback=None):
    return run_algorithm(
        f"sejahtera:{algorithm}", parameters_of(algorithm, prepared, folder), context, feedback or Log()
    )


def refusal(algorithm, prepared, folder, context, feedback=None):
    """Run and return the sentence by which the run was refused, None where it was not."""
    try:
        run(algorithm, prepared, folder, context, feedback)
    except QgsProcessingException as error:
        return str(error)
    return None


def clear(sentence):
    """Say whether an error is one sentence for users."""
    return sentence and sentence.isprintable() and len(sentence) < 500 and "Traceback" not in sentence


def kilobytes(folder):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1024 + 1


@pytest.mark.parametrize("algorithm", IDS)
def test_a_full_disk_is_a_sentence_and_what_was_there_stays(algorithm, provider, context, prepared, whole, disk):
    complete, _ = whole(algorithm)
    for part in some_of(range(20), 1):
        folder = disk(24 + kilobytes(complete) * part // 20)
        before = earlier_outputs(algorithm, folder)
        sentence = refusal(algorithm, prepared, folder, context)
        if sentence is None:  # it had room, after all: then it is all there
            assert sorted(hashes(folder)) == sorted({*hashes(complete), *before}), part
        else:
            assert clear(sentence), (part, sentence)
            assert kept(folder, before), part
        assert not left_over(folder, written_by(algorithm)), part


@pytest.mark.parametrize("algorithm", WRITERS if EVERY else ("exportmap", "neighbours"))
def test_a_file_that_may_not_grow_is_a_sentence(algorithm, provider, context, prepared, whole, tmp_path):
    largest = max(path.stat().st_size for path in whole(algorithm)[0].rglob("*") if path.is_file())
    before = earlier_outputs(algorithm, tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest // 2, limits[1]))
    try:
        sentence = refusal(algorithm, prepared, tmp_path, context)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert clear(sentence), sentence
    assert kept(tmp_path, before)
    assert not left_over(tmp_path, written_by(algorithm))


@pytest.mark.parametrize("algorithm", WRITERS if EVERY else ("neighbours", "study", "stylelayer"))
def test_a_folder_that_may_only_be_read_is_a_sentence(algorithm, provider, context, prepared, disk):
    folder = disk(512)
    before = earlier_outputs(algorithm, folder)
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
    sentence = refusal(algorithm, prepared, folder, context)
    assert "cannot be written" in sentence
    assert clear(sentence)
    assert hashes(folder) == before


def test_a_target_that_is_being_edited_elsewhere_is_not_replaced(provider, context, prepared, tmp_path):
    run("hotspots", prepared, tmp_path, context)
    with closing(sqlite3.connect(tmp_path / "o.gpkg")) as elsewhere:
        elsewhere.execute("PRAGMA journal_mode=WAL")
        elsewhere.execute("UPDATE gpkg_contents SET description = 'Diubah'")
        elsewhere.commit()
        before = hashes(tmp_path)
        sentence = refusal("hotspots", prepared, tmp_path, context)
        assert "o.gpkg is in use" in sentence
        assert {name: digest for name, digest in hashes(tmp_path).items() if "-shm" not in name} == {
            name: digest for name, digest in before.items() if "-shm" not in name
        }
        assert elsewhere.execute("SELECT description FROM gpkg_contents").fetchone() == ("Diubah",)


def test_a_target_that_is_loaded_in_the_project_is_replaced_as_a_whole(provider, context, prepared, tmp_path):
    run("hotspots", prepared, tmp_path, context)
    loaded = QgsVectorLayer(str(tmp_path / "o.gpkg"), "o", "ogr")
    QgsProject.instance().addMapLayer(loaded)
    run("hotspots", prepared, tmp_path, context)
    again = QgsVectorLayer(str(tmp_path / "o.gpkg"), "again", "ogr")
    assert again.featureCount() == 54
    assert len(list(again.getFeatures())) == 54
    own = {"o.gpkg-shm", "o.gpkg-wal"}  # of the layer that is open
    assert {path.name for path in tmp_path.iterdir()} - own == written_by("hotspots")


def test_where_one_file_cannot_be_moved_in_the_others_come_back(provider, context, prepared, tmp_path, monkeypatch):
    before = earlier_outputs("neighbours", tmp_path)
    replace, moved = Path.replace, []

    def locked(path, target):
        if len(moved) == 2:
            monkeypatch.undo()
            raise PermissionError(13, "locked", str(target))
        moved.append(target)
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", locked)
    assert "is in use" in refusal("neighbours", prepared, tmp_path, context)
    assert len(moved) == 2
    assert hashes(tmp_path) == before
