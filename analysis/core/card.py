"""The card of a layer or table: how it was made, as data, so that every later step reads it and guesses nothing.

Sentences are kept as templates and facts (`Message`): whoever shows them renders them in any language.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Union

from .diagnostics import Diagnostics
from .messages import Message

#: A sentence of ours, or words of the user's.
Text = Union[Message, str]


@dataclass(frozen=True)
class FieldCard:
    """A field: its name in the layer, its role, its title and unit.

    role: the name in the contract of the algorithm, `gi_class` where the layer has `gi_class_2`; `name`, `code`
    and `group` are the fields that name, number and group the units.
    """

    name: str
    role: str
    title: Text = ""
    unit: Text = ""


@dataclass(frozen=True)
class Input:
    """A file or layer that was read: the parameter, its name without folders, and the SHA-256 of its file.

    sha256 is empty for what is no file: a layer in memory or of a database.
    """

    parameter: str
    name: str
    sha256: str = ""


@dataclass(frozen=True)
class Test:
    """The test behind a result.

    statistic: its name; permutations: 0 where p is analytic; sides, correction: codes of `SIDES` and
    `CORRECTIONS`; alpha: the limit of what is called significant.
    """

    __test__ = False  # no test of pytest's

    statistic: Text = ""
    permutations: int | None = None
    sides: str | None = None
    correction: str | None = None
    alpha: float | None = None


@dataclass(frozen=True)
class UnitNames:
    """What the units of a result are called, and the groups they lie in: kabupaten and province, RW and kelurahan.

    A name is a noun as it stands within a sentence, the same for one and for many, in every language,
    without braces.
    """

    unit: str = "kelurahan"
    group: str = "kecamatan"


KELURAHAN = UnitNames()
#: No name of a kind of unit is longer.
_LONGEST_NAME = 40


def named_units(unit: str, group: str, default: UnitNames = KELURAHAN) -> UnitNames:
    """Return names made fit for sentences; an empty one is that of `default`."""
    unit, group = (" ".join(re.sub(r"[{}<>|]", "", name).split())[:_LONGEST_NAME] for name in (unit, group))
    return UnitNames(unit or default.unit, group or default.group)


@dataclass(frozen=True)
class Card:
    """How a layer or a table was made.

    algorithm, output: the id and the name of the parameter that made it, empty where it is not known; kind: code
    of the kind of map, "" for tables; shown: the field of the layer that its style shows; title: of its legend;
    options: of its style, beside the field; definition: what defines the measure, as its own JSON document;
    parameters: as they were given, choices by code, files without folders; texts: for a field with sentences,
    the messages behind them by what stands in the field; versions: of plugin, QGIS, numpy and pandas.
    """

    algorithm: str = ""
    output: str = ""
    kind: str = ""
    shown: str = ""
    title: Text = ""
    fields: tuple[FieldCard, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    definition: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] = field(default_factory=dict)
    diagnostics: Diagnostics = field(default_factory=Diagnostics)
    test: Test | None = None
    inputs: tuple[Input, ...] = ()
    units: UnitNames = KELURAHAN
    synthetic: bool = False
    versions: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, Mapping[str, Message]] = field(default_factory=dict)

    def column(self, role: str) -> str | None:
        """Return the name of the newest field with a role, None where there is none."""
        return next((one.name for one in reversed(self.fields) if one.role == role), None)

    def beside(self, name: str, role: str) -> str | None:
        """Return the name of the field with a role that a field was written together with: the nearest to it."""
        places = [place for place, one in enumerate(self.fields) if one.name == name]
        found = [(place, one.name) for place, one in enumerate(self.fields) if one.role == role]
        if not places or not found:
            return None
        return min(found, key=lambda one: abs(one[0] - places[-1]))[1]

    def about(self, name: str) -> FieldCard | None:
        """Return what is known of a field of the layer, by its name."""
        return next((one for one in reversed(self.fields) if one.name == name), None)
