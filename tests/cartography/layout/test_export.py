"""A sheet as a file: vectors with embedded fonts, images of the size of the paper."""

import shutil
import subprocess

import pytest
from qgis.PyQt.QtGui import QImage
from sejahtera.analysis.core.messages import InputError
from sejahtera.cartography.layout.export import export
from sejahtera.cartography.layout.request import SheetRequest
from sejahtera.cartography.layout.sheet import build_sheet


@pytest.fixture
def sheet(result_layer):
    return build_sheet(SheetRequest(result_layer, title="Peta", language="en", synthetic=True))


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler-utils are not installed")
def test_a_pdf_is_one_page_whose_fonts_are_embedded(sheet, tmp_path):
    path = tmp_path / "map.pdf"
    export(sheet.layout, path, 300)
    fonts = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True)
    embedded = [line.split()[-5] for line in fonts.stdout.splitlines()[2:]]
    assert embedded
    assert set(embedded) == {"yes"}
    info = subprocess.run(["pdfinfo", str(path)], capture_output=True, text=True, check=True).stdout
    assert "Pages:           1" in info
    text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
    assert "SIMULATED DATA" in text
    images = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, text=True, check=True)
    sizes = [int(line.split()[3]) for line in images.stdout.splitlines()[2:]]
    assert max(sizes, default=0) < 500, "the map was drawn as an image"


def test_a_png_has_the_size_of_the_paper_and_knows_its_resolution(sheet, tmp_path):
    path = tmp_path / "map.png"
    export(sheet.layout, path, 100)
    image = QImage(str(path))
    assert image.width() == pytest.approx(297 / 25.4 * 100, abs=1)
    assert image.height() == pytest.approx(210 / 25.4 * 100, abs=1)
    assert image.dotsPerMeterX() == pytest.approx(100 / 0.0254, abs=1)


def test_an_svg_is_written(sheet, tmp_path):
    export(sheet.layout, tmp_path / "map.SVG", 100)
    assert "<svg" in (tmp_path / "map.SVG").read_text(encoding="utf-8")[:500]


def test_an_unknown_ending_is_refused_with_the_known_ones(sheet, tmp_path):
    with pytest.raises(InputError, match=r"\.pdf, \.png, \.svg.*“\.docx”"):
        export(sheet.layout, tmp_path / "map.docx", 100)


@pytest.mark.parametrize("ending", ["pdf", "png", "svg"])
def test_a_failed_write_is_one_sentence(sheet, tmp_path, ending):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="could not be written"):
        export(sheet.layout, tmp_path / "file" / f"map.{ending}", 100)
