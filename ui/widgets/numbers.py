"""Boxes for numbers, written as the language of QGIS writes them."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QDoubleSpinBox, QWidget

from ...language import locale, tr

_FARTHEST = 1e12


class NumberBox(QDoubleSpinBox):
    """A spin box that takes a decimal point as well as a comma, and tells only of finished input."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setLocale(locale())
        self.setKeyboardTracking(False)
        self.setMinimumWidth(60)

    def validate(self, text: str, position: int) -> object:
        """Accept either decimal sign where it cannot be a thousands separator."""
        return super().validate(self._own(text), position)

    def valueFromText(self, text: str) -> float:
        """Read the number."""
        return super().valueFromText(self._own(text))

    def _own(self, text: str) -> str:
        sign = self.locale().decimalPoint()
        other = "." if sign == "," else ","
        return text.replace(other, sign) if sign not in text and text.count(other) == 1 else text


class FreeBox(NumberBox):
    """A number box that writes no more decimals than the number has."""

    def textFromValue(self, value: float) -> str:
        """Write the number."""
        text = self.locale().toString(value, "f", self.decimals())
        sign = self.locale().decimalPoint()
        return text.rstrip("0").rstrip(sign) if sign in text else text


def percent_box(parent: QWidget | None = None) -> NumberBox:
    """Return a box for a share in per cent."""
    box = NumberBox(parent)
    box.setRange(0.0, 100.0)
    box.setDecimals(1)
    box.setSuffix(" %")
    box.setAccessibleName(tr("Weight in per cent"))
    arrows = box.fontMetrics().height() * 3 // 2
    box.setMinimumWidth(box.fontMetrics().horizontalAdvance(f"{box.textFromValue(99.9)} %") + arrows)
    return box


def any_number(decimals: int = 4, parent: QWidget | None = None) -> FreeBox:
    """Return a box for any number."""
    box = FreeBox(parent)
    box.setRange(-_FARTHEST, _FARTHEST)
    box.setDecimals(decimals)
    return box
