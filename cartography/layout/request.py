"""What a map sheet is asked to show."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ...analysis.core.registers import Method, Register

LABELS = Register(
    mark("labels"),
    [
        Method("auto", mark("Names where all of them fit, else numbers")),
        Method("names", mark("Names")),
        Method("numbers", mark("Numbers")),
        Method("none", mark("None")),
    ],
)
TABLE = Register(
    mark("table"),
    [Method("auto", mark("Where numbers need a key")), Method("yes", mark("Yes")), Method("no", mark("No"))],
)


@dataclass(frozen=True)
class SheetRequest:
    """The contents of a sheet; empty texts leave their block out or are written from the layer.

    In titles and sources `|` starts the English line of a sheet in both languages. `scale` 0 is the
    largest round scale that fits; `synthetic` None asks the layer's metadata; `maker` names the
    software for the imprint, `author` and `checker` people. `inset` is a layer of a larger area, in which
    the place of the map is shown. The codes of `labels`, `table` and `ink` are those of their registers.
    """

    layer: QgsVectorLayer
    title: str = ""
    subtitle: str = ""
    institution: str = ""
    source: str = ""
    note: str = ""
    language: str = "id"
    paper: str = "A4"
    orientation: str = "landscape"
    scale: float = 0.0
    name_field: str | None = None
    group_field: str | None = None
    synthetic: bool | None = None
    maker: str = ""
    author: str = ""
    checker: str = ""
    sheet: str = ""
    edition: str = ""
    logo: str = ""
    inset: QgsVectorLayer | None = None
    labels: str = "auto"
    table: str = "auto"
    ink: str = "colour"
