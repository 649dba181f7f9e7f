"""The Indonesian words are those of the glossary: one English term, one Indonesian term, everywhere."""

import re
from io import BytesIO

import pytest

from .shipped import ROOT

pofile = pytest.importorskip("babel.messages.pofile")

TRANSLATIONS = ROOT / "resources" / "translations"
SOURCE = TRANSLATIONS / "id" / "LC_MESSAGES" / "sejahtera.po"

#: English term, as a regular expression of whole words, and the Indonesian ones that it may become.
TERMS = {
    "poverty|poor (families|people|population)": "miskin",
    "inequality": "ketimpangan|tidak merata",
    "welfare": "kesejahteraan|sejahtera",
    "composite index": "indeks komposit",
    "dimensions?": "dimensi",
    "indicators?": "indikator",
    "weights?": "bobot|pembobot",
    "ranks?|ranking": "peringkat|pemeringkatan|pengurut",
    "class(es)?": "kelas",
    "deciles?": "desil",
    "the mean": "rata-rata|rerata",
    "median": "median",
    "standard deviations?": "simpangan baku",
    "outliers?": "pencilan",
    "fields?": "kolom|dwivariabel|kotak merah",
    "layers?": "lapis",
    "tables?": "tabel",
    "neighbours?": "tetangga",
    "clusters?": "klaster|gerombol",
    "hotspots?": "titik panas|kantong",
    "autocorrelation": "autokorelasi",
    "permutations?": "permutasi",
    "households?": "rumah tangga",
    "families|family": "keluarga|kk",
    "population": "penduduk|populasi",
    "recommendations?": "rekomendasi",
    "budget": "anggar",
    "coverage": "cakupan|kelengkapan",
    "report": "lapor",
    "maps? of": "peta|ketetanggaan",
    "legend": "legenda|keterangan",
    "uncertainty": "ketidakpastian",
    "projection": "proyeksi",
    "layout": "tata letak",
}
#: English words that have an Indonesian one and are no code of ours.
NOT_INDONESIAN = ("field", "fields", "layer", "layers", "household", "households")


def _sentences():
    """Return English and Indonesian of all messages but lists of search words."""
    known = {}
    for path in (SOURCE, *sorted((TRANSLATIONS / "parts").glob("*.po"))):  # the parts correct the source
        known.update({str(one.id): str(one.string) for one in pofile.read_po(BytesIO(path.read_bytes()))})
    lists = re.compile(r"\w,\w.*\w,\w")
    return [(english, own) for english, own in known.items() if english and own and not lists.search(english)]


def _plain(text):
    """Return a text without placeholders, markup, names of parameters and accelerators, in small letters."""
    text = re.sub(r"{\w+}|<[^>]*>|\b[A-Z][A-Z_]{3,}[0-9_]*\b|“[^”]*”", " ", text)
    return text.replace("&", "").lower()


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_translated_as_the_glossary_has_it(term):
    pattern, allowed = re.compile(rf"\b({term})\b"), re.compile(TERMS[term])
    used = [(_plain(english), _plain(own)) for english, own in _sentences()]
    used = [(english, own) for english, own in used if pattern.search(english)]
    assert used, "no message has it: take it out of the list"
    # what stays as it is, is a code: those that are none have a test of their own
    assert not [(english, own) for english, own in used if not allowed.search(own) and not pattern.search(own)]


def test_no_english_word_is_left_that_has_an_indonesian_one():
    wanted = re.compile(rf"\b({'|'.join(NOT_INDONESIAN)})\b(?![=.]|, statistic)")
    wrong = [(english, own) for english, own in _sentences() if english != own and wanted.search(_plain(own))]
    assert not wrong


def test_the_statistic_is_not_called_a_gap():
    wrong = [
        (english, own)
        for english, own in _sentences()
        if "kesenjangan" in own.lower() and "inequality" in english.lower() and "gap" not in english.lower()
    ]
    assert not wrong
