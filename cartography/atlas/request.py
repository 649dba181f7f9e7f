"""What an atlas is asked to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ...analysis.core.registers import Method, Register

COVERAGE = Register(
    mark("coverage"),
    [
        Method("unit", mark("A page for each kelurahan")),
        Method("group", mark("A page for each group, for example each kecamatan")),
    ],
)


@dataclass(frozen=True)
class Variable:
    """An indicator on the pages: its field, its words, its unit and whether more is better (+1) or worse."""

    field: str
    name: str
    unit: str = ""
    direction: int = 1


@dataclass(frozen=True)
class AtlasRequest:
    """The contents of an atlas; empty texts leave their block out.

    dimensions: names by the field of the score. variables: the indicators among which strengths and
    deprivations are looked for. contributions: by feature id, what each variable adds to the index.
    synthetic None asks the layer's metadata; `maker` names the software for the imprint.
    """

    layer: QgsVectorLayer
    coverage: str = "unit"
    title: str = ""
    subtitle: str = ""
    institution: str = ""
    source: str = ""
    note: str = ""
    language: str = "id"
    paper: str = "A4"
    name_field: str | None = None
    code_field: str | None = None
    group_field: str | None = None
    dimensions: dict[str, str] = field(default_factory=dict)
    variables: Sequence[Variable] = ()
    contributions: dict[int, np.ndarray] | None = None
    synthetic: bool | None = None
    maker: str = ""
    logo: str = ""
    ink: str = "colour"
