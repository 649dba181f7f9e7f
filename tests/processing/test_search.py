"""The toolbox finds each algorithm by the words that an Indonesian user types, in QGIS of either language."""

import gettext
from io import BytesIO

import pytest
from qgis.core import QgsApplication
from qgis.gui import QgsProcessingToolboxProxyModel
from sejahtera import language

from ..shipped import ROOT

pofile = pytest.importorskip("babel.messages.pofile")
mofile = pytest.importorskip("babel.messages.mofile")

#: What users type for what they want.
SEARCHES = {
    "bivariateclusters": ("dwivariabel", "gerombol", "kebutuhan bantuan"),
    "checkindicators": ("periksa indikator", "data hilang", "pencilan"),
    "clustersoutliers": ("klaster", "gerombol", "pencilan spasial", "indeks moran"),
    "compositeindex": ("indeks komposit", "kesejahteraan", "bobot", "peringkat"),
    "drivers": ("penyebab", "regresi", "korelasi"),
    "emerginghotspots": ("tren", "kantong", "titik panas"),
    "exportatlas": ("atlas", "lembar profil", "profil kelurahan"),
    "exportmap": ("cetak peta", "tata letak", "peta"),
    "globalautocorrelation": ("autokorelasi spasial", "indeks moran"),
    "groupcomparison": ("inti pinggiran", "bandingkan kelompok", "kesenjangan"),
    "hotspots": ("titik panas", "kantong", "titik dingin"),
    "humandevelopmentindex": ("pembangunan manusia", "ipm"),
    "indexchange": ("perubahan indeks", "tahun"),
    "indexrobustness": ("kekokohan", "ketidakpastian", "sensitivitas"),
    "inequalitymeasures": ("ketimpangan", "rasio gini", "pemerataan"),
    "joinindicators": ("gabung", "tabel", "gabungkan indikator"),
    "modelhotspots": ("kantong", "model", "titik panas"),
    "modelindex": ("peta indeks", "model"),
    "modelinequality": ("ketimpangan", "model"),
    "modelstudy": ("kajian", "model"),
    "multidimensionalpoverty": ("kemiskinan multidimensi", "rumah tangga", "miskin"),
    "neighbours": ("ketetanggaan", "tetangga", "matriks pembobot"),
    "policyreport": ("laporan kebijakan", "laporan"),
    "priorities": ("prioritas", "rekomendasi", "anggaran"),
    "programmeeffect": ("dampak program", "evaluasi", "selisih ganda"),
    "regions": ("tipologi wilayah", "pengelompokan"),
    "study": ("kajian",),
    "stylelayer": ("simbologi", "legenda", "gaya"),
    "targeting": ("ketepatan sasaran", "bantuan", "cakupan"),
    "thematicfindings": ("temuan", "wawancara", "tema"),
}


@pytest.fixture
def catalogue(monkeypatch):
    """Speak Indonesian from the source of the translations, compiled or not."""
    compiled = BytesIO()
    source = ROOT / "resources" / "translations" / "id" / "LC_MESSAGES" / "sejahtera.po"
    mofile.write_mo(compiled, pofile.read_po(BytesIO(source.read_bytes())))
    compiled.seek(0)
    known = {"id": gettext.GNUTranslations(compiled), "en": gettext.NullTranslations()}
    monkeypatch.setattr(language, "_catalogue", known.__getitem__)


def _found(proxy, parent):
    """Return the names of the algorithms that the toolbox shows below an entry."""
    names = set()
    for row in range(proxy.rowCount(parent)):
        index = proxy.index(row, 0, parent)
        algorithm = proxy.toolboxModel().algorithmForIndex(proxy.mapToSource(index))
        names |= {algorithm.id()} if algorithm is not None else _found(proxy, index)
    return names


@pytest.mark.parametrize("spoken", ["en", "id"])
def test_indonesian_words_find_the_algorithm(catalogue, monkeypatch, request, spoken):
    monkeypatch.setattr(language, "current_language", lambda: spoken)
    provider = request.getfixturevalue("provider")
    assert sorted(SEARCHES) == sorted(one.name() for one in provider.algorithms())
    proxy = QgsProcessingToolboxProxyModel(None, QgsApplication.processingRegistry())
    missed = []
    for name, searches in SEARCHES.items():
        for words in searches:
            proxy.setFilterString(words)
            if f"sejahtera:{name}" not in _found(proxy, proxy.index(-1, -1)):
                missed.append(f"{name}: {words}")
    assert not missed, "; ".join(missed)


def test_a_search_for_something_else_finds_nothing_of_ours(catalogue, provider):
    proxy = QgsProcessingToolboxProxyModel(None, QgsApplication.processingRegistry())
    proxy.setFilterString("tidak ada yang begini")
    assert not _found(proxy, proxy.index(-1, -1))
