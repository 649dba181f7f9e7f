"""What the classes of a legend mean to each other: sequential, diverging, qualitative or bivariate.

The terms are Brewer's (1994). A style declares the meaning of each class beside its colour, so that a map
without colour keeps the order of the classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union


@dataclass(frozen=True)
class Sequential:
    """A class on a scale; `level` runs from 0, the best or the least, to 1, the worst or the most."""

    level: float


@dataclass(frozen=True)
class Diverging:
    """A class on one side of a neutral middle; `strength` runs from 0, the middle, to 1."""

    worse: bool
    strength: float


@dataclass(frozen=True)
class Qualitative:
    """One of several kinds without order, numbered from 0."""

    number: int


@dataclass(frozen=True)
class Bivariate:
    """A class of two variables in thirds, each from 1, the worst, to 3, the best."""

    first: int
    second: int


@dataclass(frozen=True)
class Ground:
    """The class that the others stand out from: not significant, hardly any change."""


@dataclass(frozen=True)
class Gap:
    """Units without a class: for want of data, of enough data, or of neighbours, or because they are left out."""

    reason: str


GROUND = Ground()
NO_DATA, NO_NEIGHBOURS = Gap("no data"), Gap("no neighbours")
TOO_LITTLE, LEFT_OUT = Gap("too little data"), Gap("left out")
Meaning = Union[Sequential, Diverging, Qualitative, Bivariate, Ground, Gap]


def sequence(count: int) -> list[Meaning]:
    """Return the meanings of `count` classes from the worst to the best, as `palettes.ramp` has colours."""
    return [Sequential(1 - step / max(count - 1, 1)) for step in range(count)]


def divergence(steps: int) -> list[Meaning]:
    """Return the meanings of classes from the worst over a middle to the best, `steps` on each side."""
    strengths = [step / steps for step in range(1, steps + 1)]
    worse: list[Meaning] = [Diverging(True, strength) for strength in reversed(strengths)]
    return [*worse, GROUND, *(Diverging(False, strength) for strength in strengths)]
