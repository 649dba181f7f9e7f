"""The policy report in all three formats against its eight maps, printed on A4 sheets as PDF by `exportmap`.

Both read the results of the demo city, by turns in one process.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from measure import BESIDE, ROOT, measure_beside, run_algorithm, start_qgis, table

RUNS = 5
DEMO = ROOT / "resources" / "demo"
FIELDS = {"NAME_FIELD": "nama", "GROUP_FIELD": "kecamatan"}
#: The results that the report shows as maps, and those that it has as tables, by parameter.
MAPS = ("index", "hotspots", "clusters", "change", "robustness", "poverty", "priorities", "targeting")
OTHERS = {
    "FINDINGS": "findings.gpkg",
    "WEIGHTS_TABLE": "weights.csv",
    "CONTRIBUTIONS_TABLE": "contributions.csv",
    "INEQUALITY": "inequality.csv",
    "CHECK": "check.csv",
}


def run(algorithm: str, parameters: dict[str, object]) -> None:
    """Run one of our algorithms."""
    run_algorithm(f"sejahtera:{algorithm}", {name: str(value) for name, value in parameters.items()})


def results() -> Any:
    """Return a QGIS application with the results of the demo's study."""
    application = start_qgis(widgets=True)
    application.results = tempfile.TemporaryDirectory()
    application.folder = Path(application.results.name)
    run("study", {"STUDY": DEMO / "study.json", "OUTPUT": application.folder})
    return application


def result(folder: Path, name: str) -> Path:
    """Return a file of the chain that leads to the report; what both chains of the study share lies above it."""
    return next(path for path in (folder / "study" / name, folder / name) if path.exists())


def maps(application: Any) -> None:
    """Print the maps."""
    for name in MAPS:
        layer, sheet = result(application.folder, f"{name}.gpkg"), application.folder / f"{name}.pdf"
        run("exportmap", {"INPUT": layer, "OUTPUT": sheet, **FIELDS})


def report(application: Any) -> None:
    """Write the report as HTML, PDF and DOCX."""
    folder = application.folder
    results = {name.upper(): result(folder, f"{name}.gpkg") for name in MAPS}
    results |= {parameter: result(folder, name) for parameter, name in OTHERS.items()}
    files = {"OUTPUT": "r.html", "OUTPUT_PDF": "r.pdf", "OUTPUT_DOCX": "r.docx"}
    written = {parameter: folder / name for parameter, name in files.items()}
    people = {"POPULATION_FIELD": "penduduk", "DEFINITION": DEMO / "definition.json"}
    run("policyreport", {**results, **written, **FIELDS, **people})


def main() -> None:
    """Measure and print."""
    rows = [("policyreport", measure_beside(results, maps, report, RUNS))]
    table("Policy report (HTML, PDF, DOCX) in times its eight maps as A4 sheets", BESIDE, rows)


if __name__ == "__main__":
    main()
