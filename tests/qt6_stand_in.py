"""A plugin of pytest: PyQt6 in the place of qgis.PyQt, for the parts of ui/ that need Qt alone.

Of QGIS itself it has the two functions that these parts call; whatever else they would ask fails.
Use: pytest -p tests.qt6_stand_in
"""

import importlib
import sys
from types import ModuleType

import pytest

MODULES = ("QtCore", "QtGui", "QtWidgets", "sip")


class QgsApplication:
    """The language, and an icon of no picture."""

    @staticmethod
    def locale():
        return "en"

    @staticmethod
    def getThemeIcon(name):  # noqa: N802, ARG004
        return importlib.import_module("PyQt6.QtGui").QIcon()


def _module(name, **members):
    module = sys.modules[name] = ModuleType(name)
    vars(module).update(members)
    return module


def stand_in():
    """Put the modules where `from qgis.PyQt.QtCore import …` finds them."""
    qt = {name: importlib.import_module(f"PyQt6.{name}") for name in MODULES}
    # QGIS's own module has these where Qt 5 had them.
    moved = {name: getattr(qt["QtGui"], name) for name in ("QAction", "QActionGroup", "QShortcut")}
    _module("qgis", PyQt=_module("qgis.PyQt", **qt), core=_module("qgis.core", QgsApplication=QgsApplication))
    sys.modules.update({f"qgis.PyQt.{name}": module for name, module in qt.items()})
    _module("qgis.PyQt.QtWidgets", **{**vars(qt["QtWidgets"]), **moved})


stand_in()


@pytest.fixture
def qgis_app(qapp):
    """Return the application; it is Qt's own."""
    return qapp
