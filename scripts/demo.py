"""Run the study of the shipped, synthetic demo data, resources/demo/study.json; everything lands in build/demo.

Standard library alone: the Python of any system runs this, QGIS does the work.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

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


def tell_steps() -> None:
    """Say of each step of the study how long it took, as its manifest has it."""
    steps = json.loads(STUDY.read_text(encoding="utf-8"))["steps"]
    records = json.loads((OUT / "manifest.json").read_text(encoding="utf-8"))["steps"]
    for step, record in zip(steps, records):
        print(f"  {record['seconds']:5.1f} s   {step['description']} ({record['algorithm']})")


def main() -> None:
    """Run the study in a profile of its own and say where the results are."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    profile = Profile(ROOT / "build" / "profile")
    compile_translations()
    profile.install()
    print(f"Running the demo with {find_qgis_process()}, about a minute", flush=True)
    result = profile.qgis_process("run", "sejahtera:study", "--", f"STUDY={STUDY}", f"OUTPUT={OUT}")
    if result.returncode:
        print(result.stdout, result.stderr, sep="\n", file=sys.stderr)
        raise SystemExit(f"sejahtera:study ended with {result.returncode}; see above.")
    tell_steps()
    print(f"\nThe results are in {OUT}:")
    for path in sorted(path for path in OUT.rglob("*") if path.is_file()):
        print(f"  {path.relative_to(OUT).as_posix()}")
    print("The indicators are synthetic and the geometry is schematic: a demonstration, not a finding.")


if __name__ == "__main__":
    main()
