"""One run of an algorithm: its parameters read with their checks, its outputs and what it says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import (
    NULL,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeatureSource,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterField,
    QgsProperty,
    QgsWkbTypes,
)

from ...analysis.core.card import Test, Text
from ...analysis.core.diagnostics import Diagnostics
from ...analysis.core.lazy import pd
from ...analysis.core.messages import Cancelled, Message, Progress, Words, mark, on_one_line, part
from ...cartography.base.metadata import STATUS_FIELD, says_synthetic
from ...language import fact, tr
from ...resources.catalogue import load_catalogue
from ..io.cached_source import CachedSource
from ..io.frames import column_indexes, read_frame
from ..io.outputs import Outputs
from .choices import resolve_choice
from .parameters import NUMERIC, refuse_texts

if TYPE_CHECKING:
    import numpy as np

    from ...analysis.spatial.geometry import Polygons


#: Results that later steps take up by name.
_RESULTS = frozenset({"index", "rank", "headcount", "mpi", "change"})


def _asks_for_numbers(definition: QgsProcessingParameterDefinition) -> bool:
    return isinstance(definition, QgsProcessingParameterField) and definition.dataType() == NUMERIC


class Run:
    """What `Algorithm.compute` works with.

    Values are read by the names of the parameters. `units` may be set to a series of names by
    feature id: messages then name kelurahan instead of ids.
    """

    def __init__(
        self,
        algorithm: QgsProcessingAlgorithm,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,
    ) -> None:
        self.algorithm = algorithm
        # QGIS's null, which a dialog gives for a list left empty, is no name of a field
        self.parameters = {name: value for name, value in parameters.items() if value != NULL}
        self.context = context
        self.feedback = feedback
        self.outputs = Outputs(algorithm, self.parameters, context)
        self.units: pd.Series | None = None
        #: What results have told, which their cards keep; the test behind them, and what defines the measure.
        self.told = Diagnostics()
        self.test: Test | None = None
        self.definition: Mapping[str, Any] = {}
        #: Labels of ours in any language, by how they stand in messages.
        self.words: dict[str, Words | Message] = {}
        #: Warnings of the run itself, which a report shows beside those of the method.
        self.warnings: list[Message] = []
        self._polygons: tuple[Polygons, list[int]] | None = None
        self._sources: dict[str, QgsProcessingFeatureSource] = {}
        self._older: set[str] = set()

    # Reading -------------------------------------------------------------------------------

    def source(self, name: str = "INPUT") -> QgsProcessingFeatureSource:
        """Return a feature source; it is opened once, and one with geometry is read once."""
        if name not in self._sources:
            source = self.algorithm.parameterAsSource(self.parameters, name, self.context)
            if source is None:
                raise QgsProcessingException(self.algorithm.invalidSourceError(self.parameters, name))
            # a table may have many more rows than a map has areas; it is not kept
            flat = source.wkbType() == QgsWkbTypes.Type.NoGeometry
            self._sources[name] = source if flat else CachedSource(source)
        return self._sources[name]

    def has(self, name: str) -> bool:
        """Say whether an optional parameter was given."""
        return self.parameters.get(name) not in (None, "")

    def field(self, name: str, source: str = "INPUT") -> str | None:
        """Return the field named by a parameter, None where it is not given; it must exist."""
        fields = self.fields(name, source)
        return fields[0] if fields else None

    def fields(self, name: str, source: str = "INPUT") -> list[str]:
        """Return the fields named by a parameter, each once; each must exist, and hold numbers where it asks so."""
        columns = list(dict.fromkeys(self.names(name)))
        if columns:
            fields = self.source(source).fields()
            indexes = column_indexes(fields, columns)
            if _asks_for_numbers(self.algorithm.parameterDefinition(name)):
                refuse_texts(name, [fields.at(index) for index in indexes])
            self._warn_of_newer(columns, fields.names())
        return columns

    def _warn_of_newer(self, columns: Sequence[str], available: Sequence[str]) -> None:
        """Warn where a result is chosen of which the layer holds a newer one, `index_2` beside `index`."""
        for column in (one for one in columns if one.lower() in _RESULTS):
            newer = [name for name in available if re.fullmatch(rf"{column}_\d+", name, re.IGNORECASE)]
            if newer and column not in self._older:
                self._older.add(column)
                self.warn(
                    mark("“{column}” is an older result; the newest of this layer stands in “{newer}”."),
                    column=column,
                    newer=newer[-1],
                )

    def names(self, name: str) -> list[str]:
        """Return the names of fields given by a parameter, unchecked."""
        value = self.parameters.get(name)
        if isinstance(value, QgsProperty):
            value = value.valueAsString(self.context.expressionContext(), "")[0]
        if value is None or value == "":
            return []
        return list(map(str, value)) if isinstance(value, (list, tuple)) else str(value).split(";")

    def choice(self, name: str) -> str | None:
        """Return the code of a choice given by code or number; None where an optional one is not given."""
        value = self.parameters.get(name)
        if isinstance(value, QgsProperty):
            value = value.valueAsString(self.context.expressionContext(), "")[0]
        if value is None or value == "":
            value = self.algorithm.parameterDefinition(name).defaultValue()
        if value is None:
            return None
        return resolve_choice(value, self.algorithm.choices[name])

    def text(self, name: str) -> str:
        """Return a text parameter, empty where it is not given."""
        return self.algorithm.parameterAsString(self.parameters, name, self.context)

    def number(self, name: str) -> float:
        """Return a number parameter."""
        return self.algorithm.parameterAsDouble(self.parameters, name, self.context)

    def integer(self, name: str) -> int:
        """Return a whole number parameter."""
        return self.algorithm.parameterAsInt(self.parameters, name, self.context)

    def seed(self) -> int:
        """Return the seed of the random numbers; a negative one is an `InputError`."""
        from ...analysis.spatial.significance import check_seed

        seed = self.integer("SEED")
        check_seed(seed)
        return seed

    def boolean(self, name: str) -> bool:
        """Return a yes-or-no parameter."""
        return self.algorithm.parameterAsBool(self.parameters, name, self.context)

    def frame(self, columns: Sequence[str | None], source: str = "INPUT", *, only: bool = False) -> pd.DataFrame:
        """Return the columns (None is passed over) of a source as a frame by feature id.

        `only`: no other attribute will be asked for, so that none need be read; but for the one that says
        whether the data are synthetic.
        """
        columns, features = [column for column in columns if column], self.source(source)
        if only and isinstance(features, CachedSource):
            fields = features.fields()
            status = [STATUS_FIELD] if STATUS_FIELD in fields.names() else []
            features.only(column_indexes(fields, [*columns, *status]))
        return read_frame(features, columns, self.progress(0, 0.1))

    def polygons(self) -> tuple[Polygons, list[int]]:
        """Return the polygons of INPUT in metres and their feature ids; they are read once."""
        if self._polygons is None:
            from ..io.geometries import read_polygons

            context = self.context.transformContext()
            self._polygons = read_polygons(self.source(), context, self.progress(0.1, 0.2))
        return self._polygons

    def points(self) -> tuple[np.ndarray, list[int]]:
        """Return a point in metres for each feature of INPUT, (n, 2), and the feature ids.

        Polygons have their centre of gravity, other geometries their centroid; without geometry it is NaN.
        """
        from ..io.geometries import is_polygons, read_points

        if is_polygons(self.source()):
            polygons, ids = self.polygons()
            return polygons.centroids, ids
        return read_points(self.source(), self.context.transformContext(), self.progress(0.1, 0.2))

    def name_units(self, frame: pd.DataFrame, *columns: str | None) -> None:
        """Name units in messages by the first of these columns that was given."""
        for column in columns:
            if column:
                self.units = frame[column]
                return

    @property
    def synthetic(self) -> bool:
        """Whether anything that was read says of itself that it is synthetic."""
        cards = self.algorithm.inputs.cards.values()
        return any(card.synthetic for card in cards) or any(map(says_synthetic, self._sources.values()))

    def called(self, column: str) -> Text:
        """Return what a field of INPUT is called in a title: as its card or the catalogue says, else its name."""
        card = self.algorithm.inputs.cards.get("INPUT")
        about = None if card is None else card.about(column)
        if about is not None and about.title:
            return about.title
        known = load_catalogue().indicator(column)
        if known is None:
            return column
        return Message(mark("{name} ({code})"), {"name": known.name.words, "code": column})

    # Telling -------------------------------------------------------------------------------

    def progress(self, start: float = 0.0, end: float = 1.0) -> Progress:
        """Return a progress callback for a stretch of the run; it raises `Cancelled` on cancel."""

        def tell(fraction: float) -> None:
            if self.feedback.isCanceled():
                raise Cancelled
            self.feedback.setProgress(100 * fraction)

        return part(tell, start, end)

    def unit_name(self, unit: Any) -> str:
        """Return the name of a feature id."""
        if self.units is None:
            return str(unit)
        name = self.units.get(unit)
        return str(unit) if name is None else on_one_line(str(name))

    def unit_names(self, units: pd.Index) -> dict[Any, str]:
        """Return the names of feature ids by these."""
        return {unit: self.unit_name(unit) for unit in units}

    def sentence(self, message: Message, language: str | None = None) -> str:
        """Return a message in the user's language with kelurahan named and numbers by locale."""
        return message.render(lambda text: tr(text, language), self.unit_name, lambda value: fact(value, language))

    def tell(self, diagnostics: Diagnostics) -> None:
        """Push the method and the warnings of a result to the log, and keep them for the cards."""
        for step in diagnostics.method:
            self.feedback.pushInfo(self.sentence(step))
        for warning in diagnostics.warnings:
            self.feedback.pushWarning(self.sentence(warning))
        known = self.told
        if diagnostics is not known:
            known.n, known.missing, known.seed = diagnostics.n, diagnostics.missing, diagnostics.seed
            known.method += diagnostics.method
            for one in diagnostics.warnings:
                if one not in known.warnings:
                    known.warnings.append(one)

    def warn(self, template: str, **facts: Any) -> None:
        """Push a warning to the log, and keep it for the report."""
        self.warnings.append(Message(template, facts))
        self.feedback.pushWarning(self.sentence(self.warnings[-1]))

    def path(self, name: str) -> Path | None:
        """Return a path parameter, None where it is not given."""
        text = self.text(name)
        return Path(text) if text else None
