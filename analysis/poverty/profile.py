"""Records summed into cells of area, stratum, cluster and pattern of deprivations: what engines return.

The pattern is the row of deprivations of Alkire and Foster (2011), in the bits of one integer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ..core.arrays import Floats, Ints
from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from ..core.messages import InputError, mark
from .definition import PovertyDefinition
from .expression import INVALID, MISSING, NEGATIVE_WEIGHT

#: Columns of the cells beside the depths.
AREA, STRATUM, CLUSTER = "area", "stratum", "cluster"
PATTERN, RECORDS, POPULATION = "pattern", "records", "population"


@dataclass(frozen=True)
class Profile:
    """The cells of a set of records.

    cells: DataFrame with area, stratum and cluster (where given), pattern, records, population and, where
    depths were asked for, `depth1_<j>` and `depth2_<j>` (population-weighted sums of the gaps and their
    squares). missing: records left out by area.
    """

    definition: PovertyDefinition
    cells: pd.DataFrame
    missing: pd.Series
    diagnostics: Diagnostics

    @cached_property
    def areas(self) -> pd.Index:
        """The labels of the areas in order."""
        return self._factorized[1]

    def only(self, areas: pd.Index) -> Profile:
        """Return the profile of the records of the areas with these labels, and the number of those."""
        cells = self.cells[self.cells[AREA].isin(areas)].reset_index(drop=True)
        missing = self.missing[self.missing.index.isin(areas)]
        diagnostics = replace(self.diagnostics, n=int(cells[RECORDS].sum()), missing=int(missing.sum()))
        return replace(self, cells=cells, missing=missing, diagnostics=diagnostics)

    @cached_property
    def area_codes(self) -> Ints:
        """Number of each cell's area, (cells,)."""
        return self._factorized[0]

    @cached_property
    def _factorized(self) -> tuple[Ints, pd.Index]:
        codes, areas = pd.factorize(self.cells[AREA], sort=True)
        return codes, pd.Index(areas, name=AREA)

    @cached_property
    def _patterns(self) -> tuple[Ints, Ints]:
        result: tuple[Ints, Ints] = pd.factorize(self.cells[PATTERN].to_numpy())
        return result

    @property
    def pattern_codes(self) -> Ints:
        """Row of each cell's pattern in `bits`, (cells,)."""
        return self._patterns[0]

    @cached_property
    def bits(self) -> Floats:
        """Deprivations of each pattern that occurs, (patterns, indicators) of 0 and 1."""
        places = np.arange(len(self.definition.indicators))
        return ((self._patterns[1][:, None] >> places) & 1).astype(float)

    @cached_property
    def population(self) -> Any:
        """Population by area and pattern, a sparse matrix (areas, patterns)."""
        from scipy.sparse import coo_matrix

        places = (self.area_codes, self.pattern_codes)
        shape = (len(self.areas), len(self.bits))
        return coo_matrix((self.cells[POPULATION].to_numpy(), places), shape).tocsr()


def profile_from_cells(raw: pd.DataFrame, definition: PovertyDefinition) -> Profile:
    """Return the profile of an engine's cells, negative codes and NULL areas included; errors as `usable`."""
    cells, missing, diagnostics = usable(raw, definition)
    return Profile(definition, cells, missing, diagnostics)


def usable(raw: pd.DataFrame, definition: PovertyDefinition) -> tuple[pd.DataFrame, pd.Series, Diagnostics]:
    """Return the cells that count, the records left out by area, and what is to be said of them.

    Raises
    ------
    InputError
        Where an indicator holds what its rule cannot read, a weight is negative, or no record is left; warns
        of records left out.
    """
    codes = raw[PATTERN].to_numpy()
    _refuse(raw, codes, definition)
    diagnostics = Diagnostics()
    homeless = raw[AREA].isna().to_numpy()
    lacking = (codes == MISSING) & ~homeless
    for template, part in (
        (
            mark("{count} {count:record misses|records miss} an indicator or a weight and {count:was|were} left out."),
            lacking,
        ),
        (mark("{count} {count:record names|records name} no area and {count:was|were} left out."), homeless),
    ):
        count = int(raw.loc[part, RECORDS].sum())
        diagnostics.missing += count
        if count:
            diagnostics.warn(template, count=count)
    cells = raw[(codes >= 0) & ~homeless].reset_index(drop=True)
    diagnostics.n = int(cells[RECORDS].sum())
    if not diagnostics.n or not cells[POPULATION].sum() > 0:
        raise InputError(mark("No record is left that has all indicators, an area and a weight above 0."))
    return cells, raw[lacking].groupby(AREA)[RECORDS].sum(), diagnostics


def _refuse(raw: pd.DataFrame, codes: Ints, definition: PovertyDefinition) -> None:
    if (codes == NEGATIVE_WEIGHT).any():
        raise InputError(
            mark("{count} {count:record has|records have} a negative weight; correct {count:it|them}."),
            count=int(raw.loc[codes == NEGATIVE_WEIGHT, RECORDS].sum()),
        )
    for bit, indicator in enumerate(definition.indicators):
        wrong = codes == INVALID - bit
        if wrong.any():
            template = (
                mark(
                    "The field {column} must hold 0, 1 or NULL; {count} "
                    "{count:record holds|records hold} something else."
                )
                if indicator.rule == "flag"
                else mark("The field {column} must not be negative; {count} {count:record is|records are}.")
            )
            raise InputError(template, column=indicator.field, count=int(raw.loc[wrong, RECORDS].sum()))
