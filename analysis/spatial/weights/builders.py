"""The register of weights builders: one table for toolbox, dock, help and report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...core.messages import InputError, mark
from ...core.registers import Function, Register
from .contiguity import queen, rook
from .distance import distance_band, inverse_distance, kernel, knn
from .files import read_weights
from .weights import Weights

#: `queen` and `rook` take `Polygons`; the builders by distance take (n, 2) points; `file` a path and ids.
BUILDERS: Register[Function[Callable[..., Weights]]] = Register(
    mark("kind of neighbours"),
    [
        Function("queen", mark("Queen contiguity: areas that touch, also at a corner"), queen),
        Function("rook", mark("Rook contiguity: areas that share a stretch of border"), rook),
        Function("knn", mark("Nearest neighbours"), knn),
        Function("distance", mark("Distance band: all within a distance"), distance_band),
        Function("inverse", mark("Inverse distance: nearer ones count more"), inverse_distance),
        Function("kernel", mark("Kernel: weight falls to nothing at the bandwidth"), kernel),
        Function("file", mark("From a GAL or GWT file"), read_weights),
    ],
)

#: Builders that need outlines, not points.
CONTIGUITY = ("queen", "rook")


def build_weights(kind: str, source: Any, labels: Sequence[Any], **options: Any) -> Weights:
    """Build weights of a kind from `BUILDERS`; errors name units by their labels.

    Parameters
    ----------
    kind : code in `BUILDERS`.
    source : `Polygons` for contiguity, (n, 2) points for distances, a path for `file`.
    labels : (n,) labels of the units: the index of the frame, or the identifiers in a file.
    options : what the builder takes.

    Raises
    ------
    InputError
        As the builder; its fact `units` holds labels, where the builder knows positions.
    """
    if kind == "file":
        return read_weights(source, labels)
    try:
        return BUILDERS[kind].function(source, **options)
    except InputError as error:
        facts = dict(error.message.facts)
        if "units" in facts:
            facts["units"] = [labels[position] for position in facts["units"]]
        raise InputError(error.message.template, **facts) from error
