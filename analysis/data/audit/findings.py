"""What is wrong with an indicator, in order of gravity, and what to do about it."""

from __future__ import annotations

from ...core.messages import mark
from ...core.registers import Method, Register

#: Share of missing values above which the JRC drops an indicator.
MOST_MISSING = 0.35
#: Share of zeros above which the JRC looks twice.
MOST_ZEROS = 0.5

FINDINGS = Register(
    mark("finding"),
    [
        Method("empty", mark("It has no values: drop it.")),
        Method("constant", mark("All kelurahan have the same value: drop it.")),
        Method("like_count", mark("It looks like a count: divide it by the population it belongs to.")),
        Method("out_of_range", mark("Values lie outside the plausible range: check unit and source.")),
        Method("many_missing", mark("More than 35 percent are missing: find data or drop it.")),
        Method("near_constant", mark("It hardly varies and will not tell kelurahan apart.")),
        Method("skewed", mark("A few extreme values rule it: winsorise it or take the logarithm.")),
        Method("few_cases", mark("Some rates stand on fewer than five cases: pool years or smooth them.")),
        Method("many_zeros", mark("More than half of the values are zero: check that zero does not mean no data.")),
        Method("redundant", mark("It says nearly the same as another indicator: drop one or share the weight.")),
        Method("outlier", mark("Some values lie far from the others: check them at their source.")),
        Method("none", mark("Nothing to do.")),
    ],
)
