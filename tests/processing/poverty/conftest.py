"""What the tests of poverty share."""

import pytest

from ...builders import Log, field_values, grid_layer, run_algorithm
from .households import CITY, definition, records


@pytest.fixture
def poverty(provider, context, qgis_app, tmp_path):
    """Return a function that measures, without a least number of records, and gives fields, results and log."""
    (tmp_path / "in").mkdir()

    def run(change=lambda row: row, **parameters):
        log = Log()
        parameters = {
            "INPUT": grid_layer(CITY),
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "RECORDS": records(tmp_path / "in" / "records.csv", change),
            "RECORD_CODE_FIELD": "ward",
            "SIZE_FIELD": "persons",
            "DEFINITION": definition(),
            # of the four households a ward in the worked example
            "MIN_RECORDS": 0,
            "SUPPRESS_RECORDS": 0,
            "OUTPUT": "memory:",
            **parameters,
        }
        results = run_algorithm("sejahtera:multidimensionalpoverty", parameters, context, log)
        layer = context.takeResultLayer(results["OUTPUT"])
        return (lambda name: field_values(layer, name)) if layer else None, results, log

    return run
