"""Writes the schematic map as a GeoPackage."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from osgeo import gdal, ogr, osr

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


def write_boundaries(path: Path, city: pd.DataFrame, rings: list[np.ndarray]) -> None:
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
    notes = np.where(city["kode_bps"] == "", NO_BPS_CODE, "")
    rows = city.assign(catatan=notes, status_data=STATUS).to_dict("records")
    for row, ring in zip(rows, rings):
        feature = ogr.Feature(layer.GetLayerDefn())
        for name, _, _ in FIELDS:
            if row[name] != "":  # NULL
                feature.SetField(name, row[name])
        shape = {"type": "Polygon", "coordinates": [ring.tolist()]}
        feature.SetGeometry(ogr.CreateGeometryFromJson(json.dumps(shape)))
        layer.CreateFeature(feature)
    del feature, layer, source  # closes the file
