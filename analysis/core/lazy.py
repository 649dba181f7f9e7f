"""pandas, imported when it is first used.

QGIS starts without paying for it, and where it is not installed the toolbox still lists every algorithm;
the first use raises `ModuleNotFoundError`. Every module of the plugin spells it one way, for its code and its
annotations alike: `from ..core.lazy import pd`, never `import pandas`; to mypy it is pandas itself.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any


class _LazyModule:
    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(importlib.import_module(self._name), attribute)


if TYPE_CHECKING:
    import pandas as pd
else:
    pd = _LazyModule("pandas")

__all__ = ["pd"]
