"""The modules that the plugin ships and what they import, read without running them."""

import ast
from dataclasses import dataclass
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


def all_imports():
    """Return every import of the shipped code."""
    return [found for file in shipped_files() for found in imports_of(file)]
