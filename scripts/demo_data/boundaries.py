"""Writes the schematic map as a GeoPackage."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal, ogr, osr

from .city import Kelurahan

TITLE = "Peta skematik kelurahan Kota Surakarta (data simulasi) / Schematic map (synthetic data)"
DESCRIPTION = (
    "SYNTHETIC and SCHEMATIC: cells drawn by a script from centroids and areas, not administrative "
    "boundaries; population synthetic, summing to the census of 2020 in each kecamatan. / "
    "SIMULASI dan SKEMATIK: bidang dibuat skrip dari titik tengah dan luas, bukan batas administrasi; "
    "jumlah penduduk simulasi, berjumlah sama dengan Sensus 2020 per kecamatan."
)
#: Fixed, so that the same content gives the same file.
DATE = "2025-01-01T00:00:00.000Z"

FIELDS = (
    ("kode", ogr.OFTString, 13),
    ("kode_bps", ogr.OFTString, 10),
    ("nama", ogr.OFTString, 40),
    ("kecamatan", ogr.OFTString, 20),
    ("kode_kec", ogr.OFTString, 8),
    ("luas_ha", ogr.OFTReal, 0),
    ("penduduk", ogr.OFTInteger, 0),
    ("kelompok", ogr.OFTString, 12),
    ("kelompok_2", ogr.OFTString, 12),
    ("catatan", ogr.OFTString, 80),
    ("status_data", ogr.OFTString, 40),
)
#: A field says it, because fields survive joins and algorithms, and metadata do not.
STATUS = "data simulasi / synthetic data"
NO_BPS_CODE = "kelurahan hasil pemekaran; kode BPS belum diketahui"


def write_boundaries(path: Path, city: list[Kelurahan], rings: list[np.ndarray]) -> None:
    """Write layer `kelurahan`, replacing the file."""
    gdal.UseExceptions()
    gdal.SetConfigOption("OGR_CURRENT_DATE", DATE)
    path.unlink(missing_ok=True)
    source = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32749)
    layer = source.CreateLayer(
        "kelurahan", crs, ogr.wkbPolygon, options=[f"IDENTIFIER={TITLE}", f"DESCRIPTION={DESCRIPTION}"]
    )
    for name, kind, width in FIELDS:
        field = ogr.FieldDefn(name, kind)
        field.SetWidth(width)
        layer.CreateField(field)
    for kelurahan, ring in zip(city, rings):
        feature = ogr.Feature(layer.GetLayerDefn())
        for (name, _, _), value in zip(FIELDS, _attributes(kelurahan)):
            if value is not None:
                feature.SetField(name, value)
        feature.SetGeometry(_polygon(ring))
        layer.CreateFeature(feature)
    del feature, layer, source  # closes the file


def _attributes(kelurahan: Kelurahan) -> tuple:
    return (
        kelurahan.code,
        kelurahan.bps or None,
        kelurahan.name,
        kelurahan.kecamatan,
        kelurahan.kecamatan_code,
        kelurahan.area_ha,
        kelurahan.population,
        kelurahan.group,
        kelurahan.group_variant,
        None if kelurahan.bps else NO_BPS_CODE,
        STATUS,
    )


def _polygon(ring: np.ndarray) -> ogr.Geometry:
    line = ogr.Geometry(ogr.wkbLinearRing)
    for x, y in ring.tolist():
        line.AddPoint_2D(x, y)
    polygon = ogr.Geometry(ogr.wkbPolygon)
    polygon.AddGeometry(line)
    return polygon
