"""How well a programme reaches those it is for: by kelurahan, and as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..diagnostics import Diagnostics
from ..lazy import pd
from ..messages import InputError, mark
from ..registers import Method, Register
from .concentration import concentration_curve, concentration_index, share_of_poorest
from .errors import MEASURES, ratio, targeting_errors
from .quota import quota

#: Recipients below 0.8 or above 1.25 of what need asks for: a fifth less, or the inverse.
UNDER, OVER = 0.8, 1.25

SERVED = Register(
    mark("class of service"),
    [
        Method("under", mark("Under-served")),
        Method("fit", mark("In line with need")),
        Method("over", mark("Over-served")),
        Method("unknown", mark("Need not known")),
    ],
)

COUNTS = ("eligible", "recipients", "eligible_recipients", "budget", "spent")


@dataclass(frozen=True)
class Targeting:
    """The result.

    units: counts, coverage, exclusion, inclusion (0 to 1), absorption, cost (spent for each eligible
    recipient), quota (recipients if as many were shared by need), quota_gap (quota less recipients),
    served (code of `SERVED`); summary: measure, value; incidence: decile of people from the worst-off,
    share of benefits; curve: cumulative shares of people and benefits.
    """

    units: pd.DataFrame
    summary: pd.DataFrame
    incidence: pd.DataFrame
    curve: tuple[np.ndarray, np.ndarray]
    diagnostics: Diagnostics


def targeting(
    counts: pd.DataFrame,
    need: np.ndarray,
    people: np.ndarray,
    *,
    poorest: float = 0.4,
    records: pd.DataFrame | None = None,
) -> Targeting:
    """Measure the targeting of a programme.

    Parameters
    ----------
    counts
        A row a unit; columns eligible, recipients, eligible_recipients and, where known, budget, spent.
    need
        High is needy, shape (units,), NaN where not known.
    people
        Population of each unit; above zero.
    poorest
        Share of the people, from the worst-off, of the CGH ratio.
    records
        Where households were counted: their `welfare` (low is poor), `amount`, `weight`; then the
        concentration, the CGH ratio and the incidence are those of households. Without them they compare
        whole kelurahan by need, which hides differences within.

    Returns
    -------
    Targeting
        City values are ratios of sums, never means of ratios.

    Raises
    ------
    InputError
        For negative counts, more eligible recipients than recipients or eligible, no recipients at all.
    """
    counts = counts.reindex(columns=[column for column in COUNTS if column in counts.columns])
    _check(counts, people)
    units = _units(counts, need, people)
    total = counts.sum()
    diagnostics = Diagnostics(n=len(counts), missing=int(np.isnan(need).sum()))
    values, welfare, weights = _benefits(counts, need, people, records)
    measures = _measures(total, people, values, welfare, weights, poorest)
    curve = concentration_curve(values, welfare, weights)
    steps = np.interp(np.linspace(0.0, 1.0, 11), *curve)
    incidence = pd.DataFrame({"decile": np.arange(1, 11), "share": np.diff(steps)})
    summary = pd.DataFrame(
        [(code, measures[code]) for code in MEASURES if code in measures], columns=["measure", "value"]
    )
    _describe(diagnostics, units, measures, poorest, records is not None)
    return Targeting(units, summary, incidence, curve, diagnostics)


def _check(counts: pd.DataFrame, people: np.ndarray) -> None:
    for column in counts.columns:
        wrong = counts[column] < 0
        if wrong.any():
            raise InputError(
                mark("The count {column} is negative in {units}."),
                column=column,
                units=list(counts.index[wrong]),
            )
    most = counts[["eligible", "recipients"]].min(axis=1)
    wrong = counts["eligible_recipients"] > most + 1e-9
    if wrong.any():
        raise InputError(
            mark(
                "There are more eligible recipients than recipients or eligible in {units}; check the counts."
            ),
            units=list(counts.index[wrong]),
        )
    wrong = ~(people > 0)
    if wrong.any():
        raise InputError(
            mark("There is no population above zero in {units}."), units=list(counts.index[wrong])
        )
    if not counts["recipients"].sum() > 0:
        raise InputError(mark("The programme has no recipients, so there is no targeting to measure."))


def _units(counts: pd.DataFrame, need: np.ndarray, people: np.ndarray) -> pd.DataFrame:
    errors = targeting_errors(*(counts[column].to_numpy(float) for column in COUNTS[:3]))
    units = counts.assign(coverage=errors.coverage, exclusion=errors.exclusion, inclusion=errors.inclusion)
    if "spent" in counts:
        units["cost"] = ratio(counts["spent"], counts["eligible_recipients"])
        if "budget" in counts:
            units["absorption"] = ratio(counts["spent"], counts["budget"])
    known = ~np.isnan(need)
    places, served = np.full(len(counts), np.nan), np.full(len(counts), "unknown", dtype=object)
    recipients = counts["recipients"].to_numpy(float)
    if known.any() and need[known].max() > 0:
        total = round(recipients[known].sum())
        places[known] = quota(total, people[known], np.maximum(need[known], 0.0))
        # compared with the exact share, which rounding to whole places does not move
        claims = people[known] * np.maximum(need[known], 0.0)
        due = recipients[known].sum() * claims / claims.sum()
        served[known] = np.where(
            recipients[known] < UNDER * due, "under", np.where(recipients[known] > OVER * due, "over", "fit")
        )
    return units.assign(quota=places, quota_gap=places - recipients, served=served)


def _benefits(counts, need, people, records) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return benefits a head, welfare and people: of households, else of kelurahan with known need."""
    if records is not None:
        return tuple(records[column].to_numpy(float) for column in ("amount", "welfare", "weight"))
    known = ~np.isnan(need)
    if not known.any():
        raise InputError(mark("No kelurahan has a value of need; choose another field."))
    given = counts["spent"] if "spent" in counts and counts["spent"].sum() > 0 else counts["recipients"]
    return given.to_numpy(float)[known] / people[known], -need[known], people[known]


def _measures(total, people, values, welfare, weights, poorest) -> dict[str, float]:
    errors = targeting_errors(
        total["eligible"], total["recipients"], total["eligible_recipients"], people.sum()
    )
    measures = {name: float(value) for name, value in vars(errors).items()}
    measures["cgh"] = share_of_poorest(values, welfare, poorest, weights) / poorest
    measures["concentration"] = concentration_index(values, welfare, weights)
    if "spent" in total:
        measures["cost"] = float(ratio(total["spent"], total["eligible_recipients"]))
        if "budget" in total:
            measures["absorption"] = float(ratio(total["spent"], total["budget"]))
    return measures


def _describe(diagnostics, units, measures, poorest, by_household) -> None:
    diagnostics.step(
        mark("City values are ratios of sums. A kelurahan without eligible people has no coverage.")
    )
    diagnostics.step(
        mark(
            "The CGH ratio is the share of benefits of the worst-off {share} % over that share; 1 is neutral."
        ),
        share=round(100 * poorest),
    )
    diagnostics.step(
        mark("Concentration, CGH and deciles compare households by their own welfare.")
        if by_household
        else mark(
            "Concentration, CGH and deciles compare whole kelurahan by need; differences within are hidden."
        )
    )
    diagnostics.step(
        mark(
            "Quota: as many recipients shared by population times need, in whole numbers. Under-served has less "
            "than {under} of its exact share, over-served more than {over}."
        ),
        under=UNDER,
        over=OVER,
    )
    if measures["least_inclusion"] > 0:
        diagnostics.warn(
            mark(
                "There are more recipients than eligible people: at least {share} % of them must be others."
            ),
            share=round(100 * measures["least_inclusion"], 1),
        )
    empty = units.index[units["eligible"] == 0]
    if len(empty):
        diagnostics.warn(
            mark("Nobody is eligible in {units}; coverage is undefined there."), units=list(empty)
        )
