"""The indicators of an atlas: from a definition, else those of the catalogue that the layer holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.messages import InputError, mark
from ...analysis.indices.definition.schema import definition_from_text
from ...cartography.atlas.request import Variable
from ...cartography.base.attributes import values_of
from ...cartography.base.wording import in_languages, number_language
from ...resources.catalogue import Text, load_catalogue
from ..base.run import Run
from ..io.tables import read_table

if TYPE_CHECKING:
    import numpy as np
    from qgis.core import QgsVectorLayer

    from ...analysis.indices.definition.model import Definition


def dimensions_of(definition: Definition | None, language: str) -> dict[str, str]:
    """Return the words of dimensions by the field of their score."""
    catalogue = load_catalogue()
    if definition is None:
        return {f"dim_{one.code.lower()}": in_languages(one.name, language) for one in catalogue.dimensions}
    words = {}
    for dimension in definition.dimensions:
        known = catalogue.dimension(dimension.code)
        words[f"dim_{dimension.code.lower()}"] = translated(dimension.label, known and known.name, language)
    return words


def variables_of(definition: Definition | None, layer: QgsVectorLayer, language: str) -> list[Variable]:
    """Return the indicators that the layer holds, with their words in the language of the map."""
    catalogue, leading = load_catalogue(), number_language(language)
    if definition is None:
        found = [
            Variable(
                one.field,
                in_languages(one.name, language),
                one.unit.to(leading),
                {"+": 1, "-": -1}.get(one.direction, 0),
            )
            for one in catalogue.core
        ]
    else:
        found = []
        for one in definition.indicators:
            known = catalogue.indicator(one.field)
            name = translated(one.label, known and known.name, language)
            unit = translated(one.unit, known and known.unit, leading)
            found.append(Variable(one.field, name, unit, one.direction))
    fields = layer.fields()
    held = [fields.lookupField(one.field) for one in found]
    return [one for one, index in zip(found, held) if index >= 0 and fields.at(index).isNumeric()]


def read_definition_of(run: Run) -> Definition | None:
    """Return the definition given by DEFINITION, None where there is none."""
    given = run.text("DEFINITION").strip()
    return definition_from_text(given) if given else None


def contributions_of(
    run: Run, layer: QgsVectorLayer, variables: list[Variable]
) -> tuple[list[Variable], dict[int, np.ndarray] | None]:
    """Return the indicators in the table CONTRIBUTIONS, and what each adds to the index by feature id."""
    if not run.has("CONTRIBUTIONS"):
        return variables, None
    code = run.field("ID_FIELD")
    if code is None:
        raise InputError(mark("CONTRIBUTIONS needs ID_FIELD, the field of codes that joins it to the layer."))
    reading = Diagnostics()
    given = read_table(run, "CONTRIBUTIONS", reading)
    columns = set(given.frame.columns)
    found = [one for one in variables if one.field in columns]
    if code not in columns or not found:
        raise InputError(
            mark("The table CONTRIBUTIONS has no field “{column}” beside fields of indicators."), column=code
        )
    fields = [one.field for one in found]
    table = given.take([code], fields, run.choice("NUMBERS"), reading)
    run.tell(reading)
    if table[fields].isna().all(axis=None):
        raise InputError(mark("The fields of indicators in CONTRIBUTIONS hold no numbers."))
    values = dict(zip(map(str, table[code]), table[fields].to_numpy(dtype=float)))
    ids = [feature.id() for feature in layer.getFeatures()]
    codes = [str(one) for one in values_of(layer, code)]
    unknown = [one for one in codes if one not in values]
    if len(unknown) == len(codes):
        raise InputError(mark("No code of the field “{column}” stands in CONTRIBUTIONS."), column=code)
    return found, {one: values[text] for one, text in zip(ids, codes) if text in values}


def translated(own: str, known: Text | None, language: str) -> str:
    """Return a name in a language where it is that of the catalogue; a name of the user's stays."""
    return in_languages(known, language) if known and own in (known.id, known.en) else own
