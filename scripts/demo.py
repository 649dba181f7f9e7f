"""Run the chain of Sejahtera on the shipped, synthetic demo data; everything lands in build/demo.

Standard library alone: the Python of any system runs this, QGIS does the work.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time

from demo_chain import OUT, STEPS, Step
from installed_qgis import ROOT, Profile, find_qgis_process


def compile_translations() -> None:
    """Make the Indonesian words readable for QGIS; the chain runs in English without them."""
    compiled = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "translations.py"), "compile"],
        capture_output=True,
        check=False,
    )
    if compiled.returncode:
        print("Without the Python package Babel the words stay English.")


def run(step: Step, profile: Profile) -> None:
    """Run one step; end the program with what QGIS said where it fails."""
    start = time.monotonic()
    result = profile.run(step.algorithm, step.parameters)
    missing = [name for name in step.files if not (OUT / name).is_file()]
    if result.returncode or missing:
        print(result.stdout, result.stderr, sep="\n", file=sys.stderr)
        why = f"did not write {', '.join(missing)}" if missing else f"ended with {result.returncode}"
        raise SystemExit(f"sejahtera:{step.algorithm} {why}; see above.")
    print(f"  {time.monotonic() - start:5.1f} s   {step.purpose} (sejahtera:{step.algorithm})", flush=True)


def main() -> None:
    """Run all steps in a profile of their own and say where the results are."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    profile = Profile(ROOT / "build" / "profile")
    compile_translations()
    profile.install()
    print(f"Running the demo with {find_qgis_process()}", flush=True)
    for step in STEPS:
        run(step, profile)
    print(f"\nThe results are in {OUT}:")
    for name in (name for step in STEPS for name in step.files):
        print(f"  {name}")
    print("The indicators are synthetic and the geometry is schematic: a demonstration, not a finding.")


if __name__ == "__main__":
    main()
