"""Official area codes and the two systems that write them.

The home ministry (Kemendagri) writes 33.72.01.1001 or 3372011001, the statistics office (BPS)
3372010001. The last digits of the two number the same villages in different orders, and 1101 is another
kabupaten in each, so one is never cut or padded into the other: `crosswalk` translates by its tables alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...core.lazy import pd
from ...core.messages import mark
from ...core.registers import Method, Register

KEMENDAGRI, BPS, OWN, UNKNOWN = "kemendagri", "bps", "own", "unknown"

#: What a user may say of a column of codes.
CODE_SYSTEMS = Register(
    mark("code system"),
    [
        Method("auto", mark("Told by the codes and the names beside them; refused where it is not clear")),
        Method(BPS, mark("Statistics office (BPS, 3372010001)")),
        Method(KEMENDAGRI, mark("Home ministry (Kemendagri, 33.72.01.1001)")),
        Method(OWN, mark("Codes of your own, compared as they are written")),
    ],
)

SYSTEMS = {
    KEMENDAGRI: mark("codes of the home ministry, Kemendagri"),
    BPS: mark("codes of the statistics office, BPS"),
    OWN: mark("codes of its own"),
    UNKNOWN: mark("codes that the home ministry and the statistics office write alike"),
}
#: How the system was found.
BY_CHOICE, BY_FORM, BY_CROSSWALK, BY_NAMES, BY_CODES, NOT_OFFICIAL = (
    mark("as chosen"),
    mark("told by their form"),
    mark("told by the crosswalk"),
    mark("told by the names beside them"),
    mark("told by codes that only this system has"),
    mark("no official ones"),
)


@dataclass(frozen=True)
class Codes:
    """A column of codes: digits alone (None where there is no valid code), their system, and how it was found.

    sure: whether the system is certain, or does not matter since both write these codes alike.
    """

    digits: pd.Series
    system: str
    why: str = BY_FORM
    sure: bool = True

    @property
    def keys(self) -> pd.Series:
        """What is compared, by row: digits, with the system where the level has two."""
        longer = self.digits.str.len() > (0 if self.system == OWN else 4)
        return self.digits.mask(longer.fillna(False).astype(bool), self.system + ":" + self.digits)
