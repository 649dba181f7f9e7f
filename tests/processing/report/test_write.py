"""The REPORT of an algorithm in the format that the ending of its file names."""

import json
import zipfile

import pytest
from qgis.core import QgsProcessingException

from ...builders import Log, grid_layer, run_algorithm
from ..indices.test_indexchange import AFTER, BEFORE, DEFINITION


@pytest.fixture
def report(provider, context, qgis_app, tmp_path):
    """Return a function that writes the report of a change of the index and gives its path."""

    def write(name):
        path = tmp_path / name
        parameters = {
            "INPUT": grid_layer(AFTER),
            "INPUT_BEFORE": grid_layer(BEFORE),
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "DEFINITION": json.dumps(DEFINITION),
            "DRAWS": 99,
            "OUTPUT": "memory:",
            "REPORT": str(path),
        }
        run_algorithm("sejahtera:indexchange", parameters, context, Log())
        return path

    return write


def test_a_report_is_one_page_of_html(report):
    page = report("report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<svg") == 1
    assert "src=" not in page


def test_another_ending_is_refused(report):
    with pytest.raises(QgsProcessingException, match=r"\.html, \.pdf, \.docx"):
        report("report.txt")


def test_a_report_can_be_pdf(report):
    data = report("report.pdf").read_bytes()
    assert data.startswith(b"%PDF-")
    assert data.rstrip().endswith(b"%%EOF")


def test_a_report_can_be_docx_with_its_charts_and_bold_cells(report):
    with zipfile.ZipFile(report("report.docx")) as package:
        words = package.read("word/document.xml").decode("utf-8")
        assert "word/media/picture1.png" in package.namelist()
    assert "Places won" in words
    assert "Jebres" in words


def test_every_report_tells_its_method_and_how_it_is_read(report):
    page = report("report.html").read_text(encoding="utf-8")
    assert "Both years share goalposts" in page
    assert "The values describe areas, not the people who live in them." in page
