"""The modules that the plugin ships and what they import, read without running them."""

import ast
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("analysis", "cartography", "processing", "resources", "ui")


def shipped_files():
    """Return the paths of all shipped Python files, relative to the root."""
    files = list(ROOT.glob("*.py"))
    for package in PACKAGES:
        files += (ROOT / package).rglob("*.py")
    return sorted(path.relative_to(ROOT) for path in files)


@dataclass(frozen=True)
class Import:
    """One imported module; `module` of ours is given by its path from the root, as in `analysis.lazy`."""

    file: Path
    line: int
    module: str
    relative: bool
    at_start: bool

    @property
    def top(self):
        """Return the first part of the module's name."""
        return self.module.partition(".")[0]

    def __str__(self):
        return f"{self.file}:{self.line} imports {self.module}"


def imports_of(file):
    """Return every import of a shipped file, those of functions too, those for type hints not."""
    found = []
    package = list(file.parent.parts)

    def visit(node, at_start):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
                continue
            if isinstance(child, ast.Import):
                found.extend(Import(file, child.lineno, name.name, False, at_start) for name in child.names)
            elif isinstance(child, ast.ImportFrom):
                found.extend(_from(child, at_start))
            visit(child, at_start and not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)))

    def _from(node, at_start):
        if not node.level:
            return [Import(file, node.lineno, node.module, False, at_start)]
        base = package[: len(package) - node.level + 1]
        names = [node.module] if node.module else [name.name for name in node.names]
        return [Import(file, node.lineno, ".".join([*base, name]), True, at_start) for name in names]

    visit(ast.parse((ROOT / file).read_text(encoding="utf-8")), True)
    return found


@cache
def all_imports():
    """Return every import of the shipped code."""
    return tuple(found for file in shipped_files() for found in imports_of(file))


@cache
def arrows():
    """Return who imports whom as pairs of shipped files, those of functions too."""
    files = {".".join(file.with_suffix("").parts).removesuffix(".__init__"): file for file in shipped_files()}
    found = set()
    for one in all_imports():
        module = one.module if one.relative else ""
        while module and module not in files:
            module = module.rpartition(".")[0]
        if module and files[module] != one.file:
            found.add((one.file, files[module]))
    return frozenset(found)


@cache
def folder_arrows():
    """Return which folder imports which: at each level those that lie side by side."""
    found = set()
    for start, end in arrows():
        pairs = enumerate(zip(start.parent.parts, end.parent.parts), 1)
        level = next((level for level, (one, other) in pairs if one != other), None)
        if level is not None:
            found.add((Path(*start.parts[:level]), Path(*end.parts[:level])))
    return frozenset(found)


def circles(pairs: Iterable[tuple[Hashable, Hashable]]):
    """Return the circles in a graph of arrows: sets of nodes that all reach each other."""
    ends: dict = {}
    for start, end in pairs:
        ends.setdefault(start, set()).add(end)
    reached = {start: _reached(start, ends) for start in ends}
    return {
        frozenset(end for end in reached[start] if start in reached.get(end, ()))
        for start in ends
        if start in reached[start]
    }


def _reached(start, ends):
    """Return all that arrows lead to from a node."""
    found, waiting = set(), [start]
    while waiting:
        new = ends.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
