"""Multidimensional poverty by kelurahan: the section of the policy report, and the report of the measurement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from ...core.lazy import pd
from ...core.messages import Message, Number, mark
from ...poverty.alkire_foster import curve, redundancy
from ...poverty.change import MEASURES
from ...poverty.reliability import RELIABILITY
from ...poverty.robustness import emphasised, robustness
from ..parts import Block, Column, Figure, Map, Paragraph, ReportSection, Section, Statement, Table, cut_note
from ..results import Results
from .change import CUT

if TYPE_CHECKING:
    from ...poverty.change import PovertyChange
    from ...poverty.measured import MeasuredPoverty
    from ...poverty.profile import Profile

#: A list of kelurahan is cut here; the layer holds all.
_MOST_ROWS = 20
#: Bars are drawn for so many areas at most, and pairs of areas compared for so many.
_MOST_BARS, _MOST_PAIRS = 120, 2000
#: The report of the measurement lists so many.
_MOST_AREAS = 300
#: Cut-offs of the k-curve.
_CUTOFFS = np.linspace(0.05, 1.0, 20)
#: Indicators that nearly always come together say the same twice.
_REDUNDANT = 0.9
_MARKS = {"few": " *", "withheld": " **"}
_KELURAHAN = Column(Message(mark("Kelurahan")))
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
        _KELURAHAN,
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


def poverty_sections(measured: MeasuredPoverty, table: pd.DataFrame, changed: PovertyChange | None) -> list[Section]:
    """Return level, indicators, change, k-curve, areas and the robustness of their ranks.

    measured: by a profile of the records, since other cut-offs are looked at. table: every measure by area, with
    `name` and `reliability`, and of all areas in the last row.
    """
    total, areas = table.iloc[-1], table.iloc[:-1].sort_values("mpi", ascending=False)
    profile = cast("Profile", measured.records)
    return [
        Section("", blocks=_level(total, areas["reliability"])),
        Section(Message(mark("Indicators")), blocks=[_indicators(measured, total), *_twins(profile)]),
        *([] if changed is None else [_change(measured, changed)]),
        Section("", blocks=[_curve(measured, profile), *_contributions(measured, areas)]),
        Section(Message(mark("Areas")), blocks=_areas(measured, areas)),
        *_robust(measured, profile),
    ]


def bounds_section(units: pd.DataFrame, names: Mapping[Any, str]) -> Section:
    """Return the bounds of each area, the greatest first; `names` are those of the units."""
    columns = [
        _KELURAHAN,
        Column(Message(mark("H at least (%)")), 1),
        Column(Message(mark("H at most (%)")), 1),
        Column(Message(mark("M0 at least")), 4),
        Column(Message(mark("M0 at most")), 4),
    ]
    ordered = units.loc[(-units["mpi_high"].fillna(0.0)).sort_values(kind="stable").index].head(_MOST_AREAS)
    rows = [
        [
            names[unit],
            *(100 * row[f"headcount_{end}"] for end in ("low", "high")),
            *(row[f"mpi_{end}"] for end in ("low", "high")),
        ]
        for unit, row in zip(ordered.index, ordered.to_dict("records"))
    ]
    return Section("", blocks=[Table(None, columns, rows, CUT if len(units) > _MOST_AREAS else None)])


def _level(total: pd.Series, codes: pd.Series) -> list[Paragraph]:
    level = mark(
        "{headcount} % of the population are poor (H); the poor are deprived in {intensity} % of the weighted "
        "indicators on average (A); M0 = H × A = {mpi}."
    )
    facts = {name: Number(100 * total[name], 1) for name in ("headcount", "intensity")}
    found = [Message(level, {**facts, "mpi": Number(total["mpi"], 4)})]
    if "se_mpi" in total and total["se_mpi"] == total["se_mpi"]:
        errors = mark("Standard errors: H {headcount}, A {intensity}, M0 {mpi}.")
        found.append(Message(errors, {name: Number(total[f"se_{name}"], 4) for name in MEASURES}))
    basis = mark(
        "Measured on {records} records in {areas} kelurahan; with few records: {few}, with too few to be shown: "
        "{withheld}."
    )
    counts = {code: int((codes == code).sum()) for code in RELIABILITY}
    found.append(Message(basis, {"records": int(total["records"]), "areas": len(codes), **counts}))
    return [Paragraph(one) for one in found]


def _indicators(measured: MeasuredPoverty, total: pd.Series) -> Table:
    definition = measured.records.definition
    columns = [
        Column(Message(mark("Dimension"))),
        Column(Message(mark("Deprived where"))),
        Column(Message(mark("Weight")), 3),
        Column(Message(mark("Deprived (%)")), 1),
        Column(Message(mark("Poor and deprived (%)")), 1),
        Column(Message(mark("Part of M0 (%)")), 1),
    ]
    dimensions = [one.name or one.code for one in definition.dimensions for _ in one.indicators]
    rows = []
    for dimension, one, weight in zip(dimensions, definition.indicators, definition.weights):
        shares = [100 * total[f"{kind}_{one.field}"] for kind in ("uncensored", "censored", "contribution")]
        name = f"{one.name} ({one.field})" if one.name not in ("", one.field) else one.field
        rows.append([dimension, name, weight, *shares])
    return Table(None, columns, rows)


def _twins(profile: Profile) -> list[Paragraph]:
    """Return pairs of indicators of which one tells nearly nothing that the other does not."""
    text = mark("{one} and {two} nearly always come together ({share} %): one of them says little new.")
    table = redundancy(profile)
    fields = list(table.columns)
    pairs = [(one, two) for place, one in enumerate(fields, 1) for two in fields[place:]]
    return [
        Paragraph(Message(text, {"one": one, "two": two, "share": Number(100 * share, 0)}), warning=True)
        for one, two in pairs
        if (share := float(table.loc[one, two])) >= _REDUNDANT
    ]


def _change(measured: MeasuredPoverty, changed: PovertyChange) -> Section:
    total = changed.total
    columns = [
        Column(Message(mark("Measure"))),
        Column(Message(mark("Before")), 4),
        Column(Message(mark("After")), 4),
        Column(Message(mark("Change")), 4),
        Column(Message(mark("Change (%)")), 1),
        Column(Message(mark("Change a year")), 4),
        Column("p", 4, 0.0001),
    ]
    rows = [
        [
            words,
            *(total[f"{name}_{kind}"] for kind in ("before", "after", "change")),
            100 * total[f"{name}_relative"],
            total[f"{name}_yearly"],
            total.get(f"{name}_p"),
        ]
        for name, words in zip(MEASURES, ("H", "A", "M0"))
    ]
    parts = [[one.name or one.field, total[f"change_{one.field}"]] for one in measured.records.definition.indicators]
    added = [Column(Message(mark("Indicator"))), Column(Message(mark("Adds to the change")), 4)]
    lead = Message(mark("What each indicator adds to the change of M0:"))
    blocks: list[Block] = [Table(None, columns, rows), Paragraph(lead), Table(None, added, parts)]
    return Section(Message(mark("Change")), blocks=blocks)


def _curve(measured: MeasuredPoverty, profile: Profile) -> Figure:
    caption = mark("Headcount H and M0 of all areas at every cut-off k; the line is the k of this report.")
    headcount, mpi = curve(profile, list(_CUTOFFS))
    share = measured.poverty.areas["population_share"].to_numpy()
    drawing = {
        "cutoffs": _CUTOFFS,
        "curves": [
            (Message(mark("Headcount H")), share @ headcount.to_numpy()),
            (Message(mark("M0 = H × A")), share @ mpi.to_numpy()),
        ],
        "k": measured.poverty.k,
        "x_label": Message(mark("Poverty cut-off k")),
        "y_label": Message(mark("Share of the population")),
    }
    return Figure("cutoff_curves", None, drawing, Message(caption))


def _contributions(measured: MeasuredPoverty, areas: pd.DataFrame) -> list[Figure]:
    areas = areas[areas["mpi"].notna()]
    if len(areas) > _MOST_BARS or not (areas["mpi"] > 0).any():
        return []
    caption = mark(
        "What each dimension adds to M0; the areas with the most poverty stand first, those with few records are "
        "marked *."
    )
    drawing = {
        "labels": _marked(areas),
        "parts": areas[measured.dimension_columns].mul(areas["mpi"], axis=0).fillna(0.0).to_numpy(),
        "part_labels": [one.name or one.code for one in measured.records.definition.dimensions],
        "value_label": Message(mark("M0")),
    }
    return [Figure("ranked_bars", None, drawing, Message(caption))]


def _marked(areas: pd.DataFrame) -> list[str]:
    """Return the names of areas, marked where they rest on few records or on too few."""
    return [f"{name}{_MARKS.get(code, '')}" for name, code in zip(areas["name"], areas["reliability"])]


def _areas(measured: MeasuredPoverty, areas: pd.DataFrame) -> list[Block]:
    columns = [
        _KELURAHAN,
        Column(Message(mark("Records")), 0),
        Column("H (%)", 1),
        Column(Message(mark("Standard error")), 1),
        Column("A (%)", 1),
        Column("M0", 4),
        Column(Message(mark("Standard error")), 4),
        Column(Message(mark("Share of all M0 (%)")), 1),
        Column(Message(mark("Share of population (%)")), 1),
    ]
    names = ("records", "headcount", "se_headcount", "intensity", "mpi", "se_mpi", "share", "population_share")
    plain = ("records", "mpi", "se_mpi")
    shown = areas.head(_MOST_AREAS)
    rows = [
        [name, *(row.get(one, np.nan) * (1 if one in plain else 100) for one in names)]
        for name, row in zip(_marked(shown), shown.to_dict("records"))
    ]
    least, codes = measured.least, set(areas["reliability"])
    few = mark("* Fewer than {limit} records: uncertain, and saying little alone.")
    withheld = mark("** Fewer than {limit} records: not shown.")
    notes = [
        Paragraph(Message(text, {"limit": limit}))
        for code, text, limit in (("few", few, least.flagged), ("withheld", withheld, least.shown))
        if code in codes
    ]
    return [Table(None, columns, rows, CUT if len(areas) > _MOST_AREAS else None), *notes]


def _robust(measured: MeasuredPoverty, profile: Profile) -> list[Section]:
    """Compare ranks over cut-offs around k and over weights that lean on each dimension."""
    known = measured.poverty.areas["mpi"].dropna().index
    profile, k = profile.only(known), measured.poverty.k
    if not 1 < len(profile.areas) <= _MOST_PAIRS:
        return []
    cutoffs = [k, *sorted({round(cut, 4) for cut in (0.8 * k, min(1.2 * k, 1.0))} - {round(k, 4)})]
    errors = None if measured.errors is None else measured.errors.areas["se_mpi"]
    found = robustness(profile, cutoffs, emphasised(profile.definition), errors)
    told = [Message(mark("Kendall's τ compares the ranks by M0 with those of other choices: 1 is the same order."))]
    if found.significant == found.significant:
        text = mark(
            "{significant} % of the pairs of areas differ at 95 % each, two-sided and not corrected for the number of "
            "pairs; of those, {robust} % keep their order under every choice below."
        )
        shares = {"significant": found.significant, "robust": found.robust}
        told.append(Message(text, {name: Number(100 * share, 0) for name, share in shares.items()}))
    names = {one.code: one.name or one.code for one in profile.definition.dimensions}
    half = mark("half on {dimension}")
    words = {
        "baseline": Message(mark("as defined")),
        **{code: Message(half, {"dimension": name}) for code, name in names.items()},
    }
    columns = [Column(Message(mark("Weights"))), Column("k", 2), Column("τ", 2)]
    rows = [[words[weights], cut, tau] for (weights, cut), tau in found.agreement["kendall"].iloc[1:].items()]
    blocks: list[Block] = [*(Paragraph(one) for one in told), Table(None, columns, rows)]
    return [Section(Message(mark("Robustness of the ranks")), blocks=blocks)]


SECTIONS = (ReportSection("poverty", mark("Multidimensional poverty"), 90, poverty_section, "poverty"),)
