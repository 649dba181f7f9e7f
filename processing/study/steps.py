"""The steps of a study: checked before anything runs, then run one by one, each into place as a whole."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingDestinationParameter,
    QgsProcessingException,
    QgsProcessingFeedback,
)

from ...analysis.core.messages import Cancelled, InputError, mark
from ...analysis.study.model import REFERENCE, Step, Study, references_in
from ...analysis.study.schema import file_inside
from ...language import tr
from ..io.staging import move_into_place, moves_out_of, staging_in
from .inputs import Places, told_of
from .manifest import is_intact, key_of, recorded_output

PROVIDER = "sejahtera"
#: This algorithm itself is no step: a study in a study would have two manifests.
OWN = "study"


@dataclass(frozen=True)
class Planned:
    """A step with its algorithm, its parameters without the outputs, and the files of its outputs."""

    step: Step
    algorithm: QgsProcessingAlgorithm
    parameters: Mapping[str, Any]
    outputs: Mapping[str, str]


def plan(study: Study) -> list[Planned]:
    """Return the steps with their algorithms; what cannot run is refused before anything does.

    Raises
    ------
    InputError
        If an algorithm or a parameter is not there, a package is missing, an output is no file inside the
        folder or written twice, or a reference names no output of its step.
    """
    planned: list[Planned] = []
    files: dict[str, str] = {}
    outputs: dict[str, Mapping[str, str]] = {}
    for step in study.steps:
        algorithm = _algorithm(step)
        one = _planned(step, algorithm, study.defaults)
        for reference in (ref for value in one.parameters.values() for ref in references_in(value)):
            owner, _, output = reference.partition(".")
            if output and output not in outputs[owner]:
                raise InputError(
                    mark("Step “{step}” needs {reference}, but step “{owner}” does not write {output}."),
                    step=step.id,
                    reference=REFERENCE + reference,
                    owner=owner,
                    output=output,
                )
        for file in one.outputs.values():
            if files.setdefault(file, step.id) != step.id or list(one.outputs.values()).count(file) > 1:
                raise InputError(
                    mark("Step “{step}” writes {file}, which another output has."), step=step.id, file=file
                )
        outputs[step.id] = one.outputs
        planned.append(one)
    return planned


def check(planned: Sequence[Planned], places: Places) -> None:
    """Refuse what a step would read or write outside of the study's folders, before any of them runs."""
    for one in planned:
        places.read(one.step.id, one.algorithm, one.parameters, None)
        for file in one.outputs.values():
            places.refuse_outside([places.output / file], places.output, file)


def run_step(
    one: Planned,
    places: Places,
    written: Mapping[str, Mapping[str, str]],
    feedback: StepFeedback,
    earlier: Mapping[str, Any],
    versions: Mapping[str, str],
) -> Mapping[str, Any]:
    """Run a step and return its record for the manifest; an intact step is passed over, and `earlier` returned.

    A step that reads a database whose version nobody states is never intact.
    """
    read = places.read(one.step.id, one.algorithm, one.parameters, written)
    key = key_of(one.step.algorithm, {**one.parameters, **one.outputs}, read.files, read.stated, versions)
    if not read.unstated and is_intact(earlier, key, one.outputs, places.output):
        return earlier
    if read.unstated:
        feedback.pushInfo(
            tr("Runs each time, for the study states no version of what is read by: {names}.").format(
                names=", ".join(read.unstated)
            )
        )
    start = time.monotonic()
    with staging_in(places.output) as staging:
        outputs = {name: str(staging / file) for name, file in one.outputs.items()}
        results = _run(one, {**read.parameters, **outputs}, feedback)
        _refuse_unwritten(one, staging)
        moves = moves_out_of(staging, places.output)
        for staged, place in moves:
            places.refuse_outside([place], places.output, str(staged.relative_to(staging)))
        move_into_place(moves)
    return {
        "id": one.step.id,
        "algorithm": f"{PROVIDER}:{one.step.algorithm}",
        "key": key,
        "parameters": dict(one.parameters),
        "read": read.files,
        "stated": read.stated,
        "unstated": read.unstated,
        "outputs": {name: recorded_output(places.output, file) for name, file in one.outputs.items()},
        "results": {
            name: value
            for name, value in results.items()
            if name not in one.outputs and isinstance(value, (int, float, bool))
        },
        "warnings": feedback.warnings,
        "seconds": round(time.monotonic() - start, 2),
    }


class StepFeedback(QgsProcessingFeedback):
    """The feedback of one step among many: what it tells goes on to the study's, its warnings are kept."""

    def __init__(self, study: QgsProcessingFeedback, place: int, count: int) -> None:
        super().__init__(False)
        self.study = study
        self.warnings: list[str] = []
        self.progressChanged.connect(lambda percent: study.setProgress((100 * place + percent) / count))
        study.canceled.connect(self.cancel)

    def pushWarning(self, warning: str) -> None:
        """Keep a warning and pass it on."""
        self.warnings.append(warning)
        self.study.pushWarning(warning)

    def pushInfo(self, info: str) -> None:
        """Pass on what is told."""
        self.study.pushInfo(info)


def _run(one: Planned, parameters: dict[str, Any], feedback: StepFeedback) -> dict[str, Any]:
    context = QgsProcessingContext()  # of its own, so that layers are closed when the step has ended
    context.setFeedback(feedback)
    algorithm = one.algorithm.create()
    try:
        ready, sentence = algorithm.checkParameterValues(parameters, context)
        if not ready:
            raise QgsProcessingException(sentence)
        results, done = algorithm.run(parameters, context, feedback, {}, False)
    except QgsProcessingException as error:
        raise InputError(mark("Step “{step}”: {why}"), step=one.step.id, why=str(error)) from error
    if feedback.isCanceled():
        raise Cancelled
    if not done:
        raise InputError(mark("Step “{step}” did not end well; see above."), step=one.step.id)
    return results


def _refuse_unwritten(one: Planned, staging: Path) -> None:
    """Refuse a step that has not written one of its files."""
    for file in one.outputs.values():
        if not (staging / file).exists():
            raise InputError(mark("Step “{step}” did not write {file}."), step=one.step.id, file=file)


def _algorithm(step: Step) -> QgsProcessingAlgorithm:
    algorithm = QgsApplication.processingRegistry().algorithmById(f"{PROVIDER}:{step.algorithm}")
    if algorithm is None or step.algorithm == OWN:
        raise InputError(
            mark("Step “{step}” asks for the algorithm “{algorithm}”, which is not there."),
            step=step.id,
            algorithm=step.algorithm,
        )
    ready, sentence = algorithm.canExecute()
    if not ready:
        raise InputError(mark("Step “{step}”: {why}"), step=step.id, why=sentence)
    return algorithm


def _planned(step: Step, algorithm: QgsProcessingAlgorithm, defaults: Mapping[str, Any]) -> Planned:
    definitions = {one.name(): one for one in algorithm.parameterDefinitions()}
    unknown = [name for name in step.parameters if name not in definitions]
    if unknown:
        raise InputError(
            mark("Step “{step}”: {algorithm} has no parameter {names}; it has: {known}."),
            step=step.id,
            algorithm=step.algorithm,
            names=unknown,
            known=list(definitions),
        )
    given = {name: value for name, value in defaults.items() if name in definitions} | dict(step.parameters)
    destinations = [name for name in given if isinstance(definitions[name], QgsProcessingDestinationParameter)]
    outputs = {}
    for name in destinations:
        if given[name] is not None:
            with told_of(step.id, name):
                outputs[name] = file_inside(given[name], name)
    parameters = {name: value for name, value in given.items() if name not in destinations}
    return Planned(step, algorithm, parameters, outputs)
