"""Causes and programmes."""

from .priorities import Priorities
from .programmeeffect import ProgrammeEffect
from .targeting import Targeting
from .thematicfindings import ThematicFindings

ALGORITHMS = (Priorities, Targeting, ProgrammeEffect, ThematicFindings)
