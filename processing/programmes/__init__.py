"""Causes and programmes."""

from .priorities import Priorities
from .programmeeffect import ProgrammeEffect
from .targeting import Targeting

ALGORITHMS = (Priorities, Targeting, ProgrammeEffect)
