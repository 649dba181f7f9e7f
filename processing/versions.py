"""Versions that a result states, so that it can be made again."""

from __future__ import annotations

import configparser
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def plugin_version() -> str:
    """Return the version that metadata.txt states."""
    metadata = configparser.ConfigParser()
    metadata.read(Path(__file__).parent.parent / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]
