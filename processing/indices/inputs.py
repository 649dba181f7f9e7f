"""What an index is computed from: every algorithm that computes one reads its layer here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.indices.definition.needs import needs
from ..base.codes import check_codes
from ..base.neighbours import neighbours_of

if TYPE_CHECKING:
    from ...analysis.indices.definition.model import Definition
    from ..base.run import Run

KEYS = ("ID_FIELD", "NAME_FIELD", "GROUP_FIELD")


@dataclass(frozen=True)
class IndexInputs:
    """A frame by feature id, the key fields by parameter, and what missing values may be filled from."""

    frame: pd.DataFrame
    columns: dict[str, str | None]
    groups: pd.Series | None
    neighbours: Any

    @property
    def keys(self) -> list[str]:
        """The key fields that were given, each once."""
        return list(dict.fromkeys(filter(None, self.columns.values())))


def read_inputs(run: Run, definition: Definition, rules: Sequence[str] = ()) -> IndexInputs:
    """Read what a definition needs; rules: codes of further rules for missing values that are to be tried.

    Raises `InputError` for fields that are not there and for codes that repeat or are missing.
    """
    needed = needs(definition, rules=rules)
    columns = {name: run.field(name) for name in KEYS}
    frame = run.frame([*needed.columns, *columns.values()])
    run.name_units(frame, columns["NAME_FIELD"], columns["ID_FIELD"])
    check_codes(frame, columns["ID_FIELD"])
    groups = frame[columns["GROUP_FIELD"]] if columns["GROUP_FIELD"] else None
    neighbours = neighbours_of(run, frame.index).matrix if needed.neighbours else None
    return IndexInputs(frame, columns, groups, neighbours)
