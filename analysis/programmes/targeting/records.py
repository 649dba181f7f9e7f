"""From a row a household to counts by kelurahan."""

from __future__ import annotations

from collections.abc import Mapping

from ...core.lazy import pd
from ...core.messages import InputError, mark

_ANSWERS = ("eligible", "receives")


def counts_of_records(
    records: pd.DataFrame, names: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sum records to counts by their column `code`, and return the records ready for `targeting`.

    records: columns code, eligible and receives (1 or 0), and where known amount (what it receives, by
    default 1; of those who receive nothing it is not looked at), weight (by default 1), welfare. names: what
    the user calls the columns.

    Raises
    ------
    InputError
        For answers other than 0 and 1, for gaps, and for amounts or weights below zero; the row it names is
        the label in the index plus 1.
    """
    called = names or {}
    for column in _ANSWERS:
        wrong = ~records[column].isin([0, 1])
        if wrong.any():
            raise InputError(
                mark("The field {column} must say 1 or 0 in every record; row {row} says {value}."),
                column=called.get(column, column),
                row=int(records.index[wrong][0]) + 1,
                value=str(records.loc[wrong, column].iloc[0]),
            )
    table = records.assign(
        weight=records.get("weight", 1.0),
        amount=pd.Series(records.get("amount", 1.0), records.index).where(records["receives"] == 1, 0.0),
    )
    for column in ("weight", "amount"):
        wrong = ~(table[column] >= 0)
        if wrong.any():
            raise InputError(
                mark("The field {column} is negative or empty in row {row} of the records."),
                column=called.get(column, column),
                row=int(records.index[wrong][0]) + 1,
            )
    weight = table["weight"]
    counts = pd.DataFrame(
        {
            "code": table["code"],
            "eligible": weight * table["eligible"],
            "recipients": weight * table["receives"],
            "eligible_recipients": weight * table["eligible"] * table["receives"],
            "people": weight,
        }
    )
    if "amount" in records:
        counts["spent"] = weight * table["amount"]
    return counts.groupby("code").sum(), table
