"""The versions that a result depends on, and where metadata.txt says that faults are reported."""

from __future__ import annotations

import configparser
import contextlib
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from qgis.core import Qgis


@lru_cache(maxsize=1)
def _metadata() -> configparser.SectionProxy:
    file = configparser.ConfigParser()
    file.read(Path(__file__).parent.parent.parent / "metadata.txt", encoding="utf-8")
    return file["general"]


def plugin_version() -> str:
    """Return the version, so that a result can be made again."""
    return _metadata()["version"]


def tracker() -> str:
    """Return the address at which faults are reported."""
    return _metadata()["tracker"]


def versions_of(*packages: str) -> dict[str, str]:
    """Return the versions of plugin and QGIS, and of those packages that are installed."""
    found = {"sejahtera": plugin_version(), "qgis": Qgis.QGIS_VERSION}
    for package in packages:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[package] = metadata.version(package)
    return found
