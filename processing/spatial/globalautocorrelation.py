"""`globalautocorrelation`: whether neighbours are alike over the whole map."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...analysis.core.card import Test
from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, Progress, mark, part
from ...analysis.core.registers import Method, Register
from ...analysis.report.sections.autocorrelation import Measured, global_section
from ...analysis.spatial.cautions import caution
from ...analysis.spatial.global_formulas import JOINS
from ...analysis.spatial.global_statistics import global_autocorrelation
from ...analysis.spatial.rates import eb_standardised
from ...language import tr
from ..base.algorithm import Algorithm
from ..base.groups import HOTSPOTS
from ..base.neighbours import neighbours_of
from ..base.parameters import ANY_GEOMETRY, NUMERIC, choice, field, input_layer, report_file, table_sink
from ..base.weight_parameters import neighbour_choice, weight_parameters
from ..io.results import write_rows
from ..report.write import write_report
from .parameters import area_fields, permutation_parameters, read_units, sides_parameter

if TYPE_CHECKING:
    from ...analysis.spatial.weights.weights import Weights
    from ..base.run import Run

#: Statistics of numbers on weights of the style asked for, and those on weights as built.
STYLED, PLAIN = ("moran", "geary"), ("getis_ord",)

STATISTICS = Register(
    mark("statistic"),
    [
        Method("all", mark("All that the values allow")),
        Method("moran", mark("Moran's I")),
        Method("geary", mark("Geary's C")),
        Method("getisord", mark("Getis–Ord G")),
        Method("joincount", mark("Join counts of a field of 0 and 1")),
    ],
)
#: The codes of the analysis for each choice but `all`.
_CODES = {"moran": ("moran",), "geary": ("geary",), "getisord": PLAIN, "joincount": JOINS}
_COLUMNS = ["value", "expected", "variance", "z", "p_analytic", "p_permutation"]
_NORMALITY = ["variance_normality", "z_normality", "p_analytic_normality"]


class GlobalAutocorrelation(Algorithm):
    """Moran's I, Geary's C, Getis and Ord's G, join counts."""

    ID = "globalautocorrelation"
    TITLE = mark("Global spatial autocorrelation")
    GROUP = HOTSPOTS
    REQUIRES = ("pandas", "scipy")
    SUMMARY = mark("Tests whether neighbours are alike over the whole map.")
    HELP = mark(
        "<p>The table has one row for each field and statistic: field, statistic, value, expected, variance, "
        "z, p_analytic (two-sided, under randomisation), p_permutation, the same under normality "
        "(…_normality) and n.</p>"
        "<p>Moran's I above its expectation −1/(n − 1), and Geary's C below 1, mean that neighbours are "
        "alike; z of Geary's C is then negative (R's spdep turns its sign). G is high where high values lie "
        "together and needs values that are not negative. Join counts need 0 and 1: join_bb counts pairs of "
        "neighbours that both have it, join_bw mixed pairs, join_ww pairs that both have not.</p>"
        "<p>n counts areas with a value; those without a neighbour count in the mean and variance. G and join "
        "counts use the weights as they are built, whatever STYLE.</p>"
        "<p>With POPULATION_FIELD the fields hold counts of events; rates of small populations vary more, and "
        "the rates are standardised for that (empirical Bayes, Assunção and Reis 1999).</p>"
    )
    TAGS = mark(
        "Moran,Geary,Getis,join count,autocorrelation,correlogram,empirical Bayes,autokorelasi,spasial,indeks Moran"
    )

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("Areas, or points, with numbers to look at."),
            field("FIELD", tr("Fields"), NUMERIC, many=True),
            tr("The numbers, one table row or more for each."),
            choice("STATISTIC", tr("Statistic"), STATISTICS, "all"),
            tr("all, moran, geary, getisord or joincount."),
            field("POPULATION_FIELD", tr("Population field"), NUMERIC, optional=True),
            tr("The population at risk, where the fields are counts of events; for moran and geary."),
            *weight_parameters(),
            *permutation_parameters(),
            *sides_parameter(),
            *area_fields(),
            table_sink("OUTPUT", tr("Global statistics")),
            tr("Table of the statistics."),
            report_file(),
            tr("Report with Moran scatterplot and correlogram as HTML, PDF or DOCX."),
        )
        self.add_output_numbers(
            MORAN=tr("Moran's I of the first field"), MORAN_P=tr("p of Moran's I of the first field")
        )

    def compute(self, run: Run) -> dict[str, Any]:
        """Measure every field, then write everything."""
        columns, population = run.fields("FIELD"), run.field("POPULATION_FIELD")
        if population and run.choice("STATISTIC") not in ("all", *STYLED):
            raise InputError(mark("Standardised rates can be negative: choose moran or geary for them."))
        frame, codes = read_units(run, [*columns, population], only=True)
        choice = neighbour_choice(run)
        built = neighbours_of(run, frame.index, replace(choice, style="binary"), codes)
        styled = built.row_standardised() if choice.style == "row" else built
        measured = []
        for number, column in enumerate(columns):
            stretch = part(run.progress(0.3, 0.9), number / len(columns), (number + 1) / len(columns))
            values = eb_standardised(frame[column], frame[population]) if population else frame[column]
            wanted = _wanted(run.choice("STATISTIC"), values, bool(population))
            measured.append(self._measure(run, values, styled, built, wanted, stretch))
        for one in measured:
            run.tell(one.diagnostics)
        run.test = Test(
            Message(STATISTICS[run.choice("STATISTIC")].label), run.integer("PERMUTATIONS"), run.choice("SIDES")
        )
        table = pd.concat([one.rows() for one in measured], ignore_index=True)
        write_rows(run, "OUTPUT", table)
        names = run.unit_names(frame.index)
        write_report(
            run,
            lambda: [global_section(one, len(frame), names) for one in measured],
            lead=Message(self.SUMMARY),
            diagnostics=Diagnostics(),  # each field tells its own
            weights=styled,
        )
        return _moran(measured[0].table)

    def _measure(
        self, run: Run, values: pd.Series, styled: Weights, built: Weights, wanted: list[str], progress: Progress
    ) -> Measured:
        """Compute the statistics wanted of one field, each on its weights."""
        results = []
        for weights, codes in ((styled, STYLED), (built, PLAIN), (built.binary(), JOINS)):
            chosen = [code for code in codes if code in wanted]
            if chosen:
                results.append(
                    global_autocorrelation(
                        values, weights, chosen, run.integer("PERMUTATIONS"), run.seed(), run.choice("SIDES"), progress
                    )
                )
        known = results[0].diagnostics
        caution(known, built)
        table = pd.concat([result.table for result in results])[[*_COLUMNS, *_NORMALITY]]
        permuted = pd.concat([result.permuted for result in results], axis=1)
        return Measured(values, styled, table, permuted, known)


def _wanted(choice: str, values: pd.Series, rates: bool) -> list[str]:
    """Return the codes to compute; `all` leaves out what the values do not allow."""
    if choice != "all":
        return list(_CODES[choice])
    known = values.dropna().to_numpy()
    if rates or (known < 0).any():
        return list(STYLED)
    return [*STYLED, *(JOINS if np.isin(known, (0.0, 1.0)).all() else PLAIN)]


def _moran(table: pd.DataFrame) -> dict[str, float]:
    """Return Moran's I and its p where it was computed."""
    if "moran" not in table.index:
        return {}
    row = table.loc["moran"]
    p = row["p_analytic"] if np.isnan(row["p_permutation"]) else row["p_permutation"]
    return {"MORAN": float(row["value"]), "MORAN_P": float(p)}
