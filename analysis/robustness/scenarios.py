"""The alternatives of normalisation, aggregation and missing rule, each combination prepared once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import numpy as np

from ..composite.columns import check_varies, read_values
from ..composite.missing import Gaps
from ..composite.pipeline import composite_index
from ..composite.plan import Node, Plan, make_plan
from ..composite.result import IndexResult
from ..composite.steps import impute, score, treat
from ..definition.model import Aggregation, Definition, Dimension, Levels, Missing, Normalisation
from ..diagnostics import Diagnostics
from ..lazy import pd
from ..messages import InputError, Message, Progress, mark, no_progress
from .assumptions import Assumptions
from .sampling import BLOCK, Draws, errors_of
from .scoring import MEANS, index_scores

#: Draws whose scores are held at once.
CHUNK = 2000


@dataclass(frozen=True)
class Scenario:
    """One combination: its plan and scores of shape (indicators, units), or why it gives no index."""

    plan: Plan
    values: np.ndarray | None
    normalised: np.ndarray | None
    failure: Message | None = None


class Scenarios:
    """Evaluates draws; the nominal index is computed by the usual pipeline."""

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
        self.frame, self.definition, self.assumptions, self.seed = frame, definition, assumptions, seed
        self.groups, self.neighbours = groups, neighbours
        self.nominal: IndexResult = composite_index(frame, definition, groups=groups, neighbours=neighbours)
        self.normalisations = [None, *(code for code in assumptions.normalisations)]
        self.aggregations = [None, *(code for code in assumptions.aggregations)]
        self.missing = list(dict.fromkeys([definition.missing.method, *assumptions.missing]))
        self.plan = make_plan(definition)
        _check_means(self.plan.root)
        for code in assumptions.aggregations:
            _check_mean(code, mark("the index"))
        self.unranked = self.nominal.units["index"].isna().to_numpy()
        self.spreads = np.nanstd(self.nominal.stages.treated, axis=1, ddof=1)[:, None]
        self.failures: Counter = Counter()
        self._scenario = lru_cache(maxsize=None)(self._make)

    @property
    def alternatives(self) -> dict[str, int]:
        """How many alternatives there are of each choice, the definition's own included."""
        return {
            "normalisation": len(self.normalisations),
            "aggregation": len(self.aggregations),
            "missing": len(self.missing),
        }

    def weights(self) -> list[np.ndarray]:
        """Return the nominal weights of every node, depth first, whatever method gave them."""
        table = self.nominal.weights
        by_name = {(row.dimension, row.field): row.weight for row in table.itertuples()}
        found = []

        def visit(node: Node) -> None:
            if node.parts:
                names = [(child.dimension.code, "") for child in node.parts]
            else:
                leaves = self.plan.leaves[node.rows]
                names = [(node.dimension.code, leaf.indicator.field) for leaf in leaves]
            weights = np.array([by_name[name] for name in names], dtype=float)
            found.append(weights / weights.sum())
            for child in node.parts:
                visit(child)

        visit(self.plan.root)
        return found

    def evaluate(self, draws: Draws, progress: Progress = no_progress) -> np.ndarray:
        """Return the index of every draw, shape (draws, units); rows of NaN for draws that failed."""
        result = np.full((len(draws), len(self.frame)), np.nan)
        step = BLOCK if self.assumptions.error else CHUNK
        for start in range(0, len(draws), step):
            part = draws.rows(start, start + step)
            result[slice(start, start + step)] = self._chunk(part, start // BLOCK)
            progress(min(1.0, (start + step) / len(draws)))
        return result

    def _chunk(self, draws: Draws, block: int) -> np.ndarray:
        result = np.full((len(draws), len(self.frame)), np.nan)
        choices = np.column_stack([draws.normalisation, draws.aggregation, draws.missing])
        kinds, kind_of = np.unique(choices, axis=0, return_inverse=True)
        for kind, key in enumerate(map(tuple, kinds.tolist())):
            rows = np.flatnonzero(kind_of.reshape(-1) == kind)
            scenario = self._scenario(*key)
            if scenario.failure is None:
                weights = tuple(weights[rows] for weights in draws.weights)
                normalised = self._normalised(scenario, draws.errors[rows], rows, block)
                result[rows] = index_scores(scenario.plan.root, normalised, weights, draws.left_out[rows])
            self.failures[key] += int(np.isnan(result[rows]).all(axis=1).sum())
        result[:, self.unranked] = np.nan
        return result

    def _normalised(
        self, scenario: Scenario, streams: np.ndarray, rows: np.ndarray, block: int
    ) -> np.ndarray:
        if not self.assumptions.error or (streams < 0).any():
            return scenario.normalised
        noise = np.empty((rows.size, *scenario.values.shape))
        for stream in np.unique(streams).tolist():
            here = streams == stream
            noise[here] = errors_of(self.seed, stream, block, scenario.values.shape)[rows[here]]
        values = scenario.values + self.assumptions.error * self.spreads * noise
        return _scores(scenario.plan, values, self.definition)

    def _make(self, normalisation: int, aggregation: int, missing: int) -> Scenario:
        definition = alternative(
            self.definition,
            self.normalisations[normalisation],
            self.aggregations[aggregation],
            self.missing[missing],
        )
        plan = make_plan(definition)
        try:
            values = read_values(self.frame, definition)
            gaps = Gaps(
                values, np.isnan(values), definition.fields, self.frame.index, self.groups, self.neighbours
            )
            imputed = impute(gaps, definition, Diagnostics())
            check_varies(
                imputed, [None if leaf.by_goalposts else leaf.indicator.field for leaf in plan.leaves]
            )
            treated = treat(imputed, plan, definition, Diagnostics())
            return Scenario(plan, treated, _scores(plan, treated, definition))
        except InputError as error:
            return Scenario(plan, None, None, error.message)

    def failure_of(self, key: tuple[int, int, int]) -> Message:
        """Return why draws of a combination failed."""
        return self._scenario(*key).failure or Message(
            mark("The mean is undefined for scores of zero or less.")
        )


def alternative(
    definition: Definition, normalisation: str | None, aggregation: str | None, missing: str
) -> Definition:
    """Return the definition with other methods at every level; None keeps what it says."""
    if normalisation is not None:
        definition = replace(definition, normalisation=Normalisation(normalisation))
    if aggregation is not None:
        mean = Aggregation(aggregation)
        definition = replace(definition, aggregation=Levels(mean, mean))
    dimensions = tuple(
        _cleared(dimension, normalisation is not None, aggregation is not None)
        for dimension in definition.dimensions
    )
    rule = Missing(missing, definition.missing.coverage)
    return replace(definition, dimensions=dimensions, missing=rule)


def _cleared(dimension: Dimension, normalisation: bool, aggregation: bool) -> Dimension:
    """Take away a dimension's own choices, so that those of the whole index hold."""
    return replace(
        dimension,
        normalisation=None if normalisation else dimension.normalisation,
        aggregation=None if aggregation else dimension.aggregation,
        dimensions=tuple(_cleared(below, normalisation, aggregation) for below in dimension.dimensions),
    )


def _scores(plan: Plan, values: np.ndarray, definition: Definition) -> np.ndarray:
    turned = definition.orientation == "deprivation"
    rows = [score(values[..., row, :], leaf, turned) for row, leaf in enumerate(plan.leaves)]
    return np.stack(rows, axis=-2)


def _check_means(node: Node) -> None:
    _check_mean(node.aggregation.method, node.name)
    if node.weighting.method == "bod":
        raise InputError(
            mark(
                "The benefit of the doubt in {node} gives each kelurahan its own weights: there are no weights "
                "to vary. Choose another weighting."
            ),
            node=node.name,
        )
    for child in node.parts:
        _check_means(child)


def _check_mean(code: str, node: Any) -> None:
    if code not in MEANS:
        raise InputError(
            mark("The robustness of {node} can be told for these aggregations: {known}; not for {code}."),
            node=Message(node) if isinstance(node, str) else node,
            known=list(MEANS),
            code=code,
        )
