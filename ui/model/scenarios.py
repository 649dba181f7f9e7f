"""Named versions of the index, kept with the project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...analysis.core.messages import InputError, mark
from ...analysis.indices.definition.draft import Draft, draft_from_dict, draft_to_dict
from .history import History, Part


@dataclass(frozen=True)
class Scenario:
    """A name and the draft that it stands for."""

    name: str
    draft: Draft


class Scenarios(QObject):
    """A list of scenarios with different names, in the order in which they were saved; edits can be undone."""

    changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None, history: History | None = None) -> None:
        super().__init__(parent)
        self._history = History(self) if history is None else history
        self._part = Part(lambda: tuple(self), self.reset)
        self._items: dict[str, Scenario] = {}

    def __iter__(self) -> Iterator[Scenario]:
        return iter(self._items.values())

    def __len__(self) -> int:
        return len(self._items)

    def get(self, name: str) -> Scenario | None:
        """Return the scenario of a name."""
        return self._items.get(name)

    def save(self, name: str, draft: Draft) -> None:
        """Keep a draft under a name; one that was there is replaced."""
        name = name.strip()
        if name:
            self._edit({**self._items, name: Scenario(name, draft)}.values())

    def rename(self, name: str, new: str) -> bool:
        """Give a scenario another name; False where that is empty or taken."""
        new = new.strip()
        if name not in self._items or not new or new in self._items:
            return False
        self._edit(replace(item, name=new) if item.name == name else item for item in self)
        return True

    def remove(self, name: str) -> None:
        """Forget a scenario."""
        if name in self._items:
            self._edit(item for item in self if item.name != name)

    def reset(self, items: Iterable[Scenario]) -> None:
        """Replace all, which is no step of the history."""
        self._items = {item.name: item for item in items}
        self.changed.emit()

    def _edit(self, items: Iterable[Scenario]) -> None:
        items = list(items)
        self._history.note(self._part)
        self.reset(items)

    def free_name(self, stem: str) -> str:
        """Return the first of `stem 1`, `stem 2` and so on that is not taken."""
        number = 1
        while f"{stem} {number}" in self._items:
            number += 1
        return f"{stem} {number}"


def scenarios_to_list(scenarios: Iterable[Scenario]) -> list[dict[str, Any]]:
    """Return scenarios as plain dictionaries."""
    return [{"name": item.name, **draft_to_dict(item.draft)} for item in scenarios]


def scenarios_from_list(content: Any) -> list[Scenario]:
    """Return the scenarios in parsed JSON; raises `InputError` for what is not understood."""
    try:
        return [Scenario(str(item["name"]), draft_from_dict(item)) for item in content]
    except (TypeError, KeyError):
        raise InputError(mark("The saved scenarios are not understood.")) from None
