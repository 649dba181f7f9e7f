"""Fuzz what reads files and layers of others, by atheris: `fuzz.py [SECONDS] [TARGET]...`, a process a target.

The targets stand beside it. What is found is kept as a file in build/fuzz/TARGET, the figures in
build/fuzz/figures.json; the program fails where anything was found.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
import traceback
import types
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[2] / "scripts"))
from plugin_package import ROOT, qgis, sejahtera

OUT = ROOT / "build" / "fuzz"
SECONDS = 60
_LIMITS = ("-timeout=20", "-rss_limit_mb=4096", "-max_len=4096")
_IN_QGIS = "targets_qgis"


def _targets(module: str) -> dict[str, object]:
    """Return the targets of a module of `tests/fuzz`; the root must not be where Python looks for modules."""
    tests = sys.modules.setdefault("tests", types.ModuleType("tests"))
    tests.__path__ = [str(ROOT / "tests")]
    sejahtera("language")
    return importlib.import_module(f"tests.fuzz.{module}").TARGETS


def _place(error: BaseException) -> str:
    """Return kind and place of an error, so that each is counted once."""
    ours = [frame for frame in traceback.extract_tb(error.__traceback__) if "/tests/fuzz/" not in frame.filename]
    last = ([frame for frame in ours if str(ROOT) in frame.filename] or ours or [None])[-1]
    told = re.findall(r"(\w+\.py)\", line (\d+)", str(error))  # the traceback that a user would have been shown
    if told:
        return "-".join((type(error).__name__, *told[-1]))
    where = f"{Path(last.filename).name}-{last.lineno}" if last else str(error)[:60]
    return "".join(sign if sign.isalnum() or sign in "-." else "_" for sign in f"{type(error).__name__}-{where}")


class Recorder:
    """Runs a target, counts, and keeps the input of each finding."""

    def __init__(self, name: str, target: object) -> None:
        self.target, self.folder = target, OUT / name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.count, self.found = 0, {}
        self.start = self.told = time.monotonic()

    def __call__(self, data: bytes) -> None:
        """Run the target on a fuzzer's bytes."""
        self.count += 1
        try:
            self.target(data)
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as error:  # whatever it is, it is a finding
            place = _place(error)
            if place not in self.found:
                self.found[place] = repr(error)[:300]
                (self.folder / place).write_bytes(data)
                (self.folder / f"{place}.txt").write_text(traceback.format_exc(), "utf-8", "replace")
        if time.monotonic() - self.told > 1 or self.count == 1:
            self.told = time.monotonic()
            self._tell()

    def _tell(self) -> None:
        figures = {"executions": self.count, "seconds": round(self.told - self.start, 1), "findings": self.found}
        (self.folder / "figures.json").write_text(json.dumps(figures, indent=1), encoding="utf-8")


def one(name: str, module: str, seconds: str) -> None:
    """Fuzz one target in this process."""
    import atheris

    if module == _IN_QGIS:
        qgis()
    with atheris.instrument_imports(include=["sejahtera", "tests"]):
        target = _targets(module)[name]
    corpus = OUT / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={seconds}", *_LIMITS], Recorder(name, target))
    atheris.Fuzz()


def main() -> None:
    """Fuzz the targets one by one and print the figures."""
    seconds = sys.argv[1] if len(sys.argv) > 1 else str(SECONDS)
    modules = {name: module for module in ("targets", _IN_QGIS) for name in _names(module)}
    wanted = sys.argv[2:] or list(modules)
    all_figures, bad = {}, False
    for name in wanted:
        command = [sys.executable, __file__, "--one", name, modules[name], seconds]
        log = OUT / f"{name}.log"
        OUT.mkdir(parents=True, exist_ok=True)
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        with log.open("w") as file:
            ended = subprocess.run(command, stdout=file, stderr=file, cwd=OUT, env=environment, check=False)
        figures = json.loads((OUT / name / "figures.json").read_text(encoding="utf-8"))
        if ended.returncode:
            figures["findings"]["ended"] = f"the process ended with {ended.returncode}, see {log.name}"
        all_figures[name] = figures
        bad = bad or bool(figures["findings"])
        print(f"{name:16} {figures['executions']:>9} executions {figures['seconds']:>7} s", flush=True)
        for place, what in figures["findings"].items():
            print(f"    {place}: {what}")
    (OUT / "figures.json").write_text(json.dumps(all_figures, indent=1), encoding="utf-8")
    if bad:
        raise SystemExit(1)


def _names(module: str) -> list[str]:
    """Return the names of a module's targets without importing it."""
    import ast

    tree = ast.parse((ROOT / "tests" / "fuzz" / f"{module}.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "TARGETS":
            return [key.value for key in node.value.keys]
    return []


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:5])
    else:
        main()
