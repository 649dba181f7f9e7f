"""Sums by area at one cut-off: what the measures need where neither patterns nor other cut-offs are asked for.

A register of many small areas has nearly as many patterns by area as records; these sums stay a row an area.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from ..core.diagnostics import Diagnostics
from ..core.lazy import pd
from .definition import PovertyDefinition
from .profile import AREA, PATTERN, POPULATION, RECORDS, usable

#: Columns of an engine's cells beside those of a profile: Σ persons · gap and gap² over all indicators,
#: weighted as they are.
GAP, SEVERITY = "gap", "severity"


@dataclass(frozen=True)
class AreaSums:
    """What the records of each area sum to at the cut-off k.

    sums: by area, `records`, `missing`; of persons `population`, `poor`, `deprivation` (score of the poor),
    `uncensored_<field>` (deprived), `censored_<field>` (deprived and poor) and, where depths were asked for,
    `gap` and `severity` of the poor.
    """

    definition: PovertyDefinition
    k: float
    sums: pd.DataFrame
    diagnostics: Diagnostics

    @property
    def areas(self) -> pd.Index:
        """The labels of the areas in order."""
        return self.sums.index

    def only(self, areas: pd.Index) -> AreaSums:
        """Return the sums of the areas with these labels, and the number of their records."""
        sums = self.sums.loc[self.areas.isin(areas)]
        diagnostics = replace(self.diagnostics, n=int(sums[RECORDS].sum()), missing=int(sums["missing"].sum()))
        return replace(self, sums=sums, diagnostics=diagnostics)


def sums_from_cells(raw: pd.DataFrame, definition: PovertyDefinition, k: float) -> AreaSums:
    """Return the sums of an engine's cells of area and state.

    raw: `area`; `pattern`, which is 1 for the poor, 0 for others and a negative code for records that
    cannot be used; `records`, `population`; persons deprived, a column a field; `gap` and `severity` where
    wanted. Errors as `usable`.
    """
    cells, missing, diagnostics = usable(raw, definition)
    fields, poor = list(definition.fields), cells[PATTERN] == 1
    everybody, the_poor = (part.groupby(AREA).sum().astype(float) for part in (cells, cells[poor]))
    the_poor = the_poor.reindex(everybody.index).fillna(0.0)
    known: dict[str, Any] = {
        RECORDS: everybody[RECORDS],
        POPULATION: everybody[POPULATION],
        "missing": missing.reindex(everybody.index).fillna(0),
        "poor": the_poor[POPULATION],
        "deprivation": the_poor[fields].to_numpy() @ definition.weights,
        **{name: the_poor[name] for name in (GAP, SEVERITY) if name in the_poor},
    }
    parts = [everybody[fields].add_prefix("uncensored_"), the_poor[fields].add_prefix("censored_")]
    return AreaSums(definition, k, pd.concat([pd.DataFrame(known, everybody.index), *parts], axis=1), diagnostics)
