"""Who is whose neighbour in a layer: the one way from features to spatial weights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, mark
from ...analysis.spatial.geometry import Polygons
from ...analysis.spatial.weights.builders import CONTIGUITY, build_weights
from ...analysis.spatial.weights.derived import connect_islands, higher_order
from ...cartography.base.coordinates import EAST, NORTH, largest_of
from ..io.geometries import is_polygons

if TYPE_CHECKING:
    from qgis.core import QgsCoordinateReferenceSystem

    from ...analysis.spatial.weights.weights import Weights
    from .run import Run


@dataclass(frozen=True)
class NeighbourChoice:
    """What the user wants as neighbours; `kind` is a code of `BUILDERS`, lengths are in metres.

    k : of nearest neighbours, or of an adaptive kernel. distance : of a band, or a fixed bandwidth; None
    is the smallest that leaves nobody alone. order : up to so many steps from neighbour to neighbour.
    joined : islands are joined to so many nearest units. style : `row`, or `binary`: as they are built.
    """

    kind: str = "queen"
    k: int | None = None
    distance: float | None = None
    tolerance: float = 2.0
    file: Path | None = None
    power: float = 1.0
    kernel: str = "triangular"
    order: int = 1
    joined: int = 0
    style: str = "binary"


_QUEEN = NeighbourChoice()
#: Neighbours by k nearest where no number was given.
NEAREST = 6

#: The options each builder takes.
_OPTIONS = {
    "queen": lambda choice: {"tolerance": choice.tolerance},
    "rook": lambda choice: {"tolerance": choice.tolerance},
    "knn": lambda choice: {"k": NEAREST if choice.k is None else choice.k},
    "distance": lambda choice: {"distance": choice.distance},
    "inverse": lambda choice: {"distance": choice.distance, "power": choice.power},
    "kernel": lambda choice: {"function": choice.kernel, "bandwidth": choice.distance, "k": choice.k},
}


def neighbours_of(
    run: Run, units: pd.Index, choice: NeighbourChoice = _QUEEN, codes: pd.Series | None = None
) -> Weights:
    """Return the weights among the features of INPUT.

    Parameters
    ----------
    run : gives source, transformations, progress.
    units : feature ids in the order wanted, that of the layer.
    choice : kind, options and style; by default queen.
    codes : what a weights file calls the units.

    Raises
    ------
    InputError
        Contiguity of a layer without polygons; a file without codes; as the builders.
    """
    weights = _from_file(choice, codes) if choice.kind == "file" else _from_geometry(run, units, choice)
    if choice.order != 1:
        weights = higher_order(weights, choice.order, lower=True)
    if choice.joined:
        weights = connect_islands(weights, run.points()[0], choice.joined)
    return weights.row_standardised() if choice.style == "row" else weights


def _from_geometry(run: Run, units: pd.Index, choice: NeighbourChoice) -> Weights:
    source = run.source()
    if choice.kind not in CONTIGUITY:
        places, ids = run.points()
    elif is_polygons(source):
        places, ids = run.polygons()
    else:
        raise InputError(
            mark(
                "Only polygons have borders. For points choose nearest neighbours or a distance "
                "(knn, distance, inverse, kernel)."
            )
        )
    if list(units) != ids:
        raise InputError(mark("The layer changed while it was read; run the algorithm again."))
    weights = build_weights(choice.kind, places, ids, **_OPTIONS[choice.kind](choice))
    warnings = (*weights.warnings, *_placeless(places, ids), *_doubtful_crs(places, source.sourceCrs()))
    return replace(weights, warnings=warnings)


def _from_file(choice: NeighbourChoice, codes: pd.Series | None) -> Weights:
    if choice.file is None:
        raise InputError(mark("Choose the file of neighbours (a .gal or .gwt file)."))
    if codes is None:
        raise InputError(mark("Choose the code field: the file {file} names areas by it."), file=choice.file.name)
    return build_weights("file", choice.file, code_texts(codes))


def code_texts(codes: pd.Series) -> list[str]:
    """Return codes as text; whole numbers without a decimal point, an empty code as an empty text."""
    return [_text(code) for code in codes]


def _text(code: Any) -> str:
    if isinstance(code, float):
        return "" if np.isnan(code) else f"{code:.0f}" if code.is_integer() else repr(code)
    return "" if code is None else str(code)


def _placeless(places: Polygons | np.ndarray, ids: list[int]) -> tuple[Message, ...]:
    """Warn of units without a geometry, which are nobody's neighbours."""
    empty = places.empty if isinstance(places, Polygons) else np.isnan(places).any(axis=1)
    if not empty.any():
        return ()
    units = [ids[position] for position in np.flatnonzero(empty)]
    return (Message(mark("{units} {units:has|have} no geometry and therefore no neighbours."), {"units": units}),)


def _doubtful_crs(places: Polygons | np.ndarray, crs: QgsCoordinateReferenceSystem) -> tuple[Message, ...]:
    """Warn where coordinates can only be taken as metres, and where those in metres look like degrees."""
    if crs.isValid():
        x, y = largest_of(places.coords if isinstance(places, Polygons) else places)
        if not max(x, y) > 0.0 or x > EAST or y > NORTH:
            return ()
        return (
            Message(
                mark(
                    "The coordinates look like degrees, but the coordinate system {crs} counts in metres: all areas "
                    "lie within 180 m. Set the right coordinate system in the layer's properties."
                ),
                {"crs": crs.authid() or crs.description()},
            ),
        )
    return (
        Message(
            mark(
                "The layer has no coordinate system, so its coordinates are taken as metres. "
                "Where they are degrees, set the coordinate system first."
            )
        ),
    )
