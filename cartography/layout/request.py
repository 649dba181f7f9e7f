"""What a map sheet is asked to show."""

from __future__ import annotations

from dataclasses import dataclass

from qgis.core import QgsVectorLayer


@dataclass(frozen=True)
class SheetRequest:
    """The contents of a sheet; empty texts leave their block out or are written from the layer.

    In titles and sources `|` starts the English line of a sheet in both languages. `scale` 0 is the
    largest round scale that fits; `synthetic` None asks the layer's metadata; `maker` names the
    software for the imprint.
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
