"""Multidimensional poverty by kelurahan, with the number of records that it rests on."""

from __future__ import annotations

from typing import Any

from ...core.lazy import pd
from ...core.messages import Message, mark
from ..parts import Column, Map, ReportSection, Section, Statement, Table, cut_note
from ..results import Results

#: A list of kelurahan is cut here; the layer holds all.
_MOST_ROWS = 20
_EVIDENCE = mark("Alkire–Foster measures of the records, no test of differences")


def poverty_section(results: Results) -> Section | None:
    """Return headcount, intensity and their product by kelurahan; few records head no list."""
    frame = results.table("poverty", "headcount", "intensity", "mpi")
    if frame is None:
        return None
    known = frame[frame["mpi"].notna()].sort_values(["mpi", "name"], ascending=[False, True])
    if known.empty:
        return None
    few = _are(known, "few")
    withheld = frame["name"][_are(frame, "withheld")].tolist()
    return Section(
        Message(mark("Multidimensional poverty")),
        [_highest(known, few), *_uncertain(known["name"][few].tolist(), withheld)],
        [Map("poverty", Message(mark("Multidimensional poverty by kelurahan"))), _table(known, few)],
    )


def _are(frame: pd.DataFrame, code: str) -> pd.Series:
    """Say which kelurahan have this code of reliability; none where the layer does not tell."""
    return frame.get("reliability", frame["name"].map(lambda _: None)) == code


def _highest(known: pd.DataFrame, few: pd.Series) -> Statement:
    compared = known if few.all() else known[~few]
    worst = compared.iloc[0]
    if not worst["mpi"] > 0:
        text = mark("Nobody of the records is multidimensionally poor in any of {n} kelurahan.")
        return Statement(Message(text, {"n": len(compared)}), Message(_EVIDENCE), key=True)
    facts = {
        "name": worst["name"],
        "headcount": round(100 * float(worst["headcount"]), 1),
        "intensity": round(100 * float(worst["intensity"]), 1),
    }
    text = mark(
        "Multidimensional poverty is highest in {name}: {headcount} % of its people are poor, with "
        "{intensity} % of the weighted deprivations on average."
    )
    if "records" in known and worst["records"] == worst["records"]:
        facts.update(records=int(worst["records"]), n=len(compared))
        text = mark(
            "Multidimensional poverty is highest in {name}: {headcount} % of its people are poor, with "
            "{intensity} % of the weighted deprivations on average ({records} {records:record|records}; {n} kelurahan "
            "compared)."
        )
    return Statement(Message(text, facts), Message(_EVIDENCE), key=True)


def _uncertain(few: list[str], withheld: list[str]) -> list[Statement]:
    """Return who has few records, and who too few to be shown."""
    evidence = Message(mark("number of unweighted records"))
    found = []
    for names, text in (
        (few, mark("The poverty of {count} kelurahan rests on few records and is uncertain: {names}.")),
        (withheld, mark("The poverty of {count} kelurahan is not shown, for too few records: {names}.")),
    ):
        if names:
            found.append(Statement(Message(text, {"count": len(names), "names": names}), evidence))
    return found


def _table(known: pd.DataFrame, few: pd.Series) -> Table:
    columns = [
        Column(Message(mark("Kelurahan"))),
        Column(Message(mark("Poor (H, %)")), 1),
        Column(Message(mark("Intensity (A, %)")), 1),
        Column(Message(mark("M0")), 3),
    ]
    further = {
        "se_mpi": Column(Message(mark("Standard error of M0")), 3),
        "records": Column(Message(mark("Records")), 0),
    }
    there = [name for name in further if name in known and known[name].notna().any()]
    rows: list[list[Any]] = []
    for row, uncertain in zip(known.head(_MOST_ROWS).to_dict("records"), few):
        name = f"{row['name']} *" if uncertain else row["name"]
        measures = [100 * row["headcount"], 100 * row["intensity"], row["mpi"]]
        rows.append([name, *measures, *(row[column] for column in there)])
    columns += [further[name] for name in there]
    note = _note(len(known), bool(few.head(_MOST_ROWS).any()))
    return Table(Message(mark("Multidimensional poverty")), columns, rows, note)


def _note(count: int, uncertain: bool) -> Message | None:
    cut = cut_note(count, _MOST_ROWS)
    if not uncertain:
        return cut
    if cut is None:
        return Message(mark("* few records: uncertain."))
    return Message(mark("* few records: uncertain. {cut}"), {"cut": cut})


SECTIONS = (ReportSection("poverty", mark("Multidimensional poverty"), 90, poverty_section, "poverty"),)
