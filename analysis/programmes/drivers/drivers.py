"""The drivers of an outcome: screen, regression, diagnostics, and the model they point to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.arrays import Floats
from ...core.corrections import p_value
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, Sentences, mark
from ...core.registers import Method, Register
from .correlation import screen
from .design import Design, make_design
from .models import MODELS, ModelFit
from .ols import OLS, Test, ols
from .spatial import ResidualMoran, lagrange_multipliers, residual_moran, row_standardised

LEVEL = 0.05
HIGH_VIF = 10.0
#: Above this R² the outcome is taken for a sum of the drivers.
MADE_OF = 0.9999

TESTS = Register(
    mark("test of the residuals"),
    [
        Method("jarque_bera", mark("Normal residuals (Jarque–Bera)")),
        Method("breusch_pagan", mark("Equal spread (Breusch–Pagan)")),
        Method("koenker_bassett", mark("Equal spread, studentised (Koenker–Bassett)")),
        Method("white", mark("Equal spread and form (White)")),
        Method("moran", mark("No clusters in the residuals (Moran's I)")),
        Method("lm_lag", mark("No spatial lag (LM)")),
        Method("lm_error", mark("No spatial error (LM)")),
        Method("robust_lag", mark("No spatial lag, robust (LM)")),
        Method("robust_error", mark("No spatial error, robust (LM)")),
        Method("sarma", mark("Neither (SARMA)")),
    ],
)


@dataclass(frozen=True)
class Drivers:
    """The result.

    screening: see `screen`; coefficients: a row a column of x: name, coefficient, error, robust error, t,
    p, vif, beta, lmg; tests: a row a test: test, statistic, df, p; residuals: by unit, NaN where left out,
    raw and in standard deviations; reading: what can be said, in sentences; model: the fit of a further
    model, where one was asked for.
    """

    screening: pd.DataFrame
    coefficients: pd.DataFrame
    tests: pd.DataFrame
    residuals: pd.DataFrame
    fit: OLS
    moran: ResidualMoran
    design: Design
    model: ModelFit | None
    reading: list[Message]
    diagnostics: Diagnostics


def drivers_of(
    frame: pd.DataFrame,
    outcome: str,
    drivers: Sequence[str],
    neighbours: Any,
    *,
    components: Sequence[str] = (),
    model: str = "ols",
    coordinates: Floats | None = None,
) -> Drivers:
    """Regress an outcome on drivers and test what the regression takes for granted.

    Parameters
    ----------
    frame
        A row a unit with the columns of outcome and drivers.
    neighbours
        Sparse matrix of neighbours of all units, row-standardised here.
    components
        Indicators that the outcome is made of; none of them may be a driver.
    model
        Code of `MODELS`; all but "ols" need PySAL's spreg or mgwr.
    coordinates
        Points of the units, shape (units, 2), for the geographically weighted models.

    Raises
    ------
    InputError
        As `make_design`; where a unit of the regression has no neighbour with complete data all over the
        map; where a model's package is missing or its matrix is singular.
    """
    diagnostics = Diagnostics()
    design = make_design(frame, outcome, drivers, diagnostics, components)
    w = row_standardised(neighbours.tocsr()[design.kept][:, design.kept])
    if w.nnz == 0:
        raise InputError(mark("No kelurahan has a neighbour, so nothing can be said of space; check the borders."))
    fit = ols(design)
    if fit.r2 > MADE_OF:
        raise InputError(
            mark("{outcome} is as good as computed from the drivers, so a regression would find nothing else."),
            outcome=outcome,
        )
    moran = residual_moran(design, fit, w)
    spatial = lagrange_multipliers(design, fit, w)
    tests = {**fit.tests, "moran": Test(moran.i, np.nan, moran.p), **spatial}
    further = MODELS[model].function
    points = None if coordinates is None else coordinates[design.kept]
    result = Drivers(
        screening=screen(frame, outcome, design.names[1:], neighbours.tocsr()),
        coefficients=_coefficients(design, fit),
        tests=pd.DataFrame(
            [(code, tests[code].statistic, tests[code].df, tests[code].p) for code in TESTS if code in tests],
            columns=["test", "statistic", "df", "p"],
        ),
        residuals=_residuals(frame.index, design, fit),
        fit=fit,
        moran=moran,
        design=design,
        model=None if further is None else further(design, w, points),
        reading=_reading(design, fit, moran, spatial),
        diagnostics=diagnostics,
    )
    _describe(diagnostics, fit, outcome)
    return result


def _coefficients(design: Design, fit: OLS) -> pd.DataFrame:
    blank = [np.nan]
    return pd.DataFrame(
        {
            "name": design.names,
            "coefficient": fit.coefficients,
            "error": fit.errors,
            "robust_error": fit.robust,
            "t": fit.t,
            "p": fit.p,
            "vif": [*blank, *fit.vif],
            "beta": [*blank, *fit.beta],
            "importance": [*blank, *fit.lmg],
        }
    )


def _residuals(units: pd.Index, design: Design, fit: OLS) -> pd.DataFrame:
    scale = np.sqrt(fit.residuals @ fit.residuals / (len(design.y) - design.x.shape[1]))
    table = pd.DataFrame(
        {
            "fitted": design.y - fit.residuals,
            "residual": fit.residuals,
            "residual_sd": fit.residuals / scale if scale > 0 else 0.0,
        },
        index=design.units,
    )
    return table.reindex(units)


def _reading(design: Design, fit: OLS, moran: ResidualMoran, spatial: dict[str, Test]) -> list[Message]:
    reading = Sentences()
    reading.say(
        mark("The drivers go along with {share} % of the differences in the outcome (adjusted {adjusted} %)."),
        share=round(100 * fit.r2, 1),
        adjusted=round(100 * fit.adjusted, 1),
    )
    clear = [(name, b) for name, b, p in zip(design.names[1:], fit.coefficients[1:], fit.p[1:]) if p <= LEVEL]
    for sign, template in (
        (
            1,
            mark(
                "With the others held equal, more of {column} goes along with more of the outcome (two-sided t "
                "tests, p ≤ {level} each, not corrected for their number)."
            ),
        ),
        (
            -1,
            mark(
                "With the others held equal, more of {column} goes along with less of the outcome (two-sided t "
                "tests, p ≤ {level} each, not corrected for their number)."
            ),
        ),
    ):
        columns = [name for name, b in clear if b * sign > 0]
        if columns:
            reading.say(template, column=columns, level=LEVEL)
    if not clear:
        reading.say(
            mark(
                "None of the drivers can be told from chance with the others held equal (two-sided t tests, "
                "p > {level} each)."
            ),
            level=LEVEL,
        )
    reading.append(_space(moran, spatial))
    if fit.tests["koenker_bassett"].p <= LEVEL:
        reading.say(mark("The residuals spread unequally: read the robust standard errors."))
    alike = [name for name, vif in zip(design.names[1:], fit.vif) if vif > HIGH_VIF]
    if alike:
        reading.say(mark("{column} say nearly the same; their shares cannot be told apart."), column=alike)
    reading.say(mark("This is association: it does not show that changing a driver changes the outcome."))
    return reading


def _space(moran: ResidualMoran, spatial: dict[str, Test]) -> Message:
    """Follow Anselin's decision: plain LM tests first, the robust ones where both are clear."""
    lag, error = spatial["lm_lag"].p <= LEVEL, spatial["lm_error"].p <= LEVEL
    if lag and error:
        lag = spatial["robust_lag"].p <= spatial["robust_error"].p
        error = not lag
    if lag:
        template = mark(
            "Clusters are left in the residuals (Moran's I {i}, p {p}): a spatial lag model fits the tests; "
            "the standard errors here are too small."
        )
    elif error:
        template = mark(
            "Clusters are left in the residuals (Moran's I {i}, p {p}): a spatial error model fits the tests; "
            "something that clusters in space is missing."
        )
    elif moran.p <= LEVEL:
        template = mark(
            "Clusters are left in the residuals (Moran's I {i}, p {p}), but the tests name no model for them."
        )
    else:
        template = mark("No clusters are left in the residuals (Moran's I {i}, p {p}).")
    return Message(template, {"i": round(moran.i, 3), "p": p_value(moran.p)})


def _describe(diagnostics: Diagnostics, fit: OLS, outcome: str) -> None:
    diagnostics.step(mark("Ordinary least squares of {column} on {n} kelurahan."), column=outcome, n=diagnostics.n)
    diagnostics.step(
        mark(
            "Correlations: p with the effective number of units by Clifford, Richardson and Dutilleul, from "
            "rings of neighbours."
        )
    )
    diagnostics.step(
        mark("Importance: mean gain in R² over all orderings of the drivers (Lindeman, Merenda and Gold).")
    )
    if fit.tests["jarque_bera"].p <= LEVEL:
        diagnostics.warn(
            mark("The residuals are not normal (p {p}); with few kelurahan the p-values are rough."),
            p=p_value(fit.tests["jarque_bera"].p),
        )
