"""Public functions of the analysis say what they take and give: shapes, errors, and where a method comes from."""

import ast
import re

import pytest

from ..shipped import ROOT

#: Annotations whose shape a signature does not tell.
ARRAYS = re.compile(r"\b(Floats|Ints|Bools|Objects|Array)\b")
TABLES = re.compile(r"\bpd\.(DataFrame|Series|Index)\b")
#: `(n,)`, `(units, 2)`, `(..., n - 1)`.
SHAPE = re.compile(r"\((?:[\w.…]+(?: [-+−] 1)?, ?)+(?:[\w.…]+(?: [-+−] 1)?)?\)")
#: What a row or a value of a table stands for.
ROWS = re.compile(r"\b(rows?|columns?|cells?|by|of each|of every|for each|index|labels?)\b", re.IGNORECASE)
#: A work by its year, or a standard by its name.
SOURCE = re.compile(
    r"\b(1[89]|20)\d\d\b|\b(JRC|OECD|UNDP|BPS|DHS|COINr|GeoDa|PySAL|esda|libpysal|spdep|spreg|ArcGIS)\b"
)


def modules():
    for file in sorted((ROOT / "analysis").rglob("*.py")):
        path = file.relative_to(ROOT)
        yield path, file.read_text(encoding="utf-8")


def public_functions(tree):
    """Yield the functions that others may call, those of public classes too, with the names they are known by."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    yield f"{node.name}.{method.name}", method


def documented():
    for path, text in modules():
        for name, node in public_functions(ast.parse(text)):
            yield pytest.param(node, id=f"{path}:{node.lineno} {name}")


def signature(node):
    given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    annotations = [one.annotation for one in given] + [node.returns]
    return " ".join(ast.unparse(one) for one in annotations if one is not None)


def raises_input_error(node):
    """Tell whether a function raises `InputError` itself, not in a function inside it."""
    inner = {
        id(part)
        for one in ast.walk(node)
        if one is not node and isinstance(one, ast.FunctionDef)
        for part in ast.walk(one)
    }
    for part in ast.walk(node):
        if id(part) in inner:
            continue
        if isinstance(part, ast.Raise) and part.exc is not None and "InputError" in ast.unparse(part.exc):
            return True
        if isinstance(part, ast.Call) and ast.unparse(part.func) == "refuse_where":
            return True
    return False


def test_every_public_function_says_what_it_does():
    silent = [one.id for one in documented() if not ast.get_docstring(one.values[0])]
    assert not silent, "\n".join(silent)


def test_functions_of_arrays_name_their_shapes():
    silent = [
        one.id
        for one in documented()
        if ARRAYS.search(signature(one.values[0])) and not SHAPE.search(ast.get_docstring(one.values[0]) or "")
    ]
    assert not silent, "\n".join(silent)


def test_functions_of_tables_say_what_a_row_is():
    silent = [
        one.id
        for one in documented()
        if TABLES.search(signature(one.values[0]))
        and not any(rule.search(ast.get_docstring(one.values[0]) or "") for rule in (SHAPE, ROWS))
    ]
    assert not silent, "\n".join(silent)


def test_functions_that_refuse_input_have_a_section_of_errors():
    silent = [
        one.id
        for one in documented()
        if raises_input_error(one.values[0])
        and not re.search(r"^Raises\n------\nInputError\n    \S", ast.get_docstring(one.values[0]) or "", re.M)
    ]
    assert not silent, "\n".join(silent)


def test_errors_stand_in_their_section_and_not_in_sentences():
    scattered = [
        one.id for one in documented() if re.search(r"\bRaises `\w+Error`", ast.get_docstring(one.values[0]) or "")
    ]
    assert not scattered, "\n".join(scattered)


#: Where statistics are computed, and the geometry among them.
STATISTICS = (
    "data/audit",
    "development",
    "poverty",
    "inequality",
    "spatial",
    "programmes/drivers",
    "programmes/effect",
    "programmes/targeting",
)
GEOMETRY = {"geometry.py", "border_distance.py", "border_segments.py"}


def test_modules_of_statistics_name_their_sources():
    silent = []
    for path, text in modules():
        if path.name in GEOMETRY:
            continue
        computes = [
            node
            for _, node in public_functions(ast.parse(text))
            if re.search(r"\b(Floats|float)\b", ast.unparse(node.returns or ast.Constant("")))
        ]
        if (
            computes
            and str(path.parent.relative_to("analysis").as_posix()).startswith(STATISTICS)
            and not SOURCE.search(text)
        ):
            silent.append(str(path))
    assert not silent, "\n".join(silent)
