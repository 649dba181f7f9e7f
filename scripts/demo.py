"""Run the study of the shipped, synthetic demo data, resources/demo/study.json; everything lands in build/demo.

Standard library alone: the Python of any system runs this, QGIS does the work.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable

from installed_qgis import ROOT, Profile, find_qgis_process

DATA = ROOT / "resources" / "demo"
STUDY = DATA / "study.json"
OUT = ROOT / "build" / "demo"


def compile_translations() -> None:
    """Make the Indonesian words readable for QGIS; the chain runs in English without them."""
    compiled = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "translations.py"), "compile"], capture_output=True, check=False
    )
    if compiled.returncode:
        print("Without the Python package Babel the words stay English.")


def tell_steps(lines: Iterable[str]) -> str:
    """Say of each step of the study how long it took when the next one begins; return all that QGIS said."""
    steps = json.loads(STUDY.read_text(encoding="utf-8"))["steps"]
    begins = {f"{step['id']} ({step['algorithm']})": step for step in steps}
    said: list[str] = []
    running, start = None, time.monotonic()

    def end() -> None:
        if running:
            seconds = time.monotonic() - start
            print(f"  {seconds:5.1f} s   {running['description']} (sejahtera:{running['algorithm']})", flush=True)

    for line in lines:
        said.append(line)
        # marks of progress may stand before the title
        step = begins.get(line.partition(": ")[0].lstrip("0123456789. "))
        if step:
            end()
            running, start = step, time.monotonic()
    end()
    return "".join(said)


def main() -> None:
    """Run the study in a profile of its own and say where the results are."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    profile = Profile(ROOT / "build" / "profile")
    compile_translations()
    profile.install()
    print(f"Running the demo with {find_qgis_process()}", flush=True)
    with profile.start("run", "sejahtera:study", "--", f"STUDY={STUDY}", f"OUTPUT={OUT}") as process:
        said = tell_steps(process.stdout)
    if process.returncode:
        print(said, file=sys.stderr)
        raise SystemExit(f"sejahtera:study ended with {process.returncode}; see above.")
    print(f"\nThe results are in {OUT}:")
    for path in sorted(path for path in OUT.rglob("*") if path.is_file()):
        print(f"  {path.relative_to(OUT).as_posix()}")
    print("The indicators are synthetic and the geometry is schematic: a demonstration, not a finding.")


if __name__ == "__main__":
    main()
