"""Runs on data that others published, one a line: id, inputs, parameters. Their outputs are all taken."""

REFERENCE = "reference/spatial"
COLUMBUS = f"{REFERENCE}/columbus_49.gpkg"
SIDS = f"{REFERENCE}/sids2_100.gpkg"
MEXICO = "reference/inequality/mexico_states_32.gpkg"

#: An index of three indicators of the districts of Columbus, in two dimensions.
_ROWS = ["INC", "money", "+", 2, "HOVAL", "money", "+", 1, "CRIME", "safety", "-", 1]


def _index(name, **choices):
    return name, "compositeindex", {"INPUT": COLUMBUS, "INDICATORS": _ROWS, "ID_FIELD": "POLYID", **choices}


def _local(name, algorithm, **choices):
    return (
        name,
        algorithm,
        {"INPUT": COLUMBUS, "FIELD": "CRIME", "ID_FIELD": "POLYID", "PERMUTATIONS": 199, **choices},
    )


#: Name, algorithm and parameters; INPUT is a file of the shared data.
RUNS = [
    *(
        _index(f"index-{code}", NORMALISATION=code)
        for code in ("minmax", "zscore", "robustz", "rank", "percentile", "distance", "ampi")
    ),
    *(_index(f"index-{code}", AGGREGATION=code) for code in ("geometric", "harmonic", "copeland", "topsis")),
    _index("index-mazziotta", NORMALISATION="ampi", AGGREGATION="mazziotta"),
    _index("index-power", AGGREGATION="power", POWER=0.5),
    *(_index(f"index-{code}", WEIGHTING=code) for code in ("equal", "pca", "entropy", "critic", "bod")),
    *(_index(f"index-{code}", OUTLIERS=code) for code in ("winsorise", "log")),
    *(_index(f"index-classes-{code}", CLASSES=code) for code in ("natural", "equal", "stddev")),
    ("robustness", "indexrobustness", {"INPUT": COLUMBUS, "INDICATORS": _ROWS, "ID_FIELD": "POLYID", "DRAWS": 200}),
    ("neighbours-queen", "neighbours", {"INPUT": COLUMBUS, "ID_FIELD": "POLYID"}),
    ("neighbours-knn", "neighbours", {"INPUT": SIDS, "ID_FIELD": "FIPSNO", "WEIGHTS": "knn", "K": 5}),
    ("neighbours-kernel", "neighbours", {"INPUT": SIDS, "ID_FIELD": "FIPSNO", "WEIGHTS": "kernel"}),
    _local("global", "globalautocorrelation"),
    _local("moran", "clustersoutliers"),
    _local("moran-rook-two", "clustersoutliers", WEIGHTS="rook", ORDER=2),
    _local("geary", "clustersoutliers", STATISTIC="geary"),
    _local("gistar", "hotspots"),
    _local("gi-inverse", "hotspots", STATISTIC="gi", WEIGHTS="inverse"),
    _local("bivariate", "bivariateclusters", FIELD_2="INC"),
    ("regions", "regions", {"INPUT": COLUMBUS, "FIELDS": ["CRIME", "INC", "HOVAL"], "ID_FIELD": "POLYID"}),
    (
        "emerging",
        "emerginghotspots",
        {
            "INPUT": MEXICO,
            "FIELDS": [f"PCGDP{year}" for year in range(1940, 2001, 10)],
            "ID_FIELD": "POLY_ID",
            "PERMUTATIONS": 99,
        },
    ),
    (
        "inequality",
        "inequalitymeasures",
        {
            "INPUT": MEXICO,
            "FIELD": "PCGDP2000",
            "GROUP_FIELD": "HANSON98",
            "BOOTSTRAP": 200,
            "WEIGHTS": "queen",
            "PERMUTATIONS": 199,
        },
    ),
    (
        "groups",
        "groupcomparison",
        {"INPUT": MEXICO, "FIELDS": ["PCGDP2000"], "GROUP_FIELD": "HANSON98", "CORE": "1", "PERMUTATIONS": 199},
    ),
    ("drivers", "drivers", {"INPUT": COLUMBUS, "FIELD": "CRIME", "DRIVERS": ["INC", "HOVAL"]}),
    ("audit", "checkindicators", {"INPUT": COLUMBUS, "FIELDS": ["INC", "HOVAL", "CRIME"], "ID_FIELD": "POLYID"}),
]

#: The human development index of BPS in two years; its four indicators come from a table, by these columns.
DEVELOPMENT = "indicators/jateng_ipm_2020_2022.csv"
DEVELOPMENT_COLUMNS = {
    "LIFE_EXPECTANCY_FIELD": "uhh_tahun",
    "EXPECTED_SCHOOLING_FIELD": "hls_tahun",
    "MEAN_SCHOOLING_FIELD": "rls_tahun",
    "EXPENDITURE_FIELD": "pengeluaran_ribu_rp",
}
DEVELOPMENT_RUN = {
    "EXPENDITURE_UNIT": "thousand",
    "NAME_FIELD": "wilayah",
    "YEAR": 2022,
    "YEAR_BEFORE": 2020,
    **{name: f"{column}_2022" for name, column in DEVELOPMENT_COLUMNS.items()},
    **{f"{name}_BEFORE": f"{column}_2020" for name, column in DEVELOPMENT_COLUMNS.items()},
}
#: The names of all records.
NAMES = {"demo", "development", *(run[0] for run in RUNS)}
