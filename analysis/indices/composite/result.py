"""What an index gives back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, mark
from ..definition.model import Definition
from ..methods.classification import CLASSIFICATIONS, Classification, classify
from .plan import IndexPlan
from .ranking import ranks
from .tables import changes_table, weights_table
from .tree import Scored

#: Why there is no index at all.
NOT_ENOUGH = mark("No kelurahan has enough indicators for an index; lower the required coverage.")


@dataclass(frozen=True)
class Stages:
    """The values after each step, arrays of shape (indicators, units); a step that changes nothing shares."""

    denominated: Floats
    imputed: Floats
    treated: Floats
    normalised: Floats


@dataclass(frozen=True)
class IndexResult:
    """A composite index.

    units: a row a unit, indexed as the input: index, rank, class, coverage, `dim_<code>` of the top
    dimensions; dimensions: the score of every dimension, by code; normalised and contributions: a column
    an indicator, NaN where it is missing; weights: a row a dimension or indicator (see `weights_table`);
    treated and imputed: a row a changed value (unit, column as a category, before, after); breaks: the
    bounds of the classes.
    """

    units: pd.DataFrame
    dimensions: pd.DataFrame
    normalised: pd.DataFrame
    weights: pd.DataFrame
    contributions: pd.DataFrame
    treated: pd.DataFrame
    imputed: pd.DataFrame
    breaks: Floats
    stages: Stages
    diagnostics: Diagnostics
    definition: Definition


def assemble(
    definition: Definition,
    plan: IndexPlan,
    stages: Stages,
    root: Scored,
    parts: Floats,
    coverage: Floats,
    units: pd.Index,
    diagnostics: Diagnostics,
) -> IndexResult:
    """Classify and rank the scores and put everything into tables.

    parts: contributions, shape (indicators, units); coverage: share of weight measured, (units,). Raises
    `InputError` where no unit has an index.
    """
    index, fields = root.score, definition.fields
    classes = _classes(index, definition, diagnostics)
    table = {
        "index": index,
        "rank": _integers(ranks(index, best_is_high=definition.orientation == "welfare")),
        "class": _integers(classes.classes),
        "coverage": coverage,
    }
    table.update({f"dim_{child.node.code}": child.score for child in root.parts})
    nodes = {scored.node.code: scored.score for scored in root.walk()[1:]}
    return IndexResult(
        units=pd.DataFrame(table, index=units, copy=False),
        dimensions=pd.DataFrame(nodes, index=units, copy=False),
        normalised=pd.DataFrame(stages.normalised.T, index=units, columns=fields, copy=False),
        weights=weights_table(plan, root, stages.normalised, parts),
        contributions=pd.DataFrame(parts.T, index=units, columns=fields, copy=False),
        treated=changes_table(stages.imputed, stages.treated, fields, units),
        imputed=changes_table(stages.denominated, stages.imputed, fields, units),
        breaks=classes.breaks,
        stages=stages,
        diagnostics=diagnostics,
        definition=definition,
    )


def _classes(index: Floats, definition: Definition, diagnostics: Diagnostics) -> Classification:
    known = ~np.isnan(index)
    if not known.any():
        raise InputError(NOT_ENOUGH)
    diagnostics.n, diagnostics.missing = int(np.count_nonzero(known)), int(np.count_nonzero(~known))
    choice = definition.classes
    method, classes = CLASSIFICATIONS[choice.method], classify(index, choice)
    made = classes.breaks.size - 1
    diagnostics.step(mark("Classes: {method}, {n}."), method=Message(method.label), n=made)
    if not method.own_bounds and made < choice.count:
        diagnostics.warn(
            mark("Equal values leave {n} {n:class|classes} instead of {count}."), n=made, count=choice.count
        )
    return classes


def _integers(numbers: Floats) -> pd.arrays.IntegerArray:
    """Return whole numbers as pandas' nullable integers, NaN as missing."""
    absent = np.isnan(numbers)
    return pd.arrays.IntegerArray(np.where(absent, 0, numbers).astype("int64"), absent)
