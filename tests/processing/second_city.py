"""Another place than the demo: the regencies and cities of Jawa Tengah, in their own words, codes and numbers.

Boundaries and indicators are real. The programme is made up, one regency is left without data, and one is moved
into the sea, so that there is an island.
"""

import csv
import json

from osgeo import ogr

from ..shipped import ROOT

UNIT, GROUP = "kabupaten/kota", "eks-karesidenan"
NO_DATA, ISLAND = "Kabupaten Blora", "Kabupaten Jepara"
ISLAND_MOVED_BY = 0.7  # degrees to the north
_RESIDENCIES = {
    "Banyumas": "01 02 03 04",
    "Kedu": "05 06 07 08 23 71",
    "Pati": "15 16 17 18 19 20",
    "Pekalongan": "25 26 27 28 29 75 76",
    "Semarang": "21 22 24 73 74",
    "Surakarta": "09 10 11 12 13 14 72",
}
_INDICATORS = [
    ("hidup", "Umur harapan hidup", "uhh_tahun", "+", (60, 80), "tahun"),
    ("sekolah", "Harapan lama sekolah", "hls_tahun", "+", (8, 18), "tahun"),
    ("sekolah", "Rata-rata lama sekolah", "rls_tahun", "+", (4, 12), "tahun"),
    ("belanja", "Pengeluaran per kapita", "pengeluaran_ribu_rp", "+", (5000, 20000), "ribu rupiah"),
    ("belanja", "Penduduk miskin", "p0_persen", "-", (0, 20), "%"),
    ("dasar", "Air minum layak", "air_layak", "+", (70, 100), "%"),
    ("dasar", "Pengangguran terbuka", "tpt", "-", (0, 12), "%"),
]
FIELDS = [field for _, _, field, *_ in _INDICATORS]
COUNT_FIELD = "miskin_jiwa"
_DIMENSIONS = {"hidup": "Kesehatan", "sekolah": "Pendidikan", "belanja": "Daya beli", "dasar": "Layanan dan pekerjaan"}
TITLES = {
    "R1": {"id": "Bersekolah lebih lama", "en": "Longer schooling"},
    "R2": {"id": "Daya beli rumah tangga", "en": "Purchasing power of households"},
    "S1": {"id": "Layanan kesehatan dasar", "en": "Primary health care"},
}


def residency_of(code):
    """Return the former residency of a code 33.xx."""
    return next(name for name, codes in _RESIDENCIES.items() if code[-2:] in codes.split())


def surakarta_titles():
    """Return the names of the recommendations of Surakarta's study, in both languages."""
    shipped = json.loads((ROOT / "resources" / "recommendations.json").read_text(encoding="utf-8"))
    return [text for one in shipped["recommendations"] for text in one["name"].values()]


def comma(value, decimals=2):
    """Write a number as Indonesian tables do: 1.234,50."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def rows_of(path):
    """Return the rows of a shared table."""
    with path.open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def write_second_city(shared, folder):
    """Write layer, tables, definition and recommendations into a folder."""
    people = _write_layer(shared, folder / "jateng.gpkg")
    for year in ("2020", "2022"):
        _write_indicators(shared, folder / f"indikator_{year}.csv", year)
    _write_programme(shared, folder / "program.csv", people)
    (folder / "definisi.json").write_text(json.dumps(_definition()), encoding="utf-8")
    (folder / "usulan.json").write_text(json.dumps(_recommendations()), encoding="utf-8")


def _write_layer(shared, path):
    people = {
        row["kode"]: int(row["total"])
        for row in rows_of(shared / "indicators" / "indonesia_kabkota_penduduk_kemendagri2025.csv")
    }
    source = ogr.Open(str(shared / "boundaries" / "jateng_kabkota_35_kemendagri2025.gpkg"))
    old = source.GetLayer(0)
    target = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = target.CreateLayer("kabkota", old.GetSpatialRef(), ogr.wkbMultiPolygon)
    for name, kind in (
        ("kode", ogr.OFTString),
        ("nama", ogr.OFTString),
        ("karesidenan", ogr.OFTString),
        ("penduduk", ogr.OFTInteger64),
    ):
        layer.CreateField(ogr.FieldDefn(name, kind))
    counted = {}
    for feature in old:
        code, name = feature["kode"], feature["nama"]
        shape = ogr.ForceToMultiPolygon(feature.GetGeometryRef().MakeValid())
        if name == ISLAND:
            _move(shape)
        counted[code] = people.get(code) or people[code.rstrip("0")]
        new = ogr.Feature(layer.GetLayerDefn())
        new["kode"], new["nama"], new["karesidenan"], new["penduduk"] = (code, name, residency_of(code), counted[code])
        new.SetGeometry(shape)
        layer.CreateFeature(new)
    return counted


def _move(shape):
    for part in shape:
        for ring in part:
            for place in range(ring.GetPointCount()):
                x, y = ring.GetPoint(place)[:2]
                ring.SetPoint_2D(place, x, y + ISLAND_MOVED_BY)


def _write_indicators(shared, path, year):
    folder = shared / "indicators"
    ipm = {row["wilayah"]: row for row in rows_of(folder / "jateng_ipm_2020_2022.csv") if row["tahun"] == year}
    water = {
        row["Wilayah"]: row
        for row in rows_of(folder / "jateng_kemiskinan_air_tpt_2020_2022.csv")
        if row["Tahun"] == year
    }
    lines = [["kode_bps", "wilayah", *FIELDS, COUNT_FIELD]]
    for poor in rows_of(folder / "jateng_p0_bps_2020_2022.csv"):
        name = poor["wilayah"]
        if poor["tahun"] != year or name == NO_DATA:
            continue
        found = {
            **ipm[name],
            **poor,
            "air_layak": water[name]["Persentase Rumah Mengakses Air Minum Layak"],
            "tpt": water[name]["Total"],
        }
        count = 1000 * float(water[name]["Jumlah Penduduk Miskin Maret Ribu Jiwa"])
        lines.append([poor["kode_bps"], name, *(comma(float(found[field])) for field in FIELDS), comma(count, 0)])
    _write(path, lines)


def _write_programme(shared, path, people):
    """A made-up programme that reaches the cities better than the regencies."""
    lines = [["kode_bps", "sasaran", "penerima", "penerima_layak", "anggaran"]]
    rates = {
        row["kode_bps"]: float(row["p0_persen"])
        for row in rows_of(shared / "indicators" / "jateng_p0_bps_2020_2022.csv")
        if row["tahun"] == "2022"
    }
    for code, count in people.items():
        digits = code.replace(".", "")
        target = round(count * rates[digits] / 100)
        reached = round(target * (0.8 if code > "33.70" else 0.3 + int(code[-2:]) / 100))
        lines.append([digits, *(comma(one, 0) for one in (target, round(reached * 1.1), reached, reached * 1_250_000))])
    _write(path, lines)


def _write(path, lines):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(lines)


def _definition():
    dimensions = []
    for code, name in _DIMENSIONS.items():
        indicators = [
            {"field": field, "name": title, "direction": sign, "weight": 1, "goalposts": list(posts), "unit": unit}
            for dimension, title, field, sign, posts, unit in _INDICATORS
            if dimension == code
        ]
        dimensions.append({"code": code, "name": name, "weight": 1, "indicators": indicators})
    return {
        "schema": "sejahtera-index-definition",
        "version": 1,
        "name": "Indeks kesejahteraan Jawa Tengah",
        "orientation": "welfare",
        "dimensions": dimensions,
        "missing": {"method": "drop"},
    }


def _recommendations():
    def signal(field, weight, cutoff, english):
        _, title, _, sign, posts, unit = next(one for one in _INDICATORS if one[2] == field)
        return {
            "indicator": field,
            "weight": weight,
            "name": {"id": title, "en": english},
            "unit": unit,
            "direction": sign,
            "goalposts": list(posts),
            "cutoff": cutoff,
        }

    signals = {
        "R1": [
            signal("rls_tahun", 0.6, 7.5, "Mean years of schooling"),
            signal("hls_tahun", 0.4, 12.5, "Expected years of schooling"),
        ],
        "R2": [
            signal("pengeluaran_ribu_rp", 0.5, 10000, "Spending a head"),
            signal("p0_persen", 0.5, 12, "Poor people"),
        ],
        "S1": [signal("uhh_tahun", 1, 73, "Life expectancy")],
    }  # fmt: skip
    return {
        "schema": "sejahtera-recommendations",
        "version": 1,
        "note": {"id": "Usulan untuk ditelaah.", "en": "A proposal to review."},
        "recommendations": [
            {"code": code, "name": TITLES[code], "signals": of, **({"origin": "system"} if code == "S1" else {})}
            for code, of in signals.items()
        ],
    }
