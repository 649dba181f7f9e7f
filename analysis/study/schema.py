"""A study as JSON, read strictly: what is not understood is refused with the path of the wrong place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from ..core.documents import json_given
from ..core.messages import mark
from ..indices.definition.reading import about, join, list_of, number, record, text, versioned, wrong
from .model import REFERENCE, Source, Step, Study, references_in

SCHEMA = "sejahtera-study"
VERSION = 1
#: What users call it.
NAME = mark("The study")
MOST_STEPS = 200

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_PARAMETER = re.compile(r"[A-Z][A-Z0-9_]{0,39}", re.ASCII)


def study_from_text(given: str) -> Study:
    """Return the study of a JSON text, or of the file at a path.

    Raises
    ------
    InputError
        Naming the path of what is wrong: unknown keys or version, wrong types, names used twice, references
        to what is not there before the step, files outside the study's folder.
    """
    return study_from_dict(json_given(given, NAME))


def study_from_dict(content: Any) -> Study:
    """Return the study described by parsed JSON.

    Raises
    ------
    InputError
        As `study_from_text`, but for its size and its file.
    """
    stranger = mark("this is not a study; “{schema}” is needed.")
    with about(NAME):
        study: Study = _read(versioned(content, SCHEMA, VERSION, stranger, needed=("schema", "version")), "")
        _check_references(study)
    return study


def file_inside(value: Any, path: str) -> str:
    """Read the name of a file below a folder: relative, with `/`, without `..`."""
    name = text(value, path)
    parts = PurePosixPath(name).parts
    outside = not parts or name.startswith(("/", "~")) or ".." in parts or "\\" in name or ":" in name
    if outside or parts[0].startswith("."):
        raise wrong(path, mark("the name of a file inside the folder is needed, with / and without “..”."))
    return name


def _named(pattern: re.Pattern[str], sentence: str, reader: Any) -> Any:
    """Return a reader of objects whose keys fit a pattern."""

    def read(value: Any, path: str) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise wrong(path, mark("an object with names and values is needed."))
        for key in value:
            if not pattern.fullmatch(key):
                raise wrong(join(path, str(key)[:60]), sentence)
        return {key: reader(item, join(path, key)) for key, item in value.items()}

    return read


def _name(value: Any, path: str) -> str:
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise wrong(path, mark("a name of small letters, digits and _ is needed (at most 40)."))
    return value


def _value(value: Any, path: str) -> Any:
    """Read a parameter: text, number, true or false, null, or a list of these."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return text(value, path)
    if isinstance(value, list):
        return list(list_of(_value)(value, path))
    return number(value, path)


_source = record(Source, {"source": text, "version": text}, required=("source",))


def _input(value: Any, path: str) -> str | Source:
    """Read an input: the name of a file, or an object that names a table of a database and its version."""
    return _source(value, path) if isinstance(value, dict) else file_inside(value, path)


_SMALL = mark("a name of small letters, digits and _ is needed (at most 40).")
_CAPITALS = mark("the name of a parameter in capitals is needed.")
_parameters = _named(_PARAMETER, _CAPITALS, _value)
_step = record(
    Step,
    {"id": _name, "algorithm": _name, "description": text, "parameters": _parameters},
    required=("id", "algorithm"),
)
_read = record(
    Study,
    {
        "name": text,
        "description": text,
        "inputs": _named(_NAME, _SMALL, _input),
        "defaults": _parameters,
        "steps": list_of(_step, MOST_STEPS),
    },
    required=("inputs", "steps"),
)


def _check_references(study: Study) -> None:
    """Refuse ids used twice and references to what is no input and no output of an earlier step."""
    outputs: set[str] = set()
    for value in study.defaults.values():
        for reference in references_in(value):
            if reference not in study.inputs:
                raise wrong("defaults", _UNKNOWN, reference=REFERENCE + reference, known=sorted(study.inputs))
    for place, step in enumerate(study.steps):
        path = f"steps[{place}]"
        if step.id in outputs or step.id in study.inputs:
            raise wrong(f"{path}.id", mark("“{identifier}” is used twice."), identifier=step.id)
        for reference in step.references:
            owner, _, output = reference.partition(".")
            if owner not in outputs if output else owner not in study.inputs:
                known = [*sorted(study.inputs), *sorted(outputs)]
                raise wrong(f"{path}.parameters", _UNKNOWN, reference=REFERENCE + reference, known=known)
        outputs.add(step.id)
    if not study.steps:
        raise wrong("steps", mark("at least one step is needed."))


_UNKNOWN = mark("{reference} is neither an input nor an output of an earlier step; there are: {known}.")
