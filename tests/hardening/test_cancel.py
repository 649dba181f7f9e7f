"""Cancelled at any of its checks a run leaves what was there, and nothing of its own."""

import pytest
from qgis.core import QgsProject

from ..builders import run_algorithm
from .cases import IDS, parameters_of, written_by
from .conftest import Checks
from .folders import earlier_outputs, kept, left_over, some_of


@pytest.mark.parametrize("algorithm", IDS)
def test_a_run_cancelled_at_any_check_leaves_what_was_there(algorithm, provider, context, prepared, whole, tmp_path):
    count = whole(algorithm)[1]
    for at in some_of(range(1, count + 1), 1):
        folder = tmp_path / str(at)
        folder.mkdir()
        before = earlier_outputs(algorithm, folder)
        layouts, layers = project_holds()
        feedback = Checks(at)
        given = parameters_of(algorithm, prepared, folder)
        results = run_algorithm(f"sejahtera:{algorithm}", given, context, feedback)
        assert feedback.isCanceled()
        if results:  # the cancel came when all was in its place
            assert at == count
            continue
        assert kept(folder, before), at
        assert not left_over(folder, written_by(algorithm)), at
        assert project_holds() == (layouts, layers), at


def project_holds():
    project = QgsProject.instance()
    return len(project.layoutManager().layouts()), len(project.mapLayers())
