"""Official area codes and the two systems that write them.

The home ministry (Kemendagri) writes 33.72.01.1001 or 3372011001, the statistics office (BPS)
3372010001. The last digits of the two number the same villages in different orders, so one is never
cut or padded into the other: `crosswalk` translates by its table alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas

KEMENDAGRI, BPS, UNKNOWN = "kemendagri", "bps", "unknown"


@dataclass(frozen=True)
class Codes:
    """A column of codes: the digits alone (None where there is no valid code) and their system."""

    digits: pandas.Series
    system: str

    @property
    def keys(self) -> pandas.Series:
        """What is compared: digits, with the system where the level has two."""
        longer = self.digits.str.len() > 4
        return self.digits.mask(longer.fillna(False).astype(bool), self.system + ":" + self.digits)
