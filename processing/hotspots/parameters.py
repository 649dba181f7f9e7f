"""Parameters that all algorithms of this group share: neighbours, permutations, significance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from qgis.core import (
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
)

from ...analysis.messages import mark
from ...analysis.registers import Method, Register
from ...analysis.spatial.local.result import Inference
from ...analysis.spatial.significance import CORRECTIONS, SIDES
from ...analysis.spatial.weights.builders import BUILDERS
from ...analysis.spatial.weights.kernels import KERNELS
from ...analysis.spatial.weights.weights import STYLES as WEIGHT_STYLES
from ...language import tr
from ..neighbours import NeighbourChoice
from ..parameters import ChoiceParameter, advanced, field, seed_number

if TYPE_CHECKING:
    import pandas as pd
    from qgis.core import QgsProcessingParameterDefinition

    from ..run import Run

    Add = Callable[[QgsProcessingParameterDefinition, str], None]

_WHOLE = QgsProcessingParameterNumber.Type.Integer
_REAL = QgsProcessingParameterNumber.Type.Double

#: The styles a user chooses between: `binary` leaves weights by distance as they are.
STYLES = Register(
    WEIGHT_STYLES.name,
    [
        WEIGHT_STYLES["row"],
        Method("binary", mark("As they are: each neighbour counts 1, or its weight by distance")),
    ],
)

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


def add_weights(add: Add, default: str = "queen") -> None:
    """Add WEIGHTS and what it takes."""
    add(
        ChoiceParameter("WEIGHTS", tr("Neighbours"), BUILDERS, default),
        tr(
            "queen (touching, also at a corner), rook (sharing a stretch of border), knn (the nearest), "
            "distance (all within a distance), inverse (the nearer the more), kernel (weight falls to nothing "
            "at the bandwidth) or file (GAL or GWT). Distances are between centres of gravity, in metres "
            "whatever the coordinate system."
        ),
    )
    add(
        QgsProcessingParameterNumber("K", tr("Number of nearest neighbours"), _WHOLE, None, True),
        tr(
            "For knn, by default 6. For kernel: the bandwidth of each area reaches its k-th nearest, "
            "instead of a fixed distance."
        ),
    )
    add(
        QgsProcessingParameterNumber("DISTANCE", tr("Distance (metres)"), _REAL, None, True),
        tr("For distance, inverse and kernel; by default the smallest that leaves no area alone."),
    )
    add(
        QgsProcessingParameterNumber("TOLERANCE", tr("Tolerance (metres)"), _REAL, 2.0),
        tr(
            "For queen and rook: borders that come so near touch. Real layers are often simplified area by "
            "area, and exact contiguity (0) then loses neighbours without a word."
        ),
    )
    add(
        QgsProcessingParameterFile("WEIGHTS_FILE", tr("Weights file"), extension="", optional=True),
        tr("For file: a .gal or .gwt file of GeoDa or PySAL; needs the code field."),
    )
    add(
        ChoiceParameter("STYLE", tr("Style of weights"), STYLES, "row"),
        tr("row or binary. The style changes sums, not who is a neighbour."),
    )
    for parameter, explanation in _advanced_weights():
        add(advanced(parameter), explanation)


def _advanced_weights() -> list[tuple[QgsProcessingParameterDefinition, str]]:
    return [
        (
            QgsProcessingParameterNumber("ORDER", tr("Order of neighbours"), _WHOLE, 1),
            tr("2 also takes the neighbours of neighbours, 3 theirs too, and so on; each then counts 1."),
        ),
        (
            QgsProcessingParameterNumber(
                "JOIN_ISLANDS", tr("Join islands to nearest"), _WHOLE, 0, minValue=0
            ),
            tr(
                "Areas without neighbours get so many nearest ones, both ways; 0 leaves them out as islands. "
                "Not for weights by distance."
            ),
        ),
        (
            QgsProcessingParameterNumber("POWER", tr("Power of the distance"), _REAL, 1.0),
            tr("For inverse: the weight is 1 divided by the distance to this power."),
        ),
        (
            ChoiceParameter("KERNEL", tr("Kernel"), KERNELS, "triangular"),
            tr("triangular, uniform, epanechnikov, quartic or gaussian."),
        ),
    ]


def neighbour_choice(run: Run) -> NeighbourChoice:
    """Return the neighbours that the parameters ask for."""
    return NeighbourChoice(
        kind=run.choice("WEIGHTS"),
        k=run.integer("K") if run.has("K") else None,
        distance=run.number("DISTANCE") if run.has("DISTANCE") else None,
        tolerance=run.number("TOLERANCE"),
        file=run.path("WEIGHTS_FILE"),
        power=run.number("POWER"),
        kernel=run.choice("KERNEL"),
        order=run.integer("ORDER"),
        joined=run.integer("JOIN_ISLANDS"),
        style=run.choice("STYLE"),
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
        run.integer("SEED"),
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


def read_units(run: Run, columns: list[str]) -> tuple[pd.DataFrame, pd.Series | None]:
    """Return the frame with these columns, and the codes; messages then name areas."""
    code, name = run.field("ID_FIELD"), run.field("NAME_FIELD")
    frame = run.frame([*columns, code, name])
    run.name_units(frame, name, code)
    return frame, None if code is None else frame[code]
