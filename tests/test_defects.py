"""The defects that were found in 0.1.0 on real cities, in real windows and under faults: each has a test.

A test names its row, `@pytest.mark.defect("A1")`, and fails on 0.1.0; `-k A1` runs those of a row.
"""

import ast
from pathlib import Path

TESTS = Path(__file__).parent

#: A: a false number or a false word reached the user. B: a crash, a traceback, a lost or spoiled thing.
DEFECTS = {
    "A1": "benefit of the doubt with share bounds took a missing score for 0",
    "A2": "robustness drew other gaps, and so other ranks, than the index has",
    "A3": "an area that ranks in few draws stood among the others without a word",
    "A4": "a kelurahan without a row in the table of programmes ended targeting",
    "A5": "PROGRAMME or YEAR left blank counted persons once for each programme and year",
    "A6": "targeting divided households by persons",
    "A7": "tables beside the join read 1.234 as 1.234 whatever their column says",
    "A8": "codes of two systems were joined as if equal",
    "A9": "a second join gave this year's data a new name and left last year's to be used",
    "A10": "two years were ranked over different areas, and compared by different indicators",
    "A11": "the class of Gi* had its sign and its significance from different tails",
    "A12": "the budget rounded the price of a site, divided by zero, and misnamed its order",
    "A13": "atlas and report printed Surakarta's recommendations for those of another city",
    "A14": "a step of a study was passed over although its data had changed",
    "A15": "the atlas called a strength what is worse than the mean beside it",
    "A16": "sentences of the report contradicted each other, their statistics unnamed",
    "A17": "grey and hatched maps turned the meaning of diverging and other classes around",
    "A18": "legends and reports said kelurahan and kecamatan of other units",
    "A19": "contradictory best-worst judgements had the consistency 0.00",
    "A20": "islands left mean and variance, unsaid",
    "A21": "entropy gave half of all weight to a skewed indicator without a word",
    "A22": "raw counts passed the audit",
    "A23": "the report dropped the caution of the programme's effect",
    "A24": "a headcount of two households was published like any other",
    "B1": "QGIS died when a project was closed with a live index",
    "B2": "the index of one project went into the next",
    "B3": "the dock took shortcuts of QGIS",
    "B4": "deletions in the dock could not be taken back",
    "B5": "further steps used an earlier result, or whatever layer was active",
    "B6": "a table as OUTPUT of a styled algorithm ended in a traceback",
    "B7": "the audit ended in a traceback on a field of text with a denominator",
    "B8": "one field in two roles, or one file for two outputs, ended in a traceback",
    "B9": "an unknown ending gave success and no file",
    "B10": "areas without population stopped a run, or vanished from it without a word",
    "B11": "engines went on after they were cancelled",
    "B12": "degrees that are metres were taken as they came, and so were coordinates from the earth's centre",
    "B13": "journals, replaced links and hidden folders stayed behind",
    "B14": "messages named wrong causes",
    "B15": "studies and sources of others could read any file and fetch what they like",
    "B16": "Indonesian that is not there was English without a word",
    "B17": "opening a project changed it, and showed an empty layer under a full legend",
    "B18": "the notes of one indicator stood under another whose name is part of its name",
    "B19": "tests waited on the clock",
    "B20": "the tutorial and the docs promised what does not happen, and left out what does",
    "B21": "the metadata were placeholders",
}


def rows_named(path):
    """Return the rows that the markers of a file of tests name."""
    marks = (
        node
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.defect"
    )
    return {row.value for mark in marks for row in mark.args}


def test_each_defect_has_a_test_and_each_row_is_known():
    named = set().union(*map(rows_named, TESTS.rglob("test_*.py")))
    assert named == set(DEFECTS)
