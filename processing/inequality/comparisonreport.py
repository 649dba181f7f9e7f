"""The report of a comparison of groups: table, effects, dominance curves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...analysis.core.lazy import pd
from ...analysis.core.messages import mark
from ...analysis.inequality.effects import CROSSES, DOMINATES, EQUAL, IS_DOMINATED, dominance
from ...cartography.base.metadata import says_synthetic
from ...language import current_language, tr
from ..report.html import write_report

if TYPE_CHECKING:
    from ...analysis.inequality.groups import Comparison
    from ..base.algorithm import Algorithm
    from ..base.run import Run

#: Fields whose dominance curves are drawn: those that differ most.
_MOST_CURVES = 6
LEVEL = 0.05
_WORDS = {
    DOMINATES: mark("the first has more at every line"),
    IS_DOMINATED: mark("the other has more at every line"),
    CROSSES: mark("the curves cross"),
    EQUAL: mark("the curves are equal"),
}
_EFFECTS = mark(
    "Difference of the means in standard deviations (Hedges' g): right of 0 the first group has more. Dotted "
    "lines: small, medium and large (0.2, 0.5, 0.8)."
)
_CURVES = mark(
    "{column}: share of each group at or below each value. The group whose curve is lower has more of it."
)


@dataclass(frozen=True)
class Compared:
    """What was compared: the columns, the group of each unit, the weights, the values of both groups."""

    frame: pd.DataFrame
    labels: pd.Series
    weights: pd.Series | None
    pair: tuple[list[str], list[str]] | None
    result: Comparison


def curves_of(
    values: pd.Series, labels: pd.Series, weights: pd.Series | None, order: int = 1
) -> tuple[pd.DataFrame, str]:
    """Return the dominance curves of the groups `one` and `other`, and the answer for the first."""
    inside = [labels == name for name in ("one", "other")]
    people = [None if weights is None else weights[members].fillna(0).to_numpy(float) for members in inside]
    return dominance(*(values[members].to_numpy(float) for members in inside), *people, order)


def write_comparison_report(run: Run, algorithm: Algorithm, compared: Compared, table: pd.DataFrame) -> None:
    """Write REPORT, where it is wanted."""
    if not run.outputs.wanted("REPORT"):
        return
    language = current_language()
    pair = compared.pair
    words = {code: tr(text, language) for code, text in _WORDS.items()}
    rows = table.to_dict("records")
    write_report(
        run,
        "groupcomparison.html",
        language,
        name=tr(algorithm.TITLE, language),
        summary=tr(algorithm.SUMMARY, language),
        synthetic=says_synthetic(run.source()),
        diagnostics=compared.result.diagnostics,
        grouping=run.field("GROUP_FIELD"),
        one=", ".join(pair[0]) if pair else "",
        other=", ".join(pair[1]) if pair else "",
        rows=[{**row, "dominance": words.get(row.get("dominance_1"), "")} for row in rows],
        level=LEVEL,
        charts=_charts(compared, table, language) if pair else [],
    )


def _charts(compared: Compared, table: pd.DataFrame, language: str) -> list[tuple[str, str]]:
    """Draw the charts; without matplotlib the report has none."""
    try:
        from ...cartography.charts.comparison import dominance_curves, effect_chart

        known = table[table["hedges_g"].notna()]
        if known.empty:
            return []
        effects = effect_chart(
            known["name"].tolist(),
            known["hedges_g"],
            known["q_permutation"] <= LEVEL,
            tr("Hedges' g", language),
            (tr("corrected p ≤ 0.05", language), tr("not significant", language)),
        )
        charts = [(effects, tr(_EFFECTS, language))]
        strongest = known.loc[known["hedges_g"].abs().sort_values(ascending=False).index].head(_MOST_CURVES)
        for column, name in zip(strongest["field"], strongest["name"]):
            curves, _ = curves_of(compared.frame[column], compared.labels, compared.weights)
            svg = dominance_curves(
                curves["value"],
                [curves["one"], curves["other"]],
                [", ".join(values) for values in compared.pair],
                name,
                tr("At or below (%)", language),
            )
            charts.append((svg, tr(_CURVES, language).format(column=name)))
    except ModuleNotFoundError:
        return []
    return charts
