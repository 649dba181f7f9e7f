"""Papers, and the measures of a sheet that grow with them."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QRectF

from ...analysis.core.messages import mark
from ...analysis.core.registers import Method, Register

PAPERS = Register(
    mark("paper"),
    [
        Method("A4", mark("A4 (210 × 297 mm)")),
        Method("A3", mark("A3 (297 × 420 mm)")),
        Method("A2", mark("A2 (420 × 594 mm)")),
        Method("A1", mark("A1 (594 × 841 mm)")),
    ],
)
ORIENTATIONS = Register(
    mark("orientation"), [Method("landscape", mark("Landscape")), Method("portrait", mark("Portrait"))]
)

#: Short side, long side in millimetres, and how much larger text and lines are than on A4.
_SIZES = {"A4": (210, 297, 1.0), "A3": (297, 420, 1.22), "A2": (420, 594, 1.4), "A1": (594, 841, 1.8)}


@dataclass(frozen=True)
class Page:
    """A page in millimetres; `factor` multiplies every measure given for A4."""

    width: float
    height: float
    factor: float

    @property
    def landscape(self) -> bool:
        """Whether the page lies on its long side."""
        return self.width > self.height

    @property
    def neatline(self) -> QRectF:
        """The rectangle of the outer line."""
        return self.inset(QRectF(0, 0, self.width, self.height), 5)

    @property
    def content(self) -> QRectF:
        """The rectangle that items may fill."""
        return self.inset(self.neatline, 3)

    def inset(self, rect: QRectF, by: float) -> QRectF:
        """Return a rectangle smaller by an A4 measure on every side."""
        by *= self.factor
        return rect.adjusted(by, by, -by, -by)


def page(paper: str, orientation: str) -> Page:
    """Return the page for the codes of a paper and an orientation."""
    short, long, factor = _SIZES[PAPERS[paper].code]
    if ORIENTATIONS[orientation].code == "landscape":
        return Page(long, short, factor)
    return Page(short, long, factor)
