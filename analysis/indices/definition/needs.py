"""What an index has to be given, so that whoever computes one asks here and not the definition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ..methods.missing import MISSING
from .model import Definition


@dataclass(frozen=True)
class Needs:
    """Columns of the indicators and denominators, each once, and whether gaps are filled from these."""

    columns: tuple[str, ...]
    groups: bool
    neighbours: bool


def needs(*definitions: Definition, rules: Iterable[str] = ()) -> Needs:
    """Return what one or more definitions need; rules: further codes for missing values to be tried.

    Raises
    ------
    InputError
        For a code that is not known.
    """
    methods = [MISSING[code] for code in {*(one.missing.method for one in definitions), *rules}]
    columns = dict.fromkeys(column for definition in definitions for column in definition.columns)
    return Needs(tuple(columns), any(one.groups for one in methods), any(one.neighbours for one in methods))
