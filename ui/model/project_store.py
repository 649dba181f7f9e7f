"""The dock's state in the QGIS project: read when one is opened, written at every change."""

from __future__ import annotations

from qgis.core import QgsProject

from .document import Document, document_from_json, document_to_json

SCOPE, ENTRY = "sejahtera", "/dock"


class ProjectStore:
    """Writes into the project at once, so that QGIS knows of unsaved changes and asks for them."""

    def __init__(self, project: QgsProject) -> None:
        self.project = project
        self._known: str | None = None

    def read(self) -> Document:
        """Return what the project holds, an empty document where it holds nothing.

        Raises `InputError` where it holds something else.
        """
        text, found = self.project.readEntry(SCOPE, ENTRY, "")
        self._known = text if found else None
        return document_from_json(text) if found and text else Document()

    def write(self, document: Document) -> None:
        """Put the document into the project; the project becomes dirty only where something changed."""
        text = document_to_json(document)
        if text == self._known or (self._known is None and document == Document()):
            return
        self.project.writeEntry(SCOPE, ENTRY, text)
        self._known = text
