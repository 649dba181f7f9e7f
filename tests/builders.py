"""Small real layers and a feedback that remembers, for tests that need QGIS."""

from qgis.core import (
    QgsApplication,
    QgsFeature,
    QgsFields,
    QgsGeometry,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)
from sejahtera.processing.io.frames import is_null, make_field


class Log(QgsProcessingFeedback):
    """A feedback that remembers what it was told, and cancels on request."""

    def __init__(self, cancel_at=None):
        super().__init__(False)
        self.infos, self.warnings, self.cancel_at = [], [], cancel_at
        self.progressChanged.connect(self._progress)

    def _progress(self, value):
        if self.cancel_at is not None and value >= self.cancel_at:
            self.cancel()

    def pushInfo(self, info):  # noqa: N802
        self.infos.append(info)

    def pushWarning(self, warning):  # noqa: N802
        self.warnings.append(warning)


def grid_layer(columns, rows=None, size=100.0, crs="EPSG:32749"):
    """Return a layer of unit squares in a row-major square grid with these columns.

    `columns` maps a name to a list of values; the type follows the first value that is not None.
    """
    kinds = {float: "float", int: "int", str: "str", bool: "int"}
    count = len(next(iter(columns.values())))
    side = rows or max(1, int(count**0.5 + 0.999))
    fields = QgsFields()
    for name, values in columns.items():
        sample = next((value for value in values if value is not None), 0.0)
        fields.append(make_field(name, kinds[type(sample)]))
    layer = QgsVectorLayer(f"Polygon?crs={crs}", "grid", "memory")
    layer.dataProvider().addAttributes(fields)
    layer.updateFields()
    features = []
    for index in range(count):
        x, y = (index % side) * size, -(index // side) * size
        ring = f"{x} {y}, {x + size} {y}, {x + size} {y + size}, {x} {y + size}, {x} {y}"
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromWkt(f"Polygon (({ring}))"))
        feature.setAttributes([values[index] for values in columns.values()])
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    layer.updateExtents()
    return layer


def run_algorithm(algorithm_id, parameters, context, feedback):
    """Check and run an algorithm as the toolbox does; a refused parameter raises like a failed run."""
    algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
    ready, sentence = algorithm.checkParameterValues(parameters, context)
    if not ready:
        raise QgsProcessingException(sentence)
    results, done = algorithm.run(parameters, context, feedback, catchExceptions=False)
    if not done:
        raise QgsProcessingException("the run failed")
    return results


def field_values(layer, name):
    """Return the values of a field in feature order, None for NULL."""
    index = layer.fields().indexFromName(name)
    if index < 0:
        raise KeyError(name)
    return [None if is_null(f.attributes()[index]) else f.attributes()[index] for f in layer.getFeatures()]
