"""The index regenerated under other choices: each draw goes through the steps of the composite index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from ...core.arrays import Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, Progress, mark, no_progress
from ..composite.pipeline import TOO_LARGE, Beside, composite_index, falls_short, is_too_large, measured_share, prepare
from ..composite.plan import IndexPlan, Leaf, make_plan
from ..composite.result import NOT_ENOUGH, IndexResult, Stages
from ..composite.steps import normalise
from ..composite.tree import evaluate
from ..definition.model import Definition, Missing
from ..methods.missing import MISSING
from .alternatives import alternative, check_means
from .assumptions import Assumptions
from .drawn import AsDrawn
from .sampling import BLOCK, Draws, errors_of

#: Draws that are computed together at most, and the numbers that their largest array may hold.
MOST_TOGETHER, MOST_NUMBERS = 2000, 2_000_000

UNDEFINED = mark("The mean is undefined for scores of zero or less.")

Choice = tuple[int, int, int]


@dataclass(frozen=True)
class Scenario:
    """One combination of methods: definition and plan, and what its indicators become."""

    definition: Definition
    plan: IndexPlan
    stages: Stages


class Scenarios:
    """Regenerates the index for draws of its choices; `nominal` is the index as defined.

    failures: how many draws gave no index, by their choice of methods and the template of the reason;
    reasons: the reasons themselves.
    """

    def __init__(
        self,
        frame: pd.DataFrame,
        definition: Definition,
        assumptions: Assumptions,
        seed: int,
        groups: pd.Series | None = None,
        neighbours: Any = None,
    ) -> None:
        assumptions.check()
        self.definition, self.assumptions, self.seed = definition, assumptions, seed
        self.beside = Beside(frame.index, groups, neighbours)
        self.nominal: IndexResult = composite_index(frame, definition, groups=groups, neighbours=neighbours)
        self.normalisations = [None, *assumptions.normalisations]
        self.aggregations = [None, *assumptions.aggregations]
        self.missing = list(dict.fromkeys([definition.missing.method, *assumptions.missing]))
        self.plan = make_plan(definition)
        check_means(self.plan.root)
        self.absent = np.isnan(self.nominal.stages.denominated)
        self.spreads = np.nanstd(self.nominal.stages.treated, axis=1, ddof=1)[:, None]
        self.failures: Counter[tuple[Choice, str]] = Counter()
        self.reasons: dict[tuple[Choice, str], Message] = {}
        self._scenario = lru_cache(maxsize=None)(self._make)
        self._stages = lru_cache(maxsize=None)(self._prepare)

    @property
    def alternatives(self) -> dict[str, int]:
        """How many alternatives there are of each choice, the definition's own included."""
        return {
            "normalisation": len(self.normalisations),
            "aggregation": len(self.aggregations),
            "missing": len(self.missing),
        }

    def weights(self) -> list[Floats]:
        """Return the nominal weights of every node, (children,), depth first, whatever method gave them.

        They stay what they are where another normalisation is drawn, so that each source of uncertainty
        has effects of its own.
        """
        table = self.nominal.weights
        by_name = {(row.dimension, row.field): row.weight for row in table.itertuples()}
        found = []
        for node in self.plan.root.walk():
            names = [(child.code, "") for child in node.parts] or [
                (node.code, leaf.indicator.field) for leaf in self.plan.leaves[node.rows]
            ]
            found.append(np.array([by_name[name] for name in names], dtype=float))
        return found

    def evaluate(self, draws: Draws, progress: Progress = no_progress) -> Floats:
        """Return the index of every draw, shape (draws, units); rows of NaN for draws that failed."""
        return np.concatenate([scores for _, scores in self.blocks(draws, progress)])

    def blocks(self, draws: Draws, progress: Progress = no_progress) -> Iterator[tuple[slice, Floats]]:
        """Yield rows of draws and their index, (some draws, units), so that thousands of them need little memory.

        The index of a block is (draws, units).
        """
        errors = bool(self.assumptions.error) and draws.errors >= 0
        for rows in self._stretches(len(draws), errors):
            noise = None
            if errors:
                if rows.start % BLOCK == 0:
                    random = errors_of(self.seed, draws.errors, rows.start // BLOCK)
                noise = random.standard_normal((rows.stop - rows.start, *self.absent.shape))
            yield rows, self._scores(draws.rows(rows), noise)
            progress(rows.stop / len(draws))

    def _stretches(self, count: int, errors: bool) -> Iterator[slice]:
        widest = max(len(node.labels) for node in self.plan.root.walk())
        numbers = self.absent.shape[1] * (len(self.absent) if errors else widest)
        step = max(1, min(MOST_TOGETHER, MOST_NUMBERS // numbers))
        block = BLOCK if errors else max(count, 1)
        for start in range(0, count, block):
            end = min(start + block, count)
            yield from (slice(first, min(first + step, end)) for first in range(start, end, step))

    def _scores(self, draws: Draws, noise: Floats | None) -> Floats:
        result = np.full((len(draws), self.absent.shape[1]), np.nan)
        choices = np.column_stack([draws.normalisation, draws.aggregation, draws.missing])
        kinds, kind_of = np.unique(choices, axis=0, return_inverse=True)
        for kind, choice in enumerate(map(tuple, kinds.tolist())):
            rows = np.flatnonzero(kind_of.reshape(-1) == kind)
            scenario = self._scenario(*choice)
            if isinstance(scenario, Message):
                self._fail(choice, scenario, rows.size)
                continue
            own = None if noise is None else noise[rows]
            result[rows] = self._regenerated(choice, scenario, draws.rows(rows), own)
        return result

    def _regenerated(self, choice: Choice, scenario: Scenario, draws: Draws, noise: Floats | None) -> Floats:
        """Return the index of draws of one combination of methods."""
        plan, definition, normalised = scenario.plan, scenario.definition, scenario.stages.normalised
        if noise is not None:
            values = scenario.stages.treated + self.assumptions.error * self.spreads * noise
            try:
                normalised = normalise(values, plan, definition, Diagnostics())
            except InputError as error:
                if len(draws) > 1:  # only some of them have such errors
                    each = (slice(row, row + 1) for row in range(len(draws)))
                    alone = [self._regenerated(choice, scenario, draws.rows(one), noise[one]) for one in each]
                    return np.concatenate(alone)
                self._fail(choice, error.message, 1)
                return np.full((1, values.shape[-1]), np.nan)
        judge = AsDrawn(plan, draws)
        root = evaluate(plan.root, normalised, judge)
        score, undefined = root.score, judge.failed
        too_large = is_too_large(score).any(axis=-1) & ~undefined
        score[undefined | too_large] = np.nan
        if MISSING[definition.missing.method].keeps:
            gaps = np.flatnonzero(self.absent.any(axis=0))
            short = falls_short(measured_share(root, self.absent[:, gaps]), definition)
            score[:, gaps] = np.where(short, np.nan, score[:, gaps])
        nothing = np.isnan(score).all(axis=-1) & ~undefined & ~too_large
        for template, which in ((UNDEFINED, undefined), (TOO_LARGE, too_large), (NOT_ENOUGH, nothing)):
            self._fail(choice, Message(template), int(np.count_nonzero(which)))
        return score

    def _fail(self, choice: Choice, why: Message, count: int) -> None:
        if count:
            self.failures[choice, why.template] += count
            self.reasons[choice, why.template] = why

    def _make(self, normalisation: int, aggregation: int, missing: int) -> Scenario | Message:
        definition = alternative(
            self.definition, self.normalisations[normalisation], self.aggregations[aggregation], self.missing[missing]
        )
        plan = make_plan(definition)
        try:
            return Scenario(definition, plan, self._stages(definition.missing, plan.leaves))
        except InputError as error:
            return error.message

    def _prepare(self, missing: Missing, leaves: tuple[Leaf, ...]) -> Stages:
        """Bring the indicators to scores; combinations that differ in their aggregation may share them."""
        definition, plan = replace(self.definition, missing=missing), IndexPlan(leaves, self.plan.root)
        return prepare(self.nominal.stages.denominated, definition, plan, self.beside, Diagnostics())
