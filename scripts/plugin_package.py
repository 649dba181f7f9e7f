"""The plugin as a package, with QGIS started, for scripts that read its algorithms."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
_started: list[object] = []


def qgis() -> ModuleType:
    """Return `qgis.core`, started once; in tests it is started already."""
    from qgis import core

    if core.QgsApplication.instance() is None:
        application = core.QgsApplication([], False)
        application.initQgis()
        _started.append(application)
    return core


def load(name: str, path: Path, folders: list[str] | None = None) -> ModuleType:
    """Return a file as a module of this name, a package where it has folders."""
    spec = importlib.util.spec_from_file_location(name, path, submodule_search_locations=folders)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no module.")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def sejahtera(module: str) -> Any:
    """Return a module of the plugin, whatever the clone is called."""
    if "sejahtera" not in sys.modules:
        load("sejahtera", ROOT / "__init__.py", [str(ROOT)])
    return importlib.import_module(f"sejahtera.{module}")


@contextmanager
def speaking(language: str) -> Iterator[object]:
    """Give the registered provider, with its algorithms in this language."""
    core = qgis()
    words = sejahtera("language")
    before = words.current_language
    words.current_language = lambda: language
    registry = core.QgsApplication.processingRegistry()
    provider = sejahtera("processing.provider").SejahteraProvider()
    registry.addProvider(provider)
    try:
        yield provider
    finally:
        registry.removeProvider(provider)
        words.current_language = before
