"""What is fuzzed without QGIS: a function of bytes for each kind of file and text that comes from elsewhere.

A target returns where it has a right result or `InputError` with one clear sentence; all else is a finding.
"""

import json
import os
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.data.join.keyed_table import KeyedTable
from sejahtera.analysis.data.join.matching import match
from sejahtera.analysis.data.tables.delimited import read_delimited
from sejahtera.analysis.data.tables.numbers import read_numbers
from sejahtera.analysis.indices.composite.pipeline import composite_index
from sejahtera.analysis.indices.definition.schema import definition_from_json, definition_to_json
from sejahtera.analysis.indices.methods.aggregation import AGGREGATIONS
from sejahtera.analysis.indices.methods.classification import CLASSIFICATIONS
from sejahtera.analysis.indices.methods.missing import MISSING
from sejahtera.analysis.indices.methods.normalisation import NORMALISATIONS
from sejahtera.analysis.indices.methods.outliers import OUTLIERS
from sejahtera.analysis.indices.methods.weighting import WEIGHTINGS
from sejahtera.analysis.poverty.alkire_foster import measure
from sejahtera.analysis.poverty.definition import read_poverty
from sejahtera.analysis.poverty.engines.memory import profile_frame
from sejahtera.analysis.poverty.expression import has_depths
from sejahtera.analysis.poverty.rules import RULES
from sejahtera.analysis.programmes.findings.pseudonyms import without_persons
from sejahtera.analysis.spatial.weights.files import read_weights
from sejahtera.analysis.study.schema import study_from_text
from sejahtera.resources.crosswalk import load_crosswalk
from sejahtera.resources.recommendations import RECOMMENDATIONS_PATH, load_recommendations

from ..shipped import ROOT
from .chooser import Chooser, changed, json_bytes

#: A sentence longer than this is none.
LONGEST_SENTENCE = 2500

DEMO = ROOT / "resources" / "demo"
_FOLDER = Path(tempfile.mkdtemp(prefix="sejahtera-fuzz-"))


def refused(function, *arguments, **named):
    """Return the result, or None where it was refused in a clear sentence."""
    try:
        return function(*arguments, **named)
    except InputError as error:
        check_sentence(str(error))
        return None


def check_sentence(sentence):
    """Raise where an error is no sentence for users: empty, over several lines, or endless."""
    clear = sentence.strip() and len(sentence) <= LONGEST_SENTENCE and sentence.isprintable()
    if not clear:
        raise AssertionError(f"no clear sentence of {len(sentence)} signs: {sentence[:150]!r} … {sentence[-900:]!r}")


def finite_or_missing(values):
    """Raise where a result is endless instead of missing."""
    if np.isinf(np.asarray(values, dtype=float)).any():
        raise AssertionError(f"endless values: {values}")


def in_file(content, name):
    """Return the path of a file with this content; each process has its own."""
    path = _FOLDER / f"{os.getpid()}-{name}"
    path.write_bytes(content)
    return path


def _leaf(field, direction="+", **more):
    return {"field": field, "direction": direction, "weight": 1, "goalposts": [0, 10], **more}


DEFINITIONS = [
    {
        "schema": "sejahtera-index-definition",
        "version": 1,
        "dimensions": [
            {"code": "one", "indicators": [_leaf("a"), _leaf("b", "-", denominator="d", per=100)]},
            {"code": "two", "weight": 2, "dimensions": [{"code": "deep", "indicators": [_leaf("c")]}]},
        ],
        "aggregation": {"within": {"method": "arithmetic"}, "across": {"method": "geometric"}},
        "classes": {"method": "quantile", "count": 3},
    },
    json.loads((DEMO / "definition.json").read_text(encoding="utf-8")),
]
_PARTS = {
    "normalisation": NORMALISATIONS,
    "weighting": WEIGHTINGS,
    "missing": MISSING,
    "outliers": OUTLIERS,
    "classes": CLASSIFICATIONS,
}
_WORDS = [
    *(code for register in (*_PARTS.values(), AGGREGATIONS) for code in register),
    *("a", "b", "c", "d", "+", "-", "welfare", "deprivation", "median"),
]


def definition(data):
    """An index definition: what is read must be written and read back to the same."""
    read = refused(definition_from_json, json_bytes(data, DEFINITIONS, _WORDS))
    if read is not None and definition_from_json(definition_to_json(read)) != read:
        raise AssertionError("the definition is not read back to the same")


def index(data):
    """An index computed by a hostile definition from hostile values."""
    chooser = Chooser(data)
    frame = pd.DataFrame({name: values_of(chooser, 8) for name in "abcd"}, index=range(1, 9))
    chosen = {part: {"method": chooser.pick(register.codes)} for part, register in _PARTS.items()}
    across = {"method": chooser.pick(AGGREGATIONS.codes)}
    seed = {**DEFINITIONS[0], **chosen, "aggregation": {"within": across, "across": across}}
    if chooser.below(2):
        seed = changed(seed, chooser, _WORDS)
    read = refused(definition_from_json, json.dumps(seed))
    if read is None or not set(read.fields) <= set(frame.columns):
        return
    with np.errstate(all="ignore"):
        result = refused(composite_index, frame, read)
    if result is not None:
        finite_or_missing(result.units.select_dtypes("number").astype("Float64").to_numpy(float, na_value=np.nan))


def values_of(chooser, count):
    """Return a column: of plain values with some hostile ones, or only hostile ones."""
    if chooser.below(3):
        values = [float(3 * place % count) for place in range(count)]
        for _ in range(chooser.below(4)):
            values[chooser.below(count)] = chooser.double()
        return values
    return [chooser.double() for _ in range(count)]


def _flag(field):
    return {"field": field, "rule": "flag"}


POVERTIES = [
    {
        "schema": "sejahtera-poverty-definition",
        "version": 1,
        "k": 0.5,
        "dimensions": [
            {"code": "health", "indicators": [{"field": "a", "rule": "below", "cutoff": 4}, _flag("b")]},
            {"code": "living", "indicators": [{"field": "t", "rule": "among", "values": ["sungai"]}]},
        ],
    },
    {
        "schema": "sejahtera-poverty-definition",
        "version": 1,
        "k": 1,
        "dimensions": [{"code": "all", "indicators": [{"field": "a", "rule": "at_most", "cutoff": 2.5}]}],
    },
]


def poverty(data):
    """A poverty definition, and the measures by it."""
    chooser = Chooser(data)
    frame = pd.DataFrame({"a": values_of(chooser, 8), "b": [0.0, 1.0] * 4, "w": values_of(chooser, 8)})
    frame["t"] = pd.Series([chooser.text() for _ in range(8)], dtype=object)
    frame["area"] = pd.Series(list("xyxyxyxy"), dtype=object)
    weights = ["w"] if chooser.below(2) else []
    read = refused(read_poverty, json_bytes(chooser.rest(), POVERTIES, [*RULES, *"abt", "sungai"]))
    if read is None:
        return
    if not set(read.fields) <= set(frame.columns):
        return
    with np.errstate(all="ignore"):
        profile = refused(profile_frame, frame, read, "area", weights, depths=has_depths(read.indicators))
        if profile is not None:
            refused(measure, profile)


STUDIES = [
    json.loads((DEMO / "study.json").read_text(encoding="utf-8")),
    {
        "schema": "sejahtera-study",
        "version": 1,
        "inputs": {"layer": "a.gpkg", "register": {"source": "a.households", "version": "1"}},
        "steps": [{"id": "one", "algorithm": "hotspots", "parameters": {"INPUT": "@layer"}}],
    },
]


def study(data):
    """A study: what is read names only files inside its folder."""
    content = json_bytes(data, STUDIES, ["@layer", "@one.OUTPUT", "@", "../x", "a/../../x", "INPUT"])
    read = refused(study_from_text, content.decode("utf-8", "replace"))
    for name in read.inputs.values() if read is not None else ():
        if isinstance(name, str) and not (_FOLDER / name).resolve().is_relative_to(_FOLDER.resolve()):
            raise AssertionError(f"outside the folder: {name!r}")


RECOMMENDATIONS = [json.loads(RECOMMENDATIONS_PATH.read_text(encoding="utf-8"))]


def recommendations(data):
    """Recommendations of a user's own."""
    content = json_bytes(data, RECOMMENDATIONS, ["INC01", "JOB02", "high", "low", "+", "-"])
    refused(load_recommendations, "id", str(in_file(content, "recommendations.json")))


_TABLES = [
    b"kode;nama;nilai\n3372011001;Tipes;1,5\n3372011002;Bumi;2,25\n",
    b"kode,nama,nilai\n33.72.01.1001,Tipes,1.234\n33.72.01.1002,Bumi,2.345\n",
    '\ufeffKode BPS\tKelurahan\tRp\n3372010001\t"Kel. Tipes"\tRp 1.250\n'.encode(),
    "kode|nama\n1|é\n".encode("utf-16"),
]
_SPLICES = [b"\n", b";", b",", b"\t", b'"', b"\0", b"\r", b"\xff\xfe", b"\xff", b"=cmd|' /C calc'!A0", b"1.234.567,8"]


def spliced(data, seeds, pieces):
    """Return one of the seeds with pieces put into it, or the bytes as they are."""
    chooser = Chooser(data)
    kind = chooser.below(len(seeds) + 1)
    if kind == len(seeds):
        return chooser.rest()
    content = seeds[kind]
    for _ in range(1 + chooser.below(6)):
        at, long = chooser.below(len(content) + 1), chooser.below(8)
        piece = chooser.pick(pieces) if chooser.below(2) else bytes([chooser.below(256)])
        content = content[:at] + piece * (1 + chooser.below(3)) + content[at + long :]
    return content


def table(data):
    """A delimited table: read, its numbers understood, joined by code and name."""
    read = refused(read_delimited, in_file(spliced(data, _TABLES, _SPLICES), "table.csv"))
    if read is None:
        return
    if not read.frame.columns.is_unique:
        raise AssertionError("columns of the same name")
    numbers = refused(read_numbers, read.frame)
    if numbers is not None:
        finite_or_missing(numbers.select_dtypes("number"))
    layer = pd.DataFrame({"code": ["3372011001", "3372011002"], "name": ["Tipes", "Bumi"]})
    crosswalk = load_crosswalk()
    ours = KeyedTable(layer, crosswalk, "code", "name")
    first, last = read.frame.columns[0], read.frame.columns[-1]
    theirs = refused(KeyedTable, read.frame, crosswalk, first, last)
    if theirs is not None:
        refused(match, ours, theirs)


_WEIGHTS = [
    b"0 3 layer id\na 1\nb\nb 2\na c\nc 1\nb\n",
    b"3\na 0\nb 0\nc 0\n",
    b"0 3 layer id\na b 1\nb a 0.5\nb c 1e3\n",
]
_WORDS_OF_WEIGHTS = [b"0", b"999999999999", b"-1", b"1e308", b"nan", b"inf", b"a ", b"b ", b"\n", b" ", "²".encode()]


def _weights(ending):
    def target(data):
        path = in_file(spliced(data, _WEIGHTS, _WORDS_OF_WEIGHTS), f"weights.{ending}")
        read = refused(read_weights, path, ["a", "b", "c"])
        if read is not None:
            finite_or_missing(read.matrix.toarray())

    target.__doc__ = f"A weights file in the form {ending.upper()}."
    return target


def quote(data):
    """The quote of an interview, persons masked."""
    chooser = Chooser(data)
    known = {name: f"Informan {place}" for place, name in enumerate(chooser.text() for _ in range(3)) if name}
    pieces = ["Pak ", "Bu ", "H. ", "Budi ", "0812 ", "33 72 ", "\n", "A" * 50]
    said = "".join(chooser.pick(pieces) if chooser.below(2) else chooser.text() for _ in range(chooser.below(30)))
    without_persons(said, known)


TARGETS = {
    "definition": definition,
    "index": index,
    "poverty": poverty,
    "study": study,
    "recommendations": recommendations,
    "table": table,
    "gal": _weights("gal"),
    "gwt": _weights("gwt"),
    "quote": quote,
}
