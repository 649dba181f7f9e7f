"""The algorithms as steps of a model: one's output is the next one's input."""

from qgis.core import (
    QgsProcessing,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProcessingUtils,
)

from ...builders import field_values, grid_layer

Source = QgsProcessingModelChildParameterSource


def step(name, algorithm, layer, **values):
    child = QgsProcessingModelChildAlgorithm(f"sejahtera:{algorithm}")
    child.setChildId(name)
    child.addParameterSources("INPUT", [layer])
    for parameter, value in values.items():
        child.addParameterSources(parameter, [Source.fromStaticValue(value)])
    return child


def test_clusters_of_hotspots_run_in_a_model(provider, context, feedback):
    model = QgsProcessingModelAlgorithm("chain", "tests")
    model.addModelParameter(
        QgsProcessingParameterFeatureSource("LAYER", "layer", [QgsProcessing.SourceType.TypeVectorPolygon]),
        QgsProcessingModelParameter("LAYER"),
    )
    values = {"FIELD": "value", "PERMUTATIONS": 99, "WEIGHTS": "rook"}
    model.addChildAlgorithm(step("spots", "hotspots", Source.fromModelParameter("LAYER"), **values))
    last = step("clusters", "clustersoutliers", Source.fromChildOutput("spots", "OUTPUT"), **values)
    output = QgsProcessingModelOutput("RESULT")
    output.setChildId("clusters")
    output.setChildOutputName("OUTPUT")
    last.setModelOutputs({"RESULT": output})
    model.addChildAlgorithm(last)
    model.initAlgorithm()
    layer = grid_layer({"value": [float(n % 6 + n // 6) for n in range(36)]}, rows=6)
    results, done = model.run({"LAYER": layer, "clusters:RESULT": "TEMPORARY_OUTPUT"}, context, feedback)
    assert done
    found = QgsProcessingUtils.mapLayerFromString(results["clusters:RESULT"], context)
    assert {"gi_class", "lisa_class"} <= set(found.fields().names())
    assert field_values(found, "lisa_class").count("nodata") == 0
    del found
    context.temporaryLayerStore().removeAllMapLayers()
