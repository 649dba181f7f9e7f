"""What a layer says about itself: title, method, and whether its data are synthetic."""

from __future__ import annotations

import re

from qgis.core import QgsFeatureRequest, QgsFeatureSource, QgsMapLayer, QgsVectorLayer

_SYNTHETIC = re.compile(r"\bsynthetic\b|\bsintetis\b|\bdata simulasi\b|\bsimulated\b", re.IGNORECASE)
#: The method in words, stored with the style because metadata do not travel with every format.
METHOD = "sejahtera/method"
SYNTHETIC = "sejahtera/synthetic"
#: The warnings of the run, a line each, stored in the same way.
WARNINGS = "sejahtera/warnings"
#: The column of a table in which they stand.
CAUTIONS_FIELD = "cautions"
#: The field in which data say that they are made up; being a field, it survives joins and algorithms.
STATUS_FIELD = "status_data"


def describe(layer: QgsVectorLayer, title: str, method: str, language: str) -> None:
    """Write title and method into the layer's metadata; what it said before about its data stays."""
    synthetic = is_synthetic(layer)
    metadata = layer.metadata()
    metadata.setTitle(title)
    if method and method not in metadata.abstract():
        metadata.setAbstract("\n\n".join(part for part in (method, metadata.abstract()) if part))
    metadata.setLanguage({"both": "id"}.get(language, language))
    layer.setMetadata(metadata)
    layer.setCustomProperty(METHOD, method)
    layer.setCustomProperty(SYNTHETIC, synthetic)


def title_of(layer: QgsMapLayer) -> str:
    """Return the title in the metadata, otherwise the layer's name."""
    return layer.metadata().title() or layer.name()


def method_of(layer: QgsMapLayer) -> str:
    """Return the method that the layer's values were computed by, as far as the layer tells."""
    return str(layer.customProperty(METHOD) or "")


def warnings_of(layer: QgsMapLayer) -> list[str]:
    """Return what the run that made a layer warned of, as far as the layer tells."""
    return [line for line in str(layer.customProperty(WARNINGS) or "").splitlines() if line.strip()]


def says_synthetic(features: QgsVectorLayer | QgsFeatureSource) -> bool:
    """Say whether the first feature declares itself synthetic in the field `status_data`."""
    index = features.fields().indexFromName(STATUS_FIELD)
    if index < 0:
        return False
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([index]).setLimit(1)
    return any(_SYNTHETIC.search(str(feature.attribute(index))) for feature in features.getFeatures(request))


def is_synthetic(layer: QgsVectorLayer) -> bool:
    """Say whether a layer's features, metadata, keywords or style say that the data are synthetic."""
    if says_synthetic(layer):
        return True
    if str(layer.customProperty(SYNTHETIC)).lower() in ("true", "1"):
        return True
    metadata = layer.metadata()
    words = [metadata.title(), metadata.abstract(), layer.name()]
    for keywords in metadata.keywords().values():
        words += keywords
    return any(_SYNTHETIC.search(text) for text in words)
