"""Parameters that all algorithms of this group share: codes and names, permutations, significance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...analysis.core.registers import Method, Register
from ...analysis.spatial.local.result import Inference
from ...analysis.spatial.significance import CORRECTIONS, SIDES
from ...language import tr
from ..base.parameters import Declared, advanced, choice, code_field, name_field, number, seed_number, whole

if TYPE_CHECKING:
    from ..base.run import Run


ORIENTATIONS = Register(
    mark("meaning of high values"),
    [
        Method("welfare", mark("High is good: low pockets are red")),
        Method("deprivation", mark("High is bad: high pockets are red")),
    ],
)


def area_fields() -> Declared:
    """Return ID_FIELD and NAME_FIELD."""
    return [
        code_field(),
        tr("Code of each area; must not repeat. A weights file names areas by it."),
        name_field(),
        tr("Name of each area, used in messages, reports and labels."),
    ]


def permutation_parameters() -> Declared:
    """Return PERMUTATIONS and SEED."""
    return [
        whole("PERMUTATIONS", tr("Permutations"), 9999),
        tr("Random rearrangements that the pseudo p is counted from; 0 takes the analytic p instead."),
        seed_number(),
        tr("The same seed gives the same p-values on every computer."),
    ]


def sides_parameter() -> Declared:
    """Return SIDES."""
    return [
        advanced(choice("SIDES", tr("Sides of the test"), SIDES, "one")),
        tr(
            "one or two. “one” is the tail on the side of the observed value, as GeoDa and PySAL report it, "
            "so that results can be compared; “two” doubles it and is the stricter test where the direction "
            "was not expected beforehand."
        ),
    ]


def inference_parameters() -> Declared:
    """Return PERMUTATIONS, SEED, CORRECTION, ALPHA and SIDES."""
    return [
        *permutation_parameters(),
        choice("CORRECTION", tr("Correction for many tests"), CORRECTIONS, "fdr"),
        tr(
            "none, fdr or bonferroni. Every area is a test; without a correction one in twenty is "
            "significant by chance. fdr limits the share of false discoveries, bonferroni the chance of a "
            "single one."
        ),
        number("ALPHA", tr("Level of significance"), 0.05),
        tr("Areas whose corrected p is at most this are significant."),
        *sides_parameter(),
    ]


def inference_of(run: Run) -> Inference:
    """Return how significance is decided."""
    return Inference(
        run.integer("PERMUTATIONS"), run.seed(), run.choice("SIDES"), run.choice("CORRECTION"), run.number("ALPHA")
    )


def orientation_parameter() -> Declared:
    """Return ORIENTATION."""
    return [
        choice("ORIENTATION", tr("Meaning of high values"), ORIENTATIONS, "welfare"),
        tr("welfare or deprivation: whether high values are good. It changes colours and words, no number."),
    ]


def read_units(run: Run, columns: list[str], *, only: bool = False) -> tuple[pd.DataFrame, pd.Series | None]:
    """Return the frame with these columns, and the codes; messages then name areas.

    `only`: no other attribute will be asked for.
    """
    code, name = run.field("ID_FIELD"), run.field("NAME_FIELD")
    frame = run.frame([*columns, code, name], only=only)
    run.name_units(frame, name, code)
    return frame, None if code is None else frame[code]
