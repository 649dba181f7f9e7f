"""Coverage, and the errors of leaving out the eligible and of letting in the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats, ratio
from ...core.messages import mark
from ...core.registers import Method, Register


@dataclass(frozen=True)
class Errors:
    """Shares from 0 to 1, NaN where undefined; arrays or single numbers.

    coverage: of the eligible who receive; exclusion: 1 - coverage (undercoverage); inclusion: of the
    recipients who are not eligible (leakage; some call the false-positive rate so); false_positive: of the
    not eligible who receive; differential: coverage less the false-positive rate; reach: of all who
    receive; accuracy: of all who are rightly treated; least_inclusion: the error that stays even with
    perfect targeting where there are more recipients than eligible.
    """

    coverage: Floats
    exclusion: Floats
    inclusion: Floats
    false_positive: Floats
    differential: Floats
    reach: Floats
    accuracy: Floats
    least_inclusion: Floats


def targeting_errors(
    eligible: Floats | float,
    recipients: Floats | float,
    eligible_recipients: Floats | float,
    people: Floats | float | None = None,
) -> Errors:
    """Return the errors from counts of eligible, recipients, both, and all people (None: not known).

    Each (units,), or a number. Exclusion and inclusion as Cornia and Stewart (1993); Coady, Grosh and
    Hoddinott (2004) call them undercoverage and leakage.
    """
    people = np.full(np.shape(eligible), np.nan) if people is None else people
    others = np.asarray(people, dtype=float) - eligible
    wrong = np.asarray(recipients, dtype=float) - eligible_recipients
    coverage = ratio(eligible_recipients, eligible)
    false_positive = ratio(wrong, others)
    return Errors(
        coverage=coverage,
        exclusion=1.0 - coverage,
        inclusion=ratio(wrong, recipients),
        false_positive=false_positive,
        differential=coverage - false_positive,
        reach=ratio(recipients, people),
        accuracy=ratio(np.asarray(eligible_recipients) + others - wrong, people),
        least_inclusion=ratio(np.maximum(np.asarray(recipients, dtype=float) - eligible, 0.0), recipients),
    )


#: The measures of a programme as a whole, in the order of the table.
MEASURES = Register(
    mark("measure of targeting"),
    [
        Method("coverage", mark("Coverage of the eligible")),
        Method("exclusion", mark("Exclusion error")),
        Method("inclusion", mark("Inclusion error (leakage)")),
        Method("least_inclusion", mark("Least possible inclusion error")),
        Method("false_positive", mark("Share of the not eligible who receive")),
        Method("differential", mark("Targeting differential")),
        Method("reach", mark("Share of all who receive")),
        Method("accuracy", mark("Share of all who are rightly treated")),
        Method("cgh", mark("Coady–Grosh–Hoddinott ratio")),
        Method("concentration", mark("Concentration index of benefits")),
        Method("absorption", mark("Share of the budget spent")),
        Method("cost", mark("Spent for each eligible recipient")),
    ],
)
