"""What is known of an indicator before its values are looked at."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Expectation:
    """What an indicator should be like; the defaults expect nothing.

    direction: +1 where more is better off, -1 where more is worse off. plausible: values outside
    deserve a look. per: base of a rate, 100 for a percentage, None where it is no rate. unit: in words, empty
    where unknown. divided: whether a definition divides it by a denominator.
    """

    name: str = ""
    direction: int = 1
    dimension: str = ""
    plausible: tuple[float, float] | None = None
    per: float | None = None
    unit: str = ""
    divided: bool = False
