"""Run the algorithms of this group on small and on published layers."""

import pytest
from qgis.core import QgsProcessingUtils, QgsVectorLayer

from ...builders import run_algorithm


@pytest.fixture
def run(provider, context, feedback):
    """Return a function that runs an algorithm and returns its results and the layer OUTPUT."""

    def start(algorithm, layer, **parameters):
        values = {"INPUT": layer, "OUTPUT": "TEMPORARY_OUTPUT", **parameters}
        results = run_algorithm(f"sejahtera:{algorithm}", values, context, feedback)
        return results, QgsProcessingUtils.mapLayerFromString(results["OUTPUT"], context)

    yield start
    context.temporaryLayerStore().removeAllMapLayers()  # before QGIS ends, or it crashes


@pytest.fixture
def published(shared_data):
    """Return a function that opens a published layer."""
    return lambda name: QgsVectorLayer(str(shared_data / "reference" / "spatial" / f"{name}.gpkg"), name, "ogr")


@pytest.fixture
def sids_weights(shared_data, tmp_path):
    """Return the neighbours that the results on North Carolina were published for, as a GAL file."""
    around = {}
    for line in (shared_data / "reference/spatial/sids2_neighbours.csv").read_text().splitlines()[1:]:
        start, end = line.split(",")
        around.setdefault(start, []).append(end)
    path = tmp_path / "sids2.gal"
    lines = [f"{unit} {len(others)}\n{' '.join(others)}" for unit, others in around.items()]
    path.write_text("\n".join([f"0 {len(around)} sids2 FIPSNO", *lines]))
    return path
