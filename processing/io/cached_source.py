"""A layer that is read once: its features serve for attributes, for geometry and for writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from qgis.core import QgsFeature, QgsFeatureRequest, QgsProcessingFeatureSource

from .frames import chunks_of


class CachedSource:
    """A feature source that keeps its features when it is read for the first time.

    Of a request only its limit counts: they always come with geometry, and with all attributes if not told
    otherwise. Everything else is asked of the source itself. A run would otherwise read its layer three
    times; features share their data with the file's cache and with what is written, so that keeping them
    costs little more than the layer's own size.
    """

    def __init__(self, source: QgsProcessingFeatureSource) -> None:
        self._source, self._request = source, QgsFeatureRequest()
        self._features: list[QgsFeature] | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def only(self, indexes: Sequence[int]) -> None:
        """Read no attributes but these; to be said before the features are asked for."""
        self._request.setSubsetOfAttributes(list(indexes))

    def getFeatures(self, request: QgsFeatureRequest | None = None, *_flags: Any) -> Iterator[QgsFeature]:
        """Return the features; whoever changes one takes a copy."""
        limit = request.limit() if request is not None else -1
        return islice(self._all(), limit if limit >= 0 else None)

    def _all(self) -> Iterator[QgsFeature]:
        if self._features is not None:
            yield from self._features
            return
        features = []
        flag = QgsProcessingFeatureSource.Flag.FlagSkipGeometryValidityChecks
        for chunk in chunks_of(self._source.getFeatures(self._request, flag)):
            features += chunk
            yield from chunk
        self._features = features  # only where it was read to the end
