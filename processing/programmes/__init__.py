"""Causes and programmes."""

from .drivers import Drivers
from .priorities import Priorities
from .programmeeffect import ProgrammeEffect
from .targeting import Targeting
from .thematicfindings import ThematicFindings

ALGORITHMS = (Drivers, Targeting, ProgrammeEffect, ThematicFindings, Priorities)
