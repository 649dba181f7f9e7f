"""Outputs as text that can be compared to the bit: what a layer, a table or a file holds, and nothing of its looks."""

import csv
import hashlib
import io
from pathlib import Path

from osgeo import ogr

#: Files whose content is compared; maps, pages, reports and manifests are not numbers.
COMPARED = (".gpkg", ".csv", ".gal", ".gwt")


def text_of(path, without=()):
    """Return a file of an output as text; `without` names fields of the input, which are not ours to keep."""
    if path.suffix != ".gpkg":
        return path.read_text(encoding="utf-8-sig")
    data = ogr.Open(str(path))
    layer = data.GetLayer(0)
    dropped = {name.lower() for name in without}
    fields = [one for one in layer.schema if one.GetName().lower() not in dropped]
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    shapes = hashlib.sha256()
    written = []
    for feature in layer:
        written.append([_value(feature, one.GetName()) for one in fields])
        shape = feature.GetGeometryRef()
        shapes.update(b"-" if shape is None else bytes(shape.ExportToIsoWkb()))
    reference = layer.GetSpatialRef()
    code = "" if reference is None else reference.GetAuthorityCode(None) or reference.GetName()
    rows.writerow([ogr.GeometryTypeToName(layer.GetGeomType()), code, len(written), shapes.hexdigest()[:16]])
    rows.writerow([f"{one.GetName()}:{one.GetTypeName()}" for one in fields])
    rows.writerows(written)
    return out.getvalue()


def fields_of(path):
    """Return the names of the fields of a layer."""
    data = ogr.Open(str(path))  # which its layer does not outlive
    return {field.GetName() for field in data.GetLayer(0).schema}


def _value(feature, name):
    """Return a value as text that gives it back to the bit; a missing one is told from every text."""
    if not feature.IsFieldSetAndNotNull(name):
        return "NULL"
    value = feature.GetField(name)
    return repr(value) if isinstance(value, (float, str)) else str(value)


def texts_in(folder, without):
    """Return the text of every output of a folder by its path from there."""
    found = sorted(path for path in Path(folder).rglob("*") if path.suffix in COMPARED)
    return {
        path.relative_to(folder).as_posix(): text_of(path, without(path.relative_to(folder).as_posix()))
        for path in found
    }


def differences(was, now, exact=True):
    """Return the cells in which two texts differ, as (row, field, was, is); numbers but for rounding if not exact."""
    old, new = (list(csv.reader(io.StringIO(text))) for text in (was, now))
    if len(old) != len(new):
        return [("rows", "", len(old), len(new))]
    heads = old[1] if len(old) > 1 and ":" in "".join(old[1][:1]) else old[0]
    found = []
    for number, (before, after) in enumerate(zip(old, new)):
        if len(before) != len(after):
            found.append((number, "fields", before, after))
            continue
        for place, (left, right) in enumerate(zip(before, after)):
            if left != right and (exact or not _near(left, right)):
                found.append((number, heads[place] if place < len(heads) else place, left, right))
    if exact and not found and was != now:
        return [("all", "writing", "these cells", "the same cells, written otherwise (quotes, line ends)")]
    return found


def _near(left, right):
    """Say whether two numbers are the same but for the rounding of another processor or library."""
    try:
        left, right = float(left), float(right)
    except ValueError:
        return False
    return abs(left - right) <= 1e-9 * max(1.0, abs(left), abs(right))
