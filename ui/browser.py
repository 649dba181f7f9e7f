"""A branch “Sejahtera” in QGIS's browser: a new study from the template, the demo data, the models."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsDataCollectionItem, QgsDataItem, QgsDataItemProvider, QgsDirectoryItem, QgsProject
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QIcon

from ..language import tr
from ..processing.base.algorithm import ICONS
from ..processing.models import GROUP, MODELS
from .demo import FOLDER as DEMO
from .project_template import template

ROOT = "/Sejahtera"
#: Files of any kind; QGIS asks a provider of none of them for folders and files only.
_FILES = 1


class BrowserProvider(QgsDataItemProvider):
    """Gives the browser our branch."""

    def __init__(self, iface: Any) -> None:
        super().__init__()
        self.iface = iface

    def name(self) -> str:
        """Return the name of the provider, which is for programs."""
        return "sejahtera"

    def dataProviderKey(self) -> str:
        """Return no key: our branch holds layers of others."""
        return ""

    def capabilities(self) -> Any:
        """Say that the branch stands on the disk."""
        kinds = getattr(Qgis, "DataItemProviderCapability", None)
        return kinds.Files if kinds is not None else _FILES

    def createDataItem(self, path: str, parent: QgsDataItem | None) -> QgsDataItem | None:
        """Return our branch where QGIS asks for those at the top."""
        if path or parent is not None:
            return None
        branch = Branch(None, "Sejahtera", ROOT, lambda one: _first_level(one, self.iface))
        branch.setIcon(QIcon(str(ICONS / "sejahtera.svg")))
        sip.transferto(branch, None)
        return branch


class Branch(QgsDataCollectionItem):
    """A branch whose children are made when it is opened."""

    def __init__(
        self, parent: QgsDataItem | None, name: str, path: str, children: Callable[[Branch], Iterable[QgsDataItem]]
    ) -> None:
        super().__init__(parent, name, path, "sejahtera")
        # in the window's own thread: our children are Python's
        self.setCapabilitiesV2(self.capabilities2() | Qgis.BrowserItemCapability.Fast)
        self._children = children

    def createChildren(self) -> list[QgsDataItem]:
        """Return the children, which belong to QGIS from here on."""
        made = list(self._children(self))
        for one in made:
            sip.transferto(one, self)
        return made


class Leaf(QgsDataItem):
    """An item that does something when it is double-clicked."""

    def __init__(self, parent: QgsDataItem, name: str, path: str, icon: Path, act: Callable[[], Any]) -> None:
        super().__init__(Qgis.BrowserItemType.Custom, parent, name, path, "sejahtera")
        self.setIcon(QIcon(str(icon)))
        self.setState(Qgis.BrowserItemState.Populated)  # it has no children to look for
        self._act = act

    def handleDoubleClick(self) -> bool:
        """Do it."""
        self._act()
        return True


def _first_level(branch: Branch, iface: Any) -> list[QgsDataItem]:
    study = Leaf(branch, tr("New study"), f"{ROOT}/study", ICONS / "sejahtera.svg", lambda: new_study(iface))
    models = Branch(branch, tr(GROUP[1]), f"{ROOT}/models", _models)
    models.setIcon(QIcon(str(ICONS / "models.svg")))
    return [study, QgsDirectoryItem(branch, tr("Demo data"), str(DEMO)), models]


def _models(branch: Branch) -> list[QgsDataItem]:
    return [
        Leaf(
            branch,
            tr(words.title),
            f"{ROOT}/models/{words.name}",
            ICONS / "models.svg",
            lambda name=words.name: open_dialog(name),
        )
        for words in MODELS
    ]


def open_dialog(name: str) -> None:
    """Open the dialog of one of our models."""
    import processing

    processing.execAlgorithmDialog(f"sejahtera:{name}", {})


def new_study(iface: Any) -> None:
    """Begin a project from the template; QGIS first asks about one that is not saved."""
    if not iface.newProject(True):
        return
    project = QgsProject.instance()
    project.read(str(template()))
    project.setFileName("")  # saving asks where; the template stays as it is
    project.setDirty(True)
