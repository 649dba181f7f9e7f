"""The index: level and spread, ranking, extremes, and the groups it is made of."""

from __future__ import annotations

import numpy as np

from ...core.arrays import Floats
from ...core.lazy import pd
from ...core.messages import Message, mark
from ..parts import Block, Column, Figure, Map, Paragraph, ReportSection, Section, Statement, Table, share
from ..results import Results

#: So many kelurahan are named at both ends of the ranking.
EXTREMES = 5

_RANK = Column(Message(mark("Rank")), 0)
_UNIT = Column(Message(mark("Kelurahan")))
_GROUP = Column(Message(mark("Kecamatan")))
_INDEX = Column(Message(mark("Index")), 1)
_DESCRIPTION = Message(mark("description of the values, no test"))


def index_section(results: Results) -> Section | None:
    """Return level, spread and ranking."""
    ranked = _ranked(results)
    if ranked.empty:
        return None
    blocks: list[Block] = [
        Map("index", Message(mark("Welfare index by kelurahan"))),
        _extremes(results, ranked, first=True),
        _extremes(results, ranked, first=False),
        Figure("histogram", Message(mark("Distribution of the index")), {"values": ranked["index"].tolist()}),
    ]
    return Section(Message(mark("The welfare index")), _level(results, ranked), blocks)


def groups_section(results: Results) -> Section | None:
    """Return the kecamatan side by side, and how much of the differences lies within them."""
    ranked = _ranked(results)
    if ranked.empty or not results.has_groups:
        return None
    table = group_table(results)
    order = table.sort_values("mean", ascending=not results.higher_is_better)
    best, worst = order.iloc[0], order.iloc[-1]
    within = within_share(ranked["index"].to_numpy(float), ranked["group"].to_numpy())
    kind = mark("means weighted by population, no test") if results.weighted else mark("plain means, no test")
    statements = [
        Statement(
            Message(
                mark("Kecamatan {best} has the best mean ({high}), kecamatan {worst} the worst ({low})."),
                {
                    "best": best["group"],
                    "high": round(best["mean"], 1),
                    "worst": worst["group"],
                    "low": round(worst["mean"], 1),
                },
            ),
            Message(kind),
        ),
        Statement(
            Message(
                mark(
                    "{within} % of the differences between kelurahan lie within the kecamatan, {between} % "
                    "between them: a mean of a kecamatan hides its worst-off kelurahan."
                )
                if within >= 50
                else mark(
                    "{within} % of the differences between kelurahan lie within the kecamatan, {between} % "
                    "between them."
                ),
                {"within": within, "between": round(100 - within, 1)},
            ),
            Message(mark("decomposition of the variance of the index, no test")),
            key=True,
        ),
    ]
    return Section(Message(mark("Kecamatan side by side")), statements, _group_blocks(results, order, ranked))


def ranking_section(results: Results) -> Section | None:
    """Return the whole ranking."""
    ranked = _ranked(results)
    if ranked.empty:
        return None
    missing = results.index[results.index["index"].isna()].sort_values("name")
    columns = [
        _RANK,
        _UNIT,
        _GROUP,
        _INDEX,
        Column(Message(mark("Class")), 0),
        Column(Message(mark("Coverage (%)")), 0),
    ]
    frame = results.index.loc[[*ranked.index, *missing.index]]
    rows = [
        [row["rank"], row["name"], row["group"], row["index"], row["class"], 100 * row["coverage"]]
        for row in frame.to_dict("records")
    ]
    return Section(
        Message(mark("Ranking of all kelurahan")),
        blocks=[_without_groups(results, Table(Message(mark("Ranking")), columns, rows))],
    )


def group_table(results: Results) -> pd.DataFrame:
    """Return a row a group: kelurahan with an index, population, mean, lowest, highest, class 1."""
    frame = results.index.assign(weight=results.weights)
    frame = frame[frame["index"].notna() & frame["group"].notna()]
    rows = []
    for name, members in frame.groupby("group", sort=True):
        rows.append(
            {
                "group": name,
                "units": len(members),
                "population": members["population"].sum(min_count=1),
                "mean": float(np.average(members["index"], weights=members["weight"])),
                "low": members["index"].min(),
                "high": members["index"].max(),
                "gap": members["index"].max() - members["index"].min(),
            }
        )
    return pd.DataFrame(rows)


def within_share(values: np.ndarray, groups: np.ndarray) -> float:
    """Return the percentage of the variance that lies within the groups, each unit counted once."""
    total = ((values - values.mean()) ** 2).sum()
    inside = sum(((values[groups == one] - values[groups == one].mean()) ** 2).sum() for one in set(groups.tolist()))
    return share(inside, total)


def _ranked(results: Results) -> pd.DataFrame:
    return results.index[results.index["index"].notna()].sort_values(["rank", "name"])


def _level(results: Results, ranked: pd.DataFrame) -> list[Statement]:
    values, n = ranked["index"].to_numpy(float), len(results.index)
    best, worst = ranked.iloc[0], ranked.iloc[-1]
    known = results.index["index"].notna().to_numpy()
    mean = np.average(results.index["index"][known], weights=results.weights[known])
    statements = [
        Statement(
            Message(
                mark(
                    "Of {n} kelurahan {known} {known:has|have} an index. It runs from {worst_value} ({worst}) to "
                    "{best_value} ({best})."
                ),
                {
                    "n": n,
                    "known": len(ranked),
                    "worst": worst["name"],
                    "worst_value": round(float(worst["index"]), 1),
                    "best": best["name"],
                    "best_value": round(float(best["index"]), 1),
                },
            ),
            _DESCRIPTION,
            key=True,
        ),
        Statement(
            Message(
                mark("The mean weighted by population is {mean}; half of the kelurahan lie below {median}.")
                if results.weighted
                else mark("The mean of the kelurahan is {mean}; half of them lie below {median}."),
                {"mean": round(float(mean), 1), "median": round(float(np.median(values)), 1)},
            ),
            _DESCRIPTION,
        ),
        _worst_off(results, ranked),
    ]
    return statements if len(ranked) == n else [*statements, _without_index(results)]


def _worst_off(results: Results, ranked: pd.DataFrame) -> Statement:
    names = ranked["name"].iloc[::-1].head(EXTREMES).tolist()
    if results.table("robustness", "rank_low", "rank_high") is not None:
        evidence = mark("order of the values, no test; the section on other choices says how far it hangs on them")
    else:
        evidence = mark("order of the values, no test; how far it hangs on choices was not examined")
    message = mark("The {count} kelurahan with the worst index {count:is|are} {names}.")
    return Statement(Message(message, {"count": len(names), "names": names}), Message(evidence), key=True)


def _without_index(results: Results) -> Statement:
    names = results.index["name"][results.index["index"].isna()].tolist()
    return Statement(
        Message(
            mark("Without an index for want of data: {names}. {names:It is|They are} not counted as poor or well-off."),
            {"names": names},
        ),
        Message(mark("the rule for missing values of the definition")),
        key=True,
    )


def _extremes(results: Results, ranked: pd.DataFrame, first: bool) -> Table:
    title = mark("The {count} best-off kelurahan") if first else mark("The {count} worst-off kelurahan")
    rows = ranked.head(EXTREMES) if first else ranked.tail(EXTREMES).iloc[::-1]
    dimensions = results.dimensions
    lines = []
    for row in rows.to_dict("records"):
        scores = {label: row[column] for column, label in dimensions.items() if row[column] == row[column]}
        weakest = min(scores, key=lambda label: scores[label]) if scores else None
        lines.append([row["rank"], row["name"], row["group"], row["index"], weakest])
    columns = [_RANK, _UNIT, _GROUP, _INDEX, Column(Message(mark("Weakest dimension")))]
    return _without_groups(results, Table(Message(title, {"count": len(lines)}), columns, lines))


def _without_groups(results: Results, table: Table) -> Table:
    """Return a table without the column of the kecamatan where there are none."""
    if results.has_groups:
        return table
    place = list(table.columns).index(_GROUP)
    rows = [[cell for at, cell in enumerate(row) if at != place] for row in table.rows]
    return Table(table.title, [one for one in table.columns if one is not _GROUP], rows, table.note)


def _group_blocks(results: Results, order: pd.DataFrame, ranked: pd.DataFrame) -> list[Block]:
    columns = [
        _GROUP,
        Column(Message(mark("Kelurahan")), 0),
        Column(Message(mark("Population")), 0),
        Column(Message(mark("Mean of the index")), 1),
        Column(Message(mark("Lowest")), 1),
        Column(Message(mark("Highest")), 1),
        Column(Message(mark("Gap")), 1),
    ]
    rows = order[["group", "units", "population", "mean", "low", "high", "gap"]].to_numpy(object).tolist()
    note = mark("Means weighted by population.") if results.weighted else mark("Plain means of kelurahan.")
    groups = order["group"].tolist()
    members = {name: ranked["index"][ranked["group"] == name].tolist() for name in groups}
    blocks: list[Block] = [
        Table(Message(mark("Kecamatan")), columns, rows, Message(note)),
        Figure(
            "boxes",
            Message(mark("The index by kecamatan: every point a kelurahan, the dashed line the median of all")),
            {"groups": members, "line": float(ranked["index"].median())},
        ),
    ]
    if results.dimensions:
        blocks.append(_heat(results, groups))
        blocks.append(
            Paragraph(
                Message(mark("In the heat map, red is below the mean of all kelurahan in the dimension, blue above."))
            )
        )
    return blocks


def _heat(results: Results, groups: list[str]) -> Figure:
    weights, dimensions = results.weights, results.dimensions
    scores = results.index[list(dimensions)].to_numpy(float)
    place = results.index["group"].to_numpy()
    means = np.array([_means(scores[place == name], weights[place == name]) for name in groups])
    return Figure(
        "heat",
        Message(mark("Mean scores of the dimensions by kecamatan (0–100)")),
        {"values": means, "rows": groups, "columns": list(dimensions.values()), "centres": _means(scores, weights)},
    )


def _means(scores: Floats, weights: Floats) -> Floats:
    """Return the weighted means of columns, leaving out what is missing."""
    known = np.isfinite(scores)
    sums = np.where(known, scores, 0.0).T @ weights
    totals = known.T @ weights
    means: Floats = np.divide(sums, totals, out=np.full(len(sums), np.nan), where=totals > 0)
    return means


SECTIONS = (
    ReportSection("index", mark("The welfare index"), 10, index_section, "index"),
    ReportSection("groups", mark("Kecamatan side by side"), 20, groups_section),
    ReportSection("ranking", mark("Ranking of all kelurahan"), 150, ranking_section),
)
