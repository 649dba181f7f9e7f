"""The REPORT of an algorithm says the same as HTML, PDF and DOCX."""

import html
import re
import shutil
import subprocess
import zipfile

import pytest

from ...builders import Log, grid_layer, run_algorithm
from ..demo_city import city_layer

REPORTS = {
    "hotspots": (
        lambda: grid_layer({"nama": [f"k{n}" for n in range(36)], "value": [n % 6 // 3 for n in range(36)]}, 6),
        {"FIELD": "value", "NAME_FIELD": "nama", "PERMUTATIONS": 199, "SEED": 7},
        (
            "36 areas, of which 36 take part",
            "The method below names its side and the correction.",
            "Pocket of high values, 99 %",
            "Distribution of the standard scores; dashed lines at ±1.96.",
            "Queen contiguity",
            "199 conditional permutations, seed 7",
            "The indicators stand for welfare; they are not welfare itself.",
        ),
    ),
    "drivers": (
        city_layer,
        {"FIELD": "inc01", "DRIVERS": ["edu02", "dem01", "gov01"], "NAME_FIELD": "nama"},
        (
            "What can be said",
            "Lower than the drivers let expect: Jagalan, Serengan, Timuran.",
            "Each point is a kelurahan; on the dashed line it is as the drivers let expect.",
            "Importance is each driver's share of R², in percent.",
            "A small p speaks against what is named.",
            "p that minds space",
            "The values describe areas, not the people who live in them.",
        ),
    ),
}


def words_of_html(path):
    text = re.sub(r"<style>.*?</style>|<[^>]+>", " ", path.read_text(encoding="utf-8"), flags=re.S)
    return html.unescape(text)


def words_of_docx(path):
    with zipfile.ZipFile(path) as package:
        assert "word/media/picture1.png" in package.namelist()
        text = package.read("word/document.xml").decode("utf-8")
    return html.unescape(re.sub(r"<[^>]+>", "", text.replace("</w:p>", " ")))


def words_of_pdf(path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    # `-raw` keeps the words of a cell together
    told = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True)
    return told.stdout


@pytest.mark.parametrize(
    ("suffix", "words_of"), [(".html", words_of_html), (".pdf", words_of_pdf), (".docx", words_of_docx)]
)
@pytest.mark.parametrize("algorithm", REPORTS)
def test_a_report_says_the_same_in_every_format(provider, context, qgis_app, tmp_path, algorithm, suffix, words_of):
    layer, parameters, sentences = REPORTS[algorithm]
    path = tmp_path / f"report{suffix}"
    outputs = {"OUTPUT": "memory:", "REPORT": str(path)}
    run_algorithm(f"sejahtera:{algorithm}", {"INPUT": layer(), **parameters, **outputs}, context, Log())
    text = " ".join(words_of(path).split())
    assert [one for one in sentences if one not in text] == []
