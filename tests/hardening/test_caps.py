"""Hostile files: a gigabyte of memory and some seconds are enough to refuse them in a sentence."""

import zipfile
from functools import partial

import numpy as np
import pandas as pd
import pytest
from qgis.core import QgsProcessingException
from sejahtera.analysis.data.join.code_reading import read_codes
from sejahtera.analysis.data.join.names import best_suggestion, group_keys, name_keys
from sejahtera.analysis.data.tables.delimited import LARGEST_FILE, read_delimited
from sejahtera.analysis.data.tables.numbers import to_numbers
from sejahtera.analysis.indices.definition.schema import read_definition
from sejahtera.analysis.poverty.definition import read_poverty
from sejahtera.analysis.programmes.findings.pseudonyms import without_persons
from sejahtera.analysis.spatial.geometry import Polygons
from sejahtera.analysis.spatial.weights.contiguity import queen
from sejahtera.analysis.spatial.weights.files import read_weights
from sejahtera.analysis.study.schema import study_from_text
from sejahtera.processing.io import spreadsheets
from sejahtera.processing.programmes.thematicfindings import code_book
from sejahtera.resources.recommendations import load_recommendations
from sejahtera.ui.model.document import read_document

from ..builders import Log, run_algorithm
from .cases import parameters_of
from .folders import EVERY
from .processes import bounded

MILLION = 1_000_000
DEEP = "[" * 100_000


def in_file(folder, name, *parts):
    path = folder / name
    with path.open("w", encoding="utf-8") as file:
        file.writelines(parts)
    return path


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ((";".join(["c"] * MILLION), "\n", "1;" * MILLION), "longer than 1000000 characters"),
        ((";".join(["c"] * 50_000), "\n", "1;" * 50_000), "50000 columns"),
        (("a;b\n1;", "x" * 50 * MILLION), "longer than 1000000 characters"),
        (("a;b\n1;", "x" * 200_000, "\n"), "too long or broken"),
        (('a;b\n1;"', "x\n" * 2 * MILLION), "longer than 1000000 characters|too long or broken"),
        (("a;b\n", '"1\n";' * 2 * MILLION), "longer than 1000000 characters"),
        (("\n" * MILLION,), "no rows below its header"),
    ],
    ids=["columns", "many-columns", "line", "cell", "open-quote", "cells", "blank-lines"],
)
def test_a_table_without_end_is_refused(qgis_app, tmp_path, parts, says):
    path = in_file(tmp_path, "table.csv", *parts)
    told = bounded(partial(read_delimited, path))
    assert any(words in told for words in says.split("|")), told


def test_a_table_of_a_gigabyte_is_refused_before_it_is_read(qgis_app, tmp_path):
    with (tmp_path / "table.csv").open("wb") as file:
        file.truncate(2 * LARGEST_FILE)
    assert "larger than 500 MB" in bounded(partial(read_delimited, tmp_path / "table.csv"), megabytes=100)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_a_spreadsheet_that_unpacks_without_end_is_refused(provider, context, prepared, tmp_path, ending, monkeypatch):
    monkeypatch.setattr(spreadsheets, "LARGEST", 40 * MILLION)
    path = tmp_path / f"bomb.{ending}"
    name = {"xlsx": "xl/worksheets/sheet1.xml", "ods": "content.xml"}[ending]
    rows = b"<row><c/></row>\n" * 62_500
    package = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
    with package, package.open(name, "w", force_zip64=True) as file:
        for _ in range(50):
            file.write(rows)
    assert path.stat().st_size < 10 * MILLION
    given = {**parameters_of("joinindicators", prepared, tmp_path), "TABLE": str(path)}
    start = partial(run_algorithm, "sejahtera:joinindicators", given, context, Log())
    assert f"bomb.{ending} unpacks to more than 40 MB" in bounded(start, megabytes=300)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("0 1000000000000 layer id\na 1\nb\n", "for 1000000000000 areas; the layer has 3"),
        ("0 3 layer id\na 1000000000000\nb\n", "should have 1000000000000 neighbours and lists 1"),
        (f"0 3 layer id\na {'9' * 5000}\nb\n", "a label and a number of neighbours"),
        (f"{'9' * 100_000}\n", "does not begin with the number of areas"),
        (f"0 3 layer id\n{'a ' * 5 * MILLION}\n", "a label and a number of neighbours"),
    ],
)
def test_a_weights_file_that_asks_for_endless_memory_is_refused(qgis_app, tmp_path, text, says):
    path = in_file(tmp_path, "w.gal", text)
    told = bounded(partial(read_weights, path, ["a", "b", "c"]))
    assert says in told
    assert len(told) < 1000


@pytest.mark.parametrize(
    "read",
    [
        read_definition,
        read_poverty,
        read_document,
        lambda path: study_from_text(str(path)),
        lambda path: code_book(str(path), "id"),
        lambda path: load_recommendations("id", str(path)),
    ],
    ids=["definition", "poverty", "dock", "study", "codebook", "recommendations"],
)
@pytest.mark.parametrize("text", [DEEP, '{"a":' * 100_000, "9" * MILLION], ids=["lists", "objects", "digits"])
def test_json_nested_without_end_is_refused(qgis_app, tmp_path, read, text):
    told = bounded(partial(read, in_file(tmp_path, "deep.json", text)))
    assert told.startswith("InputError: "), told
    assert len(told) < 300


@pytest.mark.parametrize("signs", ["9", "1.", "1,", " ", "-", "Rp", "1 ", "0", "e", "%", "33.", "kel", "Pak A"])
def test_no_pattern_of_words_goes_back_without_end(qgis_app, signs):
    text = signs * (100_000 // len(signs))
    cells = pd.Series([text, text + "x", "x" + text, text + "1,5"], dtype=object, name="c")

    def read():
        to_numbers(cells)
        read_codes(cells)
        name_keys(cells), group_keys(cells)
        best_suggestion(text, {text[1:]: 1, "tipes": 2})
        without_persons(text, {"Budi": "Informan 1"})
        return "read"

    told = bounded(read, seconds=10)
    assert told == "read" or told.startswith("InputError"), told


def test_geometries_of_very_many_vertices_have_their_neighbours(qgis_app):
    count = (10 * MILLION if EVERY else MILLION // 4) // 3
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    circle = np.column_stack([np.cos(turn), np.sin(turn)]) * 1000
    row = [[circle + np.array([2000.0 * place, 0])] for place in range(3)]
    found = bounded(lambda: len(queen(Polygons.from_rings(row), 2.0).matrix.indices), 6000, 100)
    assert found == "4"


def test_where_memory_is_not_enough_it_is_said(provider, context, prepared, tmp_path, monkeypatch):
    def full(*_, **__):
        raise MemoryError

    monkeypatch.setattr("sejahtera.processing.base.run.read_frame", full)
    with pytest.raises(QgsProcessingException, match="memory of this computer is not enough"):
        run_algorithm("sejahtera:hotspots", {**parameters_of("hotspots", prepared, tmp_path)}, context, Log())
    assert not list(tmp_path.iterdir())
