"""`study`: a whole study from one file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
)

from ...analysis.messages import InputError, mark
from ...analysis.study.model import Study
from ...analysis.study.schema import study_from_text
from ...language import tr
from ..run import Run
from .manifest import NAME, content_hash, read_manifest, records_of, versions, write_manifest
from .mapalgorithm import MapAlgorithm
from .studysteps import Folders, Planned, StepFeedback, plan, run_step


class StudyRun(MapAlgorithm):
    """A description of steps -> a folder with all their results and a manifest."""

    ID = "study"
    TITLE = mark("Run a study")
    SUMMARY = mark("Runs the chain of a whole study from one file, and goes on where it was interrupted.")
    HELP = mark(
        "<p>The study is a JSON file: inputs, parameters that many steps share, and the steps with their "
        "algorithms and parameters; docs/study.md describes it. Everything is checked before anything runs.</p>"
        "<p>OUTPUT receives the results, a step at a time, and manifest.json: the inputs with their SHA-256, "
        "versions, parameters, warnings and times. Run again, only those steps run whose inputs or "
        "parameters have changed, or whose results are not as they were left. Each file of a step is put in its "
        "place when the step has ended.</p>"
    )
    TAGS = mark("study,chain,batch,pipeline,reproducible,manifest,resume,yearly,workflow")
    REQUIRES = ("pandas",)
    NAMES_UNITS = False

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            QgsProcessingParameterFile(
                "STUDY", tr("Study"), fileFilter=tr("Studies (*.json);;All files (*)")
            ),
            tr("The description of the study, as JSON file or text."),
        )
        self.add(
            QgsProcessingParameterFile(
                "FOLDER",
                tr("Folder of the inputs"),
                QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            ),
            tr("Where the files named in the study lie; by default the folder of the study itself."),
        )
        self.add(
            QgsProcessingParameterBoolean("RESTART", tr("Run every step again"), False),
            tr("Also those whose results are there and fit."),
        )
        self.add(
            QgsProcessingParameterFolderDestination("OUTPUT", tr("Folder of the results")),
            tr("It may hold the results of an earlier run."),
        )
        self.addOutput(QgsProcessingOutputFile("MANIFEST", tr("Manifest")))
        self.addOutput(QgsProcessingOutputNumber("STEPS_RUN", tr("Steps run")))
        self.addOutput(QgsProcessingOutputNumber("STEPS_SKIPPED", tr("Steps passed over")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Check everything, then run step by step; the manifest is written after each."""
        given = run.text("STUDY").strip()
        study = study_from_text(given)
        planned = plan(study)
        folders = Folders(_inputs(run, study, given), _output(run))
        earlier = {} if run.boolean("RESTART") else records_of(read_manifest(folders.output))
        manifest = _manifest(study, given, folders)
        skipped = self._run_steps(run, planned, folders, earlier, manifest)
        manifest["complete"] = True
        write_manifest(folders.output, manifest)
        return {
            "OUTPUT": str(folders.output),
            "MANIFEST": str(folders.output / NAME),
            "STEPS_RUN": len(planned) - skipped,
            "STEPS_SKIPPED": skipped,
        }

    def _run_steps(
        self,
        run: Run,
        planned: list[Planned],
        folders: Folders,
        earlier: Mapping[str, Any],
        manifest: dict[str, Any],
    ) -> int:
        """Run the steps and return how many were passed over."""
        written: dict[str, Mapping[str, str]] = {}
        skipped = 0
        for place, one in enumerate(planned):
            run.progress(place / len(planned), 1.0)(0.0)
            feedback = StepFeedback(run.feedback, place, len(planned))
            run.feedback.pushInfo(f"{one.step.id} ({one.step.algorithm})")
            record, ran = run_step(
                one, folders, written, feedback, earlier.get(one.step.id, {}), manifest["versions"]
            )
            if not ran:
                skipped += 1
                run.feedback.pushInfo(tr("Passed over: its results are there and fit."))
            written[one.step.id] = one.outputs
            manifest["steps"].append(record)
            # the records of steps to come stay, so that an interruption does not make them run again
            pending = [
                earlier[later.step.id]
                for number, later in enumerate(planned)
                if number > place and later.step.id in earlier
            ]
            write_manifest(folders.output, {**manifest, "steps": [*manifest["steps"], *pending]})
        return skipped


def _inputs(run: Run, study: Study, given: str) -> dict[str, Path]:
    """Return the files of the inputs; all must be there."""
    folder = run.path("FOLDER") or (Path.cwd() if given.startswith("{") else Path(given).parent)
    paths = {name: (folder / file).resolve() for name, file in study.inputs.items()}
    for name, path in paths.items():
        if not path.is_file():
            raise InputError(
                mark("The input “{name}” of the study is not there: {file}."),
                name=name,
                file=study.inputs[name],
            )
    return paths


def _output(run: Run) -> Path:
    folder = Path(run.algorithm.parameterAsString(run.parameters, "OUTPUT", run.context))
    if str(folder) == QgsProcessing.TEMPORARY_OUTPUT:
        folder = Path(run.algorithm.parameterAsFileOutput(run.parameters, "OUTPUT", run.context))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".sejahtera"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise InputError(
            mark("The output {name} cannot be written to {path}. Choose a folder that you may write to."),
            name="OUTPUT",
            path=str(folder),
        ) from error
    return folder.resolve()


def _manifest(study: Study, given: str, folders: Folders) -> dict[str, Any]:
    text = given.encode() if given.startswith("{") else Path(given).read_bytes()
    return {
        "complete": False,
        "study": {"name": study.name, "sha256": hashlib.sha256(text).hexdigest()},
        "versions": versions(),
        "inputs": {
            name: {"file": study.inputs[name], "sha256": content_hash(path)}
            for name, path in folders.inputs.items()
        },
        "steps": [],
    }
