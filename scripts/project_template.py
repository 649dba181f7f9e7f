"""Write the project template “new study” in both languages, resources/project_templates/*.qgz.

usage: project_template.py   with the Python that QGIS uses
"""

from __future__ import annotations

import re
import sys
import tempfile
import zipfile
from pathlib import Path

from plugin_package import ROOT, qgis

FOLDER = ROOT / "resources" / "project_templates"
#: UTM zone 49 south, the zone of Surakarta: metres, so that distances and neighbours are right.
CRS = "EPSG:32749"

TITLES = {"en": "Welfare study", "id": "Kajian kesejahteraan"}
FILES = {"en": "sejahtera_new_study.qgz", "id": "sejahtera_kajian_baru.qgz"}
GROUPS = {
    "en": ("5 Maps to print", "4 Hotspots and inequality", "3 Index", "2 Tables", "1 Kelurahan"),
    "id": ("5 Peta cetak", "4 Titik panas dan ketimpangan", "3 Indeks", "2 Tabel", "1 Kelurahan"),
}
LAYOUTS = {"en": "Read me first", "id": "Baca dahulu"}
STEPS = {
    "en": """A welfare study in seven steps

1. Save this project in a folder of its own: Project > Save As.
2. Put the layer of kelurahan into the group “1 Kelurahan”. It needs a code that does not repeat. If your city
   is not in UTM zone 49 south, choose its zone: Project > Properties > CRS.
3. Put the tables of indicators into “2 Tables”, and join them: Sejahtera > Data > Join indicators to kelurahan.
   Read the table of what did not match before you go on.
4. Check the indicators: Sejahtera > Data > Check indicators.
5. Build the index: Vector > Sejahtera > Welfare index (weighting dock), or Composite welfare index.
   Say where weights, goalposts and directions come from; save the definition beside the project.
6. Look at inequality by kecamatan and at hotspots: Sejahtera > Models has both in one run each.
7. Print: Sejahtera > Maps and reports > Print a map. Name the sources and the year on every map.

An index orders kelurahan by the choices in its definition. It says nothing about single persons.
""",
    "id": """Kajian kesejahteraan dalam tujuh langkah

1. Simpan proyek ini di folder tersendiri: Proyek > Simpan Sebagai.
2. Masukkan lapisan kelurahan ke grup “1 Kelurahan”. Lapisan itu perlu kode yang tidak berulang. Jika kota Anda
   tidak di zona UTM 49 selatan, pilih zonanya: Proyek > Properti > SRK.
3. Masukkan tabel indikator ke “2 Tabel”, lalu gabungkan: Sejahtera > Data > Gabungkan indikator ke kelurahan.
   Baca tabel baris yang tidak tergabung sebelum melanjutkan.
4. Periksa indikator: Sejahtera > Data > Periksa indikator.
5. Susun indeks: Vektor > Sejahtera > Indeks kesejahteraan (dok pembobotan), atau algoritma indeks komposit.
   Catat asal bobot, titik acuan, dan arah; simpan definisinya di samping proyek.
6. Lihat ketimpangan menurut kecamatan dan titik panas: Sejahtera > Model menjalankan masing-masing sekaligus.
7. Cetak: Sejahtera > Peta dan laporan > Cetak peta. Cantumkan sumber dan tahun pada setiap peta.

Indeks mengurutkan kelurahan menurut pilihan dalam definisinya. Indeks tidak menilai orang per orang.
""",
}


def compose(language: str) -> object:
    """Return the project: groups to fill, the CRS, and a layout with the steps."""
    core = qgis()
    project = core.QgsProject()
    project.setTitle(TITLES[language])
    project.setCrs(core.QgsCoordinateReferenceSystem(CRS))
    metadata = project.metadata()
    metadata.setTitle(TITLES[language])
    metadata.setAbstract(STEPS[language])
    metadata.setAuthor("")
    project.setMetadata(metadata)
    for name in reversed(GROUPS[language]):
        project.layerTreeRoot().insertGroup(0, name)
    project.layoutManager().addLayout(_sheet(core, project, language))
    return project


def _sheet(core: object, project: object, language: str) -> object:
    layout = core.QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(LAYOUTS[language])
    label = core.QgsLayoutItemLabel(layout)
    label.setId("steps")
    label.setText(STEPS[language])
    millimetres = core.QgsUnitTypes.LayoutUnit.LayoutMillimeters
    layout.addLayoutItem(label)
    label.attemptMove(core.QgsLayoutPoint(20, 20, millimetres))
    label.attemptResize(core.QgsLayoutSize(257, 170, millimetres))
    return layout


def without_traces(text: str) -> str:
    """Take out who wrote the project and when."""
    text = re.sub(r' (saveUser|saveUserFull|saveDateTime)="[^"]*"', "", text)
    return re.sub(r"<author>[^<]*</author>|<creation>[^<]*</creation>|<date [^>]*/>", "", text)


def write(language: str, path: Path) -> None:
    """Write the project of one language."""
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "study.qgs"
        if not compose(language).write(str(plain)):
            raise SystemExit(f"QGIS could not write {plain}")
        text = without_traces(plain.read_text(encoding="utf-8")).replace(folder, ".")
    with zipfile.ZipFile(path, "w") as package:
        entry = zipfile.ZipInfo(path.with_suffix(".qgs").name, (2025, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        package.writestr(entry, text)


def main() -> None:
    """Write both projects."""
    FOLDER.mkdir(exist_ok=True)
    for language, name in FILES.items():
        write(language, FOLDER / name)
        print(name)


if __name__ == "__main__":
    sys.exit(main())
