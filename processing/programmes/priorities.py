"""`priorities`: which kelurahan needs which recommendation, why, and what a budget by need would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, Words, mark
from ...analysis.indices.robustness.assumptions import WEIGHT_DRAWS
from ...analysis.programmes.priorities.allocation import ALLOCATIONS, Budget, allocate, describe, gini_after
from ...analysis.report.sections.priorities import Shared, priorities_sections
from ...cartography.base.wording import CODE_AND_NAME
from ...language import current_language, tr
from ...resources.recommendations import load_recommendations
from ..base.algorithm import Algorithm
from ..base.codes import check_codes
from ..base.groups import PROGRAMMES
from ..base.parameters import (
    ANY_GEOMETRY,
    NUMERIC,
    advanced,
    choice,
    extra_table,
    field,
    file,
    input_layer,
    number,
    report_file,
    seed_number,
    sink,
    text,
    unit_fields,
)
from ..io.frames import beside
from ..io.map_of import MapOf
from ..io.results import write_beside, write_rows
from ..report.write import write_report
from .reasons import reasons_of

if TYPE_CHECKING:
    from ...analysis.programmes.priorities.mapping import Recommendation
    from ...analysis.programmes.priorities.priorities import Priorities as Result
    from ..base.run import Run


class Priorities(Algorithm):
    """Score the need for each recommendation and say why."""

    ID = "priorities"
    TITLE = mark("Priorities by recommendation")
    GROUP = PROGRAMMES
    SUMMARY = mark("Tells which kelurahan needs which recommendation most, with the reasons in words.")
    HELP = mark(
        "<p>Each recommendation of the study has signals: indicators that speak for it where they are bad. "
        "The need is the weighted mean of their deprivations, 0 to 100. Strongly recommended is what stands "
        "in the worst quarter of all kelurahan and has two signals beyond their cut-off; without enough data no "
        "decision is made. The weights of the signals are varied to see how stable each decision is.</p>"
        "<p>R1 to R7 are those of the study. E1 to E4 are additions of the system, for problems that the study "
        "names without a recommendation; they never decide the field priority.</p>"
        "<p>With a budget, the amounts by need are added and their effect on the Gini coefficient between "
        "kelurahan is shown as a what-if: it holds only as far as the assumed effect of money does.</p>"
        "<p>Added fields: need_1 to need_7, need_e1 to need_e4, priority, decision, strong_count, "
        "reason, allocation, priority_name. The layer keeps which recommendations it was made with, so that "
        "maps, atlas and report name those and no others.</p>"
    )
    REPORT_REQUIRES = ("jinja2",)
    TAGS = mark("priority,recommendation,need,decision,budget,allocation,programme,planning,musrenbang,reasons")

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("The layer whose fields hold the indicators by their codes."),
            *unit_fields(),
            field("POPULATION_FIELD", tr("Population field"), NUMERIC, optional=True),
            tr("People of each kelurahan: weighs the means of all kelurahan; needed for a budget."),
            file("RECOMMENDATIONS", tr("Recommendations"), tr("Recommendations (*.json);;All files (*)")),
            tr("A JSON file or text with other recommendations, signals and rule; those of the study if empty."),
            text("YEAR", tr("Year of the data"), ""),
            tr("Printed beside the values in the reasons."),
        )
        codes = ", ".join(WEIGHT_DRAWS.codes)
        self.add(
            advanced(choice("WEIGHTS", tr("Variation of weights"), WEIGHT_DRAWS, "dirichlet")),
            tr("How the weights of the signals are drawn. Codes: {codes}.").format(codes=codes),
            advanced(number("SPREAD", tr("Spread of weights"), 0.25, 0.01, 0.99)),
            tr("How far a weight moves, as a share of itself: 0.25 is a quarter up or down."),
            seed_number(),
            tr("Seed of the random numbers: the same seed gives the same result."),
        )
        self._define_budget()
        self.add(
            sink("OUTPUT", tr("Priorities")),
            tr("The layer with the needs, the first recommendation and its reason."),
            extra_table("OUTPUT_LIST", tr("Priority list")),
            tr("Table with a row for each kelurahan and recommendation: need, rank, decision, stability, reason."),
            report_file(),
            tr("Report with the priorities by recommendation as HTML, PDF or DOCX."),
        )
        self.add_output_numbers(
            STRONG=tr("Strong recommendations"),
            GINI_BEFORE=tr("Gini between kelurahan before"),
            GINI_AFTER=tr("Gini between kelurahan after"),
        )

    def _define_budget(self) -> None:
        self.add(
            number("BUDGET", tr("Budget"), None, 0.0, optional=True),
            tr("Amount to share over the kelurahan, for example in rupiah; empty for none."),
            text("BUDGET_FOR", tr("Recommendation of the budget"), ""),
            tr("Code of the recommendation that the budget is for, for example R4; empty: the mean of all needs."),
        )
        codes = ", ".join(ALLOCATIONS.codes)
        self.add(
            choice("ALLOCATION", tr("Sharing of the budget"), ALLOCATIONS, "proportional"),
            tr(
                "How the budget is shared: by people times need, to the neediest in order of need (CAP each), or in "
                "whole sites of the price CAP, one a kelurahan, for most people times need. Codes: {codes}."
            ).format(codes=codes),
        )
        for name, label, default, explanation in (
            ("MINIMUM", tr("Least amount"), 0.0, tr("What every kelurahan gets at least; 0 with sites.")),
            ("CAP", tr("Greatest amount"), None, tr("What a kelurahan gets at most; the price of a site.")),
            (
                "STEP",
                tr("Step of amounts"),
                1_000_000.0,
                tr("Amounts are multiples of this; sites cost their price, whatever the step."),
            ),
            (
                "POWER",
                tr("Weight of need"),
                1.0,
                tr(
                    "1 shares by people times need, 2 leans more to the neediest, 0 goes by people alone; without "
                    "effect on the order of the neediest."
                ),
            ),
            (
                "EFFECT",
                tr("Assumed effect"),
                0.0,
                tr(
                    "What-if: points of need that a thousand a head takes away. An assumption of yours, "
                    "not an estimate; 0 for none."
                ),
            ),
        ):
            least = 1e-6 if name == "STEP" else 0.0
            self.add(advanced(number(name, label, default, least, optional=default is None)), explanation)

    def compute(self, run: Run) -> dict[str, Any]:
        """Read, score, then write everything."""
        from ...analysis.programmes.priorities.priorities import priorities

        language = current_language()
        mapping = load_recommendations(language, run.text("RECOMMENDATIONS").strip())
        columns = {name: run.field(name) for name in ("ID_FIELD", "NAME_FIELD", "GROUP_FIELD")}
        population = run.field("POPULATION_FIELD")
        there = run.source().fields().names()
        frame = run.frame([*(f for f in mapping.fields if f in there), *columns.values(), population])
        run.name_units(frame, columns["NAME_FIELD"], columns["ID_FIELD"])
        check_codes(frame, columns["ID_FIELD"])
        for column in mapping.fields:
            if column in frame and frame[column].dtype.kind not in "fiu":
                raise InputError(
                    mark("The field {column} does not hold numbers; change it to a number field."), column=column
                )
        result = priorities(
            frame,
            mapping,
            population=frame[population].to_numpy(float) if population else None,
            weights=run.choice("WEIGHTS"),
            spread=run.number("SPREAD"),
            seed=run.seed(),
            progress=run.progress(0.1, 0.6),
        )
        shared = self._budget(run, result, frame, population)
        run.tell(result.diagnostics)
        reasons = reasons_of(run, result, run.text("YEAR"))
        self._write(run, frame, result, reasons, None if shared is None else shared.amounts, columns)
        group, names = columns["GROUP_FIELD"], run.unit_names(frame.index)
        write_report(
            run,
            lambda: priorities_sections(result, reasons, frame[group].astype(str) if group else None, shared, names),
            lead=mapping.note,
        )
        outputs = {"STRONG": int((result.table["decision"] == "strong").sum())}
        if shared is not None:
            outputs.update(GINI_BEFORE=shared.what_if.before, GINI_AFTER=shared.what_if.after)
        return outputs

    def _budget(self, run: Run, result: Result, frame: pd.DataFrame, population: str | None) -> Shared | None:
        if not run.has("BUDGET") or run.number("BUDGET") == 0:
            return None
        if population is None:
            raise InputError(mark("A budget needs the population: choose POPULATION_FIELD."))
        people = frame[population].to_numpy(float)
        if not (people > 0).all():
            raise InputError(
                mark("The field {column} has no population above zero in {units}."),
                column=population,
                units=list(frame.index[~(people > 0)]),
            )
        wanted = run.text("BUDGET_FOR").strip()
        code = next((one for one in result.needs if one.lower() == wanted.lower()), None)
        if wanted and code is None:
            raise InputError(
                mark("BUDGET_FOR names “{code}”; the recommendations with data are: {known}."),
                code=wanted,
                known=", ".join(result.needs),
            )
        chosen = [result.needs[code]] if code else list(result.needs.values())
        needs = np.stack([one.need for one in chosen])
        count = np.isfinite(needs).sum(axis=0)
        # without a word from numpy where none of them is known
        need = np.divide(np.nansum(needs, axis=0), count, out=np.full(len(count), np.nan), where=count > 0)
        budget = Budget(
            run.number("BUDGET"),
            run.number("MINIMUM"),
            run.number("CAP") if run.has("CAP") else np.inf,
            run.number("STEP"),
            run.number("POWER"),
        )
        way = run.choice("ALLOCATION")
        amounts = allocate(need, people, budget, way)
        describe(result.diagnostics, frame.index, need, amounts, budget, way)
        effect = run.number("EFFECT")
        return Shared(amounts, gini_after(need, people, amounts, effect), effect)

    def _write(
        self,
        run: Run,
        frame: pd.DataFrame,
        result: Result,
        reasons: pd.Series,
        amounts: np.ndarray | None,
        columns: dict[str, str | None],
    ) -> None:
        units = result.units.copy()
        texts = reasons.map(run.sentence)
        first = [(unit, code) if code else None for unit, code in zip(units.index, units["priority"])]
        units["reason"] = [pair and texts.get(pair) for pair in first]
        if amounts is not None:
            units["allocation"] = amounts
        fields = result.recommendations.need_fields
        made_with = {one.code: one for one in result.recommendations.recommendations}
        units["priority_name"] = [made_with[code].name if code else None for code in units["priority"]]

        needs = {
            fields[code]: Message(CODE_AND_NAME, {"code": code, "name": _words(one)}) for code, one in made_with.items()
        }
        told = {texts[pair]: reasons[pair] for pair in first if pair and pair in texts.index}
        layer = MapOf("decision", "decision", titles=needs, texts={"reason": told})
        run.definition = {
            "recommendations": [
                {"code": code, "field": fields[code], "extension": one.extension} for code, one in made_with.items()
            ]
        }
        write_beside(run, "OUTPUT", units, layer, 0.7)
        table = result.table.assign(
            reason=[texts.get(pair) for pair in zip(result.table["unit"], result.table["recommendation"])]
        )
        keys = frame[list(dict.fromkeys(c for c in columns.values() if c))]
        keys = keys.reindex(table["unit"]).reset_index(drop=True)
        table = beside(keys, table.drop(columns="unit"), "_priority")
        write_rows(run, "OUTPUT_LIST", table)


def _words(one: Recommendation) -> Words:
    """Return the title of a recommendation in the languages of its file, in one line."""
    titles = one.titles or {"": one.name}
    return Words({language: " ".join(title.split()) for language, title in titles.items()})
