"""How far the ranks hang on the choices behind the index."""

from __future__ import annotations

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, mark
from ..parts import Block, Figure, Map, ReportSection, Section, Statement
from ..results import Results

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
        blocks.append(_intervals(results, known))
    return Section(Message(mark("How the ranks hold under other choices")), statements, blocks)


def _stable(known: pd.DataFrame, evidence: Message) -> Statement:
    stable = known[known["rank_share_bottom"] >= _STABLE].sort_values("rank_share_bottom", ascending=False)
    if stable.empty:
        none = mark("No kelurahan is in the worst fifth in at least {share} % of the draws.")
        return Statement(Message(none, {"share": round(100 * _STABLE)}), evidence, key=True)
    some = mark("In at least {share} % of the draws these are in the worst fifth: {names}.")
    facts = {"share": round(100 * _STABLE), "names": stable["name"].tolist()}
    return Statement(Message(some, facts), evidence, key=True)


def _intervals(results: Results, known: pd.DataFrame) -> Figure:
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
