"""Classes that are words of a register: decisions, service, roles, agreement of numbers and voices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from qgis.core import QgsVectorLayer

from ...analysis.effect.effect import ROLES
from ...analysis.findings.findings import CONVERGENCE
from ...analysis.priorities.need import DECISIONS
from ...analysis.registers import Register
from ...analysis.targeting.targeting import SERVED
from ..attributes import values_of
from ..legend import LegendClass, class_label, no_data
from ..palettes import NO_DATA, NOT_SIGNIFICANT
from ..wording import say


def coded(
    register: Register, colours: Mapping[str, str], hatched: str = ""
) -> Callable[..., list[LegendClass]]:
    """Return the function that gives the classes of a register, in its order.

    hatched: the code of units that have no class for want of data; it is shown where there are any.
    """

    def classes(layer: QgsVectorLayer, field: str, language: str) -> list[LegendClass]:
        values = values_of(layer, field)
        counts = Counter(values)
        found = [
            LegendClass(
                class_label(say(method.label, language), counts.get(code, 0)),
                colours[code],
                code,
                hatched=code == hatched,
            )
            for code, method in register.items()
            if code != hatched or counts.get(code, 0)
        ]
        return [*found, no_data(sum(value not in register for value in values), language)]

    return classes


#: Red is bad: what is most urgent, and who is reached too little.
decision_classes = coded(
    DECISIONS,
    {"strong": "#ac2527", "recommended": "#e8804a", "monitor": NOT_SIGNIFICANT, "insufficient": NO_DATA},
    "insufficient",
)
service_classes = coded(
    SERVED, {"under": "#d24e35", "fit": NOT_SIGNIFICANT, "over": "#74a9cf", "unknown": NO_DATA}, "unknown"
)
role_classes = coded(
    ROLES,
    {"treated": "#2c7fb8", "ring": "#c7dceb", "control": NOT_SIGNIFICANT, "left_out": NO_DATA},
    "left_out",
)
convergence_classes = coded(
    CONVERGENCE,
    {
        "both": "#ac2527",
        "numbers": "#e8804a",
        "voices": "#9e6ebd",
        "neither": "#e1eff7",
        "few": "#f5f5f5",
        "unknown": NO_DATA,
    },
    "unknown",
)
