"""What a result has to say about itself: size, gaps, method, seed and warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .messages import Message, Words


@dataclass
class Diagnostics:
    """Carried by every result object and printed by every report.

    n: units that entered the computation; missing: units left out or without a value;
    method: the steps in words, in order; seed: of the random numbers, None where none were drawn.
    """

    n: int = 0
    missing: int = 0
    seed: int | None = None
    method: list[Message] = field(default_factory=list)
    warnings: list[Message] = field(default_factory=list)

    def step(self, template: str, **facts: Any) -> None:
        """Record a step of the method."""
        self.method.append(Message(template, facts))

    def warn(self, template: str, **facts: Any) -> None:
        """Record a warning."""
        self.warnings.append(Message(template, facts))

    def warn_of(self, units: Iterable[Any], template: str, **facts: Any) -> None:
        """Record a warning of units, named by their labels, where there are any."""
        units = list(units)
        if units:
            self.warn(template, **facts, units=units)

    def take(self, other: Diagnostics, **facts: Any) -> None:
        """Take over what another has recorded, each message with further facts."""
        for mine, theirs in ((self.method, other.method), (self.warnings, other.warnings)):
            mine.extend(Message(one.template, {**one.facts, **facts}) for one in theirs)

    def naming(self, unit: Callable[[Any], str], words: Mapping[str, Words | Message] | None = None) -> Diagnostics:
        """Return these as they can be kept with a layer, as `Message.naming` does."""
        method, warnings = ([one.naming(unit, words) for one in told] for told in (self.method, self.warnings))
        return Diagnostics(self.n, self.missing, self.seed, method, warnings)
