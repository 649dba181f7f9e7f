"""The policy report: the numbers of the layers, in every format, whatever the names are."""

import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from qgis.core import QgsProcessingException, QgsProject
from sejahtera.analysis.core.messages import Message, Number
from sejahtera.cartography.base.cards import set_card
from sejahtera.cartography.report.pdf import Margin, write_pdf
from sejahtera.language import LANGUAGES, is_compiled, sentence, tr
from sejahtera.processing.report.policyreport import SYNTHETIC
from sejahtera.resources.catalogue import default_definition, load_catalogue

from ...builders import Log, grid_layer, run_algorithm
from ...styled import card_for

HOSTILE = [
    "<script>alert(1)</script>",
    "A & B",
    'He said "no"',
    "שלום",
    "Kampung 🏘️",
    "Rp $5 dan $6",
    "{name} %s",
    "a" * 120,
    "[% 1 + 1 %]",
]


class _Text(HTMLParser):
    """The words of a page, without those of its charts and its style."""

    def __init__(self):
        super().__init__()
        self.words, self.skipped = [], 0

    def handle_starttag(self, tag, attrs):  # noqa: ARG002
        self.skipped += tag in ("style", "svg", "script")

    def handle_endtag(self, tag):
        self.skipped -= tag in ("style", "svg", "script")

    def handle_data(self, data):
        if not self.skipped:
            self.words.append(data)


def _text_of(page):
    parser = _Text()
    parser.feed(page)
    return " ".join(" ".join(parser.words).split())


def _numbers(text):
    """Return the figures of a text, without those of page numbers."""
    text = re.sub(r"Page \d+ of \d+", "", text)
    return sorted(re.findall(r"\d+(?:[.,]\d+)*", text))


def _columns(names):
    count = len(names)
    values = [round(90 - 70 * place / count, 3) for place in range(count)]
    z = [3.5 if place < 2 else -3.2 if place >= count - 2 else 0.4 for place in range(count)]
    return {
        "nama": names,
        "kecamatan": ["Utara" if place % 2 else "Selatan" for place in range(count)],
        "penduduk": [1000.0 + 7 * place for place in range(count)],
        "index": values,
        "rank": [place + 1 for place in range(count)],
        "class": [5 - 5 * place // count for place in range(count)],
        "coverage": [1.0] * count,
        "dim_inc": values,
        "dim_wsh": values[::-1],
        "gi_z": z,
        "gi_p": [0.0001 if abs(one) > 3 else 0.4 for one in z],
        "gi_q": [0.001 if abs(one) > 3 else 0.5 for one in z],
        "gi_class": [3 if one > 3 else -3 if one < -3 else 0 for one in z],
    }


@pytest.fixture
def layer(qgis_new_project):
    layer = grid_layer(_columns([f"Kelurahan {letter}" for letter in "ABCDEFGHIJKL"]))
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def write(provider, context, tmp_path):
    """Return a function that writes a report and gives back its folder."""

    def write(layer, feedback=None, **parameters):
        given = {
            "INDEX": layer,
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "POPULATION_FIELD": "penduduk",
            "LANGUAGE": "en",
            "OUTPUT": str(tmp_path / "report.html"),
            **parameters,
        }
        run_algorithm("sejahtera:policyreport", given, context, feedback or Log())
        return tmp_path

    return write


def _page(folder):
    return (folder / "report.html").read_text(encoding="utf-8")


def test_the_sentences_hold_the_numbers_of_the_layers(layer, write):
    text = _text_of(_page(write(layer, HOTSPOTS=layer)))
    assert "Of 12 kelurahan 12 have an index. It runs from 25.8 (Kelurahan L) to 90 (Kelurahan A)." in text
    assert "2 of 12 kelurahan lie in a significant pocket of low welfare: Kelurahan K, Kelurahan L." in text
    assert "2 of 12 kelurahan lie in a significant pocket of high welfare: Kelurahan A, Kelurahan B." in text


def test_the_report_is_written_in_indonesian_with_decimal_commas(layer, write):
    text = _text_of(_page(write(layer, LANGUAGE="id")))
    assert "25,8" in text
    assert "25.8" not in text


@pytest.mark.skipif(not is_compiled("id"), reason="the translations are not compiled")
def test_names_of_the_catalogue_and_reasons_are_told_in_the_language_of_the_report(layer, write, tmp_path):
    columns = _columns(["Sumber", "Mojo", "Sewu"])
    signal = Message(
        "{signal}: {value} (mean {mean}, beyond the cut-off {cutoff})",
        {
            "cutoff": Number(90.0, 1),
            "signal": load_catalogue().indicator("WSH03").name.words,
            "value": Message("{value} %", {"value": Number(71.0, 1)}),
            "mean": Number(89.0, 1),
        },
    )
    message = Message(
        "{unit}: {signals}; the decision “{decision}” holds in {share} % of the draws of weights",
        {"unit": "Sumber", "signals": signal, "decision": Message("Strongly recommended"), "share": 100},
    )
    reason = sentence(message, "en")
    columns |= {"priority": ["R4"] * 3, "decision": ["strong"] * 3, "reason": [reason] * 3}
    priorities = grid_layer(columns)
    set_card(priorities, replace(card_for(priorities), texts={"reason": {reason: message}}))
    QgsProject.instance().addMapLayer(priorities)
    given = json.dumps(default_definition("en"))
    text = _text_of(_page(write(layer, LANGUAGE="id", PRIORITIES=priorities, DEFINITION=given)))
    assert (
        "Sumber: Sanitasi layak: 71,0 % (rata-rata 89,0, melewati ambang 90,0); keputusan “Disarankan kuat” bertahan"
        in text
    )
    assert "Air bersih & sanitasi" in text


def test_minus_signs_are_true_ones_and_zero_has_none(layer, write):
    text = _text_of(_page(write(layer, HOTSPOTS=layer)))
    assert "−3.20" in text
    assert not re.search(r"(?<![\w–])-\d|−0[.,]0+\b", text.partition("How to make it again")[0])


def test_the_html_needs_nothing_else(layer, write):
    page = _page(write(layer))
    assert not re.findall(r'(?:src|href)="(?!data:|#)', page)
    assert page.count("data:image/png;base64,") >= 1


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_the_pdf_has_the_same_numbers_as_the_html(layer, write, tmp_path):
    folder = write(layer, HOTSPOTS=layer, OUTPUT_PDF=str(tmp_path / "report.pdf"))
    told = subprocess.run(
        ["pdftotext", "-layout", str(folder / "report.pdf"), "-"], capture_output=True, text=True, check=True
    ).stdout
    ours = _numbers(_text_of(_page(folder)))
    missing = [number for number in ours if number not in set(_numbers(told))]
    assert not missing


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_note_on_synthetic_data_is_whole_at_the_foot_of_a_page(qgis_app, tmp_path, language):
    note, path = tr(SYNTHETIC, language), tmp_path / "report.pdf"
    number = tr("Page {page} of {pages}", language)
    write_pdf("<p>Laporan</p>", {}, Margin("", note, number), "Laporan", path)
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    assert note in told.stdout


def test_the_docx_is_well_formed_and_has_the_same_numbers(layer, write, tmp_path):
    folder = write(layer, HOTSPOTS=layer, OUTPUT_DOCX=str(tmp_path / "report.docx"))
    with zipfile.ZipFile(folder / "report.docx") as package:
        assert package.testzip() is None
        parts = {name: ElementTree.fromstring(package.read(name)) for name in package.namelist() if "png" not in name}
        pictures = [name for name in package.namelist() if name.endswith(".png")]
    words = " ".join(text for text in parts["word/document.xml"].itertext())
    assert len(pictures) > 2
    missing = set(_numbers(_text_of(_page(folder)))) - set(_numbers(words))
    assert not missing


@pytest.mark.parametrize("language", ["en", "id"])
def test_names_that_look_like_code_are_printed_as_they_are(write, qgis_new_project, tmp_path, language):
    layer = grid_layer(_columns(HOSTILE))
    QgsProject.instance().addMapLayer(layer)
    folder = write(
        layer,
        HOTSPOTS=layer,
        LANGUAGE=language,
        TITLE="<b>Judul</b> & lain",
        OUTPUT_PDF=str(tmp_path / "report.pdf"),
        OUTPUT_DOCX=str(tmp_path / "report.docx"),
    )
    page = _page(folder)
    assert "<script>alert" not in page
    assert "<b>Judul</b>" not in page
    text = _text_of(page)
    assert all(name in text for name in HOSTILE)
    with zipfile.ZipFile(folder / "report.docx") as package:
        words = "".join(ElementTree.fromstring(package.read("word/document.xml")).itertext())
    assert all(name in words for name in HOSTILE)


def test_results_that_are_not_given_leave_no_section(layer, write):
    text = _text_of(_page(write(layer)))
    assert "Pockets of low and high welfare" not in text
    assert "Limits" in text
    assert "significant pocket" not in text


def test_a_layer_that_is_not_the_result_asked_for_is_one_sentence(layer, write, tmp_path):
    other = grid_layer({"nama": ["A", "B"], "x": [1.0, 2.0]})
    QgsProject.instance().addMapLayer(other)
    with pytest.raises(QgsProcessingException, match=r"CLUSTERS .*lisa.*clustersoutliers"):
        write(layer, CLUSTERS=other)
    assert not list(tmp_path.iterdir())


def test_a_field_that_is_not_there_is_one_sentence(layer, write):
    with pytest.raises(QgsProcessingException, match="nobody"):
        write(layer, GROUP_FIELD="nobody")


def test_a_folder_that_cannot_be_written_is_one_sentence(layer, write, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        write(layer, OUTPUT=str(tmp_path / "file" / "report.html"))


def test_a_cancelled_report_leaves_the_old_one(layer, write, tmp_path):
    (tmp_path / "report.html").write_text("old")
    write(layer, feedback=Log(cancel_at=30))
    assert (tmp_path / "report.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_the_same_layers_give_the_same_report(layer, write, tmp_path):
    first = _page(write(layer, HOTSPOTS=layer, OUTPUT_DOCX=str(tmp_path / "report.docx")))
    document = (tmp_path / "report.docx").read_bytes()
    assert first == _page(write(layer, HOTSPOTS=layer, OUTPUT_DOCX=str(tmp_path / "report.docx")))
    assert document == (tmp_path / "report.docx").read_bytes()


def test_no_folder_of_this_computer_is_printed(layer, write, tmp_path):
    assert str(tmp_path) not in _page(write(layer))


def test_simulated_data_say_so(write, qgis_new_project):
    layer = grid_layer({**_columns(["A", "B", "C", "D"]), "status_data": ["data simulasi"] * 4})
    QgsProject.instance().addMapLayer(layer)
    assert "SYNTHETIC DATA" in _page(write(layer))


def _prioritised(layer, path, context):
    """Return the file of priorities of a layer by a recommendation of its own, called R1 as Surakarta's first."""
    signal = {"indicator": "index", "weight": 1, "direction": "+", "goalposts": [0, 100], "cutoff": 60}
    own = {"code": "R1", "name": {"id": "Pohon peneduh", "en": "Shade trees"}, "signals": [signal]}
    given = {"schema": "sejahtera-recommendations", "version": 1, "recommendations": [own]}
    parameters = {"INPUT": layer, "NAME_FIELD": "nama", "RECOMMENDATIONS": json.dumps(given), "OUTPUT": str(path)}
    run_algorithm("sejahtera:priorities", parameters, context, Log())
    return str(path)


@pytest.mark.defect("A13")
@pytest.mark.parametrize(
    ("language", "own", "surakarta"),
    [("en", "R1 Shade trees", "productive capital"), ("id", "R1 Pohon peneduh", "produktif")],
)
@pytest.mark.parametrize("ending", ["gpkg", "geojson"])
def test_recommendations_are_called_by_the_titles_of_their_own_file(
    layer, write, context, tmp_path, language, own, surakarta, ending
):
    found = _prioritised(layer, tmp_path / f"own.{ending}", context)
    text = _text_of(_page(write(layer, PRIORITIES=found, LANGUAGE=language)))
    assert own in text
    assert surakarta not in text


@pytest.mark.defect("A13")
def test_a_result_that_does_not_say_its_titles_is_told_by_its_codes(write, qgis_new_project):
    columns = _columns(["Sumber", "Mojo", "Sewu"])
    columns |= {"priority": ["R4"] * 3, "decision": ["strong"] * 3, "reason": ["Sanitation is bad."] * 3}
    layer = grid_layer(columns)
    QgsProject.instance().addMapLayer(layer)
    text = _text_of(_page(write(layer, PRIORITIES=layer)))
    assert " R4 Strongly recommended Sanitation is bad." in text
    assert "clean water" not in text


@pytest.mark.defect("A23")
@pytest.mark.parametrize(
    ("language", "words"), [("en", "Only 12 areas take part; with fewer than 30"), ("id", "Hanya 12 wilayah")]
)
def test_what_a_layer_was_warned_of_is_told_with_its_result(layer, write, context, tmp_path, language, words):
    path = str(tmp_path / "c.gpkg")
    given = {"INPUT": layer, "FIELD": "index", "NAME_FIELD": "nama", "OUTPUT": path}
    run_algorithm("sejahtera:clustersoutliers", given, context, Log())
    text = _text_of(_page(write(layer, CLUSTERS=path, LANGUAGE=language)))
    if language == "en" or is_compiled("id"):
        assert words in text


@pytest.mark.defect("A23")
@pytest.mark.parametrize("ending", ["csv", "gpkg"])
def test_what_a_table_was_warned_of_is_told_with_its_result(layer, write, context, tmp_path, ending):
    path = str(tmp_path / f"i.{ending}")
    given = {"INPUT": layer, "FIELD": "index", "GROUP_FIELD": "kecamatan", "OUTPUT": path}
    run_algorithm("sejahtera:inequalitymeasures", given, context, Log())
    text = _text_of(_page(write(layer, INEQUALITY=path)))
    assert "Cautions on these sentences" in text
    assert "Differences between people within an area are not in them" in text
    assert "Overlap of groups" in text


@pytest.mark.defect("B14")
def test_directions_in_a_table_of_weights_are_no_missing_numbers(layer, write, tmp_path):
    weights = tmp_path / "weights.csv"
    weights.write_text(
        "level,dimension,field,name,direction,weight_overall,weight_effective\n"
        '1,inc,,Income,,0.5,0.6\n2,inc,inc01,Poor,"-",0.5,0.6\n1,wsh,,Water,,0.5,0.4\n2,wsh,wsh01,Dry,"-",0.5,0.4\n',
        encoding="utf-8",
    )
    log = Log()
    text = _text_of(_page(write(layer, log, WEIGHTS_TABLE=str(weights))))
    assert log.warnings == []
    assert "Income 1 50.0" in text


def test_a_table_of_priorities_without_a_card_tells_by_its_own_column_of_names(layer, write):
    columns = _columns(["Sumber", "Mojo", "Sewu"])
    columns |= {"priority": ["R4"] * 3, "priority_name": ["Trees"] * 3, "reason": ["No shade."] * 3}
    priorities = grid_layer({**columns, "decision": ["strong"] * 3})
    QgsProject.instance().addMapLayer(priorities)
    assert "R4 Trees" in _text_of(_page(write(layer, PRIORITIES=priorities)))
