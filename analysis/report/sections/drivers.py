"""What goes along with the index: a regression on drivers, and what it may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.corrections import CORRECTIONS, p_value
from ...core.lazy import pd
from ...core.messages import Message, Number, mark
from ...programmes.drivers.drivers import TESTS
from ...programmes.drivers.models import MODELS
from ..parts import Block, Column, Figure, Map, Paragraph, ReportSection, Section, Statement, Steps, Table
from ..results import ALPHA, Results

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...programmes.drivers.drivers import Drivers
    from ...programmes.drivers.models import ModelFit

#: Residuals beyond so many standard deviations are named.
_FAR = 1.5
#: So many of them at most on each side in the report of the regression.
_MOST_FAR = 5
_P = Column("p", 4, 0.0001)
_DRIVER, _COEFFICIENT, _ERROR = (
    Column(Message(mark("Driver"))),
    Column(Message(mark("Coefficient")), 4),
    Column(Message(mark("Standard error")), 4),
)
_STATISTIC = Column(Message(mark("Statistic")), 3)
_VIF, _STANDARDISED = Column("VIF", 1), Column(Message(mark("Standardised")), 2)


def causes_section(results: Results) -> Section | None:
    """Return which drivers go along with the outcome, as far as the regression holds."""
    drivers = results.table("coefficients", "name", "label", "coefficient", "error")
    tests = results.table("tests", "test", "statistic", "p")
    layer = results.table("drivers", "fitted", "residual", "residual_sd", "name")
    if drivers is None or tests is None or layer is None:
        return None
    drivers = drivers.iloc[1:]  # without the constant
    known = layer[layer["residual"].notna()]
    tests = tests.set_index("test")
    if len(known) <= len(drivers) + 1 or "moran" not in tests.index or drivers.empty:
        return None
    outcome = _outcome(results, known)
    moran = tests.loc["moran"]
    clustered = float(moran["p"]) <= ALPHA
    overall, clear = _together(known, drivers["label"].tolist(), outcome, clustered)
    statements = [overall]
    if clustered:
        statements.append(_clustered(moran))
    elif clear:
        statements += _single(drivers, tests, len(known), outcome)
    correlations = results.table("correlations", "label", "r", "p_spatial")
    if correlations is not None:
        statements += _one_by_one(correlations, outcome)
    statements += _far(known, outcome)
    caveat = mark("This is association: it does not show that changing a driver changes {outcome}.")
    limit = Message(mark("limit of the method; it cannot be tested"))
    statements.append(Statement(Message(caveat, {"outcome": outcome}), limit, key=True))
    blocks: list[Block] = [
        _table(drivers, clustered),
        Map("drivers", Message(mark("Residuals: better or worse than the drivers let expect"))),
    ]
    return Section(Message(mark("What goes along with the index")), statements, blocks)


def _outcome(results: Results, known: pd.DataFrame) -> Message:
    """Return what was explained: the index where the numbers are its own, else just the outcome."""
    index = results.index.set_index("name")["index"]
    if index.index.is_unique:
        same = np.allclose(known["fitted"] + known["residual"], index.reindex(known["name"]).to_numpy(float), atol=1e-6)
        if same:
            return Message(mark("the index"))
    return Message(mark("the outcome"))


def _together(known: pd.DataFrame, names: list[str], outcome: Message, clustered: bool) -> tuple[Statement, bool]:
    """Return the sentence on all drivers together, and whether they can be told from chance.

    The F test takes the residuals for independent; where they cluster, the share is told without a test.
    """
    from scipy.stats import f as fisher

    n, k = len(known), len(names)
    observed, residual = ((known["fitted"] + known["residual"]).to_numpy(float), known["residual"].to_numpy(float))
    left = float(residual @ residual) / float(((observed - observed.mean()) ** 2).sum())
    p = float(fisher.sf((1 - left) / left * (n - k - 1) / k, k, n - k - 1))
    adjusted = 1 - left * (n - 1) / (n - k - 1)
    clear = p <= ALPHA
    text = (
        mark("Together {names} go along with {share} % of the differences in {outcome} between {n} kelurahan.")
        if clear or clustered
        else mark("Together {names} cannot be told from chance as companions of {outcome} in {n} kelurahan.")
    )
    facts = {"names": names, "share": round(100 * (1 - left), 1), "outcome": outcome, "n": n}
    template = (
        mark("share by ordinary least squares, adjusted {adjusted} %; no test, since the residuals cluster")
        if clustered
        else mark("ordinary least squares, F test p {p}, adjusted share {adjusted} %")
    )
    evidence = Message(template, {"p": p_value(p), "adjusted": round(100 * adjusted, 1)})
    return Statement(Message(text, facts), evidence, key=True), clear


def _residual_facts(moran: pd.Series) -> dict[str, Any]:
    return {"i": round(float(moran["statistic"]), 3), "p": p_value(moran["p"])}


def _clustered(moran: pd.Series) -> Statement:
    text = mark(
        "Neighbours resemble each other beyond what the drivers explain, so the regression says nothing of single "
        "drivers."
    )
    evidence = Message(mark("Moran's I of the residuals = {i}, two-sided p {p}"), _residual_facts(moran))
    return Statement(Message(text), evidence, key=True)


def _single(drivers: pd.DataFrame, tests: pd.DataFrame, n: int, outcome: Message) -> list[Statement]:
    """Return what single drivers go along with, the others held equal."""
    from scipy.stats import t as student

    unequal = "koenker_bassett" in tests.index and tests.loc["koenker_bassett", "p"] <= ALPHA
    errors = drivers["robust_error" if unequal and "robust_error" in drivers else "error"].to_numpy(float)
    estimates = drivers["coefficient"].to_numpy(float)
    p = 2 * student.sf(np.abs(estimates / errors), n - len(drivers) - 1)
    clear = CORRECTIONS["holm"].function(p) <= ALPHA
    template = (
        mark("two-sided t tests with robust errors, Holm's correction, p ≤ {alpha}; residuals: Moran's I = {i}, p {p}")
        if unequal
        else mark("two-sided t tests, Holm's correction, p ≤ {alpha}; residuals: Moran's I = {i}, p {p}")
    )
    evidence = Message(template, {**_residual_facts(tests.loc["moran"]), "alpha": ALPHA})
    statements = []
    for sign, text in (
        (1, mark("With the others held equal, {outcome} is higher where these are higher: {names}.")),
        (-1, mark("With the others held equal, {outcome} is lower where these are higher: {names}.")),
    ):
        names = drivers["label"][clear & (estimates * sign > 0)].tolist()
        if names:
            statements.append(Statement(Message(text, {"names": names, "outcome": outcome}), evidence, key=True))
    if not statements:
        text = mark("None of the drivers can be told from chance with the others held equal.")
        statements.append(Statement(Message(text), evidence, key=True))
    return statements


def _one_by_one(correlations: pd.DataFrame, outcome: Message) -> list[Statement]:
    """Return which drivers go along with the outcome taken alone, by a test that minds space."""
    p = CORRECTIONS["holm"].function(correlations["p_spatial"].to_numpy(float))
    r = correlations["r"].to_numpy(float)
    evidence = Message(
        mark(
            "correlations, two-sided p with the effective number of kelurahan (Clifford, Richardson, "
            "Dutilleul), Holm's correction, p ≤ {alpha}"
        ),
        {"alpha": ALPHA},
    )
    statements = []
    for sign, text in (
        (1, mark("Taken one by one, {outcome} is higher where these are higher: {names}.")),
        (-1, mark("Taken one by one, {outcome} is lower where these are higher: {names}.")),
    ):
        names = correlations["label"][(p <= ALPHA) & (r * sign > 0)].tolist()
        if names:
            facts = {"outcome": outcome, "names": names}
            statements.append(Statement(Message(text, facts), evidence, key=True))
    if not statements:
        text = mark("Taken one by one, no driver can be told from chance once neighbours are minded.")
        statements.append(Statement(Message(text), evidence, key=True))
    return statements


def _far(known: pd.DataFrame, outcome: Message) -> list[Statement]:
    evidence = Message(mark("residuals beyond {far} standard deviations, no test"), {"far": _FAR})
    scaled = known["residual_sd"].astype(float)
    pairs: tuple[tuple[Any, str], ...] = (
        (scaled < -_FAR, mark("In these {outcome} is lower than the drivers let expect: {names}.")),
        (scaled > _FAR, mark("In these {outcome} is higher than the drivers let expect: {names}.")),
    )
    return [
        Statement(Message(text, {"outcome": outcome, "names": known["name"][far].tolist()}), evidence)
        for far, text in pairs
        if far.any()
    ]


def _table(drivers: pd.DataFrame, clustered: bool) -> Table:
    rows = [
        [row["label"], row["coefficient"], row["error"], row.get("p"), row.get("vif"), row.get("beta")]
        for row in drivers.to_dict("records")
    ]
    columns = [_DRIVER, _COEFFICIENT, _ERROR, Column(Message(mark("p, not corrected")), 4), _VIF, _STANDARDISED]
    note = mark("The residuals cluster: standard errors and p are too small, and single drivers prove nothing.")
    title = Message(mark("Coefficients of the regression"))
    return Table(title, columns, rows, Message(note) if clustered else None)


def regression_sections(result: Drivers, outcome: str, model: str, names: Mapping[Any, str]) -> list[Section]:
    """Return what a regression can say, its coefficients, tests, further model and correlations.

    outcome: the field that was explained; model: code of `MODELS`; names: of the units of the residuals.
    """
    blocks: list[Block] = [
        Steps(None, [*result.reading, *_unexpected(result, names)]),
        _expected(result, outcome, names),
    ]
    sections = [
        Section(Message(mark("What can be said")), blocks=blocks),
        Section(Message(mark("Coefficients")), blocks=_coefficients(result)),
        Section(Message(mark("Tests of the residuals")), blocks=_tests(result.tests)),
    ]
    if result.model is not None:
        sections.append(Section(Message(MODELS[model].label), blocks=_further(result.model, model)))
    correlations = Section(Message(mark("Correlations with the outcome")), blocks=[_screening(result.screening)])
    return [*sections, correlations]


def _unexpected(result: Drivers, names: Mapping[Any, str]) -> list[Message]:
    """Return the units furthest from what the drivers let expect, on either side."""
    scaled = result.residuals["residual_sd"].dropna()
    sides = (
        (mark("Lower than the drivers let expect: {units}."), scaled.nsmallest(_MOST_FAR)),
        (mark("Higher than the drivers let expect: {units}."), scaled.nlargest(_MOST_FAR)),
    )
    found = [(text, [names[unit] for unit in far.index[far.abs() > _FAR]]) for text, far in sides]
    return [Message(text, {"units": ", ".join(units)}) for text, units in found if units]


def _expected(result: Drivers, outcome: str, names: Mapping[Any, str]) -> Figure:
    table = result.residuals.dropna()
    drawing = {
        "fitted": table["fitted"].to_numpy(),
        "observed": result.design.y,
        "labels": [names[unit] for unit in table.index],
        "scaled": table["residual_sd"].to_numpy(),
        "words": (Message(mark("Expected from the drivers")), outcome),
    }
    caption = mark("Each point is a kelurahan; on the dashed line it is as the drivers let expect.")
    return Figure("fitted_points", None, drawing, Message(caption))


def _coefficients(result: Drivers) -> list[Block]:
    robust, importance = (Column(Message(mark("Robust error")), 4), Column(Message(mark("Importance")), 1))
    columns = [_DRIVER, _COEFFICIENT, _ERROR, robust, _P, _VIF, _STANDARDISED, importance]
    numbers = ("coefficient", "error", "robust_error", "p", "vif", "beta")
    rows = [
        [name, *(row[number] for number in numbers), 100 * row["importance"]]
        for name, row in _named(result.coefficients)
    ]
    fit = result.fit
    facts = {
        "r2": Number(fit.r2, 3),
        "adjusted": Number(fit.adjusted, 3),
        "aic": Number(fit.aic, 1),
        "condition": Number(fit.condition, 1),
    }
    text = mark(
        "R² {r2}, adjusted {adjusted}, AIC {aic}, condition number {condition}. Importance is each driver's share of "
        "R², in percent."
    )
    return [Table(None, columns, rows), Paragraph(Message(text, facts))]


def _named(table: pd.DataFrame) -> list[tuple[Message | str, dict[str, Any]]]:
    """Return rows of coefficients with their names: that of the constant, the first, is ours."""
    rows = table.to_dict("records")
    return [(row["name"] if place else Message(row["name"]), row) for place, row in enumerate(rows)]


def _tests(tests: pd.DataFrame) -> list[Block]:
    columns = [Column(Message(mark("Test"))), _STATISTIC, Column(Message(mark("Degrees of freedom")), 0), _P]
    rows = [
        [Message(TESTS[row["test"]].label), row["statistic"], row["df"], row["p"]] for row in tests.to_dict("records")
    ]
    return [Paragraph(Message(mark("A small p speaks against what is named."))), Table(None, columns, rows)]


def _further(model: ModelFit, code: str) -> list[Block]:
    """Return the coefficients of a further model: of a local one their spread over the map."""
    if model.local is None:
        columns, numbers = [_ERROR, _P], ["error", "p"]
    else:
        columns = [
            Column(Message(mark("Least local")), 4),
            Column(Message(mark("Greatest local")), 4),
            Column(Message(mark("Bandwidth (nearest kelurahan)")), 0),
        ]
        numbers = ["low", "high", "bandwidth"]
    rows = [
        [name, row["coefficient"], *(row[number] for number in numbers)] for name, row in _named(model.coefficients)
    ]
    blocks: list[Block] = [Table(None, [_DRIVER, _COEFFICIENT, *columns], rows)]
    if model.local is not None:
        scaled = mark("Outcome and drivers are standardised: coefficients are in standard deviations.")
        blocks.append(Paragraph(Message(scaled)))
    elif code == "lag":
        push = mark(
            "Neighbours feed back on each other: a coefficient of the lag model is the first push, not the whole "
            "effect."
        )
        blocks.append(Paragraph(Message(push)))
    size = mark("AIC {aic}; effective number of parameters {k}.")
    facts = {"aic": Number(model.aic, 1), "k": Number(model.effective_parameters, 1)}
    return [*blocks, Paragraph(Message(size, facts))]


def _screening(screening: pd.DataFrame) -> Table:
    columns = [
        _DRIVER,
        Column("Pearson", 2),
        Column("Spearman", 2),
        Column("n", 0),
        _P,
        Column(Message(mark("Effective n")), 0),
        Column(Message(mark("p that minds space")), 4, 0.0001),
    ]
    names = ("column", "r", "rho", "n", "p", "effective_n", "p_spatial")
    return Table(None, columns, [[row[name] for name in names] for row in screening.to_dict("records")])


SECTIONS = (ReportSection("causes", mark("What goes along with the index"), 100, causes_section, "drivers"),)
