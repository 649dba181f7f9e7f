"""Provinces, kabupaten and kota in the two code systems: which place each means by a code.

Both systems write 33 and 3372 for the same places, but BPS 1101 is Simeulue and Kemendagri 11.01 is Aceh
Selatan: 199 of the 514 kabupaten and kota have another number in the other system.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...core.lazy import pd
from .codes import BPS, KEMENDAGRI
from .names import area_keys


@dataclass(frozen=True)
class Area:
    """A province, kabupaten or kota: digits of the home ministry, name, all codes of the statistics office."""

    code: str
    name: str
    bps: tuple[str, ...]


class AreaTable:
    """The areas by code of either system.

    Parameters
    ----------
    areas : iterable of Area
        One for each place.
    """

    def __init__(self, areas: Iterable[Area] = ()) -> None:
        self.areas = tuple(areas)
        self.by_code: Mapping[str, Mapping[str, Area]] = {
            KEMENDAGRI: {area.code: area for area in self.areas},
            BPS: {code: area for area in self.areas for code in area.bps},
        }

    def __bool__(self) -> bool:
        return bool(self.areas)

    @cached_property
    def _names(self) -> dict[Area, str]:
        return dict(zip(self.areas, area_keys(pd.Series([area.name for area in self.areas], dtype=object))))

    def find(self, code: str, system: str) -> Area | None:
        """Return the area that a system gives a code, None where it has no such code."""
        return self.by_code[system].get(code)

    def name_key(self, code: str, system: str) -> str | None:
        """Return the name of the area of a code as `area_keys` compares it, None where it has none."""
        area = self.find(code, system)
        return None if area is None else self._names[area]

    def knows(self, code: str) -> bool:
        """Tell whether either system has the code."""
        return any(code in codes for codes in self.by_code.values())

    def is_shared(self, code: str) -> bool:
        """Tell whether both systems mean the same place by a code."""
        area = self.find(code, KEMENDAGRI)
        return area is not None and area is self.find(code, BPS)
