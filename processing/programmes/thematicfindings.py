"""`thematicfindings`: coded notes counted and laid beside the index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...analysis.core.documents import json_given
from ...analysis.core.messages import InputError, mark
from ...analysis.report.sections.findings import findings_sections
from ...language import current_language, tr
from ...resources.catalogue import load_catalogue
from ..base.algorithm import Algorithm
from ..base.codes import check_codes, code_systems
from ..base.groups import PROGRAMMES
from ..base.parameters import (
    NUMERIC,
    advanced,
    boolean,
    extra_table,
    field,
    file,
    input_layer,
    name_field,
    number,
    number_style,
    report_file,
    sink,
    source,
    whole,
)
from ..io.map_of import MapOf
from ..io.results import write_beside, write_rows
from ..report.write import write_report
from .tables import by_unit, rows_of_table, table_field

if TYPE_CHECKING:
    from ..base.run import Run

_COLUMNS = {
    "unit": "TABLE_CODE_FIELD",
    "theme": "THEME_FIELD",
    "intensity": "INTENSITY_FIELD",
    "source": "SOURCE_FIELD",
    "date": "DATE_FIELD",
    "quote": "QUOTE_FIELD",
    "person": "PERSON_FIELD",
}


class ThematicFindings(Algorithm):
    """Count themes and show where numbers and voices agree."""

    ID = "thematicfindings"
    TITLE = mark("Thematic findings")
    GROUP = PROGRAMMES
    TABLES = ("TABLE",)
    SUMMARY = mark("Lays coded interviews, discussions and observations beside the index, with quotes.")
    HELP = mark(
        "<p>Each note has a kelurahan, a theme of the code book and an intensity: 0 asked and no complaint, 1 "
        "some, 2 strong, 3 grave. Themes are counted, also together, and the report shows when new themes "
        "stopped coming. The joint display says for each kelurahan whether numbers and voices are both bad, "
        "only one of them, or neither.</p>"
        "<p>Persons in quotes are masked and kelurahan with few notes are not named beside them. Names that "
        "stand alone cannot be found by a program: read the quotes before you publish them.</p>"
        "<p>Added fields: notes, themes, voices (mean intensity), convergence.</p>"
    )
    TAGS = mark("themes,interviews,FGD,qualitative,coding,mixed methods,joint display,quotes,triangulation")

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            input_layer(),
            tr("The kelurahan with their index."),
            field("ID_FIELD", tr("Code field")),
            tr("Code of each kelurahan, as in the table."),
            name_field(),
            tr("Name of each kelurahan, used in messages, tables and labels."),
            field("GROUP_FIELD", tr("Group field"), optional=True),
            tr("Stands beside a quote where the kelurahan has too few notes to be named."),
            field("INDEX_FIELD", tr("Index field"), NUMERIC),
            tr("The index that the voices stand beside."),
            boolean("HIGHER_IS_BETTER", tr("Higher values are better"), True),
            tr("Whether a high index means better off."),
            source("TABLE", tr("Table of notes")),
            tr("A row for each coded note."),
            table_field("TABLE_CODE_FIELD", tr("Code in the table")),
            tr("The field with the kelurahan's code."),
            table_field("THEME_FIELD", tr("Theme")),
            tr("Code of the theme, for example P4."),
            table_field("INTENSITY_FIELD", tr("Intensity")),
            tr("0 no complaint, 1 some, 2 strong, 3 grave."),
            table_field("SOURCE_FIELD", tr("Source"), optional=True),
            tr("Kind of source: interview, FGD, observation, complaint."),
            table_field("DATE_FIELD", tr("Date"), optional=True),
            tr("Date of the note, as 2025-12-31."),
            table_field("QUOTE_FIELD", tr("Quote"), optional=True),
            tr("What was said."),
            table_field("PERSON_FIELD", tr("Person"), optional=True),
            tr("Who said it; shown as a pseudonym only."),
            file("CODE_BOOK", tr("Code book"), tr("Code books (*.json);;All files (*)")),
            tr("JSON object of names by code, as text or file; the eleven problems of the study if empty."),
            whole("LEAST_NOTES", tr("Least notes"), 2, 1, 100),
            tr("Kelurahan and cells with fewer notes are not shown; 1 shows all."),
            advanced(number("BAD_SHARE", tr("Worst-off share"), 0.33, 0.01, 0.99)),
            tr("Share of the kelurahan, from the worst-off, whose numbers are called bad."),
            advanced(number("BAD_INTENSITY", tr("Bad intensity"), 1.5, 0.1, 3.0)),
            tr("Mean intensity from which voices are called bad."),
            sink("OUTPUT", tr("Numbers and voices")),
            tr("The layer with the number of notes and the agreement of numbers and voices."),
            extra_table("OUTPUT_THEMES", tr("Themes")),
            tr("Table of the themes: notes, kelurahan, intensity, index where they are raised."),
            report_file(),
            tr("Report with themes, joint display and quotes as HTML, PDF or DOCX."),
            *number_style(),
            *code_systems(),
        )
        self.add_output_numbers(NOTES=tr("Notes"), BOTH_BAD=tr("Numbers and voices both bad"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Read, count, then write everything."""
        from ...analysis.programmes.findings.findings import thematic_findings

        code, name, index = run.field("ID_FIELD"), run.field("NAME_FIELD"), run.field("INDEX_FIELD")
        group = run.field("GROUP_FIELD")
        frame = run.frame(list(dict.fromkeys(c for c in (code, name, group, index) if c)))
        run.name_units(frame, name, code)
        check_codes(frame, code)
        columns = {key: run.field(parameter, "TABLE") for key, parameter in _COLUMNS.items()}
        intensity = columns["intensity"]
        texts = [column for key, column in columns.items() if key != "intensity"]
        rows = rows_of_table(run, texts, [intensity])
        notes = rows[[column for column in columns.values() if column]]
        notes = notes.set_axis([key for key, column in columns.items() if column], axis=1)
        notes = notes.assign(unit=by_unit(run, frame[code], rows[columns["unit"]]))
        language = current_language()
        result = thematic_findings(
            notes,
            code_book(run.text("CODE_BOOK").strip(), language),
            frame.index,
            frame[index],
            least=run.integer("LEAST_NOTES"),
            bad_share=run.number("BAD_SHARE"),
            bad_intensity=run.number("BAD_INTENSITY"),
            higher_is_better=run.boolean("HIGHER_IS_BETTER"),
            informant=tr("Informant", language),
        )
        run.tell(result.diagnostics)
        write_beside(run, "OUTPUT", result.units, MapOf("convergence", "convergence"), 0.7)
        write_rows(run, "OUTPUT_THEMES", result.themes)
        names = run.unit_names(frame.index)
        write_report(
            run,
            lambda: findings_sections(
                result,
                frame[index],
                frame[group] if group else None,
                run.integer("LEAST_NOTES"),
                names,
                higher_is_better=run.boolean("HIGHER_IS_BETTER"),
            ),
        )
        return {"NOTES": len(notes), "BOTH_BAD": int((result.units["convergence"] == "both").sum())}


def code_book(given: str, language: str) -> dict[str, str]:
    """Return names of themes by code: those of a JSON text or file, else the problems of the study."""
    if not given:
        return {problem.code: problem.name.to(language) for problem in load_catalogue().problems}
    book = json_given(given, mark("The code book"))
    if not isinstance(book, dict) or not book or not all(isinstance(name, str) for name in book.values()):
        raise InputError(mark("The code book is no JSON object of names by code."))
    return book
