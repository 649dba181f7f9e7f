"""Classes that are words of a register: decisions, service, roles, agreement of numbers and voices."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsVectorLayer

from ...analysis.core.messages import mark
from ...analysis.core.registers import Register
from ...analysis.programmes.effect.effect import ROLES
from ...analysis.programmes.findings.findings import CONVERGENCE
from ...analysis.programmes.priorities.need import DECISIONS
from ...analysis.programmes.targeting.targeting import SERVED
from ..base.wording import say
from ..symbology.legend import LegendClass
from ..symbology.palettes import NO_DATA, NOT_SIGNIFICANT
from ..symbology.schemes import GROUND, LEFT_OUT, TOO_LITTLE, Diverging, Meaning, Qualitative, Sequential
from .categories import categories
from .kind import Kind


def _coded(
    code: str,
    title: str,
    place: int,
    role: str,
    label: str,
    register: Register,
    drawn: Mapping[str, tuple[str, Meaning]],
) -> Kind:
    """Return the kind of map whose classes are those of a register, in its order.

    drawn: colour and meaning of each code. Units that have no class for want of data are hatched, and
    shown where there are any.
    """

    def classes(layer: QgsVectorLayer, field: str, language: str) -> list[LegendClass]:
        words = ((code, say(one.label, language), *drawn[code]) for code, one in register.items())
        return categories(layer, field, language, words)

    return Kind(code, label, title, place, (role,), classes, words=True)


#: Red is bad: what is most urgent, and who is reached too little.
KINDS = (
    _coded(
        "decision",
        mark("Map of priorities"),
        15,
        "decision",
        mark("Decision on the first recommendation"),
        DECISIONS,
        {
            "strong": ("#ac2527", Sequential(1.0)),
            "recommended": ("#e8804a", Sequential(0.5)),
            "monitor": (NOT_SIGNIFICANT, GROUND),
            "insufficient": (NO_DATA, TOO_LITTLE),
        },
    ),
    _coded(
        "service",
        mark("Map of under- and over-served kelurahan"),
        16,
        "served",
        mark("Under- and over-served by a programme"),
        SERVED,
        {
            "under": ("#d24e35", Diverging(True, 1.0)),
            "fit": (NOT_SIGNIFICANT, GROUND),
            "over": ("#74a9cf", Diverging(False, 1.0)),
            "unknown": (NO_DATA, TOO_LITTLE),
        },
    ),
    _coded(
        "role",
        mark("Map of treated and compared kelurahan"),
        17,
        "role",
        mark("Role in the comparison of a programme"),
        ROLES,
        {
            "treated": ("#2c7fb8", Sequential(1.0)),
            "ring": ("#c7dceb", Sequential(0.4)),
            "control": (NOT_SIGNIFICANT, GROUND),
            "left_out": (NO_DATA, LEFT_OUT),
        },
    ),
    _coded(
        "convergence",
        mark("Map of numbers and voices"),
        18,
        "convergence",
        mark("Agreement of numbers and voices"),
        CONVERGENCE,
        {
            "both": ("#ac2527", Sequential(1.0)),
            "numbers": ("#e8804a", Qualitative(1)),
            "voices": ("#9e6ebd", Qualitative(2)),
            "neither": ("#e1eff7", GROUND),
            "few": ("#f5f5f5", TOO_LITTLE),
            "unknown": (NO_DATA, LEFT_OUT),
        },
    ),
)
