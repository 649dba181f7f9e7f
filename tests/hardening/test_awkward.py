"""Awkward values for every parameter of every algorithm: a sentence, or all files that were asked for."""

import zlib

import pytest
from qgis.core import Qgis, QgsApplication, QgsProcessingException
from sejahtera.processing.base.unforeseen import LOG, UNFORESEEN

from ..builders import Log, run_algorithm
from .awkward import awkward
from .cases import IDS, parameters_of
from .folders import EVERY, hashes, left_over

#: How many values of each parameter the suite takes; `make faults` takes all.
_TAKEN = 1


def some(values, key):
    """Return all values, or in the suite the same few of them each time."""
    values = list(values)
    if EVERY:
        return values
    start = zlib.crc32(key.encode())
    return [values[(start + step) % len(values)] for step in range(min(_TAKEN, len(values)))]


def fault(algorithm, parameters, folder, inputs, context):
    """Return what is wrong with how a run ended, None where nothing is."""
    before = hashes(inputs)
    try:
        results = run_algorithm(f"sejahtera:{algorithm}", parameters, context, Log())
    except QgsProcessingException as error:
        said = str(error)
        if UNFORESEEN in said or "Traceback" in said or not said.strip():
            return said or "nothing said"
        if left_over(folder, []):
            return f"left behind after “{said}”: {[path.name for path in left_over(folder, [])]}"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    else:
        missing = [path for path in results.values() if is_missing(path, folder)]
        if missing:
            return f"missing: {missing}"
    return None if hashes(inputs) == before else "an input was changed"


def is_missing(path, folder):
    """Say whether a result names a file of the folder that is not there."""
    if not isinstance(path, str) or not path.startswith(str(folder)):
        return False
    return not (folder / path.partition("|")[0]).exists()


@pytest.fixture
def traces(qgis_app):
    """Return the traces that come into the panel of log messages, to be told where a run met a fault of ours."""
    kept = []
    log = QgsApplication.messageLog().messageReceived[str, str, Qgis.MessageLevel]
    keep = lambda text, tag, _: kept.append(text) if tag == LOG else None  # noqa: E731 - to be disconnected
    log.connect(keep)
    yield kept
    log.disconnect(keep)


@pytest.mark.defect("B8", "B9", "B14")
@pytest.mark.parametrize("algorithm", IDS)
def test_no_value_of_a_parameter_ends_in_a_traceback_or_in_a_missing_file(
    algorithm, provider, context, prepared, tmp_path, traces
):
    found = []
    known = QgsApplication.processingRegistry().createAlgorithmById(f"sejahtera:{algorithm}")
    for definition in known.parameterDefinitions():
        name = definition.name()
        for place, value in enumerate(some(awkward(algorithm, definition, prepared, tmp_path), algorithm + name)):
            folder = tmp_path / f"{name}{place}"
            folder.mkdir()
            if isinstance(value, str):
                value = value.replace(str(tmp_path), str(folder))
            parameters = {**parameters_of(algorithm, prepared, folder), name: value}
            wrong = fault(algorithm, parameters, folder, prepared, context)
            if wrong:
                found.append(f"{name}={str(value)[:60]!r}: {wrong}")
    assert not found, "\n".join([*found, *traces])
