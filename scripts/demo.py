"""Run the chain of Sejahtera on the shipped, synthetic demo data; everything lands in build/demo.

Standard library alone: the Python of any system runs this, QGIS does the work.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass

from installed_qgis import ROOT, Profile, find_qgis_process

DATA = ROOT / "resources" / "demo"
OUT = ROOT / "build" / "demo"


@dataclass(frozen=True)
class Step:
    """One algorithm of the chain: what it is for, its parameters, the files it must leave behind."""

    purpose: str
    algorithm: str
    parameters: dict[str, object]
    files: tuple[str, ...]


STEPS = (
    Step(
        "join the table as an office sent it to the 54 kelurahan",
        "joinindicators",
        {
            "INPUT": f"{DATA / 'kelurahan.gpkg'}|layername=kelurahan",
            "TABLE": DATA / "indicators_messy.csv",
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "TABLE_CODE_FIELD": "Kode BPS",
            "TABLE_NAME_FIELD": "Kelurahan",
            "TABLE_GROUP_FIELD": "Kecamatan",
            # The office writes 16.728 for sixteen thousand: the tool asks instead of guessing.
            "NUMBERS": "comma",
            "OUTPUT": OUT / "joined.gpkg",
            "OUTPUT_UNMATCHED": OUT / "unmatched.csv",
        },
        ("joined.gpkg", "unmatched.csv"),
    ),
    Step(
        "audit the indicators",
        "checkindicators",
        {
            "INPUT": OUT / "joined.gpkg",
            "DEFINITION": DATA / "definition.json",
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "POPULATION_FIELD": "penduduk",
            "OUTPUT": OUT / "check.csv",
            "REPORT": OUT / "check.html",
        },
        ("check.csv", "check.html"),
    ),
    Step(
        "compute the welfare index",
        "compositeindex",
        {
            "INPUT": OUT / "joined.gpkg",
            "DEFINITION": DATA / "definition.json",
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "OUTPUT": OUT / "index.gpkg",
            "OUTPUT_WEIGHTS": OUT / "weights.csv",
            "OUTPUT_CONTRIBUTIONS": OUT / "contributions.csv",
            "REPORT": OUT / "index.html",
        },
        ("index.gpkg", "weights.csv", "contributions.csv", "index.html"),
    ),
    Step(
        "print the map",
        "exportmap",
        {
            "INPUT": OUT / "index.gpkg",
            "TITLE": "Indeks Kesejahteraan Kelurahan Kota Surakarta",
            "SUBTITLE": "Tahun 2025",
            "SOURCE": "Data simulasi Sejahtera 2025\nBatas: skema Sejahtera",
            "LANGUAGE": "both",
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "OUTPUT": OUT / "map.pdf",
            "OUTPUT_PNG": OUT / "map.png",
        },
        ("map.pdf", "map.png"),
    ),
    Step(
        "print the map on A3, with all that opens it elsewhere",
        "exportmap",
        {
            "INPUT": OUT / "index.gpkg",
            "TITLE": "Indeks Kesejahteraan Kelurahan Kota Surakarta",
            "SUBTITLE": "Tahun 2025",
            "SOURCE": "Data simulasi Sejahtera 2025\nBatas: skema Sejahtera",
            "PAPER": "A3",
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "OUTPUT": OUT / "map_a3.pdf",
            "PACKAGE": OUT / "package",
        },
        ("map_a3.pdf", "package/SHA256SUMS"),
    ),
    Step(
        "print the profile sheets of the 54 kelurahan",
        "exportatlas",
        {
            "INPUT": OUT / "index.gpkg",
            "DEFINITION": DATA / "definition.json",
            "CONTRIBUTIONS": OUT / "contributions.csv",
            "SUBTITLE": "Tahun 2025",
            "INSTITUTION": "Pemerintah Kota Surakarta",
            "SOURCE": "Data simulasi Sejahtera 2025. Batas: skema Sejahtera.",
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "OUTPUT": OUT / "atlas.pdf",
        },
        ("atlas.pdf",),
    ),
)


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
