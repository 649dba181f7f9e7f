"""What metadata.txt states of the plugin: its version, and where faults are reported."""

from __future__ import annotations

import configparser
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _metadata() -> configparser.SectionProxy:
    metadata = configparser.ConfigParser()
    metadata.read(Path(__file__).parent.parent.parent / "metadata.txt", encoding="utf-8")
    return metadata["general"]


def plugin_version() -> str:
    """Return the version, so that a result can be made again."""
    return _metadata()["version"]


def tracker() -> str:
    """Return the address at which faults are reported."""
    return _metadata()["tracker"]
