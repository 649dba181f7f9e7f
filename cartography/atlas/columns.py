"""The columns of the layer that an atlas reads, in the order of its features."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from qgis.core import QgsVectorLayer

from ...analysis.core.card import Card, FieldCard
from ...analysis.indices.profiles import group_means, mean_gaps, standard_gaps
from ..base.attributes import values_of
from ..base.cards import card_of
from ..base.labels import name_field_of
from ..base.wording import told
from ..styles.apply_style import class_words
from ..styles.kind import Kind
from .request import AtlasRequest

MOST_DIMENSIONS = 14
#: The roles of the needs for the recommendations that decide.
_NEED, _DIMENSION = re.compile(r"need_\d+"), re.compile(r"dim_.+", re.IGNORECASE)


@dataclass(frozen=True)
class Columns:
    """What the layer says of its units; a result that it does not hold, or does not tell of, is None."""

    request: AtlasRequest

    @property
    def layer(self) -> QgsVectorLayer:
        """The layer."""
        return self.request.layer

    @cached_property
    def card(self) -> Card:
        """The layer's card, an empty one where it has none."""
        return card_of(self.layer) or Card()

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
        words, found = self.request.dimensions, {}
        for one in self._told(_DIMENSION)[:MOST_DIMENSIONS]:
            title = told(one.title, self.request.language) or one.role[4:].upper()
            found[one.name] = words.get(one.role.lower(), title)
        return found

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
        """The needs for the recommendations that decide, under the words that the layer itself has for them."""
        language = self.request.language
        return [
            (told(one.title, language) or one.name, self._matrix([one.name])[:, 0])
            for one in self._told(_NEED)
            if self.layer.fields().field(one.name).isNumeric()
        ]

    def numbers(self, role: str) -> np.ndarray | None:
        """Return the numbers of the newest field with a role."""
        field = self._field(role)
        if field is None or not self.layer.fields().field(field).isNumeric():
            return None
        return self._matrix([field])[:, 0]

    def texts(self, role: str) -> list[str] | None:
        """Return the words of the newest field with a role, sentences in the language of the atlas."""
        field = self._field(role)
        if field is None:
            return None
        known = self.card.texts.get(field, {})
        values = self._texts(field, "")
        return [told(known[one], self.request.language) if one in known else one for one in values]

    def classes(self, kind: Kind) -> list[str] | None:
        """Return the words of the legend for the class of each unit."""
        field = self._field(kind.roles[0])
        return None if field is None else class_words(self.layer, kind, field, self.request.language)

    def _field(self, role: str) -> str | None:
        """Return the newest field with a role, None where the layer has or tells of none."""
        field = self.card.column(role)
        return field if field is not None and self.layer.fields().lookupField(field) >= 0 else None

    def _told(self, roles: re.Pattern[str]) -> list[FieldCard]:
        """Return what the card says of the newest field of each role of a pattern."""
        found = {one.role: one for one in self.card.fields if roles.fullmatch(one.role)}
        return [one for one in found.values() if self.layer.fields().lookupField(one.name) >= 0]

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
