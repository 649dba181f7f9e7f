"""Sections become a document: sentences in a language, cells as it writes numbers, maps and charts drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import InputError, Message, Progress, mark, no_progress
from ...analysis.report.parts import Code, Column, Figure, Map, Paragraph, Section, Steps, Strong, Table
from ...language import number, sentence
from .document import Chapter, Grid, Listing, Picture, Raw, Sentence, Words
from .figures import draw
from .maps import WIDTH, map_picture

_MM_PER_INCH = 25.4
#: A chart higher than this, in millimetres, would be cut by the end of a page.
_HIGHEST = 225.0
_CAUTIONS = Message(mark("Cautions on these sentences"))


@dataclass(frozen=True)
class Scene:
    """What a report is drawn from; without `images` charts are had as SVG alone.

    say: what writes a message, with its units named; by default they are named already.
    """

    language: str
    layers: Mapping[str, QgsVectorLayer] = field(default_factory=dict)
    name_field: str | None = None
    group_field: str | None = None
    images: bool = True
    say: Callable[[Message, str], str] = sentence

    def sentence(self, message: Message | str | None) -> str:
        """Return a message in the language."""
        if message is None:
            return ""
        return message if isinstance(message, str) else self.say(message, self.language)


def compose(sections: Sequence[Section], scene: Scene, progress: Progress = no_progress) -> list[Chapter]:
    """Return the chapters; a map that cannot be drawn is said in its place."""
    chapters = []
    for done, section in enumerate(sections, 1):
        cautions = [Steps(_CAUTIONS, section.cautions)] if section.cautions else []
        blocks = [made for block in (*cautions, *section.blocks) if (made := _WRITERS[type(block)](block, scene))]
        sentences = [
            Sentence(" ".join(map(scene.sentence, (one.message, *one.cautions))), scene.sentence(one.evidence))
            for one in section.statements
        ]
        chapters.append(Chapter(scene.sentence(section.title), sentences, blocks))
        progress(done / len(sections))
    return chapters


def _map(block: Map, scene: Scene) -> Picture | Words | None:
    layer = scene.layers.get(block.result)
    if layer is None or not layer.isSpatial():
        return None
    group = scene.group_field if scene.group_field in layer.fields().names() else None
    try:
        return map_picture(layer, scene.sentence(block.title), scene.language, scene.name_field, group)
    except InputError as error:
        return Words(scene.sentence(error.message))


def _figure(block: Figure, scene: Scene) -> Picture | None:
    chart = draw(block.kind, _told(block.data, scene), scene.language)
    if chart is None:
        return None
    wide, high = (_MM_PER_INCH * inches for inches in chart.figure.get_size_inches())
    width = wide * min(1.0, WIDTH / wide, _HIGHEST / high)
    png = chart.png() if scene.images else b""
    return Picture(scene.sentence(block.title), png, width, svg=str(chart), note=scene.sentence(block.caption))


def _told(data: Any, scene: Scene) -> Any:
    """Return what a chart draws with its messages in the language."""
    if isinstance(data, Message):
        return scene.sentence(data)
    if isinstance(data, Mapping):
        return {_told(key, scene): _told(value, scene) for key, value in data.items()}
    return type(data)(_told(one, scene) for one in data) if type(data) in (list, tuple) else data


def _table(block: Table, scene: Scene) -> Grid:
    rows = [[_cell(cell, column, scene) for cell, column in zip(row, block.columns)] for row in block.rows]
    heads = [scene.sentence(column.title) for column in block.columns]
    numeric = [column.decimals is not None for column in block.columns]
    strong = frozenset(
        (down, across)
        for down, row in enumerate(block.rows)
        for across, cell in enumerate(row)
        if isinstance(cell, Strong)
    )
    return Grid(scene.sentence(block.title), heads, numeric, rows, scene.sentence(block.note), strong).filled()


def _cell(value: Any, column: Column, scene: Scene) -> str:
    if isinstance(value, Strong):
        value = value.value
    if isinstance(value, Message):
        return scene.sentence(value)
    if value is None or value != value:
        return "–"
    if column.decimals is None or isinstance(value, str):
        return str(value)
    if column.tail and value < column.tail / 2:
        return f"< {number(column.tail, column.decimals, scene.language)}"
    written = number(round(float(value), column.decimals) + 0.0, column.decimals, scene.language)
    return f"{written} {column.unit}" if column.unit else written


def _paragraph(block: Paragraph, scene: Scene) -> Words:
    return Words(scene.sentence(block.message), block.warning)


def _steps(block: Steps, scene: Scene) -> Listing:
    return Listing(scene.sentence(block.title), [scene.sentence(item) for item in block.items])


def _code(block: Code, scene: Scene) -> Raw:
    return Raw(scene.sentence(block.title), block.text)


_WRITERS: Mapping[type, Any] = {
    Map: _map,
    Figure: _figure,
    Table: _table,
    Paragraph: _paragraph,
    Steps: _steps,
    Code: _code,
}
