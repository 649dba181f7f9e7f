"""Robustness: the report of `indexrobustness`, and the section of the policy report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, mark
from ...indices.robustness.assumptions import FACTORS
from ..parts import Block, Column, Figure, Map, Paragraph, ReportSection, Section, Statement, Table
from ..results import Results

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...indices.robustness.result import Robustness

#: Rank intervals are drawn and listed for so many units at most.
_MOST_UNITS = 200
_MOST_INDICATORS = 10
_LEVEL = mark(
    "In {draws} draws of the choices behind the index, ranks moved by {shift} places on average. Half of the "
    "{n} kelurahan have a rank interval of {width} places or less."
)
_STRONGEST = mark(
    "What moves the ranks most is {factor}: it has part in {total} % of their variance, {first} % by itself."
)
_SOBOL = mark(
    "Sobol indices on all ranks together; whiskers are 95 % bootstrap intervals. Total counts what a choice does "
    "together with others, so that totals may sum to more than 100 %."
)
_INTERVALS = mark(
    "The intervals come from other choices behind the index, not from errors of the data: kelurahan whose "
    "intervals overlap may change places."
)
_KELURAHAN = Column(Message(mark("Kelurahan")))
_DRAWS = Column(Message(mark("Draws")), 0)


def robustness_sections(result: Robustness, names: Mapping[Any, str]) -> list[Section]:
    """Return how far ranks move, by which choices, and for whom; `names` are those of the units."""
    units = result.units.sort_values(["rank_median", "rank_low"], na_position="last")
    ranked = units[units["rank_median"].notna()]
    sensitivities = result.sensitivities[result.sensitivities["output"] == "ranks"]
    sections = [
        Section("", blocks=_summary(result, ranked, sensitivities, names)),
        Section(Message(mark("Which choice matters")), blocks=_choices(result, sensitivities)),
        Section(Message(mark("Rank intervals")), blocks=_intervals(units, ranked, names)),
    ]
    if len(result.failures):
        sections.append(Section(Message(mark("Draws that gave no index")), blocks=[_failures(result)]))
    return sections


def _summary(
    result: Robustness, ranked: pd.DataFrame, sensitivities: pd.DataFrame, names: Mapping[Any, str]
) -> list[Paragraph]:
    width = (ranked["rank_high"] - ranked["rank_low"]).median() if len(ranked) else float("nan")
    facts = {"draws": result.draws, "shift": round(float(result.shift), 1), "n": len(ranked)}
    found = [Message(_LEVEL, {**facts, "width": _whole(width)})]
    if len(sensitivities):
        first = sensitivities.iloc[0]
        shares = {name: _whole(100 * first[name]) for name in ("total", "first")}
        found.append(Message(_STRONGEST, {"factor": _factor(first["factor"]), **shares}))
    bottom = ranked["rank_share_bottom"]
    always = [names[unit] for unit in ranked.index[bottom >= 0.95]]
    sometimes = [names[unit] for unit in ranked.index[bottom.between(0.05, 0.95, inclusive="left")]]
    some = mark("Among the worst-off fifth in at least 95 % of the draws: {units}.")
    none = mark("No kelurahan is among the worst-off fifth in at least 95 % of the draws.")
    found.append(Message(some, {"units": ", ".join(always)}) if always else Message(none))
    if sometimes:
        between = mark("In some draws among them, in others not: {units}.")
        found.append(Message(between, {"units": ", ".join(sometimes)}))
    return [Paragraph(one) for one in found]


def _whole(value: float) -> int | str:
    return round(float(value)) if value == value else "–"


def _factor(code: str) -> Message:
    return Message(FACTORS[code].label)


def _choices(result: Robustness, table: pd.DataFrame) -> list[Block]:
    drawing = {
        "labels": [_factor(code) for code in table["factor"]],
        "values": 100 * table[["total", "first"]].to_numpy(float),
        "lows": 100 * table[["total_low", "first_low"]].to_numpy(float),
        "highs": 100 * table[["total_high", "first_high"]].to_numpy(float),
        "words": (Message(mark("Total")), Message(mark("Alone"))),
        "axis": Message(mark("Share of the variance of ranks (%)")),
    }
    columns = [
        Column(Message(mark("Choice"))),
        Column(Message(mark("Alone")), 1, unit="%"),
        Column(Message(mark("Total")), 1, unit="%"),
        Column(Message(mark("Interval")), 1),
        Column(Message(mark("Draws used")), 0),
        Column(Message(mark("Kelurahan")), 0),
    ]
    rows = [
        [
            _factor(row["factor"]),
            100 * row["first"],
            100 * row["total"],
            _range(100 * row["total_low"], 100 * row["total_high"], mark("{low} – {high} %"), 1),
            row["runs"],
            row["units"],
        ]
        for row in table.to_dict("records")
    ]
    dropped = [
        Column(Message(mark("Indicator"))),
        Column(Message(mark("Field"))),
        Column(Message(mark("Mean shift of ranks")), 2),
    ]
    shifts = [
        [row["name"], row["field"], row["shift"]] for row in result.dropped.head(_MOST_INDICATORS).to_dict("records")
    ]
    return [
        Figure("paired_bars", None, drawing, Message(_SOBOL)),
        Table(None, columns, rows),
        Table(Message(mark("Indicators whose absence moves the ranks most")), dropped, shifts),
    ]


def _range(low: float, high: float, template: str, decimals: int | None = None) -> Message | None:
    if low != low or high != high:
        return None
    return Message(template, {"low": round(float(low), decimals), "high": round(float(high), decimals)})


def _intervals(units: pd.DataFrame, ranked: pd.DataFrame, names: Mapping[Any, str]) -> list[Block]:
    blocks: list[Block] = []
    if 0 < len(ranked) <= _MOST_UNITS:
        words = (mark("Rank (1 is the best-off)"), mark("9 of 10 draws"), mark("Median"), mark("As defined"))
        drawing = {
            "labels": [names[unit] for unit in ranked.index],
            **{
                argument: ranked[column].to_numpy(dtype=float, na_value=np.nan)
                for argument, column in (
                    ("low", "rank_low"),
                    ("median", "rank_median"),
                    ("high", "rank_high"),
                    ("nominal", "rank"),
                )
            },
            "words": tuple(Message(one) for one in words),
        }
        blocks.append(Figure("intervals", None, drawing, Message(_INTERVALS)))
    columns = [
        _KELURAHAN,
        Column(Message(mark("Rank")), 0),
        Column(Message(mark("Median")), 0),
        Column(Message(mark("Interval")), 0),
        Column(Message(mark("Best-off fifth")), 0, unit="%"),
        Column(Message(mark("Worst-off fifth")), 0, unit="%"),
        _DRAWS,
    ]
    frame = units.astype(float).head(_MOST_UNITS)
    rows = [
        [
            names[unit],
            row["rank"],
            row["rank_median"],
            _range(row["rank_low"], row["rank_high"], mark("{low} – {high}")),
            *(
                100 * row[name] if row["rank_median"] == row["rank_median"] else None
                for name in ("rank_share_top", "rank_share_bottom")
            ),
            row["rank_draws"],
        ]
        for unit, row in zip(frame.index, frame.to_dict("records"))
    ]
    return [*blocks, Table(None, columns, rows)]


def _failures(result: Robustness) -> Table:
    columns = [
        Column(Message(mark("Normalisation"))),
        Column(Message(mark("Aggregation"))),
        Column(Message(mark("Missing values"))),
        _DRAWS,
        Column(Message(mark("Why"))),
    ]
    names = ("normalisation", "aggregation", "missing", "draws", "why")
    return Table(None, columns, [[row[name] for name in names] for row in result.failures.to_dict("records")])


#: A rank holds where its interval spans at most this share of the ranking.
_NARROW = 0.2
#: Share of the draws in the worst fifth from which this is called stable.
_STABLE = 0.9
_MOST_BARS = 120


def robustness_section(results: Results) -> Section | None:
    """Return rank intervals over other choices of weights and methods."""
    frame = results.table("robustness", "rank_low", "rank_high", "rank_median")
    if frame is None:
        return None
    known = frame[frame["rank_low"].notna() & frame["rank_high"].notna()]
    if known.empty:
        return None
    width = (known["rank_high"] - known["rank_low"]).to_numpy(float)
    limit = _NARROW * len(known)
    evidence = Message(
        mark(
            "Monte Carlo over the choices behind the index; rank intervals from the 5th to the 95th percentile; "
            "errors of the data are not in them"
        )
    )
    statements = [
        Statement(
            Message(
                mark(
                    "Under other choices of weights and methods the rank interval of {firm} of {n} kelurahan spans "
                    "at most {limit} {limit:rank|ranks}, a fifth of the ranking. The widest spans {widest} "
                    "{widest:rank|ranks} ({name})."
                ),
                {
                    "firm": int((width <= limit).sum()),
                    "n": len(known),
                    "limit": round(limit, 1),
                    "widest": round(float(width.max()), 1),
                    "name": known["name"].iloc[int(width.argmax())],
                },
            ),
            evidence,
            key=True,
        )
    ]
    if "rank_share_bottom" in known:
        statements.append(_stable(known, evidence))
    blocks: list[Block] = [Map("robustness", Message(mark("Median rank; hatched where it hangs on the choices")))]
    if len(known) <= _MOST_BARS:
        blocks.append(_rank_intervals(results, known))
    return Section(Message(mark("How the ranks hold under other choices")), statements, blocks)


def _stable(known: pd.DataFrame, evidence: Message) -> Statement:
    stable = known[known["rank_share_bottom"] >= _STABLE].sort_values("rank_share_bottom", ascending=False)
    if stable.empty:
        none = mark("No kelurahan is in the worst fifth in at least {share} % of the draws.")
        return Statement(Message(none, {"share": round(100 * _STABLE)}), evidence, key=True)
    some = mark("In at least {share} % of the draws these are in the worst fifth: {names}.")
    facts = {"share": round(100 * _STABLE), "names": stable["name"].tolist()}
    return Statement(Message(some, facts), evidence, key=True)


def _rank_intervals(results: Results, known: pd.DataFrame) -> Figure:
    ordered = known.sort_values(["rank_median", "name"])
    ranks = dict(zip(results.index["name"], results.index["rank"]))
    return Figure(
        "rank_intervals",
        Message(mark("Rank intervals of all kelurahan")),
        {
            "labels": ordered["name"].tolist(),
            "low": ordered["rank_low"].to_numpy(float),
            "median": ordered["rank_median"].to_numpy(float),
            "high": ordered["rank_high"].to_numpy(float),
            "nominal": np.array([ranks.get(name, np.nan) for name in ordered["name"]], float),
        },
    )


SECTIONS = (
    ReportSection("robustness", mark("How the ranks hold under other choices"), 40, robustness_section, "robustness"),
)
