"""What a kind of map is: everything that styles, sheets, atlases and dialogs ask of it stands in its own module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from inspect import signature
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..symbology.legend import LegendClass


@dataclass(frozen=True)
class Kind:
    """A kind of map, found in whichever module of this folder has it as `KIND` or in its `KINDS`.

    Attributes
    ----------
    code, label :
        As it is chosen, and what a legend is called without a title of its own.
    map_title :
        What a sheet is called.
    place :
        Its place in lists. Saved models hold it as a number: a new kind comes last.
    roles :
        The roles of the fields that show such a result, the first where none is chosen; `dim_*` is all that begin so.
    classes :
        The function of layer, field, language and options that returns the classes of the legend.
    words :
        Whether the field holds codes rather than numbers.
    named :
        Whether its legend also says which field is shown, as of several dimensions.
    general :
        Whether it also serves for a number of the user's, which is then called by its own name.
    values :
        The role of the numbers behind the classes, which a key lists beside the units.
    keyed :
        Whether a key lists anything beside the units; not where the map shows the classes well enough.
    row :
        What the page of an atlas calls the class of its unit, empty where it has no row for it.
    """

    code: str
    label: str
    map_title: str
    place: int
    roles: tuple[str, ...]
    classes: Callable[..., list[LegendClass]]
    words: bool = False
    named: bool = False
    general: bool = False
    values: str = ""
    keyed: bool = True
    row: str = ""

    @property
    def ramped(self) -> bool:
        """Whether the classes run along a palette."""
        return "palette" in signature(self.classes).parameters

    @property
    def neutral(self) -> bool:
        """Whether the colours do not ask if a high value is good."""
        return "higher_is_better" not in signature(self.classes).parameters

    def shows(self, role: str) -> bool:
        """Say whether fields of a role hold results of this kind."""
        return any(fnmatchcase(role, pattern) for pattern in self.roles)
