"""Every name of Qt and QGIS that is used is there, enums with their scope, as Qt 6 wants them."""

import ast
import importlib
from enum import Enum

import pytest

from .shipped import ROOT, shipped_files

#: For the fields of a QGIS before 3.38, which is on Qt 5.
OF_QT_5 = {"QVariant.Double", "QVariant.Int", "QVariant.String"}


def _chain(node):
    """Return the names of `a.b.c`, empty where it does not start with a name."""
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return [node.id, *reversed(names)] if isinstance(node, ast.Name) else []


def chains(library):
    """Return what is taken from classes of a library: where, module, names from the class on."""
    found = []
    for file in shipped_files():
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        imported = {
            name.asname or name.name: (node.module, name.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and not node.level and node.module.startswith(library)
            for name in node.names
        }
        for node in ast.walk(tree):
            names = _chain(node)
            if len(names) > 1 and names[0] in imported:
                module, name = imported[names[0]]
                found.append((f"{file}:{node.lineno} {'.'.join(names)}", module, [name, *names[1:]]))
    return found


def _value(module, names):
    """Return what a chain stands for, None where it is not there."""
    value = importlib.import_module(module)
    for name in names:
        value = getattr(value, name, None)
    return value


def test_every_name_of_qt_is_there_in_qt_6():
    """PyQt6 knows enums by their scope alone."""
    pytest.importorskip("PyQt6", reason="PyQt6 is not installed: make test-qt6")
    used = [chain for chain in chains("qgis.PyQt") if ".".join(chain[2]) not in OF_QT_5]
    assert not [where for where, module, names in used if _value(module, names) is None]


def test_enums_of_qgis_are_named_with_their_scope():
    pytest.importorskip("qgis.gui", reason="QGIS is not installed", exc_type=ImportError)
    unscoped = []
    for where, module, names in chains("qgis."):
        value, holder = _value(module, names), _value(module, names[:-1])
        is_enum = isinstance(value, (int, Enum)) and type(value).__module__ != "builtins"
        if is_enum and holder is not type(value) and not module.startswith("qgis.PyQt"):
            unscoped.append(where)
    assert not unscoped
