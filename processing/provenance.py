"""Where data come from: what a layer says of itself, carried along to maps and reports."""

from __future__ import annotations

from qgis.core import QgsFeatureRequest, QgsProcessingFeatureSource, QgsVectorLayer

#: Words by which a record says that its data are made up.
SYNTHETIC_WORDS = ("synthetic", "sintetis", "simulasi")
#: The field in which the demo data say so; being a field, it survives every algorithm.
STATUS_FIELD = "status_data"


def is_synthetic(source: QgsProcessingFeatureSource | QgsVectorLayer) -> bool:
    """Say whether the features declare themselves synthetic in the field `status_data`."""
    index = source.fields().indexFromName(STATUS_FIELD)
    if index < 0:
        return False
    request = QgsFeatureRequest().setFlags(QgsFeatureRequest.Flag.NoGeometry)
    request.setSubsetOfAttributes([index]).setLimit(1)
    for feature in source.getFeatures(request):
        text = str(feature.attributes()[index]).lower()
        return any(word in text for word in SYNTHETIC_WORDS)
    return False
