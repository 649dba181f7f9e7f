"""The cases of this folder are all algorithms, and each runs."""

import time

import pytest

from ..builders import Log, run_algorithm
from .cases import CASES, IDS, parameters_of, written_by


def test_there_is_a_case_for_every_algorithm():
    assert sorted(CASES) == IDS


@pytest.mark.parametrize("algorithm", IDS)
def test_it_runs(algorithm, provider, context, prepared, tmp_path):
    start = time.time()
    run_algorithm(f"sejahtera:{algorithm}", parameters_of(algorithm, prepared, tmp_path), context, Log())
    print(f"{algorithm} {time.time() - start:.2f}")
    assert written_by(algorithm) <= {path.name for path in tmp_path.iterdir()}
