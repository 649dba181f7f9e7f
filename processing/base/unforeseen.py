"""The last net under every algorithm: an exception that nobody foresaw becomes one sentence.

The trace goes to the panel Log Messages alone, where whoever reports the fault finds it.
"""

from __future__ import annotations

import traceback

from qgis.core import Qgis, QgsMessageLog, QgsProcessingException

from ...analysis.core.messages import Message, mark, on_one_line
from ...language import fact, tr
from ..io.versions import tracker

LOG = "Sejahtera"
UNFORESEEN = "Sejahtera met a fault of its own"
_SENTENCE = mark(
    "Sejahtera met a fault of its own ({kind}: {why}). Nothing was written, and the files that stood there are "
    "unchanged. The panel Log Messages ▸ Sejahtera holds the details; please report them at {tracker}."
)


def unforeseen(error: Exception, algorithm: str) -> QgsProcessingException:
    """Return the exception to raise in place of `error`, whose trace goes to the log.

    QGIS shows the trace of any other class, of a subclass as well.
    """
    trace = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    QgsMessageLog.logMessage(f"{algorithm}\n{trace}", LOG, Qgis.MessageLevel.Critical)
    facts = {"kind": type(error).__name__, "why": on_one_line(str(error)), "tracker": tracker()}
    return QgsProcessingException(Message(_SENTENCE, facts).render(tr, str, fact))
