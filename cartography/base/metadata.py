"""What a layer's metadata say to people, and whether its data are synthetic."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qgis.core import QgsFeatureRequest, QgsFeatureSource, QgsMapLayer, QgsVectorLayer

from ...analysis.core.messages import Message
from .cards import sound_card
from .wording import languages, lines

_SYNTHETIC = re.compile(r"\bsynthetic\b|\bsintetis\b|\bdata simulasi\b|\bsimulated\b", re.IGNORECASE)
#: The column of a table in which the warnings of its run stand.
CAUTIONS_FIELD = "cautions"
#: The field in which data say that they are made up; being a field, it survives joins and algorithms.
STATUS_FIELD = "status_data"


def describe(layer: QgsVectorLayer, title: str, method: Sequence[Message], language: str) -> None:
    """Write title and method into the layer's metadata for people to read; what it said of its data stays."""
    metadata = layer.metadata()
    metadata.setTitle(title)
    told = "\n".join(lines(method, languages(language)[0]))
    if told and told not in metadata.abstract():
        metadata.setAbstract("\n\n".join(part for part in (told, metadata.abstract()) if part))
    metadata.setLanguage({"both": "id"}.get(language, language))
    layer.setMetadata(metadata)


def title_of(layer: QgsMapLayer) -> str:
    """Return the title in the metadata, otherwise the layer's name."""
    return layer.metadata().title() or layer.name()


def says_synthetic(features: QgsVectorLayer | QgsFeatureSource) -> bool:
    """Say whether the first feature declares itself synthetic in the field `status_data`."""
    index = features.fields().indexFromName(STATUS_FIELD)
    if index < 0:
        return False
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([index]).setLimit(1)
    return any(_SYNTHETIC.search(str(feature.attribute(index))) for feature in features.getFeatures(request))


def is_synthetic(layer: QgsVectorLayer) -> bool:
    """Say whether a layer's features, card, metadata or keywords say that the data are synthetic."""
    if says_synthetic(layer):
        return True
    card = sound_card(layer)
    if card is not None and card.synthetic:
        return True
    metadata = layer.metadata()
    words = [metadata.title(), metadata.abstract(), layer.name()]
    for keywords in metadata.keywords().values():
        words += keywords
    return any(_SYNTHETIC.search(text) for text in words)
