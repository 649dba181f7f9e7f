"""Goalposts of human development and definitions of poverty measures that the plugin ships."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ...analysis.core.documents import read_json
from ...analysis.development.presets import Preset, presets_from_dict
from ...analysis.poverty.definition import PovertyDefinition, read_poverty

FOLDER = Path(__file__).parent


@lru_cache(maxsize=1)
def load_hdi_presets() -> dict[str, Preset]:
    """Return the goalposts by code."""
    return presets_from_dict(read_json(FOLDER / "hdi.json", "hdi.json"))


@lru_cache(maxsize=1)
def load_poverty_presets() -> dict[str, PovertyDefinition]:
    """Return the poverty definitions by code (the name of their file)."""
    return {path.stem: read_poverty(path) for path in sorted((FOLDER / "poverty").glob("*.json"))}
