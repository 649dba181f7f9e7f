"""Parameters that all algorithms of this group share: codes and names, permutations, significance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.core import QgsProcessingParameterNumber

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...analysis.core.registers import Method, Register
from ...analysis.spatial.local.result import Inference
from ...analysis.spatial.significance import CORRECTIONS, SIDES
from ...language import tr
from ..base.parameters import ChoiceParameter, advanced, field, seed_number

if TYPE_CHECKING:
    from qgis.core import QgsProcessingParameterDefinition

    from ..base.run import Run

    Add = Callable[[QgsProcessingParameterDefinition, str], None]

_WHOLE = QgsProcessingParameterNumber.Type.Integer
_REAL = QgsProcessingParameterNumber.Type.Double

ORIENTATIONS = Register(
    mark("meaning of high values"),
    [
        Method("welfare", mark("High is good: low pockets are red")),
        Method("deprivation", mark("High is bad: high pockets are red")),
    ],
)


def add_unit_fields(add: Add) -> None:
    """Add ID_FIELD and NAME_FIELD."""
    add(
        field("ID_FIELD", tr("Code field"), optional=True),
        tr("Code of each area; must not repeat. A weights file names areas by it."),
    )
    add(
        field("NAME_FIELD", tr("Name field"), optional=True),
        tr("Name of each area, used in messages, reports and labels."),
    )


def add_permutations(add: Add) -> None:
    """Add PERMUTATIONS and SEED."""
    add(
        QgsProcessingParameterNumber("PERMUTATIONS", tr("Permutations"), _WHOLE, 9999),
        tr("Random rearrangements that the pseudo p is counted from; 0 takes the analytic p instead."),
    )
    add(
        seed_number(),
        tr("The same seed gives the same p-values on every computer."),
    )


def add_sides(add: Add) -> None:
    """Add SIDES."""
    add(
        advanced(ChoiceParameter("SIDES", tr("Sides of the test"), SIDES, "one")),
        tr(
            "one or two. “one” is the tail on the side of the observed value, as GeoDa and PySAL report it, "
            "so that results can be compared; “two” doubles it and is the stricter test where the direction "
            "was not expected beforehand."
        ),
    )


def add_inference(add: Add) -> None:
    """Add PERMUTATIONS, SEED, CORRECTION, ALPHA and SIDES."""
    add_permutations(add)
    add(
        ChoiceParameter("CORRECTION", tr("Correction for many tests"), CORRECTIONS, "fdr"),
        tr(
            "none, fdr or bonferroni. Every area is a test; without a correction one in twenty is "
            "significant by chance. fdr limits the share of false discoveries, bonferroni the chance of a "
            "single one."
        ),
    )
    add(
        QgsProcessingParameterNumber("ALPHA", tr("Level of significance"), _REAL, 0.05),
        tr("Areas whose corrected p is at most this are significant."),
    )
    add_sides(add)


def inference_of(run: Run) -> Inference:
    """Return how significance is decided."""
    return Inference(
        run.integer("PERMUTATIONS"),
        run.seed(),
        run.choice("SIDES"),
        run.choice("CORRECTION"),
        run.number("ALPHA"),
    )


def add_orientation(add: Add) -> None:
    """Add ORIENTATION."""
    add(
        ChoiceParameter("ORIENTATION", tr("Meaning of high values"), ORIENTATIONS, "welfare"),
        tr("welfare or deprivation: whether high values are good. It changes colours and words, no number."),
    )


def read_units(run: Run, columns: list[str], *, only: bool = False) -> tuple[pd.DataFrame, pd.Series | None]:
    """Return the frame with these columns, and the codes; messages then name areas.

    `only`: no other attribute will be asked for.
    """
    code, name = run.field("ID_FIELD"), run.field("NAME_FIELD")
    frame = run.frame([*columns, code, name], only=only)
    run.name_units(frame, name, code)
    return frame, None if code is None else frame[code]
