"""Inequality between kelurahan: the section of the policy report, and the report of the measures of a field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.corrections import p_value
from ...core.lazy import pd
from ...core.messages import InputError, Message, Number, mark
from ...inequality.distribution import distribution
from ...inequality.lorenz import lorenz_curve, quantile_shares
from ...inequality.summary import measure_label
from ..parts import Block, Column, Figure, Paragraph, ReportSection, Section, Statement, Table
from ..results import ALPHA, Results

if TYPE_CHECKING:
    from ...inequality.spatial_gini import SpatialGini
    from ...inequality.summary import Summary

_FIFTHS = 5
#: Measures whose parts the chart shows: those that split without a choice of order.
_SPLIT = ("gini", "theil_t", "theil_l", "ge")
_LORENZ = mark(
    "Lorenz curve: what share of the total the poorest part of the population holds. The farther from "
    "the diagonal, the more unequal; twice the shaded area is the Gini coefficient."
)
_GENERALISED = mark(
    "Generalised Lorenz curve: the Lorenz curve times the mean. Where one year's curve lies above the "
    "other's everywhere, it is better for any aversion to inequality."
)
_SHARES = mark("What each fifth of the population holds, poorest first, in percent; the line is an equal share.")
_PARTS = mark(
    "Parts of the inequality, in percent of each measure. The between part grows with the number of "
    "groups, so compare it only between groupings of equal size."
)
_CONCENTRATION = mark(
    "Concentration curve: what share the poorest by “{ranking}” hold. Above the diagonal the poorer hold "
    "more than their share."
)
_SPACE = mark(
    "{share} % of the Gini coefficient lie between areas that are not neighbours; by chance it would be {expected} "
    "%. p is small where neighbours are more alike than by chance."
)
_SHAPLEY = mark("What the groups add to Gini sums to it (Shapley's value); below 0 a group makes the whole more equal.")
_SHARE_OF_TOTAL = Message(mark("Share of the total"))


@dataclass(frozen=True)
class MeasuredField:
    """Everything measured of a field: the columns read, by parameter, and the results.

    read: FIELD, and where they are given POPULATION_FIELD, GROUP_FIELD, FIELD_BEFORE, POPULATION_FIELD_BEFORE and
    RANK_FIELD. table: all rows, those of the summary, of the concentration and of space. concentrated: the
    ordinates of the concentration curve. confidence: level of the intervals, in percent.
    """

    read: Mapping[str, pd.Series]
    table: pd.DataFrame
    summary: Summary
    spatial: SpatialGini | None
    concentrated: pd.DataFrame | None
    confidence: float

    @property
    def curve(self) -> pd.DataFrame | None:
        """The ordinates of the Lorenz curves; None where the mean is 0 or below.

        A row an ordinate.
        """
        return _curve(self.read["FIELD"], self.read.get("POPULATION_FIELD"))

    @property
    def earlier_curve(self) -> pd.DataFrame | None:
        """The curve of the earlier year, None without one.

        A row an ordinate.
        """
        before = self.read.get("FIELD_BEFORE")
        weights = self.read.get("POPULATION_FIELD_BEFORE", self.read.get("POPULATION_FIELD"))
        return None if before is None else _curve(before, weights)

    @property
    def group_rows(self) -> pd.DataFrame | None:
        """The table of groups with their name in a column; None without groups."""
        groups = self.summary.groups
        return None if groups is None else groups.reset_index().astype({"group": str})

    def name(self, parameter: str) -> str:
        """Return the name of a field that was read, empty where none was given."""
        return str(self.read[parameter].name) if parameter in self.read else ""


def _curve(values: pd.Series, weights: pd.Series | None) -> pd.DataFrame | None:
    try:
        return lorenz_curve(distribution(values, weights))
    except InputError:
        return None


def measures_sections(measured: MeasuredField) -> list[Section]:
    """Return the measures with their intervals, the curves, and the parts of the groups."""
    sections = [
        Section("", blocks=_level(measured)),
        Section(Message(mark("Measures")), blocks=[_measures(measured), *_space(measured), *_charts(measured)]),
    ]
    if measured.group_rows is not None:
        title = Message(mark("Groups by “{column}”"), {"column": measured.name("GROUP_FIELD")})
        sections.append(Section(title, blocks=_groups(measured.group_rows)))
    return sections


def _level(measured: MeasuredField) -> list[Paragraph]:
    taking = {"taking": measured.summary.diagnostics.n, "n": len(measured.read["FIELD"])}
    found = [Message(mark("{taking} of {n} areas take part."), taking)]
    values = dict(zip(measured.table["measure"], measured.table["value"]))
    gini = values.get("gini", np.nan)
    if _is(gini):
        text = mark(
            "The Gini coefficient is {gini}: two areas taken by chance differ on average by {percent} % of the mean."
        )
        found.append(Message(text, {"gini": Number(gini, 4), "percent": Number(200 * gini, 1)}))
    return [Paragraph(one) for one in found]


def _measures(measured: MeasuredField) -> Table:
    interval = Message(mark("Interval, {level} %"), {"level": Number(measured.confidence, 0)})
    columns = {
        "words": Column(Message(mark("Measure"))),
        "value": Column(Message(mark("Value")), 4),
        "interval": Column(interval, 4),
        "standard_error": Column(Message(mark("Standard error")), 4),
    }
    if measured.summary.groups is not None:
        columns["within"] = Column(Message(mark("Within")), 4)
        columns["between"] = Column(Message(mark("Between")), 4)
        columns["overlap"] = Column(Message(mark("Overlap")), 4)
    if "FIELD_BEFORE" in measured.read:
        columns["before"] = Column(measured.name("FIELD_BEFORE"), 4)
        columns["change"] = Column(Message(mark("Change")), 4)
        columns["change_p"] = Column(Message(mark("p of the change")), 4, 0.0001)
    if measured.spatial is not None:
        columns["p"] = Column("p", 4, 0.0001)
    rows = [{**row, "words": _words(row), "interval": _interval(row)} for row in measured.table.to_dict("records")]
    return Table(None, list(columns.values()), [[row[name] for name in columns] for row in rows])


def _words(row: Mapping[str, Any]) -> Message:
    """Return the name of a measure, and why it has no value."""
    if not row["reason"]:
        return measure_label(row)
    return Message("{measure}: {reason}", {"measure": measure_label(row), "reason": row["reason"]})


def _interval(row: Mapping[str, Any]) -> Message | None:
    if not _is(row["low"]):
        return None
    return Message(mark("{low} – {high}"), {name: Number(float(row[name]), 4) for name in ("low", "high")})


def _space(measured: MeasuredField) -> list[Paragraph]:
    spatial = measured.spatial
    if spatial is None or not spatial.gini > 0:
        return []
    shares = {"share": 100 * spatial.far_share, "expected": 100 * spatial.expected / spatial.gini}
    return [Paragraph(Message(_SPACE, {name: Number(value, 1) for name, value in shares.items()}))]


def _charts(measured: MeasuredField) -> list[Figure]:
    """Return the charts; none where no curve can be drawn."""
    if measured.curve is None:
        return []
    years = [(measured.name("FIELD"), measured.curve)]
    if measured.earlier_curve is not None:
        years.append((measured.name("FIELD_BEFORE"), measured.earlier_curve))
    people = Message(mark("Share of population, poorest first"))
    height = Message(mark("Mean times share of the total"))
    figures = [
        _cumulated(years, "share", people, _SHARE_OF_TOTAL, Message(_LORENZ), diagonal=True),
        _cumulated(years, "generalised", people, height, Message(_GENERALISED)),
    ]
    if measured.concentrated is not None:
        ranking = {"ranking": measured.name("RANK_FIELD")}
        across = Message(mark("Share of population, ranked by {ranking}"), ranking)
        caption = Message(_CONCENTRATION, ranking)
        curves = [(measured.name("FIELD"), measured.concentrated)]
        figures.append(_cumulated(curves, "share", across, _SHARE_OF_TOTAL, caption, diagonal=True))
    return [*figures, _shares(measured), *_split(measured)]


def _cumulated(
    curves: list[tuple[str, pd.DataFrame]],
    of: str,
    across: Message,
    up: Message,
    caption: Message,
    *,
    diagonal: bool = False,
) -> Figure:
    drawing = {
        "curves": [(label, curve["population"], curve[of]) for label, curve in curves],
        "x_label": across,
        "y_label": up,
        "equality": Message(mark("Equality")) if diagonal else "",
    }
    return Figure("cumulated_curves", None, drawing, caption)


def _shares(measured: MeasuredField) -> Figure:
    of = distribution(measured.read["FIELD"], measured.read.get("POPULATION_FIELD"))
    drawing = {
        "shares": quantile_shares(of, _FIFTHS)["share"],
        "equal": 1 / _FIFTHS,
        "labels": [Message(mark("Fifth {n}"), {"n": place}) for place in range(1, _FIFTHS + 1)],
        "y_label": Message(mark("Share of the total (%)")),
    }
    return Figure("share_bars", None, drawing, Message(_SHARES))


def _split(measured: MeasuredField) -> list[Figure]:
    """Return within, between and overlap of the measures that split into parts; none where none does."""
    if measured.summary.groups is None:
        return []
    rows = measured.table.to_dict("records")
    split = [row for row in rows if row["measure"] in _SPLIT and row["value"] and row["value"] > 0]
    parts = np.array([[row["within"], row["between"], row["overlap"]] for row in split], float)
    known = [place for place, row in enumerate(parts) if np.isfinite(row).all()]
    if not known:
        return []
    labels = (mark("Within groups"), mark("Between groups"), mark("Overlap"))
    drawing = {
        "names": [measure_label(split[place]) for place in known],
        "parts": parts[known],
        "labels": [Message(one) for one in labels],
        "x_label": Message(mark("Share of the measure (%)")),
    }
    return [Figure("part_bars", None, drawing, Message(_PARTS))]


def _groups(table: pd.DataFrame) -> list[Block]:
    columns = {
        "group": Column(Message(mark("Group"))),
        "n": Column(Message(mark("Areas")), 0),
        "population_share": Column(Message(mark("Share of population")), 1, unit="%"),
        "value_share": Column(_SHARE_OF_TOTAL, 1, unit="%"),
        "mean": Column(Message(mark("Mean")), 2),
        "gini": Column("Gini", 4),
        "theil_t": Column("Theil T", 4),
        "theil_l": Column("Theil L", 4),
    }
    added = "shapley_gini" in table
    if added:
        columns["shapley_gini"] = Column(Message(mark("Adds to Gini")), 4)
    shares = table[["population_share", "value_share"]] * 100
    rows = [[row[name] for name in columns] for row in table.assign(**shares).to_dict("records")]
    return [Table(None, list(columns.values()), rows), *([Paragraph(Message(_SHAPLEY))] if added else [])]


def inequality_section(results: Results) -> Section | None:
    """Return the measures with their intervals."""
    table = results.table("inequality", "measure", "value")
    if table is None:
        return None
    name = "name" if "name" in table else "measure"
    rows = [
        [row[name], *(row.get(part) for part in ("value", "low", "high", "between", "within", "overlap"))]
        for row in table.to_dict("records")
    ]
    columns = [
        Column(Message(mark("Measure"))),
        Column(Message(mark("Value")), 4),
        Column(Message(mark("Low")), 4),
        Column(Message(mark("High")), 4),
        Column(Message(mark("Between groups")), 4),
        Column(Message(mark("Within groups")), 4),
        Column(Message(mark("Overlap of groups")), 4),
    ]
    kept = [place for place in range(len(columns)) if place < 2 or any(_is(row[place]) for row in rows)]
    shown = Table(
        Message(mark("Measures of inequality between kelurahan")),
        [columns[place] for place in kept],
        [[row[place] for place in kept] for row in rows],
        _parts_note(table, split=len(kept) > 4),
    )
    return Section(Message(mark("Inequality")), _gini(table), [shown])


def _parts_note(table: pd.DataFrame, *, split: bool) -> Message:
    """Say which parts of the table sum to which value."""
    values = dict(zip(table["measure"], table["value"]))
    near, far = (values.get(f"spatial_gini_{part}", np.nan) for part in ("near", "far"))
    if not split:
        return Message(mark("Measured between kelurahan: inequality between persons is greater."))
    if _is(near) and _is(far) and not np.isclose(near + far, values.get("gini", np.nan), atol=5e-5):
        return Message(
            mark(
                "Measured between kelurahan: inequality between persons is greater. The parts between and within "
                "groups sum to the value, those of Gini with the overlap of the groups. Gini between neighbours and "
                "between areas that are not counts each kelurahan alike: the two sum to the Gini without weights."
            )
        )
    return Message(
        mark(
            "Measured between kelurahan: inequality between persons is greater. The parts between and within "
            "groups sum to the value, those of Gini with the overlap of the groups."
        )
    )


def _is(value: Any) -> bool:
    return value is not None and value == value


def _gini(table: pd.DataFrame) -> list[Statement]:
    """Return the sentence on Gini, with its interval, its parts and its change where they were measured."""
    row = next(iter(table[table["measure"] == "gini"].to_dict("records")), None)
    if row is None or not _is(row["value"]):
        return []
    value, low, high = (row.get(name) for name in ("value", "low", "high"))
    plain = Message(mark("The Gini coefficient between kelurahan is {value}."), {"value": round(float(value), 3)})
    found = [Statement(plain, Message(mark("a measure of these kelurahan, no interval was computed")), key=True)]
    if _is(low) and _is(high):
        facts = {"value": round(float(value), 3), "low": round(float(low), 3), "high": round(float(high), 3)}
        message = Message(mark("The Gini coefficient between kelurahan is {value} (interval {low} to {high})."), facts)
        found = [
            Statement(
                message,
                Message(mark("interval by bootstrap of the kelurahan: how much hangs on single ones")),
                key=True,
            )
        ]
    change, p = row.get("change"), row.get("change_p")
    if _is(change) and _is(p):
        if p <= ALPHA:
            text = mark("Inequality changed by {change} since the earlier year.")
        else:
            text = mark("No change of inequality since the earlier year can be told from chance ({change}).")
        evidence = Message(mark("two-sided bootstrap test of the change of Gini, p {p}"), {"p": p_value(float(p))})
        found.append(Statement(Message(text, {"change": round(float(change), 3)}), evidence, key=True))
    return found


SECTIONS = (ReportSection("inequality", mark("Inequality"), 70, inequality_section, "inequality"),)
