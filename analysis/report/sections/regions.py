"""The report of regions and typologies: groups with their members, profile, advice on their number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, Number, mark
from ..parts import Block, Column, Figure, Paragraph, Section, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...spatial.regions.partition import Regions

#: More members than this are counted, not named.
_MOST_NAMES = 60
_CAPTION = mark(
    "The mean of each field in each group, in standard deviations from the mean of all areas. Blue is above, red below."
)
_GROUPED = mark(
    "{n} areas, of which {taking} are in {count} groups. {between} % of the differences lie between the groups; the "
    "mean silhouette is {silhouette}."
)
_HINT = mark(
    "The silhouette tells how clearly the groups are apart: above 0.5 clear, below 0.25 hardly. More groups always "
    "explain more; the highest silhouette is only a hint."
)


def regions_sections(
    result: Regions, fields: Sequence[str], advice: pd.DataFrame | None, names: Mapping[Any, str]
) -> list[Section]:
    """Return the groups, what their members have in common, and how many groups there might be.

    fields: those the areas are alike in; advice: a row a number of groups; names: of the areas.
    """
    facts = {
        "n": len(result.frame),
        "taking": result.diagnostics.n,
        "count": len(result.profile),
        "between": Number(100 * result.between, 0),
        "silhouette": Number(result.silhouette, 2),
    }
    profile: list[Block] = [_chart(result, fields), _profile(result, fields, names)]
    sections = [
        Section("", blocks=[Paragraph(Message(_GROUPED, facts))]),
        Section(Message(mark("Profile")), blocks=profile),
    ]
    if advice is not None:
        hint: list[Block] = [Paragraph(Message(_HINT)), _numbers(advice)]
        sections.append(Section(Message(mark("Number of groups")), blocks=hint))
    return sections


def _chart(result: Regions, fields: Sequence[str]) -> Figure:
    drawing = {
        "means": np.column_stack([result.profile[f"{field}_z"] for field in fields]),
        "groups": [Message(mark("Group {n}"), {"n": int(region)}) for region in result.profile.index],
        "variables": list(fields),
    }
    return Figure("profile_table", None, drawing, Message(_CAPTION))


def _profile(result: Regions, fields: Sequence[str], names: Mapping[Any, str]) -> Table:
    """Return the size of each group, the means of the fields in it, and its members."""
    columns = [
        Column(Message(mark("Group"))),
        Column(Message(mark("Areas")), 0),
        *(Column(field, 2) for field in fields),
        Column(Message(mark("Members"))),
    ]
    rows = []
    for region, row in zip(result.profile.index, result.profile.to_dict("records")):
        members = result.frame.index[result.frame["region"] == region]
        rest = len(members) - _MOST_NAMES
        named = ", ".join(names[unit] for unit in members[:_MOST_NAMES]) + (f" (+{rest})" if rest > 0 else "")
        rows.append([region, row["units"], *(row[field] for field in fields), named])
    return Table(None, columns, rows)


def _numbers(advice: pd.DataFrame) -> Table:
    """Return how well each number of groups parts the areas; a star marks the one advised."""
    columns = [
        Column(Message(mark("Groups")), 0),
        Column(Message(mark("Mean silhouette")), 3),
        Column(Message(mark("Differences between groups")), 0, unit="%"),
    ]
    rows = [
        [f"{row['groups']} ★" if row["advised"] else row["groups"], row["silhouette"], 100 * row["between"]]
        for row in advice.reset_index().to_dict("records")
    ]
    return Table(None, columns, rows)
