"""Parameters that several algorithms share, and the choice that takes codes as well as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qgis.core import (
    QgsField,
    QgsProcessing,
    QgsProcessingAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSink,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterNumber,
)

from ...analysis.core.messages import InputError, mark
from ...analysis.core.registers import Register
from ...language import tr
from .requirements import REPORT_PACKAGES, missing_packages

POLYGONS = QgsProcessing.SourceType.TypeVectorPolygon
ANY_GEOMETRY = QgsProcessing.SourceType.TypeVector
#: The metadata of a text parameter that names files, see `naming_files`.
FILES = "sejahtera_names_files"
NUMERIC = QgsProcessingParameterField.DataType.Numeric
ANY_TYPE = QgsProcessingParameterField.DataType.Any


#: Of a number that a user sets: distances in metres, draws and years are far below.
LARGEST_NUMBER = 1e12


class ChoiceParameter(QgsProcessingParameterEnum):
    """A choice from a register, shown translated and given by code or by number.

    QGIS's own enumerations take either numbers or, as static strings, untranslated codes.
    Read the value with `resolve_choice`: `parameterAsEnum` answers 0 for a code.
    """

    def __init__(
        self, name: str, description: str, register: Register, default: str | None, optional: bool = False
    ) -> None:
        self.register = register
        self.arguments = (name, description, register, default, optional)
        super().__init__(
            name,
            description,
            [tr(label) for label in register.labels],
            False,
            None if default is None else register.codes.index(default),
            optional,
        )

    def clone(self) -> ChoiceParameter:
        """Return a copy; QGIS calls this when it hands the parameter on."""
        copy = ChoiceParameter(*self.arguments)
        copy.setHelp(self.help())
        copy.setFlags(self.flags())
        copy.setDefaultValue(self.defaultValue())
        return copy

    def checkValueIsAcceptable(self, value: Any, context: Any = None) -> bool:
        """Accept a code of the register beside what an enumeration accepts."""
        if isinstance(value, str) and value.strip() in self.register:
            return True
        return super().checkValueIsAcceptable(value, context)


def resolve_choice(value: Any, register: Register) -> str:
    """Return the code for a value given as code, number or number in words."""
    if isinstance(value, str) and value.strip() in register:
        return value.strip()
    try:
        return register.codes[int(value)] if int(value) >= 0 else register[str(value)].code
    except (TypeError, ValueError, IndexError):
        return register[value if isinstance(value, str) else str(value)].code


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


def input_layer(source_type: int = POLYGONS) -> QgsProcessingParameterFeatureSource:
    """Return the parameter INPUT."""
    return QgsProcessingParameterFeatureSource("INPUT", tr("Kelurahan layer"), [source_type])


def field(
    name: str,
    description: str,
    data_type: int = ANY_TYPE,
    *,
    many: bool = False,
    optional: bool = False,
    parent: str = "INPUT",
) -> QgsProcessingParameterField:
    """Return a field parameter of the layer `parent`."""
    return QgsProcessingParameterField(name, description, None, parent, data_type, many, optional)


def unit_fields() -> list[tuple[QgsProcessingParameterField, str]]:
    """Return ID_FIELD, NAME_FIELD and GROUP_FIELD with their help."""
    return [
        (
            field("ID_FIELD", tr("Code field"), optional=True),
            tr("Official code of each kelurahan; must not repeat. It is used to name units in tables."),
        ),
        (
            field("NAME_FIELD", tr("Name field"), optional=True),
            tr("Name of each kelurahan, used in messages, tables and labels."),
        ),
        (
            field("GROUP_FIELD", tr("Group field"), optional=True),
            tr("A grouping of the kelurahan, for example the kecamatan."),
        ),
    ]


def extra_table(name: str, description: str) -> QgsProcessingParameterFeatureSink:
    """Return an optional table beside OUTPUT, which is not made unless it is asked for."""
    return QgsProcessingParameterFeatureSink(name, description, ANY_GEOMETRY, None, True, False)


def seed_number() -> QgsProcessingParameterNumber:
    """Return SEED, in the advanced section of the dialog."""
    whole = QgsProcessingParameterNumber.Type.Integer
    return advanced(QgsProcessingParameterNumber("SEED", tr("Seed"), whole, 1))


#: The formats of a report, the usual one first.
_REPORTS = (mark("HTML files (*.html)"), mark("PDF files (*.pdf)"), mark("Word documents (*.docx)"))


def report_file(*, composed: bool = True) -> QgsProcessingParameterFileDestination:
    """Return the optional report REPORT: HTML, PDF or DOCX, by the suffix of its file.

    composed: of sections; another one is HTML alone.

    Dialogs write it unless they are told otherwise, since QGIS says of every algorithm that can that it has. Where
    a package is missing they do not: it could not be written.
    """
    made = not missing_packages(REPORT_PACKAGES)
    return QgsProcessingParameterFileDestination(
        "REPORT", tr("Report"), ";;".join(map(tr, _REPORTS if composed else _REPORTS[:1])), None, True, made
    )


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
                mark(
                    "{name}: the field “{column}” holds no numbers; choose one that does, or join it again."
                ),
                name=name,
                column=one.name(),
            )
