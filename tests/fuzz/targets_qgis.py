"""What is fuzzed in QGIS: geometries, layers, spreadsheets, templates, saved indices and styles."""

import json
import struct
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

import numpy as np
from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProject,
    QgsVectorLayer,
)
from sejahtera.analysis.core.card import Card, FieldCard, Test
from sejahtera.analysis.core.card_json import to_json
from sejahtera.analysis.core.diagnostics import Diagnostics
from sejahtera.analysis.core.messages import Items, Message, Number, Words
from sejahtera.analysis.indices.composite.plan import make_plan
from sejahtera.analysis.spatial.geometry import Polygons
from sejahtera.analysis.spatial.weights.contiguity import queen, rook
from sejahtera.analysis.spatial.weights.distance import knn
from sejahtera.cartography.base.cards import PROPERTY, card_of
from sejahtera.cartography.layout.template import read_template
from sejahtera.cartography.styles.apply_style import apply_card, styled_card
from sejahtera.language import sentence
from sejahtera.processing.indices.definitions import breaks_of, matrix_rows
from sejahtera.processing.io.frames import make_field
from sejahtera.processing.io.geometries import _rings_of
from sejahtera.processing.programmes.thematicfindings import code_book
from sejahtera.processing.provider import SejahteraProvider
from sejahtera.processing.study.manifest import is_intact, read_manifest, records_of
from sejahtera.ui.model.document import Document, document_from_json, document_to_json

from ..builders import Log, run_algorithm
from .chooser import Chooser, changed, json_bytes
from .targets import _FOLDER, DEFINITIONS, check_sentence, finite_or_missing, in_file, refused, spliced, values_of

#: Python must hold what QGIS holds, or its algorithms are gone.
_provider = []


def ran(algorithm, parameters):
    """Return the results of a run and its context, or None where it was refused in a clear sentence."""
    if QgsApplication.processingRegistry().providerById("sejahtera") is None:
        _provider[:] = [SejahteraProvider()]
        QgsApplication.processingRegistry().addProvider(_provider[0])
    context = QgsProcessingContext()
    context.setProject(QgsProject.instance())
    try:
        with np.errstate(all="ignore"):
            return run_algorithm(f"sejahtera:{algorithm}", parameters, context, Log()), context
    except QgsProcessingException as error:
        check_sentence(str(error))
        return None


_WKT = [
    "Polygon ((0 0, 9 0, 9 9, 0 9, 0 0))",
    "Polygon ((0 0, 9 0, 9 9, 0 9, 0 0), (2 2, 4 2, 4 4, 2 2))",
    "Polygon ((0 0, 9 9, 9 0, 0 9, 0 0))",
    "MultiPolygon (((0 0, 9 0, 9 9, 0 0)), ((20 0, 29 0, 29 9, 20 0)))",
    "PolygonZ ((0 0 1, 9 0 1, 9 9 1, 0 0 1))",
    "MultiPolygonZM (((0 0 1 2, 9 0 1 2, 9 9 1 2, 0 0 1 2)))",
    "CurvePolygon (CompoundCurve (CircularString (0 0, 5 5, 9 0), (9 0, 0 0)))",
    "MultiSurface (CurvePolygon (CircularString (0 0, 5 5, 9 0, 5 -5, 0 0)), ((20 0, 29 0, 29 9, 20 0)))",
    "Polygon EMPTY",
    "MultiPolygon EMPTY",
    "Point (1 1)",
    "LineString (0 0, 1 1)",
    "GeometryCollection (Polygon ((0 0, 9 0, 9 9, 0 0)), Point (1 1))",
    "PolyhedralSurface (((0 0 0, 9 0 0, 9 9 0, 0 0 0)))",
]


def _any_polygon(chooser):
    """Return a polygon of rings of any size with any coordinates, NaN among them."""
    rings = []
    for _ in range(chooser.below(3)):
        place = chooser.double(), chooser.double()
        points = [(float(chooser.below(9)), float(chooser.below(9))) for _ in range(chooser.below(6))]
        points.insert(chooser.below(len(points) + 1), place)
        rings.append(struct.pack("<I", len(points)) + b"".join(struct.pack("<dd", *point) for point in points))
    shape = QgsGeometry()
    shape.fromWkb(struct.pack("<BII", 1, 3, len(rings)) + b"".join(rings))
    return shape


def _geometry(chooser):
    """Return a geometry: none, one of many kinds, or one with hostile coordinates."""
    kind, text = chooser.below(4), chooser.pick(_WKT)
    if kind == 0 and chooser.below(2):
        return QgsGeometry()
    if kind == 0:
        return _any_polygon(chooser)
    if kind == 1:  # changed in its text: QGIS itself crashes over broken bytes, and where vertices are moved
        for _ in range(1 + chooser.below(3)):
            text = text.replace(chooser.pick(["0", "9", "5", "4"]), f"{chooser.double()!r}", 1 + chooser.below(2))
    shape = QgsGeometry.fromWkt(text)
    if kind > 1:
        shape.translate(9 * chooser.below(4), 9 * chooser.below(4))
    return shape


def _layer(chooser, count, columns, kind="Polygon", crs=("EPSG:32749", "EPSG:4326", "EPSG:3857", "")):
    """Return a layer in memory with hostile geometries and these columns of values."""
    layer = QgsVectorLayer(f"{kind}?crs={chooser.pick(crs)}", "hostile", "memory")
    fields = QgsFields()
    for name, values in columns.items():
        fields.append(make_field(name, "str" if any(isinstance(one, str) for one in values) else "float"))
    layer.dataProvider().addAttributes(fields)
    layer.updateFields()
    features = []
    for place in range(count):
        feature = QgsFeature(layer.fields())
        feature.setAttributes([values[place] for values in columns.values()])
        feature.setGeometry(_geometry(chooser))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def geometry(data):
    """Neighbours of polygons of any kind, with any coordinates."""
    chooser = Chooser(data)
    rings, owners, holes = [], [], []
    for place in range(4):
        shape = _geometry(chooser)
        for ring, hole in _rings_of(shape, shape.asWkb().data()):
            rings.append(np.frombuffer(ring, "<f8").reshape(-1, 2))
            owners.append(place)
            holes.append(hole)
    coords = np.concatenate(rings) if rings else np.empty((0, 2))
    offsets = np.r_[0, np.cumsum([len(ring) for ring in rings], dtype=int)]
    with np.errstate(all="ignore"):
        polygons = refused(Polygons, coords, offsets, np.array(owners, int), 4, np.array(holes, bool))
        if polygons is None:
            return
        for build in (queen, rook):
            found = refused(build, polygons, chooser.pick([0.0, 2.0, 1e9]))
            if found is not None and found.matrix.diagonal().any():
                raise AssertionError("an area is its own neighbour")
        refused(knn, polygons.centroids, 2)


def layer(data):
    """Algorithms over a layer of hostile geometries, fields and values."""
    chooser = Chooser(data)
    count = 1 + chooser.below(9)
    names = list(dict.fromkeys(["v", *(chooser.text() or "x" for _ in range(2))]))
    columns = {name: values_of(chooser, count) for name in names}
    for name in names:
        columns[name] = [None if chooser.below(9) == 8 else value for value in columns[name]]
    columns["name"] = [chooser.text() for _ in range(count)]
    given = {"INPUT": _layer(chooser, count, columns), "NAME_FIELD": "name", "OUTPUT": "memory:"}
    field, other = names[chooser.below(len(names))], names[-1]
    cells = [field, "one", "+", 1, other, "two", "-", 1]
    algorithm, more = chooser.pick(
        [
            ("neighbours", {"WEIGHTS": chooser.pick(["queen", "rook", "knn", "distance", "inverse", "kernel"])}),
            ("hotspots", {"FIELD": field, "PERMUTATIONS": 9}),
            ("clustersoutliers", {"FIELD": field, "PERMUTATIONS": 9, "STATISTIC": chooser.pick(["moran", "geary"])}),
            ("globalautocorrelation", {"FIELD": field, "PERMUTATIONS": 9}),
            ("inequalitymeasures", {"FIELD": field, "BOOTSTRAP": 9}),
            ("compositeindex", {"INDICATORS": cells}),
            ("regions", {"FIELDS": [field], "METHOD": chooser.pick(["skater", "maxp", "azp"])}),
            ("checkindicators", {"FIELDS": [field, other]}),
            ("groupcomparison", {"FIELDS": [field], "GROUP_FIELD": "name", "PERMUTATIONS": 9}),
        ]
    )
    found = ran(algorithm, {**given, **more})
    if found is not None:
        written = found[1].takeResultLayer(found[0]["OUTPUT"])
        for feature in written.getFeatures() if written is not None and algorithm != "neighbours" else ():
            new = [value for value in feature.attributes()[len(columns) :] if isinstance(value, float)]
            finite_or_missing(new)


def _spreadsheet(rows):
    """Return the bytes of an XLSX with these cells: a text, a number, or None."""

    def cell(value):
        if value is None:
            return "<c/>"
        if isinstance(value, str):
            clean = "".join(sign for sign in value if sign.isprintable() and sign < "\ud800")
            return f'<c t="inlineStr"><is><t>{escape(clean)}</t></is></c>'
        return f"<c><v>{value!r}</v></c>"

    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="one" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r1" '
        f'Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>',
    }
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)
    return buffer.getvalue()


def spreadsheet(data):
    """A spreadsheet of hostile cells, joined to a layer; or one whose bytes are damaged."""
    chooser = Chooser(data)
    rows = [["kode", "nama", chooser.text()]]
    rows += [[code, chooser.text(), chooser.pick([chooser.text, chooser.number])()] for code in "abc"]
    if chooser.below(3) == 2:
        rows[chooser.below(4)].append(chooser.text())
    content = _spreadsheet(rows)
    if chooser.below(4) == 3:
        content = spliced(chooser.rest(), [content], [b"\0", b"PK\3\4", b"<row>", b"</c>"])
    path = in_file(content, "table.xlsx")
    table = QgsVectorLayer(str(path), "table", "ogr")
    if not table.isValid() or not table.fields().count():
        return
    columns = {"kode": ["a", "b", "c"], "nama": ["x", "y", "z"]}
    fields = table.fields().names()
    given = {"INPUT": _layer(chooser, 3, columns), "ID_FIELD": "kode", "OUTPUT": "memory:", "TABLE": table}
    ran("joinindicators", {**given, "TABLE_CODE_FIELD": fields[0], "OUTPUT_UNMATCHED": "memory:"})


_TEMPLATE = b"""<Layout name="t" units="mm" printResolution="300" worldFileMap=""><PageCollection>
<LayoutItem type="65638" uuid="{a}" size="297,210,mm" position="0,0,mm"/></PageCollection>
<LayoutItem type="65639" id="map" uuid="{b}" size="200,150,mm" position="5,5,mm" mapRotation="0">
<Extent xmin="0" ymin="0" xmax="9" ymax="9"/></LayoutItem>
<LayoutItem type="65641" id="title" uuid="{c}" labelText="[% 1 %]" size="9,9,mm" position="5,5,mm"/></Layout>"""


def template(data):
    """A layout template of a user's own."""
    pieces = [b"&x;", b"<!ENTITY x 'y'>", b"\0", b"</Layout>", b"NaN", b"1e999", b"file:///etc/passwd", b"<a>"]
    refused(read_template, in_file(spliced(data, [_TEMPLATE], pieces), "t.qpt"), QgsProject())


def _document():
    """Return a saved dock with a scenario."""
    draft = {"definition": DEFINITIONS[0], "excluded": ["a"], "locked": [["field", "b"]]}
    scenarios = [{"name": "first", **draft}]
    keys = {"layer": "l", "name": "n"}
    return {"schema": "sejahtera-dock", "version": 1, **draft, "scenarios": scenarios, "keys": keys}


def document(data):
    """A saved index, of the dock or of a project."""
    read = refused(document_from_json, json_bytes(data, [_document(), DEFINITIONS[0]], ["field", "dimension", "a"]))
    if isinstance(read, Document):
        document_to_json(read)
        refused(make_plan, read.draft.effective)


_MANIFEST = {
    "schema": "sejahtera-study-manifest",
    "version": 1,
    "complete": True,
    "steps": [{"id": "one", "key": "k", "outputs": {"OUTPUT": {"file": "a.gpkg", "sha256": "0"}}}],
}


def manifest(data):
    """The manifest of an earlier run of a study."""
    path = _FOLDER / "manifest.json"
    path.write_bytes(json_bytes(data, [_MANIFEST], ["one", "k", "/etc", "..", "OUTPUT"]))
    for record in records_of(read_manifest(_FOLDER)).values():
        is_intact(record, "k", {"OUTPUT": "a.gpkg"}, _FOLDER)


def words(data):
    """Code books, class bounds and rows of indicators that are typed in."""
    chooser = Chooser(data)
    kind = chooser.below(3)
    if kind == 0:
        content = json_bytes(chooser.rest(), [{"P1": "Air", "P2": "Jalan"}])
        refused(code_book, content.decode("utf-8", "replace"), "id")
        refused(code_book, str(in_file(content, "book.json")), "id")
    elif kind == 1:
        refused(breaks_of, ";".join(chooser.text() for _ in range(chooser.below(5))))
    else:
        refused(matrix_rows, [chooser.value() for _ in range(chooser.below(9))])


_FACTS = {"n": Number(1.0, 2), "w": Words({"en": "a"}), "i": Items(("a",), 3), "m": Message("{x}", {"x": [1]})}
_CARD = Card(
    "compositeindex",
    "OUTPUT",
    "index",
    "class",
    Message("{n} {w} {i} {m} {n:one|many}", _FACTS),
    (FieldCard("index", "index", Message("{w}", _FACTS)), FieldCard("class", "class")),
    {"breaks": [0.0, 1.0, 2.0], "palette": "contrast"},
    diagnostics=Diagnostics(3, 1, 7, [Message("{n}", _FACTS)]),
    test=Test("Gi*", 99, "one", "fdr", 0.05),
)


def style(data):
    """What the card of a layer of others tells: it is refused, or every sentence and the style can be made."""
    chooser = Chooser(data)
    dressed = QgsVectorLayer("Polygon?field=index:double&field=class:int", "l", "memory")
    given = json.loads(to_json(_CARD))
    text = json.dumps(changed(given, chooser, ["index", "class"])) if chooser.below(2) else chooser.text()
    dressed.setCustomProperty(PROPERTY, text)
    card = refused(card_of, dressed)
    if card is None:
        return
    for one in (card.title, *card.diagnostics.method, *(about.title for about in card.fields)):
        sentence(one, "id")
    styled = styled_card(dressed)
    if styled is not None:
        if styled.shown not in ("index", "class"):
            raise AssertionError(f"a style of a field that is not there: {styled}")
        refused(apply_card, dressed, styled, "id")


TARGETS = {
    "geometry": geometry,
    "layer": layer,
    "spreadsheet": spreadsheet,
    "template": template,
    "document": document,
    "manifest": manifest,
    "words": words,
    "style": style,
}
