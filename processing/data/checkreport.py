"""The report of an audit: its tables made ready for the template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.data.audit.findings import FINDINGS
from ...cartography.base.metadata import says_synthetic
from ...language import tr
from ..report.html import write_report

if TYPE_CHECKING:
    from ...analysis.data.audit.audit import Audit
    from ..base.run import Run

#: Longer lists are cut in the report; the tables hold all.
_MOST_ROWS = 200


def write_check_report(run: Run, audit: Audit, language: str) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    units = audit.units.assign(unit=[run.unit_name(unit) for unit in audit.units.index])
    remarkable = units[(units["missing"] > 0) | (units["flags"] > 0)]
    write_report(
        run,
        "checkindicators.html",
        language,
        synthetic=says_synthetic(run.source()),
        diagnostics=audit.diagnostics,
        counts={"indicators": len(audit.indicators), "units": len(audit.units)},
        indicators=_indicators(audit, language),
        units=remarkable.sort_values(["missing", "flags"], ascending=False)
        .head(_MOST_ROWS)
        .to_dict("records"),
        values=[
            {**row, "unit": run.unit_name(row["unit"])}
            for row in audit.values.head(_MOST_ROWS).to_dict("records")
        ],
        pairs=audit.pairs.head(_MOST_ROWS).to_dict("records"),
        reliability=audit.reliability.to_dict("records"),
        structure=_structure(audit),
        most=_MOST_ROWS,
    )


def _indicators(audit: Audit, language: str) -> list[dict[str, Any]]:
    rows = audit.indicators.rename_axis("field").reset_index().to_dict("records")
    for row in rows:
        codes = row["findings"].split(",") if row["findings"] else ["none"]
        row["advice"] = [tr(FINDINGS[code].label, language) for code in codes]
    return rows


def _structure(audit: Audit) -> dict[str, Any] | None:
    structure = audit.structure
    if structure is None:
        return None
    components = list(structure.loadings.columns)
    return {
        "n": structure.n,
        "kmo": structure.kmo,
        "bartlett": structure.bartlett,
        "df": structure.df,
        "p": structure.p,
        "components": [
            (name, float(value), float(share))
            for name, value, share in zip(components, structure.eigenvalues, structure.shares)
        ],
        "loadings": [
            (field, float(structure.vif[field]), [float(row[name]) for name in components])
            for field, row in structure.loadings.iterrows()
        ],
    }
