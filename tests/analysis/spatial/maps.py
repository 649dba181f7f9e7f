"""Small maps for the tests of spatial statistics."""

import json
import sqlite3
import struct

import numpy as np
import pandas as pd
from sejahtera.analysis.spatial.geometry import Polygons
from sejahtera.analysis.spatial.weights.weights import from_pairs


def square(x, y, size=1.0):
    """The corners of a square."""
    return np.array([(x, y), (x + size, y), (x + size, y + size), (x, y + size)], float)


def lattice(rows, columns, size=1.0):
    """Squares side by side, row by row."""
    return Polygons.from_rings([[square(c * size, r * size, size)] for r in range(rows) for c in range(columns)])


def rook_lattice(rows, columns):
    """Rook neighbours of a lattice."""
    number = np.arange(rows * columns).reshape(rows, columns)
    side = np.column_stack([number[:, :-1].ravel(), number[:, 1:].ravel()])
    above = np.column_stack([number[:-1].ravel(), number[1:].ravel()])
    return from_pairs(np.concatenate([side, above]), rows * columns, kind="rook")


def pair_set(weights):
    """The unordered pairs of neighbours."""
    return {tuple(pair) for pair in weights.pairs.tolist()}


def neighbour_table(folder, name, ids):
    """Weights from a table of neighbours (from, to) of published data."""
    table = pd.read_csv(folder / "reference" / "spatial" / name, dtype=str)
    index = pd.Index([str(label) for label in ids])
    pairs = np.column_stack([index.get_indexer(table["from"]), index.get_indexer(table["to"])])
    return from_pairs(pairs, len(index), kind="queen")


def geopackage(path):
    """The attributes and the rings of the only layer of a GeoPackage, without GDAL."""
    with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as connection:
        (layer,) = connection.execute("SELECT table_name FROM gpkg_contents").fetchone()
        (column,) = connection.execute("SELECT column_name FROM gpkg_geometry_columns").fetchone()
        frame = pd.read_sql(f'SELECT * FROM "{layer}"', connection)
    return frame.drop(columns=column), [_rings(blob) for blob in frame[column]]


def _rings(blob):
    """The rings of a polygon or multipolygon in a GeoPackage blob."""
    envelope = (0, 32, 48, 48, 64)[blob[3] >> 1 & 7]
    return _read(blob, 8 + envelope)[0]


def _read(blob, at):
    order = "<" if blob[at] else ">"
    kind, count = struct.unpack_from(order + "II", blob, at + 1)
    at += 9
    rings = []
    for _ in range(count):
        if kind % 1000 == 6:
            inner, at = _read(blob, at)
            rings += inner
        else:
            (size,) = struct.unpack_from(order + "I", blob, at)
            rings.append(np.frombuffer(blob, order + "f8", size * 2, at + 4).reshape(-1, 2))
            at += 4 + size * 16
    return rings, at


def surakarta(folder):
    """Names and polygons of the 54 kelurahan, in metres."""
    path = folder / "boundaries" / "surakarta_kelurahan_54_kemendagri2025.geojson"
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    names = [feature["properties"]["nama"] for feature in features]
    units = []
    for feature in features:
        geometry = feature["geometry"]
        parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        units.append([to_metres(np.array(ring)[:, :2]) for part in parts for ring in part])
    return names, units


def to_metres(degrees):
    """Transverse Mercator on WGS 84, UTM zone 49 south, by Krüger's series."""
    a, f = 6378137.0, 1 / 298.257223563
    n = f / (2 - f)
    e = 2 * np.sqrt(n) / (1 + n)
    lon, lat = np.radians(degrees - [111.0, 0.0]).T
    t = np.sinh(np.arctanh(np.sin(lat)) - e * np.arctanh(e * np.sin(lat)))
    xi, eta = np.arctan2(t, np.cos(lon)), np.arctanh(np.sin(lon) / np.sqrt(1 + t**2))
    radius = a / (1 + n) * (1 + n**2 / 4 + n**4 / 64)
    alpha = (n / 2 - 2 * n**2 / 3 + 5 * n**3 / 16, 13 * n**2 / 48 - 3 * n**3 / 5, 61 * n**3 / 240)
    x, y = eta.copy(), xi.copy()
    for order, coefficient in enumerate(alpha, 1):
        x += coefficient * np.cos(2 * order * xi) * np.sinh(2 * order * eta)
        y += coefficient * np.sin(2 * order * xi) * np.cosh(2 * order * eta)
    return np.column_stack([500_000 + 0.9996 * radius * x, 10_000_000 + 0.9996 * radius * y])
