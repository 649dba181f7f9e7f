"""The index definition of a run: from DEFINITION, or from INDICATORS, with the choices laid over it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from qgis.core import QgsProcessingParameterMatrix

from ...analysis.core.card import Text
from ...analysis.core.documents import parse_json
from ...analysis.core.messages import InputError, Message, Words, mark
from ...analysis.indices.definition.flat import definition_from_rows
from ...analysis.indices.definition.model import Aggregation, Definition, Levels
from ...analysis.indices.definition.schema import definition_from_text, definition_to_dict
from ...analysis.indices.methods.aggregation import AGGREGATIONS
from ...analysis.indices.methods.classification import CLASSIFICATIONS
from ...analysis.indices.methods.missing import MISSING
from ...analysis.indices.methods.normalisation import NORMALISATIONS
from ...analysis.indices.methods.outliers import OUTLIERS
from ...analysis.indices.methods.weighting import WEIGHTINGS
from ...language import current_language, tr
from ...resources.catalogue import INDEX_NAME, load_catalogue, recognised
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


def words_of(definition: Definition) -> dict[str, Words]:
    """Return the labels of a definition that are those of the catalogue, in all languages."""
    catalogue = load_catalogue()
    labels = [(definition.name, INDEX_NAME)]
    for one in definition.dimensions:
        known = catalogue.dimension(one.code)
        labels.append((one.label, known and known.name))
    for leaf in definition.indicators:
        indicator = catalogue.indicator(leaf.field)
        labels.append((leaf.label, indicator and indicator.name))
    found = ((label, recognised(label, known)) for label, known in labels)
    return {label: words for label, words in found if isinstance(words, Words)}


def titles_of(definition: Definition) -> dict[str, Text]:
    """Return what the fields of an index are called."""
    dimensions = {f"dim_{one.code}": Message("{name}", {"name": one.label}) for one in definition.dimensions}
    return {"index": Message(mark("Index")), "rank": Message(mark("Rank")), **dimensions}


def definition_of(run: Run) -> Definition:
    """Return the definition that a run's parameters describe, with the choices laid over it; cards keep it."""
    given = run.text("DEFINITION").strip()
    rows = matrix_rows(run.parameters.get("INDICATORS"))
    if bool(given) == bool(rows):
        raise InputError(
            mark("Give either DEFINITION or INDICATORS; {count} of the two are given."), count=2 if given else 0
        )
    choices = {name: run.choice(name) for name, *_ in _choices()}
    definition = _from_rows(rows, choices) if rows else definition_from_text(given)
    definition = _with_details(_with_choices(definition, choices), run)
    definition = _with_judgements(definition, run.text("JUDGEMENTS"))
    run.definition = definition_to_dict(definition)
    run.words.update(words_of(definition))
    return definition


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
    for part in ("normalisation", "weighting", "missing", "outliers", "classes"):
        code = choices[part.upper()]
        if code:
            definition = replace(definition, **{part: replace(getattr(definition, part), method=code)})
    parts = {"within": choices["AGGREGATION"], "across": choices["AGGREGATION_DIMENSIONS"]}
    chosen = {level: Aggregation(code) for level, code in parts.items() if code}
    return replace(definition, aggregation=replace(definition.aggregation, **chosen))


def _with_details(definition: Definition, run: Run) -> Definition:
    classes, missing, levels = definition.classes, definition.missing, definition.aggregation
    if run.has("COVERAGE"):
        missing = replace(missing, coverage=run.number("COVERAGE"))
    if run.has("CLASS_COUNT"):
        classes = replace(classes, count=run.integer("CLASS_COUNT"))
    if run.has("BREAKS"):
        classes = replace(classes, breaks=breaks_of(run.text("BREAKS")))
    elif CLASSIFICATIONS[classes.method].own_bounds and not classes.breaks:
        classes = replace(classes, breaks=(20.0, 40.0, 60.0, 80.0))
    if run.has("POWER"):
        power = run.number("POWER")
        levels = Levels(replace(levels.within, power=power), replace(levels.across, power=power))
    return replace(definition, classes=classes, missing=missing, aggregation=levels)


def breaks_of(text: str) -> tuple[float, ...]:
    """Return the numbers of `20; 40; 60`; a decimal comma is understood."""
    try:
        breaks = tuple(float(cell.strip().replace(",", ".")) for cell in text.split(";") if cell.strip())
    except ValueError:
        breaks = ()
    if not breaks or any(low >= high for low, high in zip(breaks, breaks[1:])):
        raise InputError(
            mark("The class bounds “{text}” are not rising numbers with semicolons between, as in 20; 40; 60."),
            text=text,
        )
    return breaks


def _with_judgements(definition: Definition, text: str) -> Definition:
    """Lay the expert judgements over the nodes they name, by way of the definition's own schema."""
    if not text.strip():
        return definition
    from ...analysis.indices.definition.schema import definition_from_dict

    try:
        items = {code: dict(judgement) for code, judgement in parse_json(text, "JUDGEMENTS").items()}
    except (ValueError, TypeError, AttributeError):
        raise InputError(mark("JUDGEMENTS is not a JSON object of judgements by dimension code.")) from None
    content = definition_to_dict(definition)
    nodes = {node.get("code", "index"): node for node in _nodes(content)}
    for code, judgement in items.items():
        if code not in nodes:
            raise InputError(
                mark("JUDGEMENTS names “{code}”, which is no dimension; there are: {known}."),
                code=code,
                known=list(nodes),
            )
        nodes[code]["weighting"] = {**content["weighting"], **judgement}
    return definition_from_dict(content)


def _nodes(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield content
    for node in content.get("dimensions", []):
        yield from _nodes(node)
