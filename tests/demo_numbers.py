"""The sentences of the demo's report, written again from the numbers of its files by plain arithmetic."""

import sqlite3
from contextlib import closing

import numpy as np
import pandas as pd

SUBJECTS = (
    "level",
    "mean",
    "worst",
    "kecamatan",
    "within",
    "weights",
    "ranks",
    "pocket low",
    "pocket high",
    "outlier",
    "gini",
    "change",
    "poverty",
    "drivers",
    "coverage",
    "served",
    "effect",
)


def sentences(study, data):
    """Return what the English report must say, by subject; `study` holds results, `data` the shipped tables."""
    index = _layer(study / "index.gpkg")
    return {
        **_level(index),
        **_groups(index),
        **_weights(study),
        **_ranks(study),
        **_pockets(study),
        **_inequality(index),
        **_change(study),
        **_poverty(study, data),
        **_drivers(index),
        **_targeting(study, data),
        **_effect(index, data),
    }


def _layer(path):
    with closing(sqlite3.connect(path)) as database:
        return pd.read_sql(f'select * from "{path.stem}"', database)


def _names(names):
    shown = ", ".join(names[:5])
    return shown + (f" (+{len(names) - 5})" if len(names) > 5 else "")


def _level(index):
    known = index[index["index"].notna()].sort_values("index")
    low, high = known.iloc[0], known.iloc[-1]
    mean = np.average(known["index"], weights=known["penduduk"])
    return {
        "level": f"Of {len(index)} kelurahan {len(known)} have an index. It runs from {low['index']:.1f} "
        f"({low['nama']}) to {high['index']:.1f} ({high['nama']}).",
        "mean": f"The mean weighted by population is {mean:.1f}; half of the kelurahan lie below "
        f"{known['index'].median():.1f}.",
        "worst": f"The 5 kelurahan with the worst index are {', '.join(known['nama'][:5])}.",
    }


def _groups(index):
    known = index[index["index"].notna()]
    people = known.groupby("kecamatan")["penduduk"].sum()
    means = (known["index"] * known["penduduk"]).groupby(known["kecamatan"]).sum() / people
    total = ((known["index"] - known["index"].mean()) ** 2).sum()
    within = ((known["index"] - known.groupby("kecamatan")["index"].transform("mean")) ** 2).sum()
    return {
        "kecamatan": f"Kecamatan {means.idxmax()} has the best mean ({means.max():.1f}), kecamatan "
        f"{means.idxmin()} the worst ({means.min():.1f}).",
        "within": f"{100 * within / total:.1f} % of the differences between kelurahan lie within the kecamatan, "
        f"{100 - 100 * within / total:.1f} % between them",
    }


def _weights(study):
    top = pd.read_csv(study / "weights.csv").query("level == 1")
    most = top.loc[top["weight_effective"].idxmax()]
    return {
        "weights": f"moves the index most: {100 * most['weight_effective']:.1f} % of its differences at a weight of "
        f"{100 * most['weight_overall']:.1f} %."
    }


def _ranks(study):
    table = _layer(study / "robustness.gpkg").dropna(subset=["rank_low"])
    width = table["rank_high"] - table["rank_low"]
    return {
        "ranks": f"the rank interval of {(width <= 0.2 * len(table)).sum()} of {len(table)} kelurahan spans at most "
        f"{0.2 * len(table):.3g} ranks, a fifth of the ranking. The widest spans {int(width.max())} ranks "
        f"({table['nama'][width.idxmax()]})."
    }


def _pockets(study):
    spots, clusters = _layer(study / "hotspots.gpkg"), _layer(study / "clusters.gpkg")
    found = {}
    for word, side in (("low", spots["gi_class"] < 0), ("high", spots["gi_class"] > 0)):
        names = spots["nama"][side & (spots["gi_q"] <= 0.05)].tolist()
        found[f"pocket {word}"] = (
            f"By Gi*, {len(names)} of {spots['gi_z'].count()} kelurahan lie in a significant pocket of {word} welfare: "
            f"{_names(names)}."
        )
    names = clusters["nama"][(clusters["lisa_class"] == "HL") & (clusters["lisa_q"] <= 0.05)].tolist()
    are = "is high itself" if len(names) == 1 else "are high themselves"
    found["outlier"] = (
        f"By local Moran, {len(names)} of {clusters['lisa'].count()} kelurahan {are} amid low neighbours: {names[0]}."
    )
    return found


def _inequality(index):
    known = index[index["index"].notna()]
    y, w = known["index"].to_numpy(), known["penduduk"].to_numpy(float)
    gaps = (np.abs(y[:, None] - y) * w[:, None] * w).sum()
    gini = gaps / (2 * w.sum() ** 2 * np.average(y, weights=w))
    return {"gini": f"The Gini coefficient between kelurahan is {gini:.3f} "}


def _change(study):
    change = _layer(study / "change.gpkg")["change"].dropna()
    return {
        "change": f"The index rose in {(change > 0).sum()} and fell in {(change < 0).sum()} of {len(change)} "
        f"kelurahan; the median change is {change.median():.2f}."
    }


def _poverty(study, data):
    table = _layer(study.parent / "poverty.gpkg")
    enough = table[table["reliability"] == "enough"]
    most = enough.loc[enough["mpi"].idxmax()]
    people = pd.read_csv(data / "households.csv").query("kode == @most.kode")
    assert len(people) >= most["records"] > 0
    return {
        "poverty": f"Multidimensional poverty is highest in {most['nama']}: {100 * most['headcount']:.1f} % of its "
        f"people are poor, with {100 * most['intensity']:.1f} % of the weighted deprivations on average "
        f"({most['records']:.0f} records; {len(enough)} kelurahan compared)."
    }


def _drivers(index):
    known = index.dropna(subset=["index"])
    x = np.column_stack([np.ones(len(known)), known[["dem01", "dem02", "gov01", "gov03"]]])
    y = known["index"].to_numpy()
    residuals = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    share = 1 - residuals @ residuals / ((y - y.mean()) ** 2).sum()
    return {
        "drivers": f"go along with {100 * share:.1f} % of the differences in the index between {len(known)} kelurahan."
    }


def _targeting(study, data):
    rows = pd.read_csv(data / "programmes.csv").query("program == 'Kartu Pekerja Rentan' and tahun == 2025")
    eligible, recipients, both = rows[["sasaran", "penerima", "penerima_layak"]].sum()
    served = _layer(study / "targeting.gpkg")["served"]
    known = served[served != "unknown"]
    return {
        "coverage": f"Of the eligible {100 * both / eligible:.1f} % are reached; "
        f"{100 * (recipients - both) / recipients:.1f} % of the recipients are not eligible.",
        "served": f"Kartu Pekerja Rentan: {(known == 'under').sum()} of {len(known)} kelurahan whose need is known get "
        f"less than their share by need, {(known == 'over').sum()} more.",
    }


def _effect(index, data):
    panel = pd.read_csv(data / "programme_panel.csv").merge(index[["kode", "penduduk"]], on="kode")
    before = panel[[f"spr03_{year}" for year in range(2021, 2025)]].mean(axis=1)
    change, treated = panel["spr03_2025"] - before, panel["dapat_kartu"] == 1
    means = [np.average(change[group], weights=panel["penduduk"][group]) for group in (treated, ~treated)]
    return {
        "effect": "Where Kartu Pekerja Rentan ran, the change of Employment social-security coverage (%) was "
        f"{means[0] - means[1]:.2f} higher than elsewhere."
    }
