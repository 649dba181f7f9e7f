"""Coded notes counted by hand, persons hidden, and agreement with the index."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.programmes.findings.findings import thematic_findings
from sejahtera.analysis.programmes.findings.pseudonyms import pseudonyms, without_persons

THEMES = {"P1": "Wages", "P2": "Beds", "P3": "Theft"}
NOTES = pd.DataFrame(
    [
        ("a", "P1", 3, "FGD", "2025-01-02", "Upah kecil."),
        ("a", "P2", 2, "FGD", "2025-01-03", "Kamar penuh."),
        ("b", "P1", 0, "interview", "2025-01-01", ""),
        ("b", "P2", 1, "interview", "2025-01-05", "Kadang penuh."),
        ("c", "P1", 3, "FGD", "2025-01-04", "Pak Budi Santoso digaji Rp5 ribu, hubungi 0812-3456-7890."),
        ("d", "P1", 3, "FGD", "2025-01-06", "Upah harian."),
        ("d", "P1", 2, "FGD", "2025-01-07", "Upah borongan."),
        ("e", "P2", 1, "FGD", "2025-01-08", "Jauh."),
        ("e", "P2", 0, "FGD", "2025-01-09", "Baik."),
    ],
    columns=["unit", "theme", "intensity", "source", "date", "quote"],
)
UNITS = pd.Index(list("abcdefg"))
INDEX = pd.Series([10.0, 80, 20, 90, 15, np.nan, 95], index=UNITS)


def findings(notes=NOTES, **options):
    return thematic_findings(notes, THEMES, UNITS, INDEX, **options)


def test_every_kelurahan_has_the_label_of_its_numbers_and_voices():
    assert findings().units["convergence"].tolist() == [
        "both", "neither", "few", "voices", "numbers", "unknown", "few",
    ]  # fmt: skip


def test_a_single_note_is_no_voice_unless_asked_for():
    assert np.isnan(findings().units.loc["c", "voices"])
    assert findings(least=1).units.loc["c", "voices"] == 3


def test_themes_are_counted_by_notes_and_kelurahan():
    themes = findings().themes.set_index("theme")
    assert themes.loc["P1", ["notes", "raised", "units"]].tolist() == [5, 4, 3]
    assert themes.loc["P3", "notes"] == 0
    assert themes.loc["P1", "index"] == pytest.approx((10 + 20 + 90) / 3)


def test_counts_that_rest_on_one_note_are_suppressed_and_zeros_stay():
    pairs = findings().pairs
    assert np.isnan(pairs.loc["P1", "P2"])
    assert pairs.loc["P1", "P1"] == 3
    assert findings(least=1).pairs.loc["P1", "P2"] == 1


def test_saturation_counts_new_themes_in_the_order_of_dates():
    saturation = findings().saturation
    assert saturation["themes"].tolist() == [1, 2, 2, 2, 2, 2, 2]
    assert saturation["date"].is_monotonic_increasing


def test_quotes_come_without_persons_and_numbers():
    quotes = findings().quotes.set_index("unit")
    assert quotes.loc["c", "quote"] == "Pak … digaji Rp5 ribu, hubungi …."
    assert not quotes.loc["c", "shown"]
    assert quotes.loc["a", "shown"].all()


def test_known_persons_get_pseudonyms_in_the_order_they_come():
    known = pseudonyms(["Sri Wahyuni", None, "Joko", "Sri Wahyuni"], "Informan")
    assert known == {"Sri Wahyuni": "Informan 1", "Joko": "Informan 2"}
    assert without_persons("Bu Sri Wahyuni dan joko hadir.", known) == "Bu Informan 1 dan Informan 2 hadir."


@pytest.mark.parametrize(
    "quote", ["Pak Lurah dan Bu RT datang.", "Ada 35 warga dari RW 12.", "Modal Rp10.000.000 habis."]
)
def test_offices_and_plain_numbers_stay(quote):
    assert without_persons(quote, {}) == quote


def test_a_personal_number_is_masked_whatever_its_spaces():
    assert "3372" not in without_persons("NIK 3372 0110 0190 0001 hilang", {})


def test_agreement_is_the_rank_correlation_of_voices_and_index():
    notes = pd.concat([NOTES, NOTES.assign(unit="g", intensity=0)])
    result = findings(notes)
    assert result.agreement["n"] == 5
    assert -1 <= result.agreement["rho"] <= 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"theme": "P9"}, "P9"),
        ({"theme": None}, "code book"),
        ({"intensity": 4}, "row 1"),
        ({"intensity": 1.5}, "row 1"),
        ({"intensity": 0}, "all intensities are 0"),
        ({"date": "02/01/2025"}, "02/01/2025"),
    ],
)
def test_notes_that_are_not_understood_are_refused(change, sentence):
    with pytest.raises(InputError, match=sentence):
        findings(NOTES.assign(**change))


def test_no_notes_are_refused_and_empty_quotes_are_said():
    with pytest.raises(InputError, match="no rows"):
        findings(NOTES.iloc[:0])
    assert any("no quote" in str(warning) for warning in findings().diagnostics.warnings)


def test_silence_is_said_to_say_nothing():
    assert any("silence" in str(warning) for warning in findings().diagnostics.warnings)
