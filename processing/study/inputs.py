"""What a step of a study reads: found by the definitions of its parameters, kept in its folder, and hashed."""

from __future__ import annotations

import contextlib
import glob
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Union

from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterDefinition

from ...analysis.core.documents import parse_json
from ...analysis.core.messages import InputError, mark
from ...analysis.study.model import REFERENCE, Source
from ...analysis.study.schema import file_inside
from ..base.choices import resolve_choice
from ..base.parameters import FILES
from ..io.hashes import content_hash
from .layer_files import parts_of, refuse_indirect, refuse_options

#: Kinds of parameters that read: a file, a layer, a file or pattern of records, a server, a table of one.
FILE, LAYER, RECORDS, SERVER, TABLE = "file", "layer", "records", "server", "table"
_LAYERS = frozenset({"source", "vector", "raster", "maplayer", "mesh", "pointcloud", "multilayer"})
_SERVERS = frozenset({"providerconnection", "databaseschema", "databasetable"})

OUTSIDE = mark("{file} lies outside the folder of the study. Where you trust the study, allow it with ALLOW_OUTSIDE.")
_DATABASE = mark("a database is read. Where you trust the study, allow it with ALLOW_OUTSIDE.")
_ABSENT = mark("the file {file} is not there.")
_TEXT = mark("the name of a file is needed.")


@contextlib.contextmanager
def told_of(step: str, name: str) -> Iterator[None]:
    """Say of an error in which step and which parameter it is."""
    try:
        yield
    except InputError as error:
        why = error.message.facts.get("why", error.message)
        raise InputError(mark("Step “{step}”, {name}: {why}"), step=step, name=name, why=why) from None


@dataclass
class Reading:
    """What one step reads.

    parameters: as its algorithm gets them. files: what is read, for the manifest, with hashes. stated: the
    versions that the study states of sources that are no files. unstated: parameters that read such a source
    without a version, so that nobody knows whether it has changed.
    """

    parameters: dict[str, Any] = field(default_factory=dict)
    files: list[dict[str, str]] = field(default_factory=list)
    stated: dict[str, str] = field(default_factory=dict)
    unstated: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Places:
    """Where a study reads and writes.

    study, output: folders of inputs and results. inputs: by name. outside: whether files outside of the
    folder, addresses and databases may be read, and links in the folder of the results be followed out of it.
    """

    study: Path
    output: Path
    inputs: Mapping[str, Union[str, Source]]
    outside: bool = False
    _hashes: dict[tuple[str, int, int], str] = field(default_factory=dict, repr=False)

    def read(
        self,
        step: str,
        algorithm: QgsProcessingAlgorithm,
        parameters: Mapping[str, Any],
        written: Mapping[str, Mapping[str, str]] | None,
    ) -> Reading:
        """Return what a step reads; `written` are the files of the steps so far.

        Without `written`, what earlier steps will write is passed over and nothing is hashed: so a study is
        checked before it runs.

        Raises
        ------
        InputError
            If a file is not there, lies outside of the folder or may lead out of it, or a database is read,
            and the user has not allowed that.
        """
        reading = Reading()
        servers = []
        for definition in algorithm.parameterDefinitions():
            name = definition.name()
            if name not in parameters:
                continue
            kind, value = _kind(algorithm, definition, parameters), parameters[name]
            servers += [name] if kind == SERVER and value not in (None, "") else []
            with told_of(step, name):
                reading.parameters[name] = self._value(value, kind, name, reading, written)
        if servers and not (reading.stated or reading.unstated):
            reading.unstated += servers
        return reading

    def files_of(self, name: str, kind: str = RECORDS) -> list[Path]:
        """Return the files behind a name: itself and what belongs to it, or what a pattern names; none is empty."""
        path = self.study / name
        if _exists(path):
            return parts_of(path, layer=kind == LAYER)
        return [Path(one) for one in _matches(self.study, name)] if kind == RECORDS else []

    def refuse_outside(self, files: Sequence[Path], root: Path, name: str) -> None:
        """Refuse files that lie outside of a folder, links followed."""
        inside = root.resolve()
        for file in files:
            if not self.outside and not file.resolve().is_relative_to(inside):
                raise InputError(OUTSIDE, file=name)

    def hash_of(self, file: Path) -> str:
        """Return the hash of a file's content; one that many steps read is read once."""
        state = file.stat()
        key = (str(file), state.st_size, state.st_mtime_ns)
        if key not in self._hashes:
            self._hashes[key] = content_hash(file)
        return self._hashes[key]

    def _value(self, value: Any, kind: str, name: str, reading: Reading, written: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [self._value(one, kind, name, reading, written) for one in value]
        if isinstance(value, str) and value.startswith(REFERENCE):
            return self._reference(value.removeprefix(REFERENCE), kind, name, reading, written)
        if value is None or value == "" or not kind or (kind == FILE and _is_json(value)):
            return value
        if not isinstance(value, str):
            raise InputError(_TEXT)
        return self._literal(value, kind, name, reading, hashing=written is not None)

    def _reference(self, value: str, kind: str, name: str, reading: Reading, written: Any) -> str:
        reference, sign, options = value.partition("|")
        owner, _, output = reference.partition(".")
        hashing = written is not None
        if not output:
            given = self.inputs[owner]
            if isinstance(given, Source):
                if given.version:
                    reading.stated[owner] = given.version
                known = reading.unstated.copy()
                found = self._literal(given.source + sign + options, kind or LAYER, name, reading, hashing=hashing)
                reading.unstated[:] = known if given.version else reading.unstated
                return found
            return self._literal(given + sign + options, kind or FILE, name, reading, hashing=hashing)
        self._check_options(options)
        if not hashing:
            return ""
        path = self.output / written[owner][output]
        files = parts_of(path, layer=kind == LAYER)
        self.refuse_outside(files, self.output, path.name)
        self._check_layer(path, kind)
        reading.files += self._records(name, files, self.output, step=owner)
        return str(path) + sign + options

    def _literal(self, value: str, kind: str, name: str, reading: Reading, *, hashing: bool) -> str:
        if kind in (SERVER, TABLE):
            if not self.outside:
                raise InputError(_DATABASE)
            if kind == TABLE:
                reading.unstated.append(name)
            return value
        file, sign, options = value.partition("|") if kind == LAYER else (value, "", "")
        self._check_options(options)
        if not self.outside and not _is_inside(file):
            raise InputError(OUTSIDE, file=file)
        files = self.files_of(file, kind)
        if not files:
            if not self.outside or kind == FILE:
                raise InputError(_ABSENT, file=file)
            reading.unstated.append(name)  # the address of something else
            return value
        self.refuse_outside(files, self.study, file)
        path = self.study / file
        pattern = not _exists(path)
        if not pattern:
            self._check_layer(path, kind)
        if hashing:
            reading.files += self._records(name, files, self.study)
        # what stands before a pattern is a name, whatever signs it has
        folder = glob.escape(str(self.study)) if pattern else str(self.study)
        return os.path.join(folder, file) + sign + options

    def _check_options(self, options: str) -> None:
        if options and not self.outside:
            refuse_options(options)

    def _check_layer(self, path: Path, kind: str) -> None:
        if kind == LAYER and not self.outside:
            refuse_indirect(path)

    def _records(self, name: str, files: Sequence[Path], root: Path, **more: str) -> list[dict[str, str]]:
        return [{"parameter": name, **more, "file": _shown(file, root), "sha256": self.hash_of(file)} for file in files]


def _kind(
    algorithm: QgsProcessingAlgorithm, definition: QgsProcessingParameterDefinition, parameters: Mapping[str, Any]
) -> str:
    """Return what a parameter reads by its own definition, empty where it reads nothing."""
    if definition.isDestination():
        return ""
    if definition.type() in _SERVERS:
        return SERVER
    if definition.type() == FILE:
        return FILE
    if definition.type() in _LAYERS:
        return LAYER
    told = definition.metadata().get(FILES)
    if told is None:
        return ""
    for other, code in told.items():
        value = parameters.get(other)
        if value in (None, ""):
            value = algorithm.parameterDefinition(other).defaultValue()
        if resolve_choice(value, algorithm.choices[other]) == code:
            return TABLE
    return RECORDS


def _is_inside(name: str) -> bool:
    try:
        return bool(file_inside(name, ""))
    except InputError:
        return False


def _is_json(value: Any) -> bool:
    """Say whether a value is the JSON text that many algorithms take in place of a file."""
    try:
        return isinstance(value, str) and isinstance(parse_json(value, ""), dict)
    except InputError:
        return False


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # no name of a file
        return False


def _matches(folder: Path, pattern: str) -> Iterator[str]:
    if glob.has_magic(pattern):
        found = glob.glob(os.path.join(glob.escape(str(folder)), pattern), recursive=True)
        yield from sorted(one for one in found if Path(one).is_file())


def _shown(file: Path, root: Path) -> str:
    """Return the name of a file in the manifest, which holds no folders of this computer."""
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
