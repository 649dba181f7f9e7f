"""The manifest of a study: what was run from what, with hashes by which a rerun sees what it can skip."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ...analysis.core.documents import read_json
from ...analysis.core.messages import InputError
from ...language import current_language
from ..io.hashes import content_hash
from ..io.staging import write_whole
from ..io.versions import versions_of
from .layer_files import parts_of

SCHEMA = "sejahtera-study-manifest"
VERSION = 1
NAME = "manifest.json"
_PACKAGES = ("numpy", "pandas", "scipy", "matplotlib", "ibis-framework", "duckdb", "pyspark")
#: No manifest is larger.
_LARGEST = 50_000_000


def key_of(algorithm: str, *content: Any) -> str:
    """Return the hash of all that a step's result depends on; files stand in it by their own hashes."""
    text = json.dumps([algorithm, *content], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def versions() -> dict[str, str]:
    """Return the versions that results depend on, and the language of what is written without LANGUAGE."""
    return {"python": platform.python_version(), "language": current_language(), **versions_of(*_PACKAGES)}


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a folder; an empty one where there is none or it cannot be understood."""
    try:
        content = read_json(folder / NAME, NAME, _LARGEST)
    except InputError:
        return {}
    known = isinstance(content, dict) and content.get("schema") == SCHEMA
    return content if known and content.get("version") == VERSION else {}


def records_of(manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the records of the steps by their ids; what is no record is passed over."""
    steps = manifest.get("steps")
    records = [one for one in steps if isinstance(one, dict)] if isinstance(steps, list) else []
    return {record["id"]: record for record in records if isinstance(record.get("id"), str)}


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write a manifest in one move, so that a reader never sees half of it."""
    text = json.dumps({"schema": SCHEMA, "version": VERSION, **content}, ensure_ascii=False, indent=2)
    write_whole(folder / NAME, text + "\n")


def is_intact(record: Mapping[str, Any], key: str, outputs: Mapping[str, str], folder: Path) -> bool:
    """Say whether a step of an earlier run need not run again: same key, and all its files as it left them.

    outputs: the files that the step would write now; no other file that a record names is looked at.
    """
    recorded = record.get("outputs")
    if record.get("key") != key or not isinstance(recorded, dict):
        return False
    return all(
        (folder / file).exists() and recorded.get(name) == recorded_output(folder, file)
        for name, file in outputs.items()
    )


def recorded_output(folder: Path, file: str) -> dict[str, Any]:
    """Return what a record says of a file that a step wrote, and of those that belong to it."""
    path = folder / file
    beside = {} if path.is_dir() else {one.name: content_hash(one) for one in parts_of(path)[1:]}
    return {"file": file, "sha256": content_hash(path), **({"beside": beside} if beside else {})}
