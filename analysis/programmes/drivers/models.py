"""Spatial lag and error models by PySAL's spreg, geographically weighted ones by mgwr: extras."""

from __future__ import annotations

import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

import numpy as np

from ...core.arrays import Floats
from ...core.lazy import pd
from ...core.messages import InputError, mark, refuse_where
from ...core.registers import Method, Register
from .design import Design

#: A geographically weighted regression of fewer units for each coefficient is refused.
UNITS_FOR_EACH = 10


@dataclass(frozen=True)
class ModelFit:
    """The fit of a further model.

    coefficients: a row a coefficient: name, coefficient, error, p (of geographically weighted models: the
    mean, the least and greatest local value, and the bandwidth: how many nearest units count); aic: AIC, or
    AICc of the geographically weighted ones;
    spatial: ρ or λ, else NaN; local: local coefficients by unit, None for global models;
    effective_parameters: their effective number, the trace of the hat matrix.
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
    try:
        with redirect_stdout(StringIO()):  # spreg prints the model's name, between the lines of our results
            model = getattr(spreg, kind)(
                design.y[:, None], design.x[:, 1:], w=_weights(w), name_x=design.names[1:], name_y="y"
            )
    except (np.linalg.LinAlgError, ValueError):
        raise InputError(
            mark("The spatial model cannot be computed from these drivers; take fewer or the plain regression.")
        ) from None
    betas, errors = model.betas.ravel(), np.asarray(model.std_err)
    names = [*design.names, "rho" if kind == "ML_Lag" else "lambda"]
    table = pd.DataFrame({"name": names, "coefficient": betas, "error": errors, "p": [p for _, p in model.z_stat]})
    # spreg's own AIC counts rho but not lambda; here both count, so that the models can be compared
    aic = 2 * len(betas) - 2 * float(model.logll)
    return ModelFit(table, aic, float(betas[-1]), None, float(len(betas)))


def lag(design: Design, w: Any, points: Floats | None) -> ModelFit:
    """Fit y = ρWy + xβ by maximum likelihood; coefficients are not effects: neighbours feed back.

    w: (n, n) sparse, row-standardised; points: (n, 2) in metres, which only local models need. Anselin
    (1988), by spreg.

    Raises
    ------
    InputError
        Where the package is missing or the model is singular.
    """
    del points
    return _spatial(design, w, "ML_Lag")


def error(design: Design, w: Any, points: Floats | None) -> ModelFit:
    """Fit y = xβ + u, u = λWu + e by maximum likelihood.

    w: (n, n) sparse; parameters, source and errors as `lag`.
    """
    del points
    return _spatial(design, w, "ML_Error")


def _local(design: Design, points: Floats | None, multiscale: bool) -> ModelFit:
    n, k = design.x.shape
    if n < UNITS_FOR_EACH * k:
        raise InputError(
            mark(
                "{n} kelurahan {n:is|are} too few for local coefficients of {k} {k:column|columns}; "
                "take at least {least}."
            ),
            n=n,
            k=k,
            least=UNITS_FOR_EACH * k,
        )
    places = np.full((n, 2), np.nan) if points is None else points
    refuse_where(
        np.isnan(places).any(axis=1),
        design.units,
        mark("{units} {units:has|have} no geometry, and without a place there is no local regression."),
    )
    spread = design.x[:, 1:].std(axis=0)
    x = (design.x[:, 1:] - design.x[:, 1:].mean(axis=0)) / spread
    y = ((design.y - design.y.mean()) / design.y.std())[:, None]
    result, bandwidths = _weighted_locally(list(map(tuple, places)), y, x, multiscale)
    local = pd.DataFrame(result.params, columns=design.names, index=design.units)
    table = pd.DataFrame(
        {
            "name": design.names,
            "coefficient": local.mean().to_numpy(),
            "low": local.min().to_numpy(),
            "high": local.max().to_numpy(),
            "bandwidth": np.broadcast_to(bandwidths, k).astype(int),
        }
    )
    return ModelFit(table, float(result.aicc), np.nan, local, float(np.sum(result.tr_S)))


def _weighted_locally(places: list[tuple[float, ...]], y: Floats, x: Floats, multiscale: bool) -> tuple[Any, Any]:
    """Return mgwr's result and the bandwidths it settled on; what is nearly singular counts as singular.

    One job: mgwr's own workers are processes, which inside QGIS would be more windows of QGIS, and slower.
    """
    try:
        from mgwr.gwr import GWR, MGWR
        from mgwr.sel_bw import Sel_BW
    except ImportError:
        raise _no_package("mgwr") from None
    from scipy.linalg import LinAlgWarning

    least = 3 * (x.shape[1] + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", LinAlgWarning)
            if multiscale:
                selector = Sel_BW(places, y, x, multi=True, n_jobs=1)
                bandwidths = selector.search(multi_bw_min=[least])
                return MGWR(places, y, x, selector, n_jobs=1).fit(), bandwidths
            bandwidth = Sel_BW(places, y, x, n_jobs=1).search(bw_min=least)
            return GWR(places, y, x, bandwidth, n_jobs=1).fit(), bandwidth
    except (np.linalg.LinAlgError, LinAlgWarning, ValueError, ZeroDivisionError):
        raise InputError(
            mark(
                "The local regressions are singular: around some kelurahan the drivers say the same. Take fewer "
                "drivers or the plain regression."
            )
        ) from None


def gwr(design: Design, w: Any, points: Floats | None) -> ModelFit:
    """Fit one regression around each unit (adaptive bisquare, bandwidth by AICc), on standardised columns.

    w: (n, n) sparse, row-standardised; points: (n, 2) in metres, which only local models need. Fotheringham,
    Brunsdon and Charlton (2002), by mgwr.

    Raises
    ------
    InputError
        Where the package is missing or the model is singular. Too few units for each coefficient, or one
        without a place.
    """
    del w
    return _local(design, points, multiscale=False)


def mgwr(design: Design, w: Any, points: Floats | None) -> ModelFit:
    """Do as `gwr` with a bandwidth of its own for each driver (Fotheringham, Yang and Kang 2017).

    points: (n, 2) in metres; the rest as `gwr`.
    """
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
