"""The index definition of a run: from DEFINITION, or from INDICATORS, with the choices laid over it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qgis.core import (
    QgsProcessingParameterMatrix,
)

from ...analysis.core.json_text import parsed
from ...analysis.core.messages import InputError, mark
from ...analysis.indices.composite.aggregation import AGGREGATIONS
from ...analysis.indices.composite.classification import CLASSIFICATIONS
from ...analysis.indices.composite.missing import MISSING
from ...analysis.indices.composite.normalisation import NORMALISATIONS
from ...analysis.indices.composite.outliers import OUTLIERS
from ...analysis.indices.composite.weighting import WEIGHTINGS
from ...analysis.indices.definition.flat import definition_from_rows
from ...analysis.indices.definition.model import Aggregation, Definition
from ...analysis.indices.definition.schema import definition_from_text
from ...language import current_language, tr
from ...resources.catalogue import load_catalogue
from ..base.parameters import Declared, advanced, choice, definition_file, number, text, whole
from ..base.run import Run
from ..io.frames import is_null

_CELLS = 4


def _choices() -> list[tuple[str, str, Any, str]]:
    empty = tr("Empty: as the definition says, without one")
    return [
        ("NORMALISATION", tr("Normalisation"), NORMALISATIONS, f"{empty} minmax."),
        ("WEIGHTING", tr("Weighting"), WEIGHTINGS, f"{empty} given."),
        ("AGGREGATION", tr("Aggregation within dimensions"), AGGREGATIONS, f"{empty} arithmetic."),
        (
            "AGGREGATION_DIMENSIONS",
            tr("Aggregation of the dimensions"),
            AGGREGATIONS,
            tr("Empty: as the definition says, without one the same as within dimensions."),
        ),
        ("MISSING", tr("Missing values"), MISSING, f"{empty} refuse."),
        ("OUTLIERS", tr("Outliers"), OUTLIERS, f"{empty} none."),
        ("CLASSES", tr("Classes"), CLASSIFICATIONS, f"{empty} quantile."),
    ]


def definition_parameters() -> Declared:
    """Return the parameters that describe an index."""
    return [
        definition_file(),
        tr("A JSON file with the whole definition of the index, or the JSON text itself."),
        QgsProcessingParameterMatrix(
            "INDICATORS",
            tr("Indicators"),
            headers=[tr("Field"), tr("Dimension"), tr("Direction (+ or -)"), tr("Weight")],
            optional=True,
        ),
        tr(
            "Where there is no definition: a row of four for each indicator: field, dimension, direction "
            "(+ where more is better off, - where more is worse off), weight."
        ),
        *_steps(),
        *_details(),
    ]


def _steps() -> Declared:
    declared: Declared = []
    for name, label, register, help_text in _choices():
        codes = tr("Codes: {codes}.").format(codes=", ".join(register.codes))
        declared += [choice(name, label, register, None, optional=True), f"{help_text} {codes}"]
    return declared


def _details() -> Declared:
    """Return the parameters that few users change."""
    return [
        advanced(number("COVERAGE", tr("Least coverage"), None, 0.0, 1.0, optional=True)),
        tr("With missing values dropped: the share of weight, 0 to 1, a kelurahan must have. Usual: 0.6."),
        advanced(whole("CLASS_COUNT", tr("Number of classes"), None, 2, 12, optional=True)),
        tr("Usual: 5."),
        advanced(text("BREAKS", tr("Fixed class bounds"))),
        tr("Inner bounds of fixed classes, rising, with semicolons between, for example 20; 40; 60; 80."),
        advanced(number("POWER", tr("Power"), None, -100.0, 100.0, optional=True)),
        tr("Exponent of the power mean; 1 is arithmetic, near 0 geometric, -1 harmonic."),
        advanced(text("JUDGEMENTS", tr("Expert judgements"), lines=True)),
        tr(
            "JSON for the weightings ahp and bwm: by dimension code, or “index” for the dimensions, the "
            'pairwise matrix, or best_to_others and others_to_worst. Example: {"index": {"pairwise": '
            "[[1, 3], [0.3333, 1]]}}."
        ),
    ]


def definition_of(run: Run) -> Definition:
    """Return the definition that a run's parameters describe, with the choices laid over it."""
    given = run.text("DEFINITION").strip()
    rows = matrix_rows(run.parameters.get("INDICATORS"))
    if bool(given) == bool(rows):
        raise InputError(
            mark("Give either DEFINITION or INDICATORS; {count} of the two are given."),
            count=2 if given else 0,
        )
    choices = {name: run.choice(name) for name, *_ in _choices()}
    definition = _from_rows(rows, choices) if rows else definition_from_text(given)
    return _with_judgements(_with_details(_with_choices(definition, choices), run), run.text("JUDGEMENTS"))


def matrix_rows(value: Any) -> list[list[Any]]:
    """Return the rows of four of a matrix given as flat list, as rows, or as text with commas."""
    if isinstance(value, str):
        value = [cell.strip() for cell in value.split(",")] if value.strip() else []
    cells = []
    for cell in value if isinstance(value, (list, tuple)) else [] if value is None else [value]:
        cells += cell if isinstance(cell, (list, tuple)) else [cell]
    if len(cells) == 1 and is_null(cells[0]):  # how QGIS says that a matrix is not set
        return []
    if len(cells) % _CELLS:
        raise InputError(
            mark("INDICATORS needs rows of field, dimension, direction, weight; these are {count} cells."),
            count=len(cells),
        )
    cells = ["" if is_null(cell) else cell for cell in cells]
    rows = [list(row) for row in zip(*[iter(cells)] * _CELLS)]
    return [row for row in rows if any(cell != "" for cell in row)]


def _from_rows(rows: list[list[Any]], choices: dict[str, str | None]) -> Definition:
    catalogue = load_catalogue()
    known = {str(row[0]): catalogue.indicator(str(row[0])) for row in rows}
    known = {field: indicator for field, indicator in known.items() if indicator is not None}
    language = current_language()
    within = choices["AGGREGATION"] or "arithmetic"
    return definition_from_rows(
        rows,
        names={field: indicator.name.to(language) for field, indicator in known.items()},
        goalposts={field: indicator.goalposts for field, indicator in known.items() if indicator.goalposts},
        aggregation=within,
        aggregation_dimensions=choices["AGGREGATION_DIMENSIONS"] or within,
    )


def _with_choices(definition: Definition, choices: dict[str, str | None]) -> Definition:
    for name, part in (
        ("NORMALISATION", "normalisation"),
        ("WEIGHTING", "weighting"),
        ("MISSING", "missing"),
        ("OUTLIERS", "outliers"),
        ("CLASSES", "classes"),
    ):
        if choices[name]:
            changed = replace(getattr(definition, part), method=choices[name])
            definition = replace(definition, **{part: changed})
    levels = definition.aggregation
    if choices["AGGREGATION"]:
        levels = replace(levels, within=Aggregation(choices["AGGREGATION"]))
    if choices["AGGREGATION_DIMENSIONS"]:
        levels = replace(levels, across=Aggregation(choices["AGGREGATION_DIMENSIONS"]))
    return replace(definition, aggregation=levels)


def _with_details(definition: Definition, run: Run) -> Definition:
    classes, missing, levels = definition.classes, definition.missing, definition.aggregation
    if run.has("COVERAGE"):
        missing = replace(missing, coverage=run.number("COVERAGE"))
    if run.has("CLASS_COUNT"):
        classes = replace(classes, count=run.integer("CLASS_COUNT"))
    if run.has("BREAKS"):
        classes = replace(classes, breaks=breaks_of(run.text("BREAKS")))
    elif classes.method == "fixed" and not classes.breaks:
        classes = replace(classes, breaks=(20.0, 40.0, 60.0, 80.0))
    if run.has("POWER"):
        power = run.number("POWER")
        levels = replace(
            levels, within=replace(levels.within, power=power), across=replace(levels.across, power=power)
        )
    return replace(definition, classes=classes, missing=missing, aggregation=levels)


def breaks_of(text: str) -> tuple[float, ...]:
    """Return the numbers of `20; 40; 60`; a decimal comma is understood."""
    try:
        breaks = tuple(float(cell.strip().replace(",", ".")) for cell in text.split(";") if cell.strip())
    except ValueError:
        breaks = ()
    if not breaks or any(low >= high for low, high in zip(breaks, breaks[1:])):
        raise InputError(
            mark(
                "The class bounds “{text}” are not rising numbers with semicolons between, as in 20; 40; 60."
            ),
            text=text,
        )
    return breaks


def _with_judgements(definition: Definition, text: str) -> Definition:
    """Lay the expert judgements over the nodes they name, by way of the definition's own schema."""
    if not text.strip():
        return definition
    from ...analysis.indices.definition.schema import definition_from_dict, definition_to_dict

    try:
        judgements = parsed(text)
        items = {code: dict(judgement) for code, judgement in judgements.items()}
    except (ValueError, TypeError, AttributeError):
        raise InputError(mark("JUDGEMENTS is not a JSON object of judgements by dimension code.")) from None
    content = definition_to_dict(definition)
    nodes = {"index": content, **{node["code"]: node for node in _nodes(content)}}
    for code, judgement in items.items():
        if code not in nodes:
            raise InputError(
                mark("JUDGEMENTS names “{code}”, which is no dimension; there are: {known}."),
                code=code,
                known=list(nodes),
            )
        nodes[code]["weighting"] = {**content["weighting"], **judgement}
    return definition_from_dict(content)


def _nodes(content: dict[str, Any]) -> list[dict[str, Any]]:
    nodes = []
    for node in content.get("dimensions", []):
        nodes += [node, *_nodes(node)]
    return nodes
