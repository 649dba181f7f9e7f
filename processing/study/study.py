"""`study`: a whole study from one file."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessing, QgsProcessingOutputFile

from ...analysis.core.messages import InputError, mark
from ...analysis.study.model import Source, Study
from ...analysis.study.schema import study_from_text
from ...language import tr
from ..base.parameters import advanced, boolean, file, folder, folder_output
from ..base.run import Run
from ..io.staging import sweep
from ..maps.mapalgorithm import MapAlgorithm
from .inputs import Places
from .manifest import NAME, read_manifest, records_of, versions, write_manifest
from .steps import StepFeedback, check, plan, run_step


class StudyRun(MapAlgorithm):
    """A description of steps -> a folder with all their results and a manifest."""

    ID = "study"
    TITLE = mark("Run a study")
    SUMMARY = mark("Runs the chain of a whole study from one file, and goes on where it was interrupted.")
    HELP = mark(
        "<p>The study is a JSON file: inputs, parameters that many steps share, and the steps with their "
        "algorithms and parameters; docs/study.md describes it. Everything is checked before anything runs.</p>"
        "<p>OUTPUT receives the results, a step at a time, and manifest.json: the files that each step reads with "
        "their SHA-256, versions, parameters, warnings and times. Run again, only those steps run whose files or "
        "parameters have changed, or whose results are not as they were left; a step that reads a database runs "
        "each time, unless the study states the version of the data. Each file of a step is put in its place when "
        "the step has ended.</p>"
        "<p>A study reads files of its own folder only, unless ALLOW_OUTSIDE says otherwise.</p>"
    )
    TAGS = mark("study,chain,batch,pipeline,reproducible,manifest,resume,yearly,workflow")
    REQUIRES = ("pandas",)
    NAMES_UNITS = False

    def define(self) -> None:
        """Add the parameters."""
        self.add(
            file("STUDY", tr("Study"), tr("Studies (*.json);;All files (*)"), optional=False),
            tr("The description of the study, as JSON file or text."),
            folder("FOLDER", tr("Folder of the inputs")),
            tr("Where the files named in the study lie; by default the folder of the study itself."),
            boolean("RESTART", tr("Run every step again"), False),
            tr("Also those whose results are there and fit."),
            folder_output("OUTPUT", tr("Folder of the results")),
            tr("It may hold the results of an earlier run."),
            advanced(boolean("ALLOW_OUTSIDE", tr("Let the study read outside of its folder"), False, optional=True)),
            tr(
                "Without it a study reads nothing but files of its folder. With it also other files, addresses, "
                "databases and virtual layers that it names, with your rights: allow that to studies you trust."
            ),
        )
        self.addOutput(QgsProcessingOutputFile("MANIFEST", tr("Manifest")))
        self.add_output_numbers(STEPS_RUN=tr("Steps run"), STEPS_SKIPPED=tr("Steps passed over"))

    def compute(self, run: Run) -> dict[str, Any]:
        """Check everything, then run step by step; the manifest is written after each."""
        given = run.text("STUDY").strip()
        study = study_from_text(given)
        planned = plan(study)
        places = _places(run, study, given)
        inputs = _inputs(study, places)
        check(planned, places)
        _make_output(places)
        # the records of steps to come stay, so that an interruption does not make them run again
        records = {} if run.boolean("RESTART") else records_of(read_manifest(places.output))
        manifest = {**_manifest(study, given), "inputs": inputs}
        written: dict[str, Mapping[str, str]] = {}
        skipped = 0
        for place, one in enumerate(planned):
            run.progress(place / len(planned), 1.0)(0.0)
            run.feedback.pushInfo(one.step.title)
            feedback = StepFeedback(run.feedback, place, len(planned))
            former = records.get(one.step.id, {})
            record = run_step(one, places, written, feedback, former, manifest["versions"])
            if record is former:
                skipped += 1
                run.feedback.pushInfo(tr("Passed over: its results are there and fit."))
            written[one.step.id], records[one.step.id] = one.outputs, record
            manifest["complete"] = place + 1 == len(planned)
            manifest["steps"] = [records[each.step.id] for each in planned if each.step.id in records]
            write_manifest(places.output, manifest)
        return {
            "OUTPUT": str(places.output),
            "MANIFEST": str(places.output / NAME),
            "STEPS_RUN": len(planned) - skipped,
            "STEPS_SKIPPED": skipped,
        }


def _places(run: Run, study: Study, given: str) -> Places:
    folder = run.path("FOLDER") or (Path.cwd() if given.startswith("{") else Path(given).parent)
    output = Path(run.algorithm.parameterAsString(run.parameters, "OUTPUT", run.context))
    if str(output) == QgsProcessing.TEMPORARY_OUTPUT:
        output = Path(run.algorithm.parameterAsFileOutput(run.parameters, "OUTPUT", run.context))
    return Places(folder.resolve(), output.resolve(), study.inputs, run.boolean("ALLOW_OUTSIDE"))


def _inputs(study: Study, places: Places) -> dict[str, Any]:
    """Return what the manifest says of the inputs; their files must be there, and inside the folder."""
    found: dict[str, Any] = {}
    for name, given in study.inputs.items():
        if isinstance(given, Source):
            found[name] = {"source": given.source, "version": given.version}
            continue
        files = places.files_of(given)
        if not files:
            raise InputError(mark("The input “{name}” of the study is not there: {file}."), name=name, file=given)
        places.refuse_outside(files, places.study, given)
        hashes = {file.relative_to(places.study).as_posix(): places.hash_of(file) for file in files}
        own = hashes.pop(given, None)
        found[name] = {"file": given, **({"sha256": own} if own else {}), **({"files": hashes} if hashes else {})}
    return found


def _make_output(places: Places) -> None:
    """Make the folder of the results, and sweep what runs that were killed have left in it."""
    folder = places.output
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
    places.refuse_outside([folder / NAME], folder, NAME)
    sweep(folder)


def _manifest(study: Study, given: str) -> dict[str, Any]:
    text = given.encode() if given.startswith("{") else Path(given).read_bytes()
    return {
        "complete": False,
        "study": {"name": study.name, "sha256": hashlib.sha256(text).hexdigest()},
        "versions": versions(),
    }
