"""What every engine checks of a table before it reads it: that fields are there and hold what rules need."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from ...core.messages import InputError, mark
from ..definition import PovertyDefinition
from ..profile import AREA, CLUSTER, STRATUM

NUMBER, TEXT = "number", "text"


def key_fields(area: str, stratum: str | None, cluster: str | None) -> dict[str, str]:
    """Return the fields that cells are counted by, by their names in a profile."""
    given = {AREA: area, STRATUM: stratum, CLUSTER: cluster}
    return {name: field for name, field in given.items() if field is not None}


def check_columns(
    kinds: Mapping[str, str | None], definition: PovertyDefinition, keys: Collection[str], population: Sequence[str]
) -> None:
    """Check that fields are there, and of a kind that their rules can read.

    kinds: "number" or "text" by name of field, None where it holds nothing but NULL. A text compared with
    a number would silently be "not deprived", so it is refused.

    Raises
    ------
    InputError
        Where a field is missing or of another kind.
    """
    wanted = [*definition.fields, *population, *keys]
    absent = [name for name in wanted if name not in kinds]
    if absent:
        raise InputError(
            mark("The table has no field {columns}; choose another or correct the definition."), columns=absent
        )
    for indicator in definition.indicators:
        needed = TEXT if any(isinstance(value, str) for value in indicator.values) else NUMBER
        _refuse_kind(kinds, indicator.field, needed)
    for name in population:
        _refuse_kind(kinds, name, NUMBER)


def duplicates_error(field: str, values: Sequence[object]) -> InputError:
    """Return the error for records whose identifier appears twice."""
    return InputError(
        mark("These values of {column} appear in more than one record: {values}. Remove the duplicates."),
        column=field,
        values=list(values),
    )


def _refuse_kind(kinds: Mapping[str, str | None], name: str, needed: str) -> None:
    if kinds[name] in (needed, None):
        return
    if needed == NUMBER:
        raise InputError(mark("The field {column} holds text, where numbers are needed."), column=name)
    raise InputError(mark("The field {column} holds numbers, where the definition names texts."), column=name)
