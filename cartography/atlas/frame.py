"""Where everything stands on a page, in millimetres of an upright A4 that grow with the paper."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.PyQt.QtCore import QRectF

from ..layout.paper import PAPERS, Page, page
from .profile import chart_height

_RIGHT, _GUTTER, _HEADER, _STRIP = 62.0, 4.0, 29.0, 9.0
_HEADLINE = 20.0


@dataclass(frozen=True)
class Frame:
    """The rectangles of a page; `chart` and `lists` are empty where there is nothing to show."""

    paper: Page
    header: QRectF
    map: QRectF
    strip: QRectF
    chart: QRectF
    headline: QRectF
    rows: QRectF
    side: QRectF
    lists: QRectF
    footer: QRectF

    @property
    def rules(self) -> list[QRectF]:
        """The horizontal rules between the parts."""
        content, gap = self.paper.content, 1.5 * self.paper.factor
        bounds = [self.header.bottom(), self.footer.y() - 2 * gap]
        if self.lists.height():
            bounds.append(self.lists.y() - 2 * gap)
        return [QRectF(content.x(), bound + gap, content.width(), 0.01) for bound in bounds]


def upright(paper: str) -> Page:
    """Return an upright page on which A4 measures fill the whole paper."""
    found = page(PAPERS[paper].code, "portrait")
    return Page(found.width, found.height, found.width / 210)


def frame_of(paper: Page, dimensions: int, rows: float, lists: float, footer: float) -> Frame:
    """Divide the page: maps and chart at the left, facts at the right, lists and notes below.

    rows, lists, footer: the heights of facts, lists and notes in A4 mm, 0 where there are none.
    """
    f, content = paper.factor, paper.content

    def rect(x: float, y: float, width: float, height: float) -> QRectF:
        return QRectF(x, y, width, max(height, 0.0))

    header = rect(content.x(), content.y(), content.width(), _HEADER * f)
    foot = rect(content.x(), content.bottom() - footer * f, content.width(), footer * f)
    below = rect(content.x(), foot.y() - (lists + 3) * f, content.width(), lists * f)
    top, bottom = header.bottom() + 3 * f, (below.y() if lists else foot.y()) - 3 * f
    width = content.width() - (_RIGHT + _GUTTER) * f
    chart = chart_height(dimensions) * f
    chart_top = bottom - chart
    strip = rect(content.x(), chart_top - (_STRIP + (2 if chart else 0)) * f, width, _STRIP * f)
    right = content.right() - _RIGHT * f
    headline = rect(right, top, _RIGHT * f, _HEADLINE * f)
    facts = rect(right, headline.bottom() + 1.5 * f, _RIGHT * f, rows * f)
    return Frame(
        paper,
        header,
        rect(content.x(), top, width, strip.y() - top - 1.5 * f),
        strip,
        rect(content.x(), chart_top, width, chart),
        headline,
        facts,
        rect(right, facts.bottom() + 2.5 * f, _RIGHT * f, bottom - facts.bottom() - 2.5 * f),
        below,
        foot,
    )
