"""Algorithms of the group: styles and printed maps."""

from .exportmap import ExportMap
from .stylelayer import StyleLayer

ALGORITHMS = (StyleLayer, ExportMap)
