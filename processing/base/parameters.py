"""Parameters as an algorithm declares them: each is one call, and its help stands in the line below.

    self.add(
        input_layer(),
        tr("The areas."),
        whole("K", tr("Number of nearest neighbours"), 6, low=1),
        tr("For knn."),
        *weight_parameters(),
    )

What several algorithms ask for in the same words is one function that returns such a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from sys import float_info
from typing import Any, Union

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorLayer,
)

from ...analysis.core.messages import InputError, mark
from ...analysis.core.registers import Register
from ...analysis.data.tables.numbers import NUMBERS
from ...language import tr
from .choices import ChoiceParameter
from .requirements import REPORT_PACKAGES, missing_packages

#: Parameters, each followed by its help.
Declared = list[Union[QgsProcessingParameterDefinition, str]]

POLYGONS = QgsProcessing.SourceType.TypeVectorPolygon
SPATIAL = QgsProcessing.SourceType.TypeVectorAnyGeometry
#: Layers of any geometry, and tables.
ANY_GEOMETRY = QgsProcessing.SourceType.TypeVector
#: The metadata of a text parameter that names files, see `naming_files`.
FILES = "sejahtera_names_files"
NUMERIC = QgsProcessingParameterField.DataType.Numeric
ANY_TYPE = QgsProcessingParameterField.DataType.Any
_WHOLE = QgsProcessingParameterNumber.Type.Integer
_REAL = QgsProcessingParameterNumber.Type.Double
#: The bounds that QGIS takes where none are given.
_LEAST, _MOST = -float_info.max, float_info.max

#: Of a number that a user sets: distances in metres, draws and years are far below.
LARGEST_NUMBER = 1e12

# Inputs -----------------------------------------------------------------------------------


def input_layer(source_type: int = POLYGONS) -> QgsProcessingParameterFeatureSource:
    """Return the parameter INPUT."""
    return source("INPUT", tr("Kelurahan layer"), source_type)


def source(
    name: str, label: str, source_type: int = ANY_GEOMETRY, *, optional: bool = False
) -> QgsProcessingParameterFeatureSource:
    """Return a layer or table whose rows are read."""
    return QgsProcessingParameterFeatureSource(name, label, [source_type], None, optional)


def layer(
    name: str, label: str, source_type: int = SPATIAL, *, optional: bool = False
) -> QgsProcessingParameterVectorLayer:
    """Return a layer that is taken as it is, with its style."""
    return QgsProcessingParameterVectorLayer(name, label, [source_type], None, optional)


def field(
    name: str,
    label: str,
    data_type: int = ANY_TYPE,
    *,
    many: bool = False,
    optional: bool = False,
    parent: str = "INPUT",
) -> QgsProcessingParameterField:
    """Return a field of the layer `parent`."""
    return QgsProcessingParameterField(name, label, None, parent, data_type, many, optional)


def code_field() -> QgsProcessingParameterField:
    """Return ID_FIELD, which need not be given."""
    return field("ID_FIELD", tr("Code field"), optional=True)


def name_field() -> QgsProcessingParameterField:
    """Return NAME_FIELD, which need not be given."""
    return field("NAME_FIELD", tr("Name field"), optional=True)


def file(name: str, label: str, kinds: str = "", *, optional: bool = True) -> QgsProcessingParameterFile:
    """Return a file to read; `kinds` are its endings, as a dialog lists them."""
    return QgsProcessingParameterFile(name, label, optional=optional, fileFilter=kinds)


def folder(name: str, label: str) -> QgsProcessingParameterFile:
    """Return an optional folder to read from."""
    kind = QgsProcessingParameterFile.Behavior.Folder
    return QgsProcessingParameterFile(name, label, kind, optional=True)


def definition_file(label: str = "") -> QgsProcessingParameterFile:
    """Return DEFINITION, the definition of an index."""
    return file("DEFINITION", label or tr("Index definition"), tr("Index definitions (*.json);;All files (*)"))


# Values -----------------------------------------------------------------------------------


def text(
    name: str, label: str, default: str | None = None, *, lines: bool = False, optional: bool = True
) -> QgsProcessingParameterString:
    """Return a text, of several `lines` where it may have them."""
    return QgsProcessingParameterString(name, label, default, lines, optional)


def number(
    name: str,
    label: str,
    default: float | None = None,
    low: float = _LEAST,
    high: float = _MOST,
    *,
    optional: bool = False,
    kind: int = _REAL,
) -> QgsProcessingParameterNumber:
    """Return a number within bounds."""
    return QgsProcessingParameterNumber(name, label, kind, default, optional, low, high)


def whole(
    name: str,
    label: str,
    default: int | None = None,
    low: float = _LEAST,
    high: float = _MOST,
    *,
    optional: bool = False,
) -> QgsProcessingParameterNumber:
    """Return a whole number within bounds."""
    return number(name, label, default, low, high, optional=optional, kind=_WHOLE)


def boolean(name: str, label: str, default: bool, *, optional: bool = False) -> QgsProcessingParameterBoolean:
    """Return a yes or no."""
    return QgsProcessingParameterBoolean(name, label, default, optional)


def choice(name: str, label: str, register: Register, default: str | None, optional: bool = False) -> ChoiceParameter:
    """Return a choice from a register."""
    return ChoiceParameter(name, label, register, default, optional)


def seed_number() -> QgsProcessingParameterNumber:
    """Return SEED, in the advanced section of the dialog."""
    return advanced(whole("SEED", tr("Seed"), 1))


# Outputs ----------------------------------------------------------------------------------


def sink(name: str, label: str, kind: int = SPATIAL, *, optional: bool = False) -> QgsProcessingParameterFeatureSink:
    """Return a layer to write."""
    return QgsProcessingParameterFeatureSink(name, label, kind, None, optional)


def table_sink(name: str, label: str, *, optional: bool = False) -> QgsProcessingParameterFeatureSink:
    """Return a table to write."""
    return sink(name, label, ANY_GEOMETRY, optional=optional)


def extra_table(name: str, label: str) -> QgsProcessingParameterFeatureSink:
    """Return an optional table beside OUTPUT, which is not made unless it is asked for."""
    return QgsProcessingParameterFeatureSink(name, label, ANY_GEOMETRY, None, True, False)


def file_output(
    name: str, label: str, kinds: str, *, optional: bool = False, made: bool = True
) -> QgsProcessingParameterFileDestination:
    """Return a file to write; `made` says whether dialogs write it unless they are told otherwise."""
    return QgsProcessingParameterFileDestination(name, label, kinds, None, optional, made)


def extra_file(name: str, label: str, kinds: str) -> QgsProcessingParameterFileDestination:
    """Return an optional file, which is not made unless it is asked for."""
    return file_output(name, label, kinds, optional=True, made=False)


def folder_output(name: str, label: str, *, optional: bool = False) -> QgsProcessingParameterFolderDestination:
    """Return a folder to write to; an optional one is not made unless it is asked for."""
    return QgsProcessingParameterFolderDestination(name, label, None, optional, not optional)


#: The formats of a report, the usual one first.
_REPORTS = (mark("HTML files (*.html)"), mark("PDF files (*.pdf)"), mark("Word documents (*.docx)"))


def report_file() -> QgsProcessingParameterFileDestination:
    """Return the optional report REPORT: HTML, PDF or DOCX by the suffix of its file.

    Dialogs write it unless they are told otherwise, since QGIS says of every algorithm that can that it has. Where
    a package is missing they do not: it could not be written.
    """
    made = not missing_packages(REPORT_PACKAGES)
    formats = ";;".join(map(tr, _REPORTS))
    return file_output("REPORT", tr("Report"), formats, optional=True, made=made)


# What is said of one ----------------------------------------------------------------------


def advanced(parameter: QgsProcessingParameterDefinition) -> QgsProcessingParameterDefinition:
    """Move a parameter to the advanced section of the dialog."""
    parameter.setFlags(parameter.flags() | QgsProcessingParameterDefinition.Flag.FlagAdvanced)
    return parameter


def naming_files(
    parameter: QgsProcessingParameterDefinition, table_where: dict[str, str]
) -> QgsProcessingParameterDefinition:
    """Say of a text parameter that it names a file or a pattern of files: a study then knows what it reads.

    table_where: the code of another parameter, a choice, with which it names a table of a database.
    """
    parameter.setMetadata({**parameter.metadata(), FILES: table_where})
    return parameter


# Groups -----------------------------------------------------------------------------------


def unit_fields() -> Declared:
    """Return ID_FIELD, NAME_FIELD and GROUP_FIELD."""
    return [
        code_field(),
        tr("Official code of each kelurahan; must not repeat. It is used to name units in tables."),
        name_field(),
        tr("Name of each kelurahan, used in messages, tables and labels."),
        field("GROUP_FIELD", tr("Group field"), optional=True),
        tr("A grouping of the kelurahan, for example the kecamatan."),
    ]


def number_style(*, hidden: bool = True) -> Declared:
    """Return NUMBERS, how the numbers of a text file are written."""
    parameter = choice("NUMBERS", tr("How numbers are written"), NUMBERS, "auto", hidden)
    return [
        advanced(parameter) if hidden else parameter,
        tr("auto, point or comma. “auto” decides by whole columns and refuses what is not clear."),
    ]


# Checks -----------------------------------------------------------------------------------


def check_numbers(algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any]) -> None:
    """Refuse numbers that QGIS takes but nothing can be computed with: not-a-number, and beyond all measure."""
    for definition in algorithm.parameterDefinitions():
        value = parameters.get(definition.name())
        if not isinstance(definition, QgsProcessingParameterNumber) or not isinstance(value, (int, float)):
            continue
        if not abs(value) <= LARGEST_NUMBER:  # not-a-number is not, either
            raise InputError(
                mark("{name}: {value} is no number to compute with; give one, or leave it at its default."),
                name=definition.name(),
                value=str(value),
            )


def refuse_texts(name: str, fields: Iterable[QgsField]) -> None:
    """Refuse fields without numbers: dialogs do not offer them, but models, scripts and commands can name them."""
    for one in fields:
        if not one.isNumeric():
            raise InputError(
                mark("{name}: the field “{column}” holds no numbers; choose one that does, or join it again."),
                name=name,
                column=one.name(),
            )
