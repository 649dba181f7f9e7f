"""The project template “new study”, put among the user's own templates when asked."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication, QgsSettings

from ..language import current_language
from ..processing.io.staging import write_whole

_FILES = Path(__file__).parent.parent / "resources" / "project_templates"
_BY_LANGUAGE = {"en": "sejahtera_new_study.qgz", "id": "sejahtera_kajian_baru.qgz"}


def template_folder() -> Path:
    """Return the folder whose projects QGIS offers under “New from Template”."""
    usual = str(Path(QgsApplication.qgisSettingsDirPath()) / "project_templates")
    return Path(QgsSettings().value("qgis/projectTemplateDir", usual) or usual)


def template() -> Path:
    """Return the template in the user's language."""
    return _FILES / _BY_LANGUAGE[current_language()]


def add_template() -> tuple[Path, bool]:
    """Copy the template of the user's language; return its path and whether it is new.

    One that is there already stays: it may have been changed. Raises `OSError` where it cannot be written.
    """
    source = template()
    target = template_folder() / source.name
    if target.exists():
        return target, False
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, source.read_bytes())
    return target, True
