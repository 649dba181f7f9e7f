"""Change since an earlier year."""

from __future__ import annotations

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, mark
from ..parts import Block, Figure, Map, ReportSection, Section, Statement
from ..results import Results

#: Values of two results that differ by less are the same: those of an index run from 0 to 100.
SAME = 0.05


def change_section(results: Results) -> Section | None:
    """Return who rose and who fell; a move of rank counts where it holds over draws of the indicators."""
    frame = results.table("change", "change", "name")
    if frame is None:
        return None
    known = frame[frame["change"].notna()]
    if known.empty:
        return None
    values = known["change"].to_numpy(float)
    statements = [
        Statement(
            Message(
                mark("The index rose in {up} and fell in {down} of {n} kelurahan; the median change is {median}."),
                {
                    "up": int((values > 0).sum()),
                    "down": int((values < 0).sum()),
                    "n": len(values),
                    "median": round(float(np.median(values)), 2),
                },
            ),
            Message(mark("differences of the values, no test")),
            key=True,
            cautions=_yardsticks(results, known),
        )
    ]
    held = _held(known)
    if held is not None:
        moved = known["name"][held].tolist()
        text = mark("The {count:rank|ranks} of {count} of {n} kelurahan moved whichever indicators are drawn: {names}.")
        none = mark("No rank moved whichever indicators are drawn: each move hangs on a few indicators.")
        facts = {"count": len(moved), "n": len(known), "names": moved}
        evidence = Message(
            mark(
                "a move counts where the 95 % interval of the change of rank over draws of the indicators leaves "
                "out zero; errors of the data are not in it, and no correction for many kelurahan is made"
            )
        )
        statements.append(Statement(Message(text, facts) if moved else Message(none), evidence, key=True))
    blocks: list[Block] = [Map("change", Message(mark("Change of the index")))]
    if {"rank_before", "rank_after"} <= set(known.columns):
        blocks.append(_slopes(known, held))
    return Section(Message(mark("Change since the earlier year")), statements, blocks)


def _held(known: pd.DataFrame) -> np.ndarray | None:
    """Return whose change of rank holds over draws of the indicators; None where none were drawn."""
    if "beyond_noise" not in known:
        return None
    drawn = known["change_rank_low"] if "change_rank_low" in known else known["beyond_noise"]
    return None if drawn.isna().all() else (known["beyond_noise"].fillna(0).astype(float) > 0).to_numpy()


def _yardsticks(results: Results, known: pd.DataFrame) -> list[Message]:
    """Say whether the values of the change are those of the index: both years share a yardstick of their own."""
    index = results.index.dropna(subset=["index"]).drop_duplicates("name", keep=False)
    index = index.set_index("name")["index"].astype(float)
    years = [column for column in ("index_after", "index_before") if column in known]
    shared = known[known["name"].isin(index.index)].drop_duplicates("name", keep=False)
    shared = shared[shared[years].notna().all(axis=1)]
    if not years or shared.empty:
        return []
    ours = index[shared["name"]].to_numpy()
    gaps = {year: np.abs(shared[year].to_numpy(float) - ours) for year in years}
    if any(gap.max() < SAME for gap in gaps.values()):
        return []
    far = int(gaps[years[0]].argmax())
    facts = {
        "name": shared["name"].iloc[far],
        "change": round(float(shared[years[0]].iloc[far]), 1),
        "index": round(float(ours[far]), 1),
    }
    return [
        Message(
            mark(
                "It is measured on a yardstick common to both years, which is not that of the index in this "
                "report: {name} has {change} on the one and {index} on the other."
            ),
            facts,
        )
    ]


def _slopes(known: pd.DataFrame, held: np.ndarray | None) -> Figure:
    """Return the slopes; bold are those, and only those, whose move the sentence beside claims."""
    both = (known["rank_before"].notna() & known["rank_after"].notna()).to_numpy()
    bold = np.zeros(len(known), bool) if held is None else held
    title = (
        mark(
            "Ranks before and after: rising kelurahan in blue, falling ones dashed, bold where the move holds "
            "whichever indicators are drawn"
        )
        if bold[both].any()
        else mark("Ranks before and after: rising kelurahan in blue, falling ones dashed")
    )
    return Figure(
        "slopes",
        Message(title),
        {
            "labels": known["name"][both].tolist(),
            "before": known["rank_before"][both].to_numpy(float),
            "after": known["rank_after"][both].to_numpy(float),
            "marked": np.flatnonzero(bold[both]).tolist(),
        },
    )


SECTIONS = (ReportSection("change", mark("Change since the earlier year"), 80, change_section, "change"),)
