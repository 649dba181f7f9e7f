"""`make demo` and the window of QGIS, as a newcomer sees them, in a clone with an awkward name."""

import html
import json
import re
import shutil
import sqlite3
from contextlib import closing

import pytest

from .command_line import copy_tree, run_script
from .demo_numbers import SUBJECTS, sentences
from .golden.record import check_demo

pytestmark = [pytest.mark.slow, pytest.mark.qgis]

#: What the demo leaves behind, and how each file begins.
RESULTS = {
    "joined.gpkg": b"SQLite format 3",
    "unmatched.csv": b"side,row,code,name,reason",
    "check.csv": b"",
    "check.html": b"<!",
    "index.gpkg": b"SQLite format 3",
    "weights.csv": b"level,dimension,field",
    "contributions.csv": b"kode,nama,kecamatan",
    "index.html": b"<!",
    "neighbours.gpkg": b"SQLite format 3",
    "neighbours.gal": b"",
    "neighbours.csv": b"",
    "neighbours.html": b"<!",
    "global.csv": b"field,statistic",
    "global.html": b"<!",
    "hotspots.gpkg": b"SQLite format 3",
    "hotspots.html": b"<!",
    "clusters.gpkg": b"SQLite format 3",
    "clusters.html": b"<!",
    "regions.gpkg": b"SQLite format 3",
    "regions.csv": b"",
    "regions.html": b"<!",
    "hotspots_map.pdf": b"%PDF",
    "hotspots_map.png": b"\x89PNG",
    "clusters_map.pdf": b"%PDF",
    "clusters_map.png": b"\x89PNG",
    "emerging.gpkg": b"SQLite format 3",
    "emerging.html": b"<!",
    "emerging_map.pdf": b"%PDF",
    "bivariate.gpkg": b"SQLite format 3",
    "bivariate.html": b"<!",
    "bivariate_map.pdf": b"%PDF",
    "inequality.csv": b"measure,name,parameter,value,low,high",
    "inequality_groups.csv": b"group,n,population_share",
    "inequality.html": b"<!",
    "groups.csv": b"field,name,direction",
    "groups.html": b"<!",
    "poverty.gpkg": b"SQLite format 3",
    "poverty.csv": b"area,name,records",
    "poverty.html": b"<!",
    "poverty_map.pdf": b"%PDF",
    "joined_2024.gpkg": b"SQLite format 3",
    "change.gpkg": b"SQLite format 3",
    "change_contributions.csv": b"kode,nama",
    "change.html": b"<!",
    "map.pdf": b"%PDF",
    "map.png": b"\x89PNG",
    "map_a3.pdf": b"%PDF",
    "package/SHA256SUMS": b"",
    "atlas.pdf": b"%PDF",
    "manifest.json": b"{",
    "study/drivers.html": b"<!",
    "study/effect.html": b"<!",
    "study/report.html": b"<!",
    "study/report.pdf": b"%PDF",
    "study/report.docx": b"PK",
    "report_en.html": b"<!",
    "report_en.pdf": b"%PDF",
}


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    return copy_tree(tmp_path_factory.mktemp("demo") / "a clone v1.0")


@pytest.fixture(scope="module")
def told(clone):
    """Run the demo and return what it says."""
    return run_script(clone, "demo")


@pytest.fixture(scope="module")
def results(clone, told):
    return clone / "build" / "demo"


@pytest.mark.parametrize("name", RESULTS)
def test_the_demo_leaves_each_of_its_results(name, results):
    assert (results / name).read_bytes().lstrip().startswith(RESULTS[name])


def test_the_demo_says_where_its_results_are_and_that_they_are_synthetic(told, results):
    assert str(results) in told
    assert all(name in told for name in RESULTS)
    assert "synthetic" in told


def test_the_demo_tells_of_every_step_of_its_study_what_it_was_for(told, clone):
    steps = json.loads((clone / "resources" / "demo" / "study.json").read_text(encoding="utf-8"))["steps"]
    ends = [f" s   {step['description']} (sejahtera:{step['algorithm']})" for step in steps]
    lines = [line for line in told.splitlines() if "(sejahtera:" in line]
    assert len(lines) == len(ends)
    assert all(line.endswith(end) for line, end in zip(lines, ends))


def test_the_seconds_of_a_step_are_those_of_the_manifest(told, results):
    records = json.loads((results / "manifest.json").read_text(encoding="utf-8"))["steps"]
    lines = [line for line in told.splitlines() if "(sejahtera:" in line]
    assert [line.split()[0] for line in lines] == [f"{record['seconds']:.1f}" for record in records]


def test_the_geopackage_of_the_demo_opens_styled(results):
    with closing(sqlite3.connect(results / "index.gpkg")) as database:
        rows = database.execute("select useAsDefault, styleQML from layer_styles").fetchall()
    assert len(rows) == 1
    assert rows[0][0]
    assert "renderer-v2" in rows[0][1]


def test_nothing_unfinished_is_left_beside_the_results(results):
    names = [path.name for path in results.iterdir()]
    assert not [name for name in names if name.startswith(".") or name.endswith(("-wal", "-shm", "-journal"))]


def test_every_table_and_layer_of_the_demo_is_as_it_was_recorded(results):
    check_demo(results)


def _text(path):
    """Return the words of a page, without those of its charts and its style."""
    page = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture(scope="module")
def recomputed(results, clone):
    return sentences(results / "study", clone / "resources" / "demo")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_sentence_of_the_report_is_true_of_the_numbers(subject, results, recomputed):
    assert recomputed[subject] in _text(results / "report_en.html")


def test_both_reports_tell_of_inequality_poverty_drivers_targeting_effect_and_voices(results):
    english, indonesian = (_text(results / name) for name in ("report_en.html", "study/report.html"))
    for there, here in (
        ("Inequality", "Ketimpangan"),
        ("Multidimensional poverty", "Kemiskinan multidimensi"),
        ("What goes along with the index", "Apa yang sejalan dengan indeks"),
        ("Whom the programme reaches", "Siapa yang dijangkau program"),
        ("What the programme changed", "Apa yang diubah program"),
        ("What people say", "Apa kata warga"),
    ):
        assert there in english
        assert here in indonesian


def test_each_report_keeps_to_its_language(results):
    english, indonesian = (_text(results / name) for name in ("report_en.html", "study/report.html"))
    method = english.partition("How to make it again")[0]
    for word in ("Pendapatan & kemiskinan moves", "Sanitasi layak", "melewati ambang", "Modal produktif"):
        assert word not in method
    for word in ("Informal employment", "beyond the cut-off", "Generalised entropy", "Water & sanitation"):
        assert word not in indonesian


@pytest.mark.gui
@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="there is no virtual screen here")
def test_the_window_runs_the_index_from_its_dialog_and_shows_it_styled(clone, results, tmp_path):
    told = run_script(clone, "screenshots", tmp_path)
    assert "54 kelurahan" in told
    for picture in ("dialog.png", "qgis.png"):
        assert (tmp_path / picture).stat().st_size > 20_000
