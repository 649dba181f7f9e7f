"""The demo city as a layer: the shipped boundaries joined with the shipped indicators."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QUrl

from ..analysis.core.messages import InputError, mark
from ..analysis.indices.definition.draft import Draft
from ..analysis.indices.definition.schema import definition_from_dict
from ..language import current_language, tr
from ..resources.catalogue import default_definition

FOLDER = Path(__file__).parent.parent / "resources" / "demo"


def demo_layer(project: QgsProject) -> QgsVectorLayer:
    """Return the layer of the demo city with its synthetic indicators of 2025, not yet in the project.

    Raises `InputError` where the demo data are not there or cannot be joined.
    """
    boundaries = QgsVectorLayer(f"{FOLDER / 'kelurahan.gpkg'}|layername=kelurahan", "kelurahan", "ogr")
    url = QUrl.fromLocalFile(str(FOLDER / "indicators_2025.csv")).toString()
    table = QgsVectorLayer(f"{url}?delimiter=,&detectTypes=yes&geomType=none", "indicators", "delimitedtext")
    join = QgsApplication.processingRegistry().createAlgorithmById("native:joinattributestable")
    if not boundaries.isValid() or not table.isValid() or join is None:
        raise InputError(mark("The demo data are not there; install the plugin again."))
    context = QgsProcessingContext()
    context.setProject(project)
    known = set(boundaries.fields().names())
    results, done = join.run(
        {
            "INPUT": boundaries,
            "FIELD": "kode",
            "INPUT_2": table,
            "FIELD_2": "kode",
            "FIELDS_TO_COPY": [name for name in table.fields().names() if name not in known],
            "METHOD": 1,
            "OUTPUT": "TEMPORARY_OUTPUT",
        },
        context,
        QgsProcessingFeedback(False),
    )
    layer = context.takeResultLayer(results["OUTPUT"]) if done else None
    if layer is None:
        raise InputError(mark("The demo data cannot be joined."))
    layer.setName(tr("Demo city (synthetic data)"))
    metadata = layer.metadata()
    metadata.setAbstract(tr("Synthetic figures on a schematic map: no figure describes a real kelurahan."))
    metadata.setKeywords({"sejahtera": ["synthetic", "data simulasi"]})
    layer.setMetadata(metadata)
    return layer


def demo_draft() -> Draft:
    """Return the index of the demo: the core indicators of the catalogue, in the user's language."""
    return Draft(definition_from_dict(default_definition(current_language())))
