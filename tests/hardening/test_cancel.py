"""Cancelled at any of its checks a run leaves what was there, and nothing of its own."""

import pytest
from qgis.core import QgsProject

from ..builders import Log, run_algorithm
from .cases import IDS, parameters_of, written_by
from .folders import earlier_outputs, kept, left_over, some_of


class Stubborn(Log):
    """A feedback that cancels at the check of this number, and counts the checks."""

    def __init__(self, at=None):
        super().__init__()
        self.at, self.checks = at, 0

    def _check(self):
        self.checks += 1
        if self.checks == self.at:
            self.cancel()

    def isCanceled(self):  # noqa: N802
        self._check()
        return super().isCanceled()

    def setProgress(self, percent):  # noqa: N802
        self._check()
        super().setProgress(percent)


@pytest.mark.parametrize("algorithm", IDS)
def test_a_run_cancelled_at_any_check_leaves_what_was_there(algorithm, provider, context, prepared, tmp_path):
    whole = Stubborn()
    (tmp_path / "whole").mkdir()
    run_algorithm(
        f"sejahtera:{algorithm}", parameters_of(algorithm, prepared, tmp_path / "whole"), context, whole
    )
    assert written_by(algorithm) <= {path.name for path in (tmp_path / "whole").iterdir()}
    assert whole.checks > 1
    for at in some_of(range(1, whole.checks + 1), 6):
        folder = tmp_path / str(at)
        folder.mkdir()
        before = earlier_outputs(algorithm, folder)
        feedback = Stubborn(at)
        layouts = len(QgsProject.instance().layoutManager().layouts())
        results = run_algorithm(
            f"sejahtera:{algorithm}", parameters_of(algorithm, prepared, folder), context, feedback
        )
        assert feedback.isCanceled()
        if results:  # the cancel came when all was in its place
            assert at == whole.checks, at
            continue
        assert kept(algorithm, folder, before), at
        assert not left_over(folder, written_by(algorithm)), at
        assert len(QgsProject.instance().layoutManager().layouts()) == layouts, at
