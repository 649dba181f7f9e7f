"""The whole audit of a set of indicators."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ...core.arrays import Floats
from ...core.diagnostics import Diagnostics
from ...core.lazy import pd
from ...core.messages import InputError, Message, Progress, mark, no_progress, part
from .correlation import redundant_pairs
from .description import describe
from .expectations import Expectation
from .findings import FINDINGS, MOST_MISSING, MOST_ZEROS
from .reliability import alpha_if_dropped, cronbach_alpha, oriented_minmax, oriented_z
from .structure import Structure, structure_of


@dataclass
class Audit:
    """The results of `check_indicators`.

    indicators: a row for each field with its statistics, flags, VIF, alpha if dropped, findings (codes) and
    the gravest of them; units: missing values and flagged values by unit; values: each flagged value
    (unit, field, value, reason); pairs: redundant pairs; reliability: alpha by dimension; structure:
    None where it cannot be computed.
    """

    indicators: pd.DataFrame
    units: pd.DataFrame
    values: pd.DataFrame
    pairs: pd.DataFrame
    reliability: pd.DataFrame
    structure: Structure | None
    diagnostics: Diagnostics


def check_indicators(
    frame: pd.DataFrame,
    fields: Sequence[str],
    expectations: Mapping[str, Expectation] | None = None,
    population: str | None = None,
    progress: Progress = no_progress,
) -> Audit:
    """Audit indicators; nothing is changed.

    Parameters
    ----------
    frame : pd.DataFrame
        A row for each unit; NaN where missing. Infinite values count as missing and are warned of.
    fields : sequence of str
        Columns of the indicators.
    expectations : mapping, optional
        What is known of an indicator by its field.
    population : str, optional
        Column with the population of each unit.

    Returns
    -------
    Audit
        Correlations leave out missing values pair by pair; alpha and structure use complete units.

    Raises
    ------
    InputError
        If there is no indicator, or one is not numeric.
    """
    expectations = {field: (expectations or {}).get(field, Expectation()) for field in fields}
    diagnostics = Diagnostics(n=len(frame))
    data = _numeric(frame, fields, diagnostics)
    people = None if population is None else _numeric(frame, [population], diagnostics)[population].to_numpy()
    indicators, values = _describe_all(data, expectations, people, part(progress, 0, 0.6))
    pairs = redundant_pairs(data, {field: expected.dimension for field, expected in expectations.items()})
    varied = list(indicators.index[indicators["unique"] > 1])
    complete = data[varied].dropna()
    structure = structure_of(complete, diagnostics)
    indicators["vif"] = np.nan if structure is None else structure.vif.reindex(indicators.index)
    reliability, dropped = _reliability(data[varied], expectations, diagnostics)
    indicators["alpha_if_dropped"] = dropped.reindex(indicators.index)
    _add_findings(indicators, pairs)
    _warn_of_repeats(data, diagnostics)
    diagnostics.missing = int(data.isna().any(axis=1).sum())
    diagnostics.step(
        mark("{complete} of {n} kelurahan have all indicators that vary; reliability and structure use them."),
        complete=len(complete),
        n=len(data),
    )
    progress(1.0)
    return Audit(indicators, _by_unit(data, values), values, pairs, reliability, structure, diagnostics)


def _describe_all(
    data: pd.DataFrame, expectations: Mapping[str, Expectation], people: Floats | None, progress: Progress
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the statistics by indicator, and the list of flagged values."""
    facts, marked = {}, []
    for count, (field, expected) in enumerate(expectations.items()):
        facts[field], marks = describe(data[field].to_numpy(), expected, people, field)
        facts[field].update({f"{reason}_count": int(where.sum()) for reason, where in marks.items()})
        marked += [
            pd.DataFrame({"unit": data.index[where], "field": field, "value": data[field][where], "reason": reason})
            for reason, where in marks.items()
            if where.any()
        ]
        progress((count + 1) / len(expectations))
    indicators = pd.DataFrame.from_dict(facts, orient="index")
    indicators.insert(0, "name", [expected.name or field for field, expected in expectations.items()])
    indicators.insert(1, "dimension", [expected.dimension for expected in expectations.values()])
    indicators.insert(2, "direction", ["+" if e.direction > 0 else "-" for e in expectations.values()])
    columns = ["unit", "field", "value", "reason"]
    return indicators, pd.concat(marked, ignore_index=True) if marked else pd.DataFrame(columns=columns)


def _numeric(frame: pd.DataFrame, fields: Sequence[str], diagnostics: Diagnostics) -> pd.DataFrame:
    if not len(fields):
        raise InputError(mark("Choose at least one indicator."))
    for field in fields:
        if not pd.api.types.is_numeric_dtype(frame[field].dtype):
            raise InputError(
                mark("“{column}” holds text, not numbers. Join it again with the right number format."), column=field
            )
    data = frame[list(fields)].astype("float64")
    infinite = np.isinf(data.to_numpy())
    if infinite.any():
        diagnostics.warn(
            mark("Infinite values in {columns} ({units}) count as missing."),
            columns=[field for field, some in zip(fields, infinite.any(axis=0)) if some],
            units=list(data.index[infinite.any(axis=1)]),
        )
        data = data.mask(infinite)
    return data


def _reliability(
    data: pd.DataFrame, expectations: Mapping[str, Expectation], diagnostics: Diagnostics
) -> tuple[pd.DataFrame, pd.Series]:
    """Return alpha by dimension, and by indicator alpha of its dimension without it."""
    groups: dict[str, list[str]] = {}
    for field in data.columns:
        groups.setdefault(expectations[field].dimension, []).append(field)
    rows, dropped = [], pd.Series(dtype="float64")
    for dimension, fields in groups.items():
        complete = data[fields].dropna()
        values = complete.to_numpy()
        varied = len(complete) > 1 and (np.ptp(values, axis=0) > 0).all()
        directions = np.array([expectations[field].direction for field in fields])
        scaled = oriented_minmax(values, directions) if varied else np.empty((0, 0))
        alpha = cronbach_alpha(scaled)
        standardised = cronbach_alpha(oriented_z(values, directions)) if varied else np.nan
        rows.append((dimension, len(fields), len(complete), alpha, standardised))
        if varied:
            dropped = pd.concat([dropped, pd.Series(alpha_if_dropped(scaled), index=fields)])
        if alpha < 0:
            diagnostics.warn(
                mark(
                    "Cronbach's alpha of {dimension} is negative ({alpha}): its indicators contradict each other. "
                    "Check their directions."
                ),
                dimension=dimension or Message(mark("all indicators")),
                alpha=round(alpha, 3),
            )
    columns = ["dimension", "indicators", "n", "alpha", "alpha_standardised"]
    return pd.DataFrame(rows, columns=columns), dropped


def _add_findings(indicators: pd.DataFrame, pairs: pd.DataFrame) -> None:
    redundant = set(pairs["field_a"]) | set(pairs["field_b"])
    n = indicators["n"]
    holds = {
        "empty": n == 0,
        "constant": indicators["constant"],
        "like_count": indicators["like_count"],
        "out_of_range": indicators["out_of_range_count"] > 0,
        "many_missing": (indicators["missing_share"] > MOST_MISSING) & (n > 0),
        "near_constant": indicators["near_constant"],
        "skewed": indicators["skewed"],
        "few_cases": indicators["few_cases_count"] > 0,
        "many_zeros": (indicators["zeros"] > MOST_ZEROS * n) & ~indicators["constant"],
        "redundant": pd.Series(indicators.index.isin(redundant), index=indicators.index),
        "outlier": indicators["outlier_count"] > 0,
    }
    found = [[code for code in FINDINGS if code in holds and holds[code][field]] for field in indicators.index]
    indicators["findings"] = [",".join(codes) for codes in found]
    indicators["gravest"] = [codes[0] if codes else "none" for codes in found]


def _by_unit(data: pd.DataFrame, values: pd.DataFrame) -> pd.DataFrame:
    missing = data.isna()
    flagged = values.groupby("unit", sort=False)["field"]
    names = np.array(data.columns, dtype=object)
    return pd.DataFrame(
        {
            "missing": missing.sum(axis=1).astype(int),
            "missing_share": missing.mean(axis=1),
            "missing_fields": [", ".join(names[row]) for row in missing.to_numpy()],
            "flags": flagged.size().reindex(data.index).fillna(0).astype(int),
            "flagged_fields": flagged.agg(lambda fields: ", ".join(dict.fromkeys(fields))).reindex(data.index),
        },
        index=data.index,
    )


def _warn_of_repeats(data: pd.DataFrame, diagnostics: Diagnostics) -> None:
    filled = data[data.notna().any(axis=1)]
    repeated = filled.duplicated(keep=False)
    if data.shape[1] > 1 and repeated.any():
        diagnostics.warn(
            mark("{units} have the same values in all indicators; check that a row was not copied."),
            units=list(filled.index[repeated]),
        )
