"""The base of every algorithm: a subclass says what it is, which parameters it has, and computes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtGui import QIcon

from ...analysis.core.messages import Cancelled, InputError, Message, mark
from ...analysis.core.registers import Register
from ...language import KELURAHAN, LANGUAGES, fact, is_compiled, naming_units, search_words, tr
from ..io.cards import Inputs, inputs_of
from ..io.destinations import check_destinations
from ..io.spreadsheets import check_spreadsheets
from ..io.tables import TextFile, text_file
from .choices import resolve_choice
from .parameters import check_numbers
from .requirements import REPORT_PACKAGES, how_to_install, missing_packages
from .run import Run
from .unforeseen import unforeseen
from .unit_names import chosen_unit_names, unit_name_texts

_NO_MEMORY = mark(
    "The memory of this computer is not enough for these data. Check that the files are what they should be, "
    "or compute a part of the area."
)
_UNWRITTEN = mark("A file could not be read or written: {path} {why}. The disk may be full or the folder protected.")
_NO_WORDS = mark(
    "The Indonesian words of Sejahtera are not compiled in this copy, so the output is in English. Install the "
    "plugin from its package, or run “make translations” in the copy."
)
ICONS = Path(__file__).parent.parent.parent / "resources" / "icons"


class Algorithm(QgsProcessingAlgorithm):
    """Thin shell of an analysis.

    A subclass sets the class attributes (strings marked for translation), adds its parameters in
    `define` and does its work in `compute`, which may raise `InputError` before it opens an output.
    """

    ID = ""
    TITLE = ""
    GROUP = ("", "")
    SUMMARY = ""
    HELP = ""
    #: Search words of both languages, comma separated.
    TAGS = ""
    REQUIRES: tuple[str, ...] = ("pandas",)
    #: The parameters of tables that may be text files, which are read as they are written.
    TABLES: tuple[str, ...] = ()
    #: What the report needs beyond that, asked for only where a report is wanted.
    REPORT_REQUIRES: tuple[str, ...] = REPORT_PACKAGES
    #: Whether its sentences, legends and pages speak of units, so that these may be given other names.
    NAMES_UNITS = True

    #: What the units of this run are called; a run has an instance of its own.
    unit_names = KELURAHAN
    #: What this run reads.
    inputs = Inputs()

    def define(self) -> None:
        """Add the parameters and outputs, see `parameters`."""
        raise NotImplementedError

    def compute(self, run: Run) -> dict[str, Any]:
        """Do the work and return further results beside `run.outputs`."""
        raise NotImplementedError

    def add(self, *declared: QgsProcessingParameterDefinition | str) -> None:
        """Add parameters, each followed by its help, which dialog, command line and manual show."""
        rest: Iterator[Any] = iter(declared)
        for parameter in rest:
            parameter.setHelp(next(rest))
            if hasattr(parameter, "register"):
                self.choices[parameter.name()] = parameter.register
            self.addParameter(parameter)

    def add_output_numbers(self, **labels: str) -> None:
        """Add the numbers that `compute` returns beside the outputs."""
        for name, label in labels.items():
            self.addOutput(QgsProcessingOutputNumber(name, label))

    # What QGIS asks ------------------------------------------------------------------------

    def initAlgorithm(self, config: dict[str, Any] | None = None) -> None:  # noqa: ARG002
        """Define the parameters; the names of units come last."""
        self.choices: dict[str, Register] = {}
        self.define()
        if self.NAMES_UNITS:
            self.add(*unit_name_texts())

    def createInstance(self) -> Algorithm:
        """Return a new instance; runs share no state."""
        return type(self)()

    def name(self) -> str:
        """Return the id, the same for ever."""
        return self.ID

    def displayName(self) -> str:
        """Return the title in the user's language."""
        return tr(self.TITLE)

    def groupId(self) -> str:
        """Return the id of the group."""
        return self.GROUP[0]

    def group(self) -> str:
        """Return the name of the group in the user's language."""
        return tr(self.GROUP[1])

    def shortDescription(self) -> str:
        """Return one line for the tooltip."""
        return tr(self.SUMMARY)

    def shortHelpString(self) -> str:
        """Compose the help panel from the summary, the help and the parameters' own help."""
        parts = [f"<p>{tr(self.SUMMARY)}</p>", tr(self.HELP)]
        parts += [
            f"<p><b>{parameter.description()}</b> ({parameter.name()}): {parameter.help()}</p>"
            for parameter in self.parameterDefinitions()
            if parameter.help()
        ]
        return "".join(parts)

    def tags(self) -> list[str]:
        """Return search words and titles in all languages, whichever QGIS runs in."""
        return search_words(self.TAGS, self.TITLE)

    def icon(self) -> QIcon:
        """Return the icon of the group."""
        return QIcon(self.svgIconPath())

    def svgIconPath(self) -> str:
        """Return the path of the group's icon."""
        path = ICONS / f"{self.groupId()}.svg"
        return str(path if path.exists() else ICONS / "sejahtera.svg")

    def canExecute(self) -> tuple[bool, str]:
        """Say what is not installed; the dialog asks this, the command line does not."""
        return self._ready(self.REQUIRES)

    def checkParameterValues(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        """Refuse what can be refused before anything starts."""
        try:
            return self._check(parameters, context)
        except Exception as error:
            return False, str(unforeseen(error, self.ID))

    def _check(self, parameters: dict[str, Any], context: QgsProcessingContext) -> tuple[bool, str]:
        wanted = self.REPORT_REQUIRES if parameters.get("REPORT") else ()
        ready, sentence = self._ready((*self.REQUIRES, *wanted))
        if not ready:
            return False, sentence
        for name, register in self.choices.items():
            value = parameters.get(name)
            if isinstance(value, str) and value.strip():
                try:
                    resolve_choice(value, register)
                except InputError as error:
                    return False, f"{name}: {error.message.render(tr, str, fact)}"
        try:
            check_numbers(self, parameters)
            check_spreadsheets(parameters)
            check_destinations(self, parameters, context)
        except InputError as error:
            return False, error.message.render(tr, str, fact)
        return super().checkParameterValues(parameters, context)

    def _warn_of_language(self, run: Run) -> None:
        """Say it where an output is asked for in a language whose words are not here."""
        chosen = run.choice("LANGUAGE") if "LANGUAGE" in self.choices else None
        if chosen is not None and not all(map(is_compiled, LANGUAGES if chosen == "both" else (chosen,))):
            run.feedback.pushWarning(run.sentence(Message(_NO_WORDS)))

    @staticmethod
    def _ready(packages: tuple[str, ...]) -> tuple[bool, str]:
        missing = missing_packages(packages)
        return not missing, how_to_install(missing[0]) if missing else ""

    def prepareAlgorithm(
        self,
        parameters: dict[str, Any],
        context: QgsProcessingContext,
        feedback: QgsProcessingFeedback,  # noqa: ARG002
    ) -> bool:
        """Prepare in the main thread, under the same net as the run."""
        try:
            self.prepare(parameters, context)
        except QgsProcessingException:
            raise  # a sentence already
        except Exception as error:
            raise unforeseen(error, self.ID) from None
        return True

    def prepare(self, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
        """Read what lives in the main thread: text files behind tables, and what units are called."""
        self.text_files: dict[str, TextFile | None] = {
            name: text_file(self, parameters, name, context) for name in self.TABLES
        }
        self.inputs = inputs_of(self, parameters, context)
        if self.NAMES_UNITS:
            self.unit_names = chosen_unit_names(self, parameters, context)

    def processAlgorithm(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Run `compute`; on any failure no output is left behind."""
        with naming_units(self.unit_names):
            return self._run(parameters, context, feedback)

    def _run(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        run = Run(self, parameters, context, feedback)
        done = False
        try:
            self._warn_of_language(run)
            extra = self.compute(run) or {}
            run.progress()(1.0)  # the last chance to cancel: nothing is in its place yet
            results = run.outputs.commit()
            done = True
            return {**results, **extra}
        except Cancelled:
            return {}
        except InputError as error:
            raise QgsProcessingException(run.sentence(error.message)) from error
        except OSError as error:  # of a file that is written by Python itself
            message = Message(_UNWRITTEN, {"path": Path(error.filename or "").name, "why": error.strerror or ""})
            raise QgsProcessingException(run.sentence(message)) from error
        except MemoryError as error:
            raise QgsProcessingException(run.sentence(Message(_NO_MEMORY))) from error
        except ModuleNotFoundError as error:
            raise QgsProcessingException(how_to_install((error.name or "").partition(".")[0])) from error
        except QgsProcessingException:
            raise  # a sentence already
        except Exception as error:
            raise unforeseen(error, self.ID) from None
        finally:
            if not done:
                run.outputs.discard()
