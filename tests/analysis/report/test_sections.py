"""The sections of a policy report are found in the files that make them."""

from sejahtera.analysis.report import report, sections

SECTION_FILE = """
from sejahtera.analysis.report.parts import ReportSection, Section

SECTIONS = (ReportSection("tried", "Tried", 15, lambda results: Section("Tried")),)
"""


def test_a_new_section_is_one_file_that_says_where_it_stands(tmp_path, monkeypatch):
    (tmp_path / "tried.py").write_text(SECTION_FILE, encoding="utf-8")
    monkeypatch.setattr(sections, "__path__", [*sections.__path__, str(tmp_path)])
    found = [one.code for one in report._declared()]
    assert found[:3] == ["index", "tried", "groups"]


def test_no_two_sections_claim_one_place():
    orders = [one.order for one in report.SECTIONS.values()]
    assert orders == sorted(set(orders))
