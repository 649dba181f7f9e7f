"""Translate between the two code systems, know other spellings, and know what was split from what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...core.lazy import pd
from .areas import AreaTable
from .codes import BPS, KEMENDAGRI, Codes
from .names import group_keys, name_keys


@dataclass(frozen=True)
class Place:
    """A kelurahan of today: Kemendagri digits, names, the BPS code where known.

    former_bps: the BPS code of the unit that covered it before the split; for most their own.
    """

    code: str
    name: str
    group: str
    bps: str
    aliases: tuple[str, ...]
    former_bps: str


class Crosswalk:
    """The tables of places and of the areas above them, by code of either system.

    Parameters
    ----------
    places : iterable of Place
        One for each kelurahan.
    areas : AreaTable, optional
        Provinces, kabupaten and kota.
    """

    def __init__(self, places: Iterable[Place], areas: AreaTable | None = None) -> None:
        self.places = tuple(places)
        self.areas = areas or AreaTable()
        self.by_code: Mapping[str, Place] = {place.code: place for place in self.places}
        self.by_key: Mapping[str, Place] = {f"{KEMENDAGRI}:{place.code}": place for place in self.places}
        self.by_bps: Mapping[str, Place] = {place.bps: place for place in self.places if place.bps}

    @cached_property
    def by_name(self) -> Mapping[tuple[str, str], Place]:
        """Places by name and kecamatan, both as they are compared."""
        names = pd.Series([place.name for place in self.places], dtype="object")
        groups = pd.Series([place.group for place in self.places], dtype="object")
        return dict(zip(zip(name_keys(names), group_keys(groups)), self.places))

    def keys(self, codes: Codes) -> pd.Series:
        """Return keys by row that are equal for the same place, whatever the system of its code."""
        if codes.system != BPS:
            return codes.keys
        known = {bps: f"{KEMENDAGRI}:{place.code}" for bps, place in self.by_bps.items()}
        # short codes that the table lacks keep their system, lest they meet those of the other
        short = {code for code in codes.digits.dropna() if len(code) <= 4}
        areas = {code: self.areas.find(code, BPS) for code in short}
        if self.areas:
            known.update({code: area.code if area else f"{BPS}:{code}" for code, area in areas.items()})
        return codes.digits.map(known).where(codes.digits.isin(list(known)), codes.keys)

    def parent(self, place: Place) -> Place | None:
        """Return the place that a place was split from, None for one that was not."""
        former = self.by_bps.get(place.former_bps)
        return None if former is place else former
