"""Algorithms of the group: styles and printed maps."""

from .exportatlas import ExportAtlas
from .exportmap import ExportMap
from .policyreport import PolicyReport
from .study import StudyRun
from .stylelayer import StyleLayer

ALGORITHMS = (StyleLayer, ExportMap, ExportAtlas, PolicyReport, StudyRun)
