"""The two sides of a match, layer and table, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from .code_reading import as_text, read_codes
from .codes import BY_CHOICE, NOT_OFFICIAL, OWN, UNKNOWN, Codes
from .crosswalk import Crosswalk
from .names import group_keys, name_keys


@dataclass
class MatchResult:
    """Which row belongs to which unit.

    pairs: row label by unit; methods: code of `METHODS` by unit; parents: unit split off -> unit it was
    split from, where the table has a row for the latter alone; unmatched: side (table, layer), row, code,
    name, reason (code of `REASONS`), suggestion, score.
    """

    pairs: pd.Series
    methods: pd.Series
    parents: dict[Any, Any]
    unmatched: pd.DataFrame
    diagnostics: Diagnostics = field(default_factory=Diagnostics)


class KeyedTable:
    """The layer or the table: its codes, names and groups, and the places that they stand for.

    Parameters
    ----------
    frame : pd.DataFrame
        A row for each unit, or the rows of the table.
    crosswalk : Crosswalk
        Pairs the two code systems and knows other names and splits.
    code, name, group : str, optional
        The columns that hold code, name and kecamatan, as far as there are such.
    system : str
        A code of `CODE_SYSTEMS`.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        crosswalk: Crosswalk,
        code: str | None = None,
        name: str | None = None,
        group: str | None = None,
        system: str = "auto",
    ) -> None:
        self.index = frame.index
        self.crosswalk = crosswalk
        self.has_codes, self.has_names = code is not None, name is not None
        nothing = pd.Series(None, index=frame.index, dtype="object")
        self.written = frame[code] if code else nothing
        self.names = frame[name] if name else nothing
        self.codes = Codes(nothing, UNKNOWN)
        if code:
            self.codes = read_codes(self.written, crosswalk, self.names if name else None, system)
        self.keys = crosswalk.keys(self.codes) if code else nothing
        by_name = zip(name_keys(self.names), group_keys(frame[group] if group else nothing))
        self.places = pd.Series(
            [crosswalk.by_key.get(key) or crosswalk.by_name.get(pair) for key, pair in zip(self.keys, by_name)],
            index=frame.index,
            dtype="object",
        )
        self.given_groups = frame[group] if group else None
        known = self.places.map(lambda place: place.group if place is not None else None)
        self.groups = known if group is None else frame[group].where(frame[group].notna(), known)

    @property
    def is_chosen(self) -> bool:
        """Whether the user has said that the codes are their own."""
        return self.codes.system == OWN and self.codes.why == BY_CHOICE

    @property
    def is_official(self) -> bool:
        """Whether any of the codes has the form of an official one."""
        return self.codes.system != OWN and bool(self.codes.digits.notna().any())

    def compare_as_written(self) -> None:
        """Take the codes for the user's own, to be compared as they are written."""
        why = BY_CHOICE if self.is_chosen else NOT_OFFICIAL
        self.codes = Codes(as_text(self.written), OWN, why)
        self.keys = self.codes.keys
