"""A chart on screen: drawn by matplotlib into an image, sharp at any scale, that tells what was clicked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.PyQt.QtCore import QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QImage, QMouseEvent, QPainter, QPalette
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ...cartography.charts.screen import Theme, screen_figure
from ...language import locale
from .mouse import point_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: A click further than this from a point (pixels) means none.
REACH = 14
#: The least difference of lightness (0 to 255) between text and ground.
LEAST_CONTRAST = 110


def theme_of(palette: QPalette) -> Theme:
    """Return the colours of charts in a palette; where its text cannot be read on its ground, black or white.

    Themes made by style sheets, as QGIS's Night Mapping, leave palettes behind that do not fit together.
    """
    roles = QPalette.ColorRole
    ground, ink = palette.color(roles.Window), palette.color(roles.WindowText)
    if abs(ground.lightness() - ink.lightness()) < LEAST_CONTRAST:
        ink = QColor("#ffffff" if ground.lightness() < 128 else "#000000")
    mixed = (round(0.4 * a + 0.6 * b) for a, b in zip(ink.getRgb()[:3], ground.getRgb()[:3]))
    accent = palette.color(roles.Highlight)
    return Theme(ink.name(), ground.name(), accent.name(), QColor(*mixed).name(), locale().decimalPoint())


class FigureView(QWidget):
    """Shows what `draw(axes, theme)` draws; `None` shows nothing."""

    #: Row of the point or bar that was clicked.
    clicked = pyqtSignal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(120, 160)
        self._draw: Callable[[Axes, Theme], None] | None = None
        self._points: list[tuple[float, float]] = []
        self._image: QImage | None = None
        self._axes: Axes | None = None

    def sizeHint(self) -> QSize:
        """Ask for a square."""
        return QSize(300, 300)

    def show_chart(
        self,
        draw: Callable[[Axes, Theme], None] | None,
        points: list[tuple[float, float]] | None = None,
        words: str = "",
    ) -> None:
        """Show another chart; points: data coordinates of what can be clicked; words: the chart in words."""
        self._draw, self._points, self._image = draw, points or [], None
        self.setAccessibleDescription(words)
        self.update()

    def changeEvent(self, event: object) -> None:
        """Draw again in the colours of another theme."""
        super().changeEvent(event)
        self._image = None
        self.update()

    def resizeEvent(self, event: object) -> None:
        """Draw again at another size."""
        super().resizeEvent(event)
        self._image = None

    def paintEvent(self, event: object) -> None:  # noqa: ARG002
        """Put the image on the screen."""
        if self._draw is None or self.width() < 2 or self.height() < 2:
            return
        if self._image is None:
            self._image = self._drawn()
        QPainter(self).drawImage(0, 0, self._image)

    def _drawn(self) -> QImage:
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        ratio = self.devicePixelRatioF()
        dpi = self.logicalDpiX() * ratio
        theme = theme_of(self.palette())
        figure, self._axes = screen_figure(theme)
        figure.set_dpi(dpi)
        figure.set_size_inches(self.width() * ratio / dpi, self.height() * ratio / dpi)
        self._draw(self._axes, theme)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        width, height = canvas.get_width_height()
        pixels = bytes(canvas.buffer_rgba())
        image = QImage(pixels, width, height, QImage.Format.Format_RGBA8888).copy()
        image.setDevicePixelRatio(ratio)
        return image

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell which point was clicked, if one is near."""
        super().mouseReleaseEvent(event)
        if event.button() != Qt.MouseButton.LeftButton or self._axes is None or not self._points:
            return
        ratio = self.devicePixelRatioF()
        point = point_of(event)
        x, y = point.x() * ratio, (self.height() - point.y()) * ratio
        places = self._axes.transData.transform(self._points)
        # a bar is as wide as the chart: only its height tells which it is
        sideways = [0.0 if point[0] != point[0] else place[0] - x for point, place in zip(self._points, places)]
        distances = [dx**2 + (place[1] - y) ** 2 for dx, place in zip(sideways, places)]
        known = [(distance, row) for row, distance in enumerate(distances) if distance == distance]
        if known and min(known)[0] <= (REACH * ratio) ** 2:
            self.clicked.emit(min(known)[1])
