"""Results on data that others published stay the same to the bit; those of the demo are in tests/test_demo.py."""

from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsProcessingParameterFeatureSink, QgsProcessingParameterFileDestination

from ..builders import Log, run_algorithm
from .cases import RUNS
from .outputs import fields_of, text_of
from .record import check


@pytest.mark.parametrize(("name", "algorithm", "parameters"), RUNS, ids=[run[0] for run in RUNS])
def test_a_run_on_data_of_others_has_its_golden_results(
    name, algorithm, parameters, shared_data, provider, context, tmp_path
):
    known = QgsApplication.processingRegistry().algorithmById(f"sejahtera:{algorithm}")
    definitions = known.parameterDefinitions()
    assert set(parameters) <= {one.name() for one in definitions}
    source = shared_data / parameters["INPUT"]
    outputs = {
        one.name(): str(tmp_path / f"{one.name().lower()}.gpkg")
        for one in definitions
        if isinstance(one, QgsProcessingParameterFeatureSink)
    }
    outputs |= {
        one.name(): str(tmp_path / f"{one.name().lower()}.gwt")
        for one in definitions
        if isinstance(one, QgsProcessingParameterFileDestination) and one.name() == "OUTPUT_FILE"
    }
    results = run_algorithm(
        f"sejahtera:{algorithm}", {**parameters, "INPUT": str(source), **outputs}, context, Log()
    )
    carried = fields_of(source)
    texts = {
        Path(path).name: text_of(Path(path), carried) for path in outputs.values() if Path(path).exists()
    }
    numbers = {key: value for key, value in sorted(results.items()) if isinstance(value, (int, float))}
    texts["numbers.csv"] = "".join(f"{key},{value!r}\n" for key, value in numbers.items())
    check(name, texts)
