"""Local statistics through the real algorithms: equal to the core and to what others published."""

import numpy as np
import pandas as pd
import pytest
from qgis.core import QgsProcessingException, QgsVectorLayer
from sejahtera.analysis.spatial.getis_ord import getis_ord
from sejahtera.analysis.spatial.local_result import Inference

from ...builders import field_values, grid_layer, run_algorithm


@pytest.fixture
def columbus(shared_data):
    return QgsVectorLayer(str(shared_data / "reference/spatial/columbus_49.gpkg"), "columbus", "ogr")


def output(results, context, name="OUTPUT"):
    from qgis.core import QgsProcessingUtils

    return QgsProcessingUtils.mapLayerFromString(results[name], context)


def run(algorithm, layer, context, feedback, **parameters):
    values = {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT", "PERMUTATIONS": 99, **parameters}
    results = run_algorithm(f"sejahtera:{algorithm}", values, context, feedback)
    return results, output(results, context)


def test_hotspots(provider, context, feedback, columbus, tmp_path):
    results, layer = run("hotspots", columbus, context, feedback, FIELD="CRIME", TOLERANCE=0, REPORT=str(tmp_path/"r.html"))
    print(results, layer.fields().names(), feedback.warnings, feedback.infos)
    results, layer = run("clustersoutliers", columbus, context, feedback, FIELD="CRIME", TOLERANCE=0, REPORT=str(tmp_path/"r.html"))
    print(results, layer.fields().names(), feedback.warnings, feedback.infos)
    results, layer = run("bivariateclusters", columbus, context, feedback, FIELD="CRIME", FIELD_2="INC", TOLERANCE=0, REPORT=str(tmp_path/"r.html"), MAP="bivariate")
    print(results, layer.fields().names(), feedback.warnings, feedback.infos)
    print(field_values(layer, "bivariate_class"))
    assert 0
