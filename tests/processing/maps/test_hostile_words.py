"""Words that look like code are printed as they stand: by QGIS as expressions, by browsers as markup."""

import shutil
import subprocess

import pytest
from qgis import processing
from qgis.core import QgsProject

from ...builders import grid_layer
from ...styled import style

#: What QGIS would evaluate, and what a browser would run.
EXPRESSION, MARKUP = "[% 1 + 41 %]", '<script>alert("A" & 1)</script>'
NAMES = [EXPRESSION, MARKUP, "A & B", 'say "no"', "Nusukan", "Sewu", "Mojo", "Tipes", "Jebres"]


@pytest.fixture
def layer(qgis_new_project):
    """Return nine kelurahan with a bivariate map of two fields of hostile names."""
    count = len(NAMES)
    layer = grid_layer(
        {
            "kode": [f"k{number}" for number in range(count)],
            "nama": NAMES,
            "kecamatan": [EXPRESSION] * 5 + [MARKUP] * 4,
            "index": [10.0 + number for number in range(count)],
            "rank": list(range(count, 0, -1)),
            "class": [1 + number // 2 for number in range(count)],
            "bivariate_class": [f"{one}-{two}" for one in "123" for two in "123"],
        },
        size=2500.0,
    )
    style("bivariate", "bivariate_class", "en", first=EXPRESSION, second="<b>b</b>", title=EXPRESSION)(layer)
    QgsProject.instance().addMapLayer(layer)
    return layer


def printed(path):
    """Return the text of a PDF without its line breaks and the sign that hides expressions from QGIS."""
    if shutil.which("pdftotext") is None:
        pytest.skip("poppler-utils are not installed")
    told = subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(told.stdout.replace("\u200b", "").split())


def texts():
    """Return the texts a user can type on the cover or in the margin."""
    given = f"{EXPRESSION} {MARKUP}"
    return dict.fromkeys(("TITLE", "SUBTITLE", "INSTITUTION", "SOURCE", "NOTE"), given)


def squeezed(text):
    return "".join(text.split()).lower()


def test_a_map_prints_title_names_and_legend_as_they_stand(provider, layer, tmp_path):
    path = tmp_path / "map.pdf"
    processing.run(
        "sejahtera:exportmap",
        {
            "INPUT": layer,
            "OUTPUT": str(path),
            "LANGUAGE": "en",
            "NAME_FIELD": "nama",
            "PAPER": "A3",
            "GROUP_FIELD": "kecamatan",
            "TABLE": "yes",
            "MAKER": EXPRESSION,
            **texts(),
        },
    )
    found = squeezed(printed(path))
    assert found.count(squeezed(EXPRESSION)) >= 5 + 9  # the texts, and the legend at least
    assert squeezed(MARKUP) in found
    assert squeezed("<b>b</b>") in found
    assert "42" not in found


def test_an_atlas_prints_title_and_names_as_they_stand(provider, layer, tmp_path):
    path = tmp_path / "atlas.pdf"
    processing.run(
        "sejahtera:exportatlas",
        {
            "INPUT": layer,
            "OUTPUT": str(path),
            "LANGUAGE": "en",
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "RESOLUTION": 72,
            **texts(),
        },
    )
    found = squeezed(printed(path))
    assert found.count(squeezed(EXPRESSION)) >= 3 * len(NAMES)
    assert squeezed(MARKUP) in found
    assert "42" not in found


def test_a_report_prints_title_and_names_as_they_stand(provider, layer, tmp_path):
    page, path, document = (tmp_path / f"r.{ending}" for ending in ("html", "pdf", "docx"))
    given = {name: text for name, text in texts().items() if name not in ("SUBTITLE", "NOTE")}
    processing.run(
        "sejahtera:policyreport",
        {
            "INDEX": layer,
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "AUTHOR": MARKUP,
            "LANGUAGE": "en",
            "OUTPUT": str(page),
            "OUTPUT_PDF": str(path),
            "OUTPUT_DOCX": str(document),
            **given,
        },
    )
    html = page.read_text(encoding="utf-8")
    assert EXPRESSION in html
    assert "<script" not in html
    found = squeezed(printed(path))
    assert squeezed(EXPRESSION) in found
    assert squeezed(MARKUP) in found
    assert "42" not in found.replace(squeezed("QGIS 3.42"), "")
