"""Parameters that ask who is whose neighbour, for every algorithm that needs to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.core.messages import mark
from ...analysis.core.registers import Method, Register
from ...analysis.spatial.weights.builders import BUILDERS
from ...analysis.spatial.weights.kernels import KERNELS
from ...analysis.spatial.weights.weights import STYLES as WEIGHT_STYLES
from ...language import tr
from .neighbours import NeighbourChoice
from .parameters import Declared, advanced, choice, file, number, whole

if TYPE_CHECKING:
    from .run import Run

#: The styles a user chooses between: `binary` leaves weights by distance as they are.
STYLES = Register(
    WEIGHT_STYLES.name,
    [WEIGHT_STYLES["row"], Method("binary", mark("As they are: each neighbour counts 1, or its weight by distance"))],
)


def weight_parameters(default: str = "queen", *, styled: bool = True) -> Declared:
    """Return WEIGHTS and what it takes; STYLE only where the style makes a difference."""
    style: Declared = [
        choice("STYLE", tr("Style of weights"), STYLES, "row"),
        tr("row or binary. The style changes sums, not who is a neighbour."),
    ]
    return [
        choice("WEIGHTS", tr("Neighbours"), BUILDERS, default),
        tr(
            "queen (touching, also at a corner), rook (sharing a stretch of border), knn (the nearest), "
            "distance (all within a distance), inverse (the nearer the more), kernel (weight falls to nothing "
            "at the bandwidth) or file (GAL or GWT). Distances are between centres of gravity, in metres "
            "whatever the coordinate system."
        ),
        whole("K", tr("Number of nearest neighbours"), optional=True),
        tr(
            "For knn, by default 6. For kernel: the bandwidth of each area reaches its k-th nearest, "
            "instead of a fixed distance."
        ),
        number("DISTANCE", tr("Distance (metres)"), optional=True),
        tr("For distance, inverse and kernel; by default the smallest that leaves no area alone."),
        number("TOLERANCE", tr("Tolerance (metres)"), 2.0),
        tr(
            "For queen and rook: borders that come so near touch. Real layers are often simplified area by "
            "area, and exact contiguity (0) then loses neighbours without a word."
        ),
        file("WEIGHTS_FILE", tr("Weights file")),
        tr("For file: a .gal or .gwt file of GeoDa or PySAL; needs the code field."),
        *(style if styled else []),
        advanced(whole("ORDER", tr("Order of neighbours"), 1)),
        tr("2 also takes the neighbours of neighbours, 3 theirs too, and so on; each then counts 1."),
        advanced(whole("JOIN_ISLANDS", tr("Join islands to nearest"), 0, 0)),
        tr(
            "Areas without neighbours get so many nearest ones, both ways; 0 leaves them islands, without a "
            "result. Not for weights by distance."
        ),
        advanced(number("POWER", tr("Power of the distance"), 1.0)),
        tr("For inverse: the weight is 1 divided by the distance to this power."),
        advanced(choice("KERNEL", tr("Kernel"), KERNELS, "triangular")),
        tr("triangular, uniform, epanechnikov, quartic or gaussian."),
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
        style=run.choice("STYLE") if "STYLE" in run.algorithm.choices else "binary",
    )
