"""The report of an audit: findings, statistics, remarkable values, redundancy, reliability, common structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.lazy import pd
from ...core.messages import Message, Number, mark
from ...data.audit.findings import FINDINGS
from ..parts import Block, Column, Paragraph, Section, Table

if TYPE_CHECKING:
    from ...data.audit.audit import Audit
    from ...data.audit.structure import Structure

#: Longer lists are cut; the tables hold all.
_MOST_ROWS = 200
#: A p below half of this is told as less than it.
_SMALLEST_P = 0.0001
_REASONS = {
    "outlier": mark("far from the others"),
    "out_of_range": mark("outside the plausible range"),
    "few_cases": mark("fewer than five cases"),
}
_SPREAD = mark(
    "Skewness and kurtosis are adjusted for bias, as in spreadsheets. Outliers lie more than 1.5 quartile distances "
    "beyond the quartiles."
)
_ALPHA = mark(
    "Cronbach's alpha says whether the indicators of a dimension measure one thing; from 0.7 they usually pass. "
    "Dimensions that form a welfare level together, rather than reflect it, need no high alpha."
)
_KMO = mark("KMO {kmo}; Bartlett's test χ² {bartlett}, df {df}, p {p}; {n} kelurahan {n:has|have} all indicators.")
_FIELD = Column(Message(mark("Field")))
_KELURAHAN = Column(Message(mark("Kelurahan")))
_UNITS = Column(Message(mark("Kelurahan")), 0)
_MISSING = Column(Message(mark("Missing")), 0)
_DIMENSION = Column(Message(mark("Dimension")))


def audited(audit: Audit) -> Message:
    """Return what was audited."""
    facts = {"indicators": len(audit.indicators), "n": len(audit.units)}
    return Message(mark("{indicators} indicators of {n} kelurahan."), facts)


def audit_sections(audit: Audit, names: Mapping[Any, str]) -> list[Section]:
    """Return everything that the audit found; `names` are those of the units."""
    indicators = audit.indicators.rename_axis("field").reset_index()
    pairs = Paragraph(Message(mark("No two indicators are correlated above 0.9.")))
    sections = [
        Section(Message(mark("Findings")), blocks=[_findings(indicators)]),
        Section(Message(mark("Statistics")), blocks=[_statistics(indicators), Paragraph(Message(_SPREAD))]),
        Section(Message(mark("Remarkable values")), blocks=[_values(audit.values, names)]),
        Section(Message(mark("Kelurahan with gaps or remarkable values")), blocks=[_units(audit.units, names)]),
        Section(Message(mark("Redundant indicators")), blocks=[_pairs(audit.pairs) if len(audit.pairs) else pairs]),
        Section(Message(mark("Reliability")), blocks=[Paragraph(Message(_ALPHA)), _reliability(audit.reliability)]),
    ]
    if audit.structure is not None:
        sections.append(Section(Message(mark("Common structure")), blocks=_structure(audit.structure)))
    return sections


def _cut(columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> Table:
    """Return a table of the first rows, which says where it shows not all."""
    only = Message(mark("Only the first {most} are shown here."), {"most": _MOST_ROWS})
    return Table(None, columns, rows[:_MOST_ROWS], only if len(rows) > _MOST_ROWS else None)


def _findings(indicators: pd.DataFrame) -> Table:
    columns = [
        Column(Message(mark("Indicator"))),
        _FIELD,
        _DIMENSION,
        Column(Message(mark("Direction"))),
        Column(Message(mark("What to do"))),
    ]
    names = ("name", "field", "dimension", "direction")
    rows = [[*(row[name] for name in names), _advice(row["findings"])] for row in indicators.to_dict("records")]
    return Table(None, columns, rows)


def _advice(findings: str) -> Message:
    """Return what to do about each finding, of codes with commas between."""
    codes = findings.split(",") if findings else ["none"]
    return Message(" ".join(f"{{{code}}}" for code in codes), {code: Message(FINDINGS[code].label) for code in codes})


def _statistics(indicators: pd.DataFrame) -> Table:
    columns = {
        "field": _FIELD,
        "missing": _MISSING,
        "zeros": Column(Message(mark("Zeros")), 0),
        "mean": Column(Message(mark("Mean")), 2),
        "sd": Column(Message(mark("Standard deviation")), 2),
        "min": Column(Message(mark("Minimum")), 2),
        "median": Column(Message(mark("Median")), 2),
        "max": Column(Message(mark("Maximum")), 2),
        "cv": Column(Message(mark("Coefficient of variation")), 2),
        "skewness": Column(Message(mark("Skewness")), 2),
        "kurtosis": Column(Message(mark("Kurtosis")), 2),
        "outlier_count": Column(Message(mark("Outliers")), 0),
    }
    rows = [
        [_missing(row) if name == "missing" else row[name] for name in columns] for row in indicators.to_dict("records")
    ]
    return Table(None, list(columns.values()), rows)


def _missing(row: Mapping[str, Any]) -> Message:
    facts = {"count": int(row["missing"]), "share": Number(100 * row["missing_share"], 0)}
    return Message("{count} ({share} %)", facts)


def _values(values: pd.DataFrame, names: Mapping[Any, str]) -> Block:
    if values.empty:
        return Paragraph(Message(mark("No value is remarkable.")))
    columns = [_KELURAHAN, _FIELD, Column(Message(mark("Value")), 2), Column(Message(mark("Reason")))]
    rows = [
        [names[row["unit"]], row["field"], row["value"], Message(_REASONS[row["reason"]])]
        for row in values.to_dict("records")
    ]
    return _cut(columns, rows)


def _units(units: pd.DataFrame, names: Mapping[Any, str]) -> Block:
    found = units[(units["missing"] > 0) | (units["flags"] > 0)]
    if found.empty:
        return Paragraph(Message(mark("Every kelurahan has all indicators.")))
    found = found.sort_values(["missing", "flags"], ascending=False)
    columns = [
        _KELURAHAN,
        _MISSING,
        Column(Message(mark("Missing indicators"))),
        Column(Message(mark("Remarkable")), 0),
    ]
    rows = [
        [names[unit], row["missing"], row["missing_fields"], row["flags"]]
        for unit, row in zip(found.index, found.to_dict("records"))
    ]
    return _cut(columns, rows)


def _pairs(pairs: pd.DataFrame) -> Table:
    columns = [
        _FIELD,
        _FIELD,
        Column(Message(mark("Pearson correlation")), 2),
        Column(Message(mark("Spearman correlation")), 2),
        _UNITS,
        _DIMENSION,
    ]
    same, different = Message(mark("the same")), Message(mark("different"))
    names = ("field_a", "field_b", "pearson", "spearman", "n")
    rows = [
        [*(row[name] for name in names), same if row["same_dimension"] else different]
        for row in pairs.to_dict("records")
    ]
    return _cut(columns, rows)


def _reliability(reliability: pd.DataFrame) -> Table:
    columns = [
        _DIMENSION,
        Column(Message(mark("Indicators")), 0),
        _UNITS,
        Column(Message(mark("Alpha")), 3),
        Column(Message(mark("Alpha of z-scores")), 3),
    ]
    every = Message(mark("all indicators"))
    names = ("indicators", "n", "alpha", "alpha_standardised")
    rows = [[row["dimension"] or every, *(row[name] for name in names)] for row in reliability.to_dict("records")]
    return Table(None, columns, rows)


def _structure(structure: Structure) -> list[Block]:
    small = Message("< {p}", {"p": Number(_SMALLEST_P, 4)})
    facts = {
        "kmo": Number(structure.kmo, 3),
        "bartlett": Number(structure.bartlett, 2),
        "df": structure.df,
        "p": small if structure.p < _SMALLEST_P / 2 else Number(structure.p, 4),
        "n": structure.n,
    }
    components = [
        Column(Message("{name} ({share} %)", {"name": str(name), "share": Number(100 * float(share), 0)}), 2)
        for name, share in zip(structure.loadings.columns, structure.shares)
    ]
    columns = [_FIELD, Column(Message(mark("Variance inflation")), 1), *components]
    rows = [
        [field, structure.vif[field], *loadings]
        for field, loadings in zip(structure.loadings.index, structure.loadings.to_numpy(float))
    ]
    return [Paragraph(Message(_KMO, facts)), Table(None, columns, rows)]
