"""A choice from a register, given by code as well as by number."""

from __future__ import annotations

from typing import Any

from qgis.core import QgsProcessingParameterEnum

from ...analysis.core.registers import Register
from ...language import tr


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
