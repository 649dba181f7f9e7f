"""All kinds of maps, found in the modules of this folder: a new kind is one file."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

from ...analysis.core.messages import mark
from ...analysis.core.registers import Register
from .kind import Kind


@lru_cache(maxsize=1)
def kinds() -> Register[Kind]:
    """Return the kinds by code, in the order of their places."""
    names = sorted(module.name for module in iter_modules(__import__(__package__, fromlist=["_"]).__path__))
    modules = [import_module(f"{__package__}.{name}") for name in names]
    found = [kind for one in map(vars, modules) for kind in one.get("KINDS") or (one.get("KIND"),) if kind]
    return Register(mark("kind of result"), sorted(found, key=lambda kind: kind.place))
