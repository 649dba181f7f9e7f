"""`humandevelopmentindex`: IPM after BPS and HDI after UNDP, with change and inequality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.lazy import pd
from ...analysis.core.messages import InputError, Message, mark
from ...analysis.core.registers import Method, Register
from ...analysis.development.adjusted import GENDER_INDICATORS, adjusted, gender_inequality
from ...analysis.development.hdi import HumanDevelopment, human_development
from ...analysis.development.progress import progress
from ...analysis.report.sections.development import Developed, development_section
from ...cartography.styles.development import CATEGORIES
from ...language import tr
from ...resources.presets import load_hdi_presets
from ..base.algorithm import Algorithm
from ..base.groups import INDICES
from ..base.parameters import (
    ANY_GEOMETRY,
    NUMERIC,
    advanced,
    choice,
    code_field,
    field,
    input_layer,
    name_field,
    report_file,
    sink,
    whole,
)
from ..io.map_of import MapOf, titled
from ..io.results import write_beside
from ..report.write import write_report

if TYPE_CHECKING:
    from ...analysis.development.presets import Preset
    from ..base.run import Run


PRESETS = Register(mark("preset"), [Method(preset.code, preset.name) for preset in load_hdi_presets().values()])
UNITS = Register(
    mark("unit of expenditure"),
    [
        Method("one", mark("As the preset counts: rupiah, or PPP dollars")),
        Method("thousand", mark("In thousands of it, as BPS prints its tables")),
    ],
)
#: Parameter of each indicator, and of the inequality of each dimension.
INDICATORS = {
    "life_expectancy": ("LIFE_EXPECTANCY_FIELD", mark("Life expectancy at birth (years)")),
    "expected_schooling": ("EXPECTED_SCHOOLING_FIELD", mark("Expected years of schooling")),
    "mean_schooling": ("MEAN_SCHOOLING_FIELD", mark("Mean years of schooling")),
    "expenditure": ("EXPENDITURE_FIELD", mark("Expenditure or income per person and year")),
}
_INEQUALITIES = {
    "health": ("HEALTH_INEQUALITY_FIELD", mark("Inequality of health")),
    "education": ("EDUCATION_INEQUALITY_FIELD", mark("Inequality of education")),
    "income": ("INCOME_INEQUALITY_FIELD", mark("Inequality of income")),
}


class HumanDevelopmentIndex(Algorithm):
    """Layer -> human development index, its dimensions, category and change."""

    ID = "humandevelopmentindex"
    TITLE = mark("Human development index (IPM)")
    GROUP = INDICES
    REQUIRES = ("pandas",)
    SUMMARY = mark("Computes the human development index by the method of BPS (IPM) or of UNDP (HDI).")
    HELP = mark(
        "<p>Goalposts, scale and categories come from a versioned preset: bps-2014 (0 to 100; low below 60, "
        "medium below 70, high below 80) or undp-2014 (0 to 1). A value outside its goalposts scores 0 or 1 "
        "and is named in the field clamped.</p>"
        "<p>The official index exists for nation, province and kabupaten/kota. Life expectancy and real "
        "expenditure of a kelurahan are no survey results: what is entered there is a proxy, and so is the "
        "index.</p>"
        "<p>Added fields: health_index, education_index, income_index, hdi, category (low, medium, high, "
        "very_high), clamped; with the fields of an earlier year hdi_before, change, growth (% a year), "
        "shortfall_reduction (% a year) and change_… of each dimension, which sum to change; with inequality "
        "fields ihdi and loss.</p>"
        "<p>gii, UNDP's gender inequality index, is added where the layer has the fields maternal_mortality, "
        "adolescent_births, and seats, secondary and labour, each as …_female and …_male (shares 0 to 1).</p>"
    )
    TAGS = mark("HDI,IPM,IHDI,GII,UNDP,BPS,human development,pembangunan manusia,UHH,HLS,RLS,gender")

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(ANY_GEOMETRY),
            tr("Areas with the four indicators."),
            choice("PRESET", tr("Method and goalposts"), PRESETS, "bps-2014"),
            tr("One of: {codes}.").format(codes=", ".join(PRESETS.codes)),
        )
        explanations = {
            "life_expectancy": tr("In years (UHH)."),
            "expected_schooling": tr("In years (HLS): of children of 7 and older."),
            "mean_schooling": tr("In years (RLS): of adults of 25 and older."),
            "expenditure": tr(
                "For bps-2014 rupiah per person and year at 2012 prices, adjusted for purchasing power "
                "(not plain Susenas rupiah); for undp-2014 PPP dollars of gross national income."
            ),
        }
        for name, (parameter, label) in INDICATORS.items():
            self.add(field(parameter, tr(label), NUMERIC), explanations[name])
        self.add(choice("EXPENDITURE_UNIT", tr("Unit of expenditure"), UNITS, "one"), tr("one or thousand."))
        for parameter, label in INDICATORS.values():
            self.add(
                advanced(
                    field(
                        f"{parameter}_BEFORE",
                        tr("{label}, earlier year").format(label=tr(label)),
                        NUMERIC,
                        optional=True,
                    )
                ),
                tr("The same in an earlier year; all four give change, growth and shortfall reduction."),
            )
        self.add(
            advanced(whole("YEAR", tr("Year"), optional=True)),
            tr("For growth a year, and to warn of breaks of the series (2020 for bps-2014)."),
            advanced(whole("YEAR_BEFORE", tr("Earlier year"), optional=True)),
            tr("For growth a year, and to warn of breaks of the series (2020 for bps-2014)."),
        )
        for parameter, label in _INEQUALITIES.values():
            self.add(
                advanced(field(parameter, tr(label), NUMERIC, optional=True)),
                tr("Atkinson's A with ε = 1, from 0 to 1; all three give the inequality-adjusted index."),
            )
        self.add(
            code_field(),
            tr("Names areas in messages, tables and labels."),
            name_field(),
            tr("Names areas in messages, tables and labels."),
            sink("OUTPUT", tr("Human development")),
            tr("The layer with the index; in a GeoPackage it keeps its style."),
            report_file(),
            tr("Report of the ranking, the dimensions and the change as HTML, PDF or DOCX."),
        )
        self.add_output_numbers(COUNT=tr("Areas with an index"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Compute, then write everything."""
        preset = load_hdi_presets()[run.choice("PRESET")]
        now = _indicator_fields(run, "")
        before = _indicator_fields(run, "_BEFORE")
        unequal = {code: run.field(parameter) for code, (parameter, _) in _INEQUALITIES.items()}
        given = list(unequal.values())
        code, name = run.field("ID_FIELD"), run.field("NAME_FIELD")
        names = run.source().fields().names()
        gender = [one for one in GENDER_INDICATORS if one in names]
        frame = run.frame([*now.values(), *before.values(), *given, *gender, code, name])
        run.name_units(frame, name, code)
        result = human_development(_scaled(run, frame, now), preset, now)
        table = result.table
        if before:
            self._compare(run, result, human_development(_scaled(run, frame, before), preset, before), preset)
        if any(given):
            _adjust(frame, result, preset, unequal)
        if len(gender) == len(GENDER_INDICATORS):
            table["gii"] = gender_inequality(frame)
        result.diagnostics.warn(
            mark(
                "Life expectancy and real expenditure are no survey results below kabupaten and kota; for "
                "smaller areas this index is a proxy and must be called so."
            )
        )
        run.tell(result.diagnostics)
        developed = Developed(table, preset, result.diagnostics)
        layer = MapOf("development", "category", titled(self.TITLE, Message(preset.name)))
        write_beside(run, "OUTPUT", table, layer, end=0.9)
        write_report(
            run,
            lambda: [development_section(developed, CATEGORIES, run.unit_names(table.index))],
            lead=Message(preset.name),
            diagnostics=result.diagnostics,
        )
        return {"COUNT": result.diagnostics.n}

    def _compare(self, run: Run, result: HumanDevelopment, earlier: HumanDevelopment, preset: Preset) -> None:
        """Add the change from the earlier year to the table."""
        if not (run.has("YEAR") and run.has("YEAR_BEFORE")):
            raise InputError(mark("Give YEAR and YEAR_BEFORE, so that growth can be counted a year."))
        years = run.integer("YEAR_BEFORE"), run.integer("YEAR")
        changes, breaks = progress(earlier, result, preset, years)
        for column in changes.columns.drop("hdi_after"):
            result.table[column] = changes[column]
        unknown = changes.index[changes["change"].isna()]
        if len(unknown):
            result.diagnostics.warn(
                mark("No change for {units}: one of the four indicators has no value in a year."), units=list(unknown)
            )
        for sentence in breaks:
            result.diagnostics.warn(
                mark("The series breaks between {before} and {after}: {what}"),
                before=str(years[0]),
                after=str(years[1]),
                what=Message(sentence),
            )


def _indicator_fields(run: Run, suffix: str) -> dict[str, str]:
    """Return the field of each indicator; none at all where an optional year is not given."""
    fields = {name: run.field(parameter + suffix) for name, (parameter, _) in INDICATORS.items()}
    absent = [INDICATORS[name][0] + suffix for name, column in fields.items() if not column]
    if len(absent) == len(INDICATORS) and suffix:
        return {}
    if absent:
        raise InputError(mark("The index needs all four indicators; choose {parameters} too."), parameters=absent)
    return fields


def _scaled(run: Run, frame: pd.DataFrame, fields: dict[str, str]) -> pd.DataFrame:
    """Return the frame with expenditure in the unit of the preset."""
    factor = 1000.0 if run.choice("EXPENDITURE_UNIT") == "thousand" else 1.0
    return frame.assign(**{fields["expenditure"]: frame[fields["expenditure"]] * factor})


def _adjust(frame: pd.DataFrame, result: HumanDevelopment, preset: Preset, unequal: dict[str, str | None]) -> None:
    """Add the inequality-adjusted index; an area without an index or an inequality has none."""
    absent = [parameter for code, (parameter, _) in _INEQUALITIES.items() if not unequal[code]]
    if absent:
        raise InputError(
            mark("The adjusted index needs the inequality of all three dimensions; choose {parameters} too."),
            parameters=absent,
        )
    columns = [unequal[code] for code in preset.dimensions]
    known = frame[columns].notna().all(axis=1) & result.table["hdi"].notna()
    indices = {code: result.table.loc[known, f"{code}_index"].to_numpy() for code in preset.dimensions}
    found = adjusted(indices, {code: frame.loc[known, unequal[code]].to_numpy() for code in preset.dimensions})
    for name, values in (("ihdi", preset.scale * found.ihdi), ("loss", found.loss)):
        result.table[name] = float("nan")
        result.table.loc[known, name] = values
