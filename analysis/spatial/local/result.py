"""What all local statistics return, and how significance becomes a class."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.arrays import Array, Floats, Objects
from ...core.card import Test
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import Message, Progress, mark
from ...core.registers import Method, Register
from ..permutation.engine import Counts
from ..sample import Sample
from ..significance import CORRECTIONS, SIDES, check_test, pseudo_p, record_test

#: Codes of `lisa_class` with their words. Not every statistic has all.
CLASSES = Register(
    mark("class"),
    [
        Method("HH", mark("High among high")),
        Method("LL", mark("Low among low")),
        Method("HL", mark("High among low")),
        Method("LH", mark("Low among high")),
        Method("other_positive", mark("Alike, neither high nor low")),
        Method("positive", mark("Alike in all variables")),
        Method("negative", mark("Unlike its neighbours")),
        Method("joined", mark("Has it, and so have more neighbours than by chance")),
        Method("ns", mark("Not significant")),
        Method("island", mark("No neighbours")),
        Method("nodata", mark("No data")),
    ],
)


@dataclass(frozen=True)
class Inference:
    """How significance is decided.

    permutations : 0 takes the analytic p instead. sides : `one` or `two`, of the pseudo p.
    correction : `none`, `fdr` or `bonferroni`. alpha : the level.

    Raises
    ------
    InputError
        Unknown codes, a negative number or seed, a level outside 0 to 1.
    """

    permutations: int = 9999
    seed: int = 1
    sides: str = "one"
    correction: str = "fdr"
    alpha: float = 0.05

    def test(self, statistic: Message) -> Test:
        """Return the test as a card keeps it."""
        return Test(statistic, self.permutations, self.sides, self.correction, self.alpha)

    def __post_init__(self) -> None:
        check_test(self.permutations, self.seed, self.alpha)
        _ = SIDES[self.sides], CORRECTIONS[self.correction]

    def counted(self, draw: Callable[..., Counts], values: Floats, matrix: Any, progress: Progress) -> Counts | None:
        """Return the counts of the draws of values, (n,) or (n, m), by a function of `engine`; None without any.

        matrix: (n, n) CSR weights.
        """
        return draw(values, matrix, self.permutations, self.seed, progress) if self.permutations else None

    def corrected(self, p: Floats) -> Floats:
        """Return the corrected p, (n,)."""
        return CORRECTIONS[self.correction].function(p)


@dataclass(frozen=True)
class LocalResult:
    """A local statistic.

    frame : its columns, on the index of the units. side : (n,) the tail of the neighbours' sum that p is of,
    1 high, −1 low, NaN without a result; None for statistics that have no such side.
    """

    frame: pd.DataFrame
    diagnostics: Diagnostics
    side: Floats | None = None

    def counts(self) -> pd.Series:
        """Return how many units are in each class, a row a class; units without one (NaN) are left out."""
        column = next(name for name in self.frame if name.endswith("_class"))
        return self.frame[column].value_counts()


def local_result(
    name: str,
    columns: Mapping[str, Floats],
    sample: Sample,
    counts: Counts | None,
    inference: Inference,
    diagnostics: Diagnostics,
    classify: Callable[[Floats], Array],
    p: Floats | None = None,
    side: Floats | None = None,
) -> LocalResult:
    """Put a local statistic together: p, corrected p and class, on the list of all units.

    `columns`, p and side are of the units that take part, (m,). `columns` must hold `<name>_p_analytic`; `p`
    replaces the pseudo p from `counts` where a statistic has its own; `side` is the tail that p is of.
    `classify` makes codes, or numbers with NaN, from the corrected p of the units that take part.
    """
    islands = sample.weights.islands
    if counts is None:
        p = np.where(islands, np.nan, columns[f"{name}_p_analytic"])
    elif p is None:
        p = pseudo_p(counts, islands, inference.sides)
    q = inference.corrected(p)
    record_test(
        diagnostics,
        int(np.count_nonzero(~np.isnan(p))),
        inference.permutations,
        inference.seed,
        inference.correction,
        inference.sides,
        inference.alpha,
    )
    out = {column: sample.spread(part) for column, part in columns.items()}
    out[f"{name}_p"], out[f"{name}_q"] = sample.spread(p), sample.spread(q)
    out[f"{name}_class"] = _spread_classes(classify(q), sample)
    frame = pd.DataFrame(out, index=sample.index)
    return LocalResult(frame, diagnostics, None if side is None else sample.spread(side))


def quadrants(here: Floats, around: Floats, q: Floats, alpha: float) -> Objects:
    """Return HH, HL, LH, LL (Anselin 1995) where significant, else ns.

    By the signs of the value here and of the tail that p is of, around; these, q and what is returned: (n,).
    """
    codes = np.where(here > 0, np.where(around > 0, "HH", "HL"), np.where(around > 0, "LH", "LL"))
    return np.where(q <= alpha, codes, "ns").astype(object)


def _spread_classes(classes: Array, sample: Sample) -> Array:
    """Return the classes of all units: numbers stay numbers, codes get `island` and `nodata`."""
    if classes.dtype != object:
        return sample.spread(classes)
    out = np.full(len(sample.index), "ns", dtype=object)
    out[sample.where] = classes
    out[sample.island] = "island"
    out[sample.nodata] = "nodata"
    return out
