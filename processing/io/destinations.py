"""Where outputs are to go, and whether the format there can hold them: checked before anything is computed."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsFields,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProperty,
    QgsVectorFileWriter,
)

from ...analysis.core.messages import InputError, mark

#: Destinations that are no plain files, so that QGIS itself writes them in place.
_NOT_FILES = ("memory:", "TEMPORARY_OUTPUT", "ogr:", "postgis:", "postgres:", "spatialite:", "/vsi")
#: What a layer gets whose name has no ending.
DEFAULT_SUFFIX = ".gpkg"
#: The endings that are named where another was given.
_KNOWN = (".gpkg", ".geojson", ".shp", ".csv", ".xlsx", ".ods")
#: What a GeoPackage calls its row numbers and, in QGIS, its geometry; and how many columns SQLite holds.
_ROW_NUMBER, _GEOMETRY, _MOST_FIELDS = "fid", "geom", 2000


def sink_text(value: Any, context: QgsProcessingContext) -> str:
    """Return the destination of a layer as text, empty where there is none."""
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value = value.valueAsString(context.expressionContext(), "")[0]
    return "" if value is None else str(value)


def layer_file(text: str) -> Path | None:
    """Return the file that a layer's destination names; None where it is no plain file."""
    if not text or text.startswith(_NOT_FILES) or "|" in text:
        return None
    path = Path(text).absolute()
    return path if path.suffix else path.with_suffix(DEFAULT_SUFFIX)


def check_destinations(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext
) -> None:
    """Refuse outputs in formats that nothing writes, in one file with each other, or in the file of an input.

    Raises `InputError`.
    """
    taken: dict[str, str] = {}
    sources = {_same(path): name for name, path in _input_files(algorithm, parameters)}
    for definition, path in _output_files(algorithm, parameters, context):
        name, key = definition.name(), _same(path)
        if isinstance(definition, QgsProcessingParameterFeatureSink):
            _check_format(name, path)
        elif isinstance(definition, QgsProcessingParameterFileDestination):
            _check_ending(name, path, definition.fileFilter())
        if not isinstance(definition, QgsProcessingParameterFolderDestination) and path.is_dir():
            raise InputError(mark("{name}: {path} is a folder. Give the name of a file."), name=name, path=str(path))
        if key in taken:
            raise InputError(
                mark("{first} and {second} name the same file, {path}. Give each its own."),
                first=taken[key],
                second=name,
                path=path.name,
            )
        if key in sources:
            raise InputError(
                mark("{output} names the file of {input}, {path}, which would be lost. Give it another name."),
                output=name,
                input=sources[key],
                path=path.name,
            )
        taken[key] = name


def check_fields(name: str, path: Path, fields: QgsFields, *, flat: bool) -> None:
    """Refuse fields that the format of a file cannot hold, by their names.

    Raises `InputError`.
    """
    if path.suffix.lower() != DEFAULT_SUFFIX:
        return
    names = [field.name() for field in fields]
    first: dict[str, str] = {}
    for one in names:
        other = first.setdefault(one.lower(), one)
        if other != one:
            raise InputError(
                mark(
                    "{name}: the fields “{first}” and “{second}” differ in capitals alone, and a GeoPackage takes "
                    "them for one. Rename one of them, or choose another format."
                ),
                name=name,
                first=other,
                second=one,
            )
    if len(names) >= _MOST_FIELDS - 1:
        raise InputError(
            mark("{name}: a GeoPackage holds fewer than {most} fields, and these are {count}. Leave some out."),
            name=name,
            most=_MOST_FIELDS,
            count=len(names),
        )
    reserved = first.get(_GEOMETRY)
    if reserved is None or flat:
        reserved = _wrong_row_number(fields)
    if reserved is not None:
        raise InputError(
            mark(
                "{name}: a GeoPackage needs the name “{field}” for itself. Rename that field of the layer, or choose "
                "another format."
            ),
            name=name,
            field=reserved,
        )


def refused_row(why: str) -> InputError:
    """Return the error for a row that a file did not take, in the words of its format."""
    if "UNIQUE constraint failed" in why:
        return InputError(
            mark(
                "The field “{field}” says the same number for two features, and a GeoPackage keeps it for its row "
                "numbers. Rename or delete that field, or choose another format."
            ),
            field=why.rpartition(".")[2].strip(" )"),
        )
    return InputError(mark("A row could not be written ({why}), so the output was taken away again."), why=why)


def _wrong_row_number(fields: QgsFields) -> str | None:
    """Return the field that stands where a GeoPackage numbers its rows but holds no whole numbers."""
    for field in fields:
        if field.name().lower() == _ROW_NUMBER and (not field.isNumeric() or field.precision() > 0):
            return field.name()
    return None


def _check_format(name: str, path: Path) -> None:
    """Refuse an ending for which QGIS would write another file than the one named."""
    suffix = path.suffix.lower()
    driver = QgsVectorFileWriter.driverForExtension(suffix[1:])
    about = QgsVectorFileWriter.MetaData()
    if driver and QgsVectorFileWriter.driverMetadata(driver, about) and suffix[1:] in about.ext.split():
        return
    near = difflib.get_close_matches(suffix, _KNOWN, 1)
    raise InputError(
        mark("{name}: QGIS here writes no layers that end in {suffix}. Use one of: {known}."),
        name=name,
        suffix=suffix,
        known=", ".join([*near, *(one for one in _KNOWN if one not in near)]),
    )


def _check_ending(name: str, path: Path, filters: str) -> None:
    """Refuse an ending that would say of a file what it is not."""
    known = re.findall(r"\*(\.\w+)", filters)
    if known and path.suffix.lower() not in known:
        raise InputError(
            mark("{name}: {path} does not end in {known}, as this file would have to."),
            name=name,
            path=path.name,
            known=", ".join(dict.fromkeys(known)),
        )


def _output_files(
    algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext
) -> Iterator[tuple[QgsProcessingParameterDefinition, Path]]:
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        if not definition.isDestination() or value is None:
            continue
        text = sink_text(value, context)
        if isinstance(definition, QgsProcessingParameterFeatureSink):
            path = layer_file(text)
            if path is not None:
                yield definition, path
        elif text and not text.startswith(_NOT_FILES):
            if isinstance(definition, (QgsProcessingParameterFileDestination, QgsProcessingParameterFolderDestination)):
                yield definition, Path(text).absolute()


def _input_files(algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    """Yield the files that parameters name as texts; a layer of the project is refused where it is replaced."""
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            value = value.source
        if isinstance(value, QgsProperty):
            value = value.staticValue()
        if hasattr(value, "source") and callable(value.source):
            value = value.source()
        if definition.isDestination() or not isinstance(value, str) or not value:
            continue
        path = value.partition("|")[0]
        if os.path.isfile(path):  # of Path it would be an error for texts that are no names
            yield definition.name(), Path(path)


def _same(path: Path) -> str:
    """Return what is equal for two names of one file."""
    return os.path.normcase(os.path.realpath(path))
