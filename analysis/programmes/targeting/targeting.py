"""How well a programme reaches those it is for: by kelurahan, and as a whole."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Bools, Floats, ratio
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, mark, refuse_where
from ...core.registers import Method, Register
from .concentration import concentration_curve, concentration_index, share_of_poorest
from .errors import MEASURES, targeting_errors
from .quota import quota

#: Recipients below 0.8 or above 1.25 of what need asks for: a fifth less, or the inverse.
UNDER, OVER = 0.8, 1.25

SERVED = Register(
    mark("class of service"),
    [
        Method("under", mark("Under-served")),
        Method("fit", mark("In line with need")),
        Method("over", mark("Over-served")),
        Method("unknown", mark("Need or counts not known")),
    ],
)

COUNTS = ("eligible", "recipients", "eligible_recipients", "budget", "spent")
#: What every value is made of: a kelurahan that lacks one of them has none.
_NEEDED = list(COUNTS[:3])


@dataclass(frozen=True)
class Targeting:
    """The result.

    units: counts (none where one of the first three is missing), coverage, exclusion, inclusion (0 to 1),
    absorption, cost (spent for each eligible recipient), quota (recipients if as many were shared by
    need), quota_gap (quota less recipients), served (code of `SERVED`); summary: measure, value;
    incidence: decile of people from the worst-off, share of benefits; curve: cumulative shares of people
    and benefits.
    """

    units: pd.DataFrame
    summary: pd.DataFrame
    incidence: pd.DataFrame
    curve: tuple[Floats, Floats]
    diagnostics: Diagnostics


def targeting(
    counts: pd.DataFrame, need: Floats, people: Floats, *, poorest: float = 0.4, records: pd.DataFrame | None = None
) -> Targeting:
    """Measure the targeting of a programme.

    Parameters
    ----------
    counts
        A row a unit; columns eligible, recipients, eligible_recipients and, where known, budget, spent. A
        unit that lacks one of the first three is in no value, and named in a warning.
    need
        High is needy, shape (units,), NaN where not known.
    people
        Population of each unit, above zero: shares out the quota, and without records is all of whom the
        counts are a part.
    poorest
        Share of the people, from the worst-off, of the CGH ratio.
    records
        Where households were counted: their `welfare` (low is poor), `amount`, `weight`; then the
        concentration, the CGH ratio and the incidence are those of households, and shares of all are of
        the sum of weights. Without them they compare whole kelurahan by need, which hides differences
        within.

    Returns
    -------
    Targeting
        City values are ratios of sums, never means of ratios.

    Raises
    ------
    InputError
        For negative counts, more eligible recipients than recipients or eligible, no recipients at all or
        none where need is known.
    """
    counts = counts.reindex(columns=[column for column in COUNTS if column in counts.columns])
    _check(counts, people)
    complete = counts[_NEEDED].notna().all(axis=1).to_numpy()
    counts = counts[complete].reindex(counts.index)
    known = complete & ~np.isnan(need)
    units = _units(counts, need, people, known)
    diagnostics = Diagnostics(n=len(counts), missing=int((~known).sum()))
    everyone = people[complete].sum() if records is None else records["weight"].sum()
    money, benefits = _benefits(counts, need, people, records, known)
    _check_benefits(benefits[0], benefits[2], records is not None)
    measures = _measures(counts, everyone, benefits, poorest)
    curve = concentration_curve(*benefits)
    steps = np.interp(np.linspace(0.0, 1.0, 11), *curve)
    incidence = pd.DataFrame({"decile": np.arange(1, 11), "share": np.diff(steps)})
    summary = pd.DataFrame(
        [(code, measures[code]) for code in MEASURES if code in measures], columns=["measure", "value"]
    )
    _describe(diagnostics, poorest, everyone, records is not None, money)
    _warn(diagnostics, units, people, measures, records is not None)
    unknown = units.index[complete & np.isnan(need)]
    diagnostics.warn_of(
        unknown,
        mark(
            "The need of {units} is not known: {units:it has|they have} no quota, and without records "
            "{units:is|are} not compared."
        ),
    )
    return Targeting(units, summary, incidence, curve, diagnostics)


def _check(counts: pd.DataFrame, people: Floats) -> None:
    for column in counts.columns:
        wrong = counts[column] < 0
        refuse_where(wrong, counts.index, mark("The count {column} is negative in {units}."), column=column)
    most = counts[["eligible", "recipients"]].min(axis=1)
    wrong = counts["eligible_recipients"] > most + 1e-9
    refuse_where(
        wrong,
        counts.index,
        mark("There are more eligible recipients than recipients or eligible in {units}; check the counts."),
    )
    wrong = ~(people > 0)
    refuse_where(wrong, counts.index, mark("There is no population above zero in {units}."))
    if not counts["recipients"].sum() > 0:
        raise InputError(mark("The programme has no recipients, so there is no targeting to measure."))


def _units(counts: pd.DataFrame, need: Floats, people: Floats, known: Bools) -> pd.DataFrame:
    eligible, recipients, both = (counts[column].to_numpy(float) for column in _NEEDED)
    errors = targeting_errors(eligible, recipients, both)
    units = counts.assign(coverage=errors.coverage, exclusion=errors.exclusion, inclusion=errors.inclusion)
    if "spent" in counts:
        units["cost"] = ratio(counts["spent"], counts["eligible_recipients"])
        if "budget" in counts:
            units["absorption"] = ratio(counts["spent"], counts["budget"])
    places, served = np.full(len(counts), np.nan), np.full(len(counts), "unknown", dtype=object)
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


def _benefits(
    counts: pd.DataFrame, need: Floats, people: Floats, records: pd.DataFrame | None, known: Bools
) -> tuple[bool, tuple[Floats, Floats, Floats]]:
    """Return whether benefits are money; and benefits a head, welfare and people.

    They are those of households, else of kelurahan with known counts and need.
    """
    if records is not None:
        amount, welfare, weight = (records[column].to_numpy(float) for column in ("amount", "welfare", "weight"))
        return "spent" in counts, (amount, welfare, weight)
    spent = counts["spent"].to_numpy(float)[known] if "spent" in counts else np.zeros(int(known.sum()))
    # money that is not known everywhere would leave kelurahan out of the comparison
    money = bool(spent.sum() > 0)
    given = spent if money else counts["recipients"].to_numpy(float)[known]
    return money, (given / people[known], -need[known], people[known])


def _check_benefits(values: Floats, weights: Floats, by_household: bool) -> None:
    if not values @ weights > 0:
        raise InputError(
            mark("The records that receive have no amount above 0, so there are no benefits to compare.")
            if by_household
            else mark("No kelurahan with a value of need has recipients; choose another field.")
        )


def _measures(
    counts: pd.DataFrame, everyone: float, benefits: tuple[Floats, Floats, Floats], poorest: float
) -> dict[str, float]:
    """Return the measures of the whole programme; `everyone`: of whom eligible and recipients are a part."""
    total = counts[_NEEDED].sum()
    # nobody can be told from the others where more are counted than there are
    within = _counted(total) <= everyone * (1 + 1e-9)
    errors = targeting_errors(
        total["eligible"], total["recipients"], total["eligible_recipients"], everyone if within else np.nan
    )
    measures = {name: float(value) for name, value in vars(errors).items()}
    values, welfare, weights = benefits
    measures["cgh"] = share_of_poorest(values, welfare, poorest, weights) / poorest
    measures["concentration"] = concentration_index(values, welfare, weights)
    for name, part, whole in (("cost", "spent", "eligible_recipients"), ("absorption", "spent", "budget")):
        if part in counts and whole in counts:
            both = counts[[part, whole]].dropna().sum()
            measures[name] = float(ratio(both[part], both[whole]))
    return measures


def _counted(counts: pd.DataFrame | pd.Series) -> pd.Series | float:
    """Return how many are eligible, receive, or both."""
    return counts["eligible"] + counts["recipients"] - counts["eligible_recipients"]


def _describe(diagnostics: Diagnostics, poorest: float, everyone: float, by_household: bool, money: bool) -> None:
    diagnostics.step(
        mark(
            "Values of all kelurahan together are ratios of sums. A kelurahan without eligible people has no coverage."
        )
    )
    diagnostics.step(
        mark(
            "Shares of all are of the {count} households or persons that the records stand for; the population "
            "only shares out the quota."
        )
        if by_household
        else mark(
            "Shares of all are of the population, {count}. It must count what the table counts: persons, or households."
        ),
        count=round(float(everyone)),
    )
    diagnostics.step(
        mark("The CGH ratio is the share of benefits of the worst-off {share} % over that share; 1 is neutral."),
        share=round(100 * poorest),
    )
    diagnostics.step(
        mark("Concentration, CGH and deciles compare households by their own welfare.")
        if by_household
        else mark("Concentration, CGH and deciles compare whole kelurahan by need; differences within are hidden.")
    )
    diagnostics.step(mark("Benefits are money.") if money else mark("Benefits are recipients: each counts the same."))
    diagnostics.step(
        mark(
            "Quota: as many recipients shared by population times need, in whole numbers. Under-served has less "
            "than {under} of its exact share, over-served more than {over}."
        ),
        under=UNDER,
        over=OVER,
    )


def _warn(
    diagnostics: Diagnostics, units: pd.DataFrame, people: Floats, measures: dict[str, float], by_household: bool
) -> None:
    lacking = units["eligible"].isna()
    diagnostics.warn_of(
        units.index[lacking],
        mark("The table has no records of {units}: they are in no value of the programme.")
        if by_household
        else mark(
            "The table lacks counts of {units}: they are in no value of the programme. Where nobody is "
            "eligible or receives, write 0."
        ),
    )
    for column in ("budget", "spent"):
        gaps = units.index[units[column].isna() & ~lacking] if column in units else []
        diagnostics.warn_of(
            gaps, mark("{column} is empty in {units}: what is said of money leaves them out."), column=column
        )
    if measures["least_inclusion"] > 0:
        diagnostics.warn(
            mark("There are more recipients than eligible people: at least {share} % of them must be others."),
            share=round(100 * measures["least_inclusion"], 1),
        )
    empty = units.index[units["eligible"] == 0]
    diagnostics.warn_of(empty, mark("Nobody is eligible in {units}; coverage is undefined there."))
    crowded = units.index[_counted(units) > people * (1 + 1e-9)]
    if len(crowded) and not by_household:
        diagnostics.warn(
            mark(
                "More are eligible or receive than there are people in {units}; does POPULATION_FIELD count "
                "something else than the table, or another year?"
            ),
            units=list(crowded),
        )
