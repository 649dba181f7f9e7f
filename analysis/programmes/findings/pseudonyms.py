"""Quotes without the persons in them."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Personal numbers: NIK and family cards have sixteen digits, telephones nine to thirteen.
_NUMBERS = re.compile(r"(?<!\d)(?:\+62|62|0)?\d(?:[\s.-]?\d){7,15}(?!\d)")
#: An amount written with dots, as 10.000.000.
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")
#: A form of address and the name behind it: Pak Budi Santoso, Bu Sri, Mbak Ani.
_ADDRESS = re.compile(
    r"\b(Bapak|Pak|Bpk\.?|Ibu|Bu|Mbak|Mas|Mbah|Saudara|Sdr\.?|Haji|Hajah|H\.|Hj\.)\s+"
    r"((?:[A-Z][\w'’.-]+)(?:\s+[A-Z][\w'’.-]+){0,2})"
)
#: Offices that may follow a form of address: who holds them is not told by the word.
_OFFICES = {"RT", "RW", "Lurah", "Camat", "Wali", "Kepala", "Ketua", "Kader", "Bidan", "Guru", "Dokter"}


def pseudonyms(people: Iterable[object], word: str) -> dict[str, str]:
    """Return a pseudonym for each person in the order in which they come: `Informant 1`."""
    names = dict.fromkeys(str(person).strip() for person in people if person is not None and str(person).strip())
    return {name: f"{word} {number}" for number, name in enumerate(names, 1)}


def without_persons(quote: str, known: dict[str, str], mask: str = "…") -> str:
    """Return a quote with known names replaced by their pseudonyms and others behind `Pak`, `Bu` masked.

    Telephone and personal numbers are masked too. Names that stand alone cannot be told from other words:
    a reader must still go through the quotes before they are published.
    """
    for name in sorted(known, key=len, reverse=True):
        quote = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", known[name], quote, flags=re.IGNORECASE)
    quote = _NUMBERS.sub(lambda found: found.group(0) if _THOUSANDS.fullmatch(found.group(0)) else mask, quote)

    def hide(match: re.Match[str]) -> str:
        address, name = match.groups()
        if name.split()[0] in _OFFICES or any(name.startswith(one.split()[0]) for one in known.values()):
            return str(match[0])
        return f"{address} {mask}"

    return _ADDRESS.sub(hide, quote)
