"""What the index is made of: how much each dimension moves it, and what holds the worst-off back."""

from __future__ import annotations

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, mark
from ...indices.composite.cautions import cautions
from ..parts import Block, Column, Figure, ReportSection, Section, Statement, Table
from ..results import Results

#: So many kelurahan at the ends of the ranking, with so many indicators each.
_WORST, _GAPS = 5, 3


def drivers_section(results: Results) -> Section | None:
    """Return weights as given beside weights as they act, and the gaps of the worst-off."""
    statements: list[Statement] = []
    blocks: list[Block] = []
    weights = results.table("weights_table", "dimension", "field", "name", "weight_overall", "weight_effective")
    if weights is not None:
        statements += _effective(weights)
        statements += _cautions(results, weights)
        blocks.append(_weights_table(weights))
    parts = results.table("contributions_table", "name")
    if parts is not None:
        blocks += _contributions(results, parts, weights)
    return Section(Message(mark("What the index is made of")), statements, blocks) if blocks else None


def _cautions(results: Results, weights: pd.DataFrame) -> list[Statement]:
    """Return what is to be minded of the weights, as the index itself says it."""
    if results.definition is None or "correlation" not in weights:
        return []
    n = int(results.index["index"].notna().sum()) if "index" in results.index else len(results.index)
    evidence = Message(mark("weights and correlations of the index, no test"))
    return [Statement(one, evidence, key=True) for one in cautions(weights, results.definition, n)]


def _effective(weights: pd.DataFrame) -> list[Statement]:
    top = weights[(weights["level"] == 1) & weights["weight_effective"].notna()]
    if top.empty:
        return []
    most = top.loc[top["weight_effective"].idxmax()]
    facts = {
        "name": most["name"],
        "effective": round(100 * float(most["weight_effective"]), 1),
        "nominal": round(100 * float(most["weight_overall"]), 1),
    }
    return [
        Statement(
            Message(
                mark(
                    "The dimension {name} moves the index most: {effective} % of its differences at a weight "
                    "of {nominal} %."
                ),
                facts,
            ),
            Message(mark("shares of the covariance with the index, no test; no claim about causes")),
            key=True,
        )
    ]


def _weights_table(weights: pd.DataFrame) -> Table:
    top = weights[weights["level"] == 1]
    columns = [
        Column(Message(mark("Dimension"))),
        Column(Message(mark("Indicators")), 0),
        Column(Message(mark("Nominal weight (%)")), 1),
        Column(Message(mark("Effective weight (%)")), 1),
        Column(Message(mark("Correlation with the index")), 2),
    ]
    counts = weights[weights["field"].fillna("") != ""].groupby("dimension").size()
    rows = [
        [
            row["name"],
            int(counts.get(row["dimension"], 0)) or None,
            100 * row["weight_overall"],
            100 * row["weight_effective"],
            row.get("correlation"),
        ]
        for row in top.to_dict("records")
    ]
    note = mark(
        "The effective weight is the share of the differences in the index that comes with a dimension. Where "
        "it differs much from the nominal weight, the index says something else than its weights."
    )
    return Table(Message(mark("Weights of the dimensions")), columns, rows, Message(note))


def _contributions(results: Results, parts: pd.DataFrame, weights: pd.DataFrame | None) -> list[Block]:
    """Return the gaps of the worst-off and the stacked contributions of both ends."""
    if weights is None:
        return []
    leaves = weights[weights["field"].fillna("") != ""]
    labels = dict(zip(leaves["field"], leaves["name"]))
    fields = [column for column in parts.columns if column in labels]
    ranked = results.index[results.index["index"].notna()].sort_values(["rank", "name"])
    if not fields or parts["name"].duplicated().any() or ranked["name"].duplicated().any():
        return []
    values = parts.set_index("name")[fields].reindex(ranked["name"]).astype(float)
    blocks: list[Block] = [_gaps(values, labels)]
    blocks.append(_stacks(values, weights))
    return blocks


def _stacks(values: pd.DataFrame, weights: pd.DataFrame) -> Figure:
    """Return what the top dimensions add in the kelurahan at both ends of the ranking."""
    top = weights[(weights["level"] == 1) & (weights["field"].fillna("") == "")]
    above = weights["dimension"].where(weights.index.isin(top.index)).ffill()
    ends = values if len(values) <= 2 * _WORST else values.iloc[[*range(_WORST), *range(-_WORST, 0)]]
    members = [[one for one in weights["field"][above == code] if one in ends] for code in top["dimension"]]
    return Figure(
        "stacks",
        Message(mark("What each dimension adds to the index, at both ends of the ranking")),
        {
            "labels": ends.index.tolist(),
            "parts": np.column_stack([ends[fields].sum(axis=1) for fields in members]),
            "names": top["name"].tolist(),
        },
    )


def _gaps(values: pd.DataFrame, labels: dict[str, str]) -> Table:
    """Return, for the last of the ranking, the indicators that lie furthest below the mean contribution."""
    gaps = values - values.mean()
    rows = []
    for name in values.index[::-1][:_WORST]:
        lowest = gaps.loc[name].dropna().nsmallest(_GAPS)
        for field, gap in lowest[lowest < 0].items():
            rows.append([name, labels[field], -float(gap)])
    columns = [
        Column(Message(mark("Kelurahan"))),
        Column(Message(mark("Indicator"))),
        Column(Message(mark("Points below the mean")), 2),
    ]
    note = mark(
        "Contributions sum to the index. The table names the indicators with the largest gap to the mean of all "
        "kelurahan; it says where a kelurahan lags, not why."
    )
    return Table(Message(mark("What holds the worst-off kelurahan back")), columns, rows, Message(note))


SECTIONS = (ReportSection("drivers", mark("What the index is made of"), 30, drivers_section),)
