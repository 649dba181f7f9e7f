"""Provinces, kabupaten and kota in the two code systems: where both have a code, for which place.

Both systems write 33 and 3372 for the same places, but BPS 1101 is Simeulue and Kemendagri 11.01 is Aceh
Selatan: 220 of the 514 kabupaten and kota have another number in the other system.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .codes import BPS, KEMENDAGRI


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
        areas = tuple(areas)
        self.by_code: Mapping[str, Mapping[str, Area]] = {
            KEMENDAGRI: {area.code: area for area in areas},
            BPS: {code: area for area in areas for code in area.bps},
        }

    def find(self, code: str, system: str) -> Area | None:
        """Return the area that a system gives a code, None where it has no such code."""
        return self.by_code[system].get(code)

    def knows(self, code: str) -> bool:
        """Tell whether either system has the code."""
        return any(code in codes for codes in self.by_code.values())

    def is_shared(self, code: str) -> bool:
        """Tell whether both systems mean the same place by a code."""
        area = self.find(code, KEMENDAGRI)
        return area is not None and area is self.find(code, BPS)
