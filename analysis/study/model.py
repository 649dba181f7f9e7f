"""A study as frozen dataclasses. Make it with `schema`, which checks what it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Union

#: What a value that stands for an input or an output of an earlier step begins with.
REFERENCE = "@"


@dataclass(frozen=True)
class Source:
    """An input that is no file: a table of a database, or the address of a layer.

    version: what the study says of its state; without one nobody can tell whether it has changed.
    """

    source: str
    version: str = ""


@dataclass(frozen=True)
class Step:
    """One algorithm of the chain; a parameter that begins with `@` is an input or an earlier output.

    description: what the step is for, in words for people.
    """

    id: str
    algorithm: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""

    @property
    def title(self) -> str:
        """What is told of the step while it runs."""
        what = f": {self.description}" if self.description else ""
        return f"{self.id} ({self.algorithm}){what}"

    @property
    def references(self) -> list[str]:
        """What the step needs: names of inputs, and `step.OUTPUT`."""
        return [one for value in self.parameters.values() for one in references_in(value)]


@dataclass(frozen=True)
class Study:
    """inputs: by name, a file, a folder or a pattern of files relative to the study's folder, or a source.

    defaults: for every step that has the parameter.
    """

    inputs: Mapping[str, Union[str, Source]]
    steps: tuple[Step, ...]
    name: str = ""
    description: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)


def references_in(value: Any) -> list[str]:
    """Return the references in a value or a list of values, without their sign."""
    values = value if isinstance(value, (list, tuple)) else [value]
    return [one[1:].partition("|")[0] for one in values if isinstance(one, str) and one.startswith(REFERENCE)]
