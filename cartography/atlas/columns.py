"""The columns of the layer that an atlas reads, in the order of its features."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from qgis.core import QgsVectorLayer

from ...analysis.indices.profiles import group_means, mean_gaps, standard_gaps
from ..base.attributes import newest_field, values_of
from ..base.labels import name_field_of
from ..base.recommended import Recommended, recommendations_of
from ..styles import KINDS
from ..styles.apply_style import class_words
from .request import AtlasRequest

#: Results that are classes: their field, by their kind.
_CLASSED = {"index": "class", "hotspots": "gi_class", "clusters": "lisa_class"}
MOST_DIMENSIONS = 14
#: The needs of the recommendations that decide.
_NEED = re.compile(r"need_\d+")


@dataclass(frozen=True)
class Columns:
    """What the layer says of its units; a result that it does not hold is None."""

    request: AtlasRequest

    @property
    def layer(self) -> QgsVectorLayer:
        """The layer."""
        return self.request.layer

    @cached_property
    def ids(self) -> list[int]:
        """The feature ids."""
        return [feature.id() for feature in self.layer.getFeatures()]

    @cached_property
    def names(self) -> list[str]:
        """The names, a dash where there is none."""
        return self._texts(self.request.name_field or name_field_of(self.layer), "–")

    @cached_property
    def codes(self) -> list[str]:
        """The official codes, empty where there is no field for them."""
        return self._texts(self.request.code_field, "")

    @cached_property
    def groups(self) -> list[str]:
        """The groups, empty where there are none."""
        return self._texts(self.request.group_field, "")

    @cached_property
    def dimensions(self) -> dict[str, str]:
        """The fields of the profile with their words."""
        fields = [name for name in self.layer.fields().names() if name.lower().startswith("dim_")]
        words = self.request.dimensions
        return {name: words.get(name.lower(), name[4:].upper()) for name in fields[:MOST_DIMENSIONS]}

    @cached_property
    def profile(self) -> np.ndarray:
        """The scores of the dimensions, shape (units, dimensions)."""
        return self._matrix(list(self.dimensions))

    @cached_property
    def variables(self) -> np.ndarray:
        """The values of the indicators, shape (units, indicators)."""
        return self._matrix([variable.field for variable in self.request.variables])

    @cached_property
    def gaps(self) -> np.ndarray:
        """What lifts each unit above the mean: by contribution to the index where it is known."""
        contributions = self.request.contributions
        if contributions is None:
            return standard_gaps(self.variables, [one.direction for one in self.request.variables])
        nothing = np.full(len(self.request.variables), np.nan)
        return mean_gaps(np.array([contributions.get(one, nothing) for one in self.ids]))

    @cached_property
    def needs(self) -> list[tuple[str, np.ndarray]]:
        """The needs for the recommendations that decide, under the words that the layer itself has for them.

        A layer that does not say which recommendations it was made with has the names of its fields alone.
        """
        fields = self.layer.fields()
        noted = recommendations_of(self.layer)
        if not noted:
            noted = [Recommended(name, name) for name in fields.names() if _NEED.fullmatch(name.lower())]
        return [
            (one.label(self.request.language), self._matrix([one.need_field])[:, 0])
            for one in noted
            if not one.extension
            and one.need_field in fields.names()
            and fields.field(one.need_field).isNumeric()
        ]

    def numbers(self, name: str) -> np.ndarray | None:
        """Return the numbers of a result by the name we give its field."""
        field = newest_field(self.layer, name)
        if field is None or not self.layer.fields().field(field).isNumeric():
            return None
        return self._matrix([field])[:, 0]

    def texts(self, name: str) -> list[str] | None:
        """Return the words of a result by the name we give its field."""
        field = newest_field(self.layer, name)
        return None if field is None else self._texts(field, "")

    def classes(self, kind: str) -> list[str] | None:
        """Return the words of the legend for the class of each unit."""
        field = newest_field(self.layer, _CLASSED[kind])
        if field is None:
            return None
        return class_words(self.layer, KINDS[kind], field, self.request.language)

    def group_means(self, values: np.ndarray) -> np.ndarray:
        """Return the means of each unit's group."""
        return group_means(values, self.groups)

    def _texts(self, field: str | None, missing: str) -> list[str]:
        if field is None:
            return [missing] * len(self.ids)
        return [missing if value is None else _written(value) for value in values_of(self.layer, field)]

    def _matrix(self, fields: Sequence[str]) -> np.ndarray:
        columns = [[_number(value) for value in values_of(self.layer, field)] for field in fields]
        return np.array(columns, dtype=float).reshape(len(fields), len(self.ids)).T


def _number(value: Any) -> float:
    return float(value) if isinstance(value, (int, float)) else np.nan


def _written(value: Any) -> str:
    """Return a value as text in one line, so that no name breaks the page."""
    return " ".join(str(value).split())
