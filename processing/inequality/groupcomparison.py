"""`groupcomparison`: whether groups of kelurahan differ, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.corrections import CORRECTIONS
from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, mark
from ...analysis.inequality.effects import dominance_of
from ...analysis.inequality.groups import compare_many, compare_two
from ...analysis.report.results import ALPHA
from ...analysis.report.sections.groups import Compared, comparison_section
from ...language import current_language, tr
from ...resources.catalogue import load_catalogue
from ..base.algorithm import Algorithm
from ..base.groups import INEQUALITY
from ..base.neighbours import code_texts
from ..base.parameters import (
    ANY_GEOMETRY,
    NUMERIC,
    choice,
    code_field,
    field,
    input_layer,
    name_field,
    report_file,
    seed_number,
    table_sink,
    text,
    whole,
)
from ..io.map_of import titled
from ..io.results import write_rows
from ..report.write import write_report

if TYPE_CHECKING:
    from ..base.run import Run


class GroupComparison(Algorithm):
    """Layer -> table of gaps between two groups, or of the spread over many, with tests."""

    ID = "groupcomparison"
    TITLE = mark("Compare groups")
    GROUP = INEQUALITY
    REQUIRES = ("pandas", "scipy")
    SUMMARY = mark(
        "Tests whether groups of kelurahan differ: core against periphery, or any grouping, over many fields."
    )
    HELP = mark(
        "<p>The grouping is a hypothesis that you set and this tests. Between two groups the table has the "
        "means (weighted by population), the gap in the field's own unit, the ratio, Hedges' g (in standard "
        "deviations), Cliff's δ (pairs in which the first is higher less pairs in which it is lower), the p "
        "of a permutation test of the gap and of the Mann–Whitney rank test, both corrected for the number "
        "of fields (q_…), and whether one group has more at every line that can be drawn (dominance).</p>"
        "<p>Without CORE and with more than two groups it has the lowest and highest group mean and the "
        "Kruskal–Wallis test (ε² is the share of the ranks' differences that lies between groups).</p>"
        "<p>gap is the mean of the first group less that of the other. direction says what the catalogue "
        "knows: + more is better off, - more is worse off.</p>"
    )
    TAGS = mark(
        "core,periphery,gap,difference,permutation,Mann-Whitney,Kruskal,Hedges,Cliff,dominance,inti,pinggiran,"
        "kesenjangan,kelompok"
    )

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("Kelurahan, or any other units, with numbers and a grouping."),
            field("FIELDS", tr("Fields"), NUMERIC, many=True),
            tr("The numbers to compare, a row for each."),
            field("GROUP_FIELD", tr("Group field")),
            tr("The grouping, for example core and periphery or the kecamatan."),
            text("CORE", tr("First group")),
            tr(
                "Value of the group field that is the first group; several with semicolons between. Empty: "
                "with two groups the first by name, with more all are compared among each other."
            ),
            text("OTHER", tr("Other group")),
            tr("Values of the group it is compared with; empty: all other units that have a group."),
            field("POPULATION_FIELD", tr("Population field"), NUMERIC, optional=True),
            tr("Weight of each unit in means and permutations; effects and rank tests count units."),
            whole("PERMUTATIONS", tr("Permutations"), 9999, 99, 999999),
            tr("Random deals of the group labels that the p of the gap is counted from."),
            seed_number(),
            tr("The same seed gives the same p-values on every computer."),
            choice("CORRECTION", tr("Correction for many tests"), CORRECTIONS, "holm"),
            tr("holm, fdr or none. Of many fields one in twenty differs by chance."),
            code_field(),
            tr("Names units in messages."),
            name_field(),
            tr("Names units in messages."),
            table_sink("OUTPUT", tr("Comparison of groups")),
            tr("Table with a row for each field."),
            report_file(),
            tr("Report with effects and dominance curves as HTML, PDF or DOCX."),
        )
        self.add_output_numbers(DIFFERENT=tr("Fields that differ (corrected p ≤ 0.05)"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Compare, then write everything."""
        columns, group = run.fields("FIELDS"), run.field("GROUP_FIELD")
        population, code, name = (run.field(one) for one in ("POPULATION_FIELD", "ID_FIELD", "NAME_FIELD"))
        frame = run.frame([*columns, group, population, code, name])
        run.name_units(frame, name, code)
        labels = _labels(frame[group])
        weights = frame[population] if population else None
        pair = _pair(labels, _values(run.text("CORE")), _values(run.text("OTHER")))
        if pair is None:
            result = compare_many(frame, columns, labels, weights, run.choice("CORRECTION"))
        else:
            labels = _paired(labels, pair)
            result = compare_two(
                frame,
                columns,
                labels,
                "one",
                "other",
                weights,
                run.integer("PERMUTATIONS"),
                run.seed(),
                run.choice("CORRECTION"),
                run.progress(0.2, 0.9),
            )
            _judge(result.table, frame, labels, weights)
        compared = Compared(frame, labels, weights, pair, result)
        _describe(run, compared)
        run.tell(result.diagnostics)
        self._write(run, compared)
        tested = result.table["q_rank" if pair is None else "q_permutation"]
        return {"DIFFERENT": int((tested <= ALPHA).sum())}

    def _write(self, run: Run, compared: Compared) -> None:
        table = _with_catalogue(compared.result.table)
        write_rows(run, "OUTPUT", table)
        write_report(
            run,
            lambda: [comparison_section(compared, table)],
            title=titled(self.TITLE, str(run.field("GROUP_FIELD"))),
            lead=Message(self.SUMMARY),
            diagnostics=compared.result.diagnostics,
        )


def _labels(groups: pd.Series) -> pd.Series:
    """Return the groups as text, None where there is none."""
    texts = [text.strip() or None for text in code_texts(groups)]
    return pd.Series(texts, index=groups.index, name=groups.name, dtype=object)


def _values(text: str) -> list[str]:
    return [value.strip() for value in text.split(";") if value.strip()]


def _pair(labels: pd.Series, core: list[str], other: list[str]) -> tuple[list[str], list[str]] | None:
    """Return the values of the first and of the other group; None where all groups are compared."""
    known = sorted(labels.dropna().unique())
    for value in (*core, *other):
        if value not in known:
            raise InputError(
                mark("The group field has no value “{value}”; its values are: {known}."), value=value, known=known
            )
    both = sorted(set(core) & set(other))
    if both:
        raise InputError(mark("“{value}” stands in both groups; take it out of one."), value=both[0])
    if not core and not other:
        if len(known) != 2:
            return None
        core = known[:1]
    rest = [value for value in known if value not in (*core, *other)]
    core, other = core or rest, other or rest
    if not core or not other:
        raise InputError(mark("One of the two groups has no units; name fewer values in CORE or OTHER."))
    return core, other


def _paired(labels: pd.Series, pair: tuple[list[str], list[str]]) -> pd.Series:
    """Return `one` and `other` for the units of the two groups, None for all others."""
    names = {value: name for name, values in zip(("one", "other"), pair) for value in values}
    return labels.map(lambda label: names.get(label))


def _judge(table: pd.DataFrame, frame: pd.DataFrame, labels: pd.Series, weights: pd.Series | None) -> None:
    """Write whether the first group has more at every line: first and second order."""
    for order in (1, 2):
        table[f"dominance_{order}"] = [
            dominance_of(frame[column], labels, weights, order)[1] if known else None
            for column, known in (table[["n_one", "n_other"]] > 0).all(axis=1).items()
        ]


def _with_catalogue(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with field, name and direction as the catalogue knows them in front."""
    catalogue, language = load_catalogue(), current_language()
    known = [catalogue.indicator(column) for column in table.index]
    named = table.rename_axis("field").reset_index()
    names = [one.name.to(language) if one else column for one, column in zip(known, table.index)]
    named.insert(1, "name", names)
    named.insert(2, "direction", [one.direction if one else None for one in known])
    return named


def _describe(run: Run, compared: Compared) -> None:
    diagnostics = compared.result.diagnostics
    if compared.pair is None:
        diagnostics.step(mark("Kruskal–Wallis rank test among all groups; means weighted where asked for."))
    else:
        diagnostics.step(
            mark("First group: {one}; other group: {other}."), one=compared.pair[0], other=compared.pair[1]
        )
        diagnostics.step(
            mark("Two-sided p of {permutations} deals of the labels, seed {seed}; Mann–Whitney rank test."),
            permutations=run.integer("PERMUTATIONS"),
            seed=run.seed(),
        )
    outside = int(compared.labels.isna().sum())
    if outside:
        diagnostics.warn(mark("{count} {count:unit belongs|units belong} to neither group."), count=outside)
