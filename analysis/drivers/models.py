"""Spatial lag and error models by PySAL's spreg, geographically weighted ones by mgwr: extras."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..lazy import pd
from ..messages import InputError, mark
from ..registers import Method, Register
from .design import Design

#: A geographically weighted regression of fewer units for each coefficient is refused.
UNITS_FOR_EACH = 10


@dataclass(frozen=True)
class ModelFit:
    """The fit of a further model.

    coefficients: a row a coefficient: name, coefficient, error, p (of geographically weighted models: the
    mean and the least and greatest local value); aic: AIC, or AICc of the geographically weighted ones;
    spatial: ρ or λ, else NaN; local: local coefficients by unit, None for global models; note: the
    effective number of parameters.
    """

    coefficients: pd.DataFrame
    aic: float
    spatial: float
    local: pd.DataFrame | None
    effective_parameters: float


def _no_package(package: str) -> InputError:
    return InputError(
        mark("This model needs the Python package {package}, which is not installed: pip install {package}."),
        package=package,
    )


def _weights(w: Any) -> Any:
    try:
        from libpysal.weights import WSP
    except ImportError:
        raise _no_package("libpysal") from None
    weights = WSP(w.tocsr()).to_W(silence_warnings=True)
    weights.transform = "r"
    return weights


def _spatial(design: Design, w: Any, kind: str) -> ModelFit:
    try:
        import spreg
    except ImportError:
        raise _no_package("spreg") from None
    model = getattr(spreg, kind)(
        design.y[:, None], design.x[:, 1:], w=_weights(w), name_x=design.names[1:], name_y="y"
    )
    betas, errors = model.betas.ravel(), np.asarray(model.std_err)
    names = [*design.names, "rho" if kind == "ML_Lag" else "lambda"]
    table = pd.DataFrame(
        {"name": names, "coefficient": betas, "error": errors, "p": [p for _, p in model.z_stat]}
    )
    return ModelFit(table, float(model.aic), float(betas[-1]), None, float(len(betas)))


def lag(design: Design, w: Any, points: np.ndarray | None) -> ModelFit:
    """Fit y = ρWy + xβ by maximum likelihood; coefficients are not effects: neighbours feed back."""
    del points
    return _spatial(design, w, "ML_Lag")


def error(design: Design, w: Any, points: np.ndarray | None) -> ModelFit:
    """Fit y = xβ + u, u = λWu + e by maximum likelihood."""
    del points
    return _spatial(design, w, "ML_Error")


def _local(design: Design, points: np.ndarray | None, multiscale: bool) -> ModelFit:
    n, k = design.x.shape
    if n < UNITS_FOR_EACH * k:
        raise InputError(
            mark("{n} kelurahan are too few for local coefficients of {k} columns; take at least {least}."),
            n=n,
            k=k,
            least=UNITS_FOR_EACH * k,
        )
    try:
        from mgwr.gwr import GWR, MGWR
        from mgwr.sel_bw import Sel_BW
    except ImportError:
        raise _no_package("mgwr") from None
    spread = design.x[:, 1:].std(axis=0)
    x = (design.x[:, 1:] - design.x[:, 1:].mean(axis=0)) / spread
    y = ((design.y - design.y.mean()) / design.y.std())[:, None]
    places = list(map(tuple, points))
    try:
        if multiscale:
            selector = Sel_BW(places, y, x, multi=True)
            selector.search(multi_bw_min=[3 * k])
            result = MGWR(places, y, x, selector).fit()
        else:
            width = Sel_BW(places, y, x).search(bw_min=3 * k)
            result = GWR(places, y, x, width).fit()
    except (np.linalg.LinAlgError, ValueError, ZeroDivisionError):
        raise InputError(
            mark(
                "The local regressions are singular: around some kelurahan the drivers say the same. Take fewer "
                "drivers or the plain regression."
            )
        ) from None
    local = pd.DataFrame(result.params, columns=design.names, index=design.units)
    table = pd.DataFrame(
        {
            "name": design.names,
            "coefficient": local.mean().to_numpy(),
            "low": local.min().to_numpy(),
            "high": local.max().to_numpy(),
        }
    )
    return ModelFit(table, float(result.aicc), np.nan, local, float(np.sum(result.tr_S)))


def gwr(design: Design, w: Any, points: np.ndarray | None) -> ModelFit:
    """Fit one regression around each unit (adaptive bisquare, bandwidth by AICc), on standardised columns."""
    del w
    return _local(design, points, multiscale=False)


def mgwr(design: Design, w: Any, points: np.ndarray | None) -> ModelFit:
    """Do the same with a bandwidth of its own for each driver."""
    del w
    return _local(design, points, multiscale=True)


MODELS = Register(
    mark("model"),
    [
        Method("ols", mark("Ordinary least squares alone")),
        Method("lag", mark("Spatial lag (needs spreg)"), lag),
        Method("error", mark("Spatial error (needs spreg)"), error),
        Method("gwr", mark("Geographically weighted (needs mgwr)"), gwr),
        Method("mgwr", mark("Multiscale geographically weighted (needs mgwr)"), mgwr),
    ],
)
