"""What is saved, in a project or in a `.sejahtera.json` file: the draft, the scenarios, the fields of keys."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...analysis.core.documents import parse_json, read_json
from ...analysis.core.messages import InputError, mark
from ...analysis.indices.definition.draft import Draft, draft_from_dict, draft_to_dict
from ...analysis.indices.definition.schema import SCHEMA as DEFINITION_SCHEMA
from ...analysis.indices.definition.schema import definition_from_dict
from ...processing.io.staging import write_whole
from .scenarios import Scenario, scenarios_from_list, scenarios_to_list

SCHEMA = "sejahtera-dock"
VERSION = 1
#: What users call it.
NAME = mark("The saved index")
SUFFIX = ".sejahtera.json"
LARGEST_TEXT = 20_000_000
KEYS = ("layer", "name", "code", "group")


@dataclass(frozen=True)
class Document:
    """The state of the dock. keys: id of the layer, and its fields of name, code and group.

    newer: it was written by a later version and may hold what this one does not know.
    """

    draft: Draft = field(default_factory=Draft)
    scenarios: tuple[Scenario, ...] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    newer: bool = False


def document_to_json(document: Document) -> str:
    """Return the document as JSON text on one line."""
    return json.dumps(_content(document), ensure_ascii=False, separators=(",", ":"))


def _content(document: Document) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "version": VERSION,
        **draft_to_dict(document.draft),
        "scenarios": scenarios_to_list(document.scenarios),
        "keys": dict(document.keys),
    }


def document_from_json(text: str | bytes) -> Document:
    """Return the document in a JSON text, which may also be a plain index definition.

    A document of a later version is read as far as it is understood and marked `newer`.

    Raises
    ------
    InputError
        For what is neither.
    """
    return _document_of(parse_json(text, NAME, LARGEST_TEXT))


def _document_of(content: Any) -> Document:
    if not isinstance(content, dict) or content.get("schema", DEFINITION_SCHEMA) not in (SCHEMA, DEFINITION_SCHEMA):
        raise InputError(mark("The file is neither a saved dock nor an index definition of Sejahtera."))
    if content.get("schema") != SCHEMA:
        return Document(Draft(definition_from_dict(content)))
    return _document(content)


def _document(content: dict[str, Any]) -> Document:
    version = content.get("version")
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise InputError(mark("The saved index is not understood."))
    newer = version > VERSION
    try:
        draft = draft_from_dict(content)
        scenarios = scenarios_from_list(content.get("scenarios", []))
    except InputError:
        if not newer:
            raise
        draft, scenarios = Draft(), []
    known = content.get("keys")
    known = known if isinstance(known, dict) else {}
    keys = {name: known[name] for name in KEYS if isinstance(known.get(name), str)}
    return Document(draft, tuple(scenarios), keys, newer)


def read_document(path: str | Path) -> Document:
    """Return the document in a file; raises `InputError` where it cannot be read or understood."""
    return _document_of(read_json(path, NAME, LARGEST_TEXT))


def write_document(path: str | Path, document: Document) -> None:
    """Write the document to a file; raises `InputError` where that is not possible."""
    content = _content(document)
    content["keys"].pop("layer", None)  # an id that has no meaning in another project
    try:
        write_whole(Path(path), json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    except OSError as error:
        raise InputError(mark("{file} cannot be written: {why}"), file=str(path), why=error.strerror or "") from None
