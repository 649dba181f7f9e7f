"""The PDF of a report: no row, picture or heading is cut off, and its sections are bookmarks."""

import shutil
import subprocess
from xml.etree import ElementTree

import pytest
from qgis.PyQt.QtGui import QTextCursor
from sejahtera.cartography.report.outline import Bookmark, add_bookmarks
from sejahtera.cartography.report.pages import headings_of, pages_of
from sejahtera.cartography.report.pdf import Margin, _document, write_pdf

HEIGHT = 2540.0
WORDS = "kelurahan " * 30


def table(rows, words=WORDS, head=True):
    top = "<thead><tr><td>Name</td><td>Reason</td></tr></thead>" if head else ""
    body = "".join(f"<tr><td>Row {number}</td><td>{words}</td></tr>" for number in range(rows))
    return f'<table width="100%" cellspacing="0" cellpadding="7">{top}<tbody>{body}</tbody></table>'


def laid_out(html):
    return _document(f"<html><body>{html}</body></html>", {})


def extents(document, texts):
    """Return the extent of each row or paragraph by the text that its first block starts with."""
    found, block = {}, document.begin()
    while block.isValid():
        rect = document.documentLayout().blockBoundingRect(block)
        cell_table = QTextCursor(block).currentTable()
        if block.text().startswith(texts):
            low = rect.bottom()
            if cell_table is not None:
                low = document.documentLayout().blockBoundingRect(block.next()).bottom()
            found[block.text()] = (rect.top(), low)
        block = block.next()
    return found


def test_no_row_of_a_table_is_split_over_two_pages(qgis_app):
    document = laid_out(table(40))
    pages = pages_of(document, HEIGHT)
    rows = extents(document, "Row ")
    assert (len(rows), len(pages) > 2) == (40, True)
    for top, bottom in rows.values():
        assert [page for page in pages if page.body[0] <= top and bottom <= page.body[1]]


def test_pages_are_not_higher_than_the_paper_and_leave_nothing_out(qgis_app):
    document = laid_out(f"<h2>One</h2><p>{WORDS}</p>{table(40)}<h2>Two</h2>" + f"<p>{WORDS}</p>" * 30)
    pages = pages_of(document, HEIGHT)
    assert all(page.body[1] - page.body[0] + page.head_height <= HEIGHT for page in pages)
    ends = [page.body[1] for page in pages[:-1]]
    assert all(end <= page.body[0] + 1e-6 for end, page in zip(ends, pages[1:]))
    assert pages[-1].body[1] == pytest.approx(document.size().height(), abs=60)


def test_the_head_of_a_table_comes_again_on_every_page_it_goes_on(qgis_app):
    document = laid_out(table(40))
    first, *others = pages_of(document, HEIGHT)
    assert first.head_height == 0
    assert {round(page.head_height) for page in others} == {round(others[0].head_height)}
    assert others[0].head_height > 40


def test_a_heading_never_ends_a_page(qgis_app):
    document = laid_out("".join(f"<h2>Section {n}</h2>" + f"<p>Text {WORDS}</p>" * (1 + n % 5) for n in range(30)))
    pages = pages_of(document, HEIGHT)
    for heading in headings_of(document):
        page = next(page for page in pages if page.body[0] <= heading.top < page.body[1])
        assert page.body[1] - heading.top > 100


def test_a_row_that_is_higher_than_a_page_is_broken_between_its_lines(qgis_app):
    pages = pages_of(laid_out(table(2, WORDS * 60)), HEIGHT)
    assert len(pages) > 2
    assert all(page.body[1] - page.body[0] + page.head_height <= HEIGHT for page in pages)


def test_a_small_table_stays_in_one_piece_with_its_heading(qgis_app):
    document = laid_out(f"<p>{WORDS}</p>" * 16 + "<h3>Five</h3>" + table(5, "short"))
    pages = pages_of(document, HEIGHT)
    rows = extents(document, ("Row ", "Five"))
    assert (
        len(
            {
                place
                for place, page in enumerate(pages)
                for top, _ in rows.values()
                if page.body[0] <= top < page.body[1]
            }
        )
        == 1
    )


@pytest.fixture
def report(qgis_app, tmp_path):
    path = tmp_path / "report.pdf"
    sections = "".join(f"<h2>Bagian {number} “ñ” 🏘</h2>" + f"<p>{WORDS}</p>" * 8 for number in range(6))
    html = f"<html><body><h1>Laporan</h1>{sections}</body></html>"
    write_pdf(html, {}, Margin("head", "foot", "{page} / {pages}"), "Laporan", path)
    return path


@pytest.mark.skipif(shutil.which("pdftohtml") is None, reason="poppler-utils are not installed")
def test_the_sections_are_bookmarks_of_the_pdf(report):
    told = subprocess.run(["pdftohtml", "-xml", "-i", "-stdout", report], capture_output=True, text=True, check=True)
    assert not told.stderr.strip()
    outline = ElementTree.fromstring(told.stdout.partition("\n<!DOCTYPE")[0] + told.stdout.partition('.dtd">')[2])
    items = [(int(item.get("page")), item.text) for item in outline.iter("item")]
    assert [text for _, text in items] == [f"Bagian {number} “ñ” 🏘" for number in range(6)]
    assert items[0][0] == 1
    assert [page for page, _ in items] == sorted(page for page, _ in items)
    assert items[-1][0] > 1


def test_what_is_no_pdf_of_qt_stays_as_it_is(tmp_path):
    path = tmp_path / "other.pdf"
    path.write_bytes(b"%PDF-1.7 something else\n%%EOF\n")
    add_bookmarks(path, [Bookmark("a", 0, 1.0)])
    assert path.read_bytes() == b"%PDF-1.7 something else\n%%EOF\n"
