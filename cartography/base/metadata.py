"""What a layer says about itself: title, method, what its units are called, whether its data are synthetic."""

from __future__ import annotations

import json
import re

from qgis.core import QgsFeatureRequest, QgsFeatureSource, QgsMapLayer, QgsVectorLayer

from ...language import KELURAHAN, UnitNames, unit_names
from .retelling import method_lines
from .wording import languages

_SYNTHETIC = re.compile(r"\bsynthetic\b|\bsintetis\b|\bdata simulasi\b|\bsimulated\b", re.IGNORECASE)
#: The method in words, stored with the style because metadata do not travel with every format.
METHOD = "sejahtera/method"
SYNTHETIC = "sejahtera/synthetic"
#: The warnings of the run, a line each, stored in the same way.
WARNINGS = "sejahtera/warnings"
#: The column of a table in which they stand.
CAUTIONS_FIELD = "cautions"
#: What units and groups are called, where it is not kelurahan and kecamatan.
UNITS = "sejahtera/units"
#: No name of a kind of unit is longer.
_LONGEST_NAME = 40
#: The field in which data say that they are made up; being a field, it survives joins and algorithms.
STATUS_FIELD = "status_data"


def describe(layer: QgsVectorLayer, title: str, method: str, language: str) -> None:
    """Write title, method and names of units into the layer's metadata; what it said of its data stays.

    The method is kept as our own sentences, so that a map can say it in another language.
    """
    synthetic = is_synthetic(layer)
    metadata = layer.metadata()
    metadata.setTitle(title)
    told = method if unit_names() == KELURAHAN else "\n".join(method_lines(method, languages(language)[0]))
    if told and told not in metadata.abstract():
        metadata.setAbstract("\n\n".join(part for part in (told, metadata.abstract()) if part))
    metadata.setLanguage({"both": "id"}.get(language, language))
    layer.setMetadata(metadata)
    layer.setCustomProperty(METHOD, method)
    layer.setCustomProperty(SYNTHETIC, synthetic)
    remember_unit_names(layer, unit_names())


def remember_unit_names(layer: QgsMapLayer, names: UnitNames) -> None:
    """Let a layer keep what its units and groups are called."""
    if names == KELURAHAN:
        layer.removeCustomProperty(UNITS)
    else:
        layer.setCustomProperty(UNITS, json.dumps({"unit": names.unit, "group": names.group}))


def unit_names_of(layer: QgsMapLayer) -> UnitNames:
    """Return what a layer calls its units and groups, kelurahan and kecamatan where it does not say."""
    try:
        kept = json.loads(layer.customProperty(UNITS) or "{}")
        return named_units(str(kept.get("unit") or ""), str(kept.get("group") or ""))
    except (ValueError, TypeError, AttributeError):
        return KELURAHAN


def named_units(unit: str, group: str, default: UnitNames = KELURAHAN) -> UnitNames:
    """Return names made fit for sentences; an empty one is that of `default`."""
    unit, group = (" ".join(re.sub(r"[{}<>|]", "", name).split())[:_LONGEST_NAME] for name in (unit, group))
    return UnitNames(unit or default.unit, group or default.group)


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
