"""What a report is written from: results by name, with columns of known names, and how they came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ..core.lazy import pd
from ..core.messages import Message, mark
from ..spatial.significance import CORRECTIONS

if TYPE_CHECKING:
    from ..indices.definition.model import Definition

#: q at or below this counts as significant in the sentences.
ALPHA = 0.05
#: By code of the number of sides.
_SIDES = {"one": mark("one-sided p"), "two": mark("two-sided p"), None: mark("p of a side that is not told")}


@dataclass(frozen=True)
class Origin:
    """How a result came about, as far as its layer tells.

    title: of its map; column: what was analysed; notes: steps of the method; permutations, seed, sides (code of
    `SIDES`) and correction (code of `CORRECTIONS`) of its test, None where they are not told; warnings: what its
    run warned of.
    """

    title: Message | str = ""
    column: str = ""
    notes: tuple[Message, ...] = ()
    permutations: int | None = None
    seed: int | None = None
    sides: str | None = None
    correction: str | None = None
    warnings: tuple[Message | str, ...] = ()


@dataclass(frozen=True)
class Results:
    """All results of a study.

    index: a row a kelurahan with `name`, `group` (None where there is none), `population` (NaN where
    there is none), `index`, `rank`, `class`, `coverage`, `dim_<code>`. tables: the other results by the
    name of their parameter in small letters; layers have `name` too. origins: by the same names. words: what
    the dimensions are called in the language of the report, by column; else the definition says it.
    """

    index: pd.DataFrame
    tables: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    origins: Mapping[str, Origin] = field(default_factory=dict)
    definition: Definition | None = None
    words: Mapping[str, str] = field(default_factory=dict)

    def table(self, name: str, *columns: str) -> pd.DataFrame | None:
        """Return a result that has these columns, else None."""
        found = self.tables.get(name)
        return found if found is not None and set(columns) <= set(found.columns) else None

    def origin(self, name: str) -> Origin:
        """Return how a result came about."""
        return self.origins.get(name, Origin())

    @property
    def higher_is_better(self) -> bool:
        """Whether a high index means welfare."""
        return self.definition is None or self.definition.orientation == "welfare"

    @property
    def dimensions(self) -> dict[str, str]:
        """The columns with scores of dimensions and their labels."""
        labels = dict(self.words)
        if self.definition is not None and not labels:
            labels = {f"dim_{one.code}": one.label for one in self.definition.dimensions}
        return {
            column: labels.get(column) or self._named(column[4:]) for column in self.index if column.startswith("dim_")
        }

    def _named(self, code: str) -> str:
        """Return what the table of weights calls a dimension, its code where there is none."""
        weights = self.table("weights_table", "level", "dimension", "name")
        if weights is None:
            return code
        named = weights[(weights["level"] == 1) & (weights["dimension"].astype(str).str.lower() == code.lower())]
        return str(named["name"].iloc[0]) if len(named) else code

    @property
    def has_groups(self) -> bool:
        """Whether there are at least two groups."""
        return bool(self.index["group"].nunique() > 1)

    @property
    def weights(self) -> np.ndarray:
        """The population, or 1 for each kelurahan where it is not known everywhere."""
        population = self.index["population"].to_numpy(float)
        known = np.isfinite(population).all() and population.sum() > 0 and (population >= 0).all()
        return population if known else np.ones(len(self.index))

    @property
    def weighted(self) -> bool:
        """Whether means are weighted by population."""
        return bool(np.ptp(self.weights) > 0)


def words_of_test(statistic: Message, origin: Origin) -> Message:
    """Return the test behind a local statistic."""
    code = origin.correction
    correction = CORRECTIONS[code].label if code in CORRECTIONS and code else mark("a correction that is not told")
    facts = {
        "statistic": statistic,
        "sides": Message(_SIDES.get(origin.sides, _SIDES[None])),
        "correction": Message(correction),
        "alpha": ALPHA,
    }
    if origin.permutations:
        return Message(
            mark("{statistic}, {permutations} permutations, {sides}, correction: {correction}, q ≤ {alpha}"),
            {**facts, "permutations": origin.permutations},
        )
    return Message(mark("{statistic}, {sides}, correction: {correction}, q ≤ {alpha}"), facts)
