"""What tests ask of a layout: its texts, what covers what, and which texts do not fit."""

import itertools

from qgis.core import QgsLayoutItem, QgsLayoutItemLabel
from sejahtera.cartography.layout.items import text_size


def labels(layout):
    """Return the texts of the labels by their ids, as they are printed."""
    return {item.id(): item.currentText() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)}


def item_rects(layout):
    """Return the place of every item by its id, a map with the annotations of its grids."""
    return {
        item.id(): item.mapRectToScene(item.boundingRect() if item.id() == "map" else item.rect())
        for item in layout.items()
        if isinstance(item, QgsLayoutItem) and item.id()
    }


def overlaps(layout, inside=()):
    """Return the pairs of items that cover each other; frames may lie around and behind anything.

    `inside` are ids of items that may stand on the map.
    """
    rects = {
        name: rect for name, rect in item_rects(layout).items() if not name.startswith("frame") and name not in inside
    }
    return [
        (one, other)
        for (one, first), (other, second) in itertools.combinations(rects.items(), 2)
        if first.adjusted(0.05, 0.05, -0.05, -0.05).intersects(second)
    ]


def outside(layout):
    """Return the ids of items beyond the inner line."""
    rects = item_rects(layout)
    inner = rects["frame_inner"].adjusted(-0.3, -0.3, 0.3, 0.3)
    return [
        name
        for name, rect in rects.items()
        if name not in ("frame_neatline", "frame_inner") and not inner.contains(rect)
    ]


def clipped(layout):
    """Return the ids of labels whose text is larger than they are."""
    found = []
    for item in layout.items():
        if not isinstance(item, QgsLayoutItemLabel):
            continue
        font = item.textFormat().font() if hasattr(item, "textFormat") else item.font()
        size = text_size(item.currentText(), font.pointSizeF(), font.bold(), font.italic())
        if size.width() > item.rect().width() + 0.05 or size.height() > item.rect().height() + 0.05:
            found.append(item.id())
    return found
