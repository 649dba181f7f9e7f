"""The groups of the toolbox: stable id and title."""

from __future__ import annotations

from ...analysis.core.messages import mark

DATA = ("data", mark("Data"))
INDICES = ("indices", mark("Welfare indices"))
INEQUALITY = ("inequality", mark("Inequality"))
HOTSPOTS = ("hotspots", mark("Hotspots"))
PROGRAMMES = ("programmes", mark("Causes and programmes"))
MAPS = ("maps", mark("Maps and reports"))
