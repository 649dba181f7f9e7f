"""The chain of the demo: which algorithms run on the shipped data, in order, and what they leave behind."""

from __future__ import annotations

from dataclasses import dataclass

from installed_qgis import ROOT

DATA = ROOT / "resources" / "demo"
OUT = ROOT / "build" / "demo"
STUDY = OUT / "study"


@dataclass(frozen=True)
class Step:
    """One algorithm of the chain: what it is for, its parameters, the files it must leave behind."""

    purpose: str
    algorithm: str
    parameters: dict[str, object]
    files: tuple[str, ...]


def sheet(
    purpose: str, name: str, title: str, *, year: str = "2025", image: bool = False, **more: object
) -> Step:
    """Print a result of the chain as a map in both languages."""
    output = f"{name}_map" if name != "index" else "map"
    parameters = {
        "INPUT": OUT / f"{name}.gpkg",
        "TITLE": title,
        "SUBTITLE": f"Tahun {year}|{year}",
        "LANGUAGE": "both",
        "NAME_FIELD": "nama",
        "GROUP_FIELD": "kecamatan",
        "OUTPUT": OUT / f"{output}.pdf",
        **({"OUTPUT_PNG": OUT / f"{output}.png"} if image else {}),
        **more,
    }
    return Step(
        purpose,
        "exportmap",
        parameters,
        tuple(f"{output}.{ending}" for ending in ("pdf", "png")[: 1 + image]),
    )


SOURCE = "Data simulasi Sejahtera 2025\nBatas: skema Sejahtera"

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
        "find who is whose neighbour",
        "neighbours",
        {
            "INPUT": OUT / "index.gpkg",
            "WEIGHTS": "queen",
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "OUTPUT": OUT / "neighbours.gpkg",
            "OUTPUT_FILE": OUT / "neighbours.gal",
            "OUTPUT_SUMMARY": OUT / "neighbours.csv",
            "REPORT": OUT / "neighbours.html",
        },
        ("neighbours.gpkg", "neighbours.gal", "neighbours.csv", "neighbours.html"),
    ),
    Step(
        "test whether neighbours are alike",
        "globalautocorrelation",
        {
            "INPUT": OUT / "index.gpkg",
            "FIELD": "index",
            "NAME_FIELD": "nama",
            "OUTPUT": OUT / "global.csv",
            "REPORT": OUT / "global.html",
        },
        ("global.csv", "global.html"),
    ),
    Step(
        "find pockets of low and high welfare",
        "hotspots",
        {
            "INPUT": OUT / "index.gpkg",
            "FIELD": "index",
            "STATISTIC": "gistar",
            "NAME_FIELD": "nama",
            "OUTPUT": OUT / "hotspots.gpkg",
            "REPORT": OUT / "hotspots.html",
        },
        ("hotspots.gpkg", "hotspots.html"),
    ),
    Step(
        "find clusters and outliers",
        "clustersoutliers",
        {
            "INPUT": OUT / "index.gpkg",
            "FIELD": "index",
            "STATISTIC": "moran",
            "NAME_FIELD": "nama",
            "OUTPUT": OUT / "clusters.gpkg",
            "REPORT": OUT / "clusters.html",
        },
        ("clusters.gpkg", "clusters.html"),
    ),
    Step(
        "group the kelurahan by their dimensions",
        "regions",
        {
            "INPUT": OUT / "index.gpkg",
            "FIELDS": ["dim_inc", "dim_edu", "dim_hlt", "dim_wsh"],
            "METHOD": "skater",
            "NAME_FIELD": "nama",
            "OUTPUT": OUT / "regions.gpkg",
            "OUTPUT_PROFILE": OUT / "regions.csv",
            "REPORT": OUT / "regions.html",
        },
        ("regions.gpkg", "regions.csv", "regions.html"),
    ),
    Step(
        "measure the inequality of the index within and between kecamatan",
        "inequalitymeasures",
        {
            "INPUT": OUT / "index.gpkg",
            "FIELD": "index",
            "POPULATION_FIELD": "penduduk",
            "GROUP_FIELD": "kecamatan",
            "WEIGHTS": "queen",
            "NAME_FIELD": "nama",
            "OUTPUT": OUT / "inequality.csv",
            "OUTPUT_GROUPS": OUT / "inequality_groups.csv",
            "REPORT": OUT / "inequality.html",
        },
        ("inequality.csv", "inequality_groups.csv", "inequality.html"),
    ),
    Step(
        "compare core and periphery",
        "groupcomparison",
        {
            "INPUT": OUT / "index.gpkg",
            "FIELDS": ["index", "inc01", "edu01", "hlt03", "wsh01", "acc01", "soc01"],
            "GROUP_FIELD": "kelompok",
            "CORE": "inti",
            "POPULATION_FIELD": "penduduk",
            "NAME_FIELD": "nama",
            "OUTPUT": OUT / "groups.csv",
            "REPORT": OUT / "groups.html",
        },
        ("groups.csv", "groups.html"),
    ),
    Step(
        "measure the multidimensional poverty of households",
        "multidimensionalpoverty",
        {
            "INPUT": f"{DATA / 'kelurahan.gpkg'}|layername=kelurahan",
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "RECORDS": DATA / "households.csv",
            "RECORD_CODE_FIELD": "kode",
            "RECORD_ID_FIELD": "id",
            "WEIGHT_FIELD": "bobot",
            "SIZE_FIELD": "anggota",
            "STRATA_FIELD": "kode",
            "CLUSTER_FIELD": "klaster",
            "PRESET": "dtsen",
            "OUTPUT": OUT / "poverty.gpkg",
            "OUTPUT_TABLE": OUT / "poverty.csv",
            "REPORT": OUT / "poverty.html",
        },
        ("poverty.gpkg", "poverty.csv", "poverty.html"),
    ),
    sheet(
        "print the map of multidimensional poverty",
        "poverty",
        "Kemiskinan Multidimensi Kota Surakarta|Multidimensional Poverty in Surakarta",
        SOURCE=SOURCE,
    ),
    Step(
        "join the indicators of the year before",
        "joinindicators",
        {
            "INPUT": f"{DATA / 'kelurahan.gpkg'}|layername=kelurahan",
            "TABLE": DATA / "indicators_2024.csv",
            "ID_FIELD": "kode",
            "TABLE_CODE_FIELD": "kode",
            "OUTPUT": OUT / "joined_2024.gpkg",
        },
        ("joined_2024.gpkg",),
    ),
    Step(
        "split the change of the index from 2024 to 2025",
        "indexchange",
        {
            "INPUT": OUT / "joined.gpkg",
            "INPUT_BEFORE": OUT / "joined_2024.gpkg",
            "YEAR": "2025",
            "YEAR_BEFORE": "2024",
            "DEFINITION": DATA / "definition.json",
            "ID_FIELD": "kode",
            "NAME_FIELD": "nama",
            "OUTPUT": OUT / "change.gpkg",
            "OUTPUT_CONTRIBUTIONS": OUT / "change_contributions.csv",
            "REPORT": OUT / "change.html",
        },
        ("change.gpkg", "change_contributions.csv", "change.html"),
    ),
    sheet(
        "print the map",
        "index",
        "Indeks Kesejahteraan Kelurahan Kota Surakarta|Welfare Index of the Kelurahan of Surakarta",
        image=True,
        SOURCE=SOURCE,
    ),
    sheet(
        "print the map of hotspots",
        "hotspots",
        "Kantong Kesejahteraan Rendah dan Tinggi Kota Surakarta|Pockets of Low and High Welfare in Surakarta",
        image=True,
    ),
    sheet(
        "print the map of clusters",
        "clusters",
        "Gerombol dan Pencilan Kesejahteraan Kota Surakarta|Clusters and Outliers of Welfare in Surakarta",
        image=True,
    ),
    Step(
        "say which pockets are new, lasting or gone",
        "emerginghotspots",
        {
            "INPUT": OUT / "change.gpkg",
            "FIELDS": ["index_before", "index_after"],
            "NAME_FIELD": "nama",
            "OUTPUT": OUT / "emerging.gpkg",
            "REPORT": OUT / "emerging.html",
        },
        ("emerging.gpkg", "emerging.html"),
    ),
    sheet(
        "print the map of emerging hotspots",
        "emerging",
        "Kantong Kesejahteraan yang Baru, Bertahan, dan Hilang|New, Lasting and Past Pockets of Welfare",
        year="2024–2025",
    ),
    Step(
        "compare poverty here with employment protection around",
        "bivariateclusters",
        {
            "INPUT": OUT / "index.gpkg",
            "FIELD": "inc01",
            "FIELD_2": "spr03",
            "ORIENTATION": "deprivation",
            "MAP": "bivariate",
            "NAME_FIELD": "nama",
            "OUTPUT": OUT / "bivariate.gpkg",
            "REPORT": OUT / "bivariate.html",
        },
        ("bivariate.gpkg", "bivariate.html"),
    ),
    sheet(
        "print the map of both",
        "bivariate",
        "Kemiskinan dan Jaminan Ketenagakerjaan|Poverty and Employment Protection",
    ),
    Step(
        "run the whole chain as one study, up to the policy report",
        "study",
        {"STUDY": DATA / "study.json", "OUTPUT": STUDY},
        (
            "study/manifest.json",
            "study/drivers.html",
            "study/effect.html",
            "study/report.html",
            "study/report.pdf",
            "study/report.docx",
        ),
    ),
    Step(
        "write the policy report in English",
        "policyreport",
        {
            "INDEX": STUDY / "index.gpkg",
            "HOTSPOTS": STUDY / "hotspots.gpkg",
            "CLUSTERS": STUDY / "clusters.gpkg",
            "WEIGHTS_TABLE": STUDY / "weights.csv",
            "CONTRIBUTIONS_TABLE": STUDY / "contributions.csv",
            "INEQUALITY": STUDY / "inequality.csv",
            "CHANGE": STUDY / "change.gpkg",
            "ROBUSTNESS": STUDY / "robustness.gpkg",
            "POVERTY": STUDY / "poverty.gpkg",
            "DRIVERS": STUDY / "drivers.gpkg",
            "COEFFICIENTS": STUDY / "drivers_coefficients.csv",
            "TESTS": STUDY / "drivers_tests.csv",
            "CORRELATIONS": STUDY / "drivers_correlations.csv",
            "PRIORITIES": STUDY / "priorities.gpkg",
            "TARGETING": STUDY / "targeting.gpkg",
            "PROGRAMMES": STUDY / "effect.csv",
            "EVENTS": STUDY / "effect_events.csv",
            "FINDINGS": STUDY / "findings.gpkg",
            "CHECK": STUDY / "check.csv",
            "DEFINITION": DATA / "definition.json",
            "TITLE": "Welfare of the Kelurahan of Surakarta",
            "SOURCE": "Synthetic data of Sejahtera 2025",
            "LANGUAGE": "en",
            "NAME_FIELD": "nama",
            "GROUP_FIELD": "kecamatan",
            "POPULATION_FIELD": "penduduk",
            "OUTPUT": OUT / "report_en.html",
            "OUTPUT_PDF": OUT / "report_en.pdf",
        },
        ("report_en.html", "report_en.pdf"),
    ),
    Step(
        "print the map on A3, with all that opens it elsewhere",
        "exportmap",
        {
            "INPUT": OUT / "index.gpkg",
            "TITLE": "Indeks Kesejahteraan Kelurahan Kota Surakarta",
            "SUBTITLE": "Tahun 2025",
            "SOURCE": SOURCE,
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
