"""The charts of a report: what each kind draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...analysis.core.messages import mark
from ...analysis.core.registers import Method, Register
from ...language import tr
from ..charts.autocorrelation import correlogram, moran_scatter, permuted_values
from ..charts.change import part_changes
from ..charts.development import dimension_dots
from ..charts.distribution import histogram, ranked_bars
from ..charts.events import event_study
from ..charts.figure import Chart
from ..charts.groups import boxes, heat_map
from ..charts.intervals import paired_bars, rank_intervals
from ..charts.slopes import rank_slopes


def _histogram(data: Mapping[str, Any], language: str) -> Chart:
    return histogram(data["values"], (), tr("Index", language), tr("Kelurahan", language), language)


def _boxes(data: Mapping[str, Any], language: str) -> Chart:
    return boxes(data["groups"], data["line"], tr("Index", language), language)


def _heat(data: Mapping[str, Any], language: str) -> Chart:
    return heat_map(data["values"], data["rows"], data["columns"], data["centres"], language)


def _stacks(data: Mapping[str, Any], language: str) -> Chart:
    return ranked_bars(data["labels"], data["parts"], data["names"], tr("Index", language), language)


def _rank_intervals(data: Mapping[str, Any], language: str) -> Chart:
    words = [
        tr(one, language)
        for one in (mark("Rank"), mark("5th to 95th percentile"), mark("Median"), mark("Rank as defined"))
    ]
    return rank_intervals(
        data["labels"], data["low"], data["median"], data["high"], data["nominal"], tuple(words)
    )


def _slopes(data: Mapping[str, Any], language: str) -> Chart:
    moments = (tr("Before", language), tr("After", language))
    return rank_slopes(data["labels"], data["before"], data["after"], moments, data["marked"])


def _events(data: Mapping[str, Any], language: str) -> Chart:
    up = tr("Difference to the last period before", language)
    bounds = (data["effect"], data["low"], data["high"])
    return event_study(data["periods"], *bounds, data["start"], up, language)


def _of(function: Callable[..., Chart]) -> Callable[[Mapping[str, Any], str], Chart]:
    """Return what draws a chart whose data are the arguments of its function."""
    return lambda data, language: function(**data, language=language)


FIGURES = Register(
    mark("chart"),
    [
        Method("histogram", mark("Histogram"), _histogram),
        Method("boxes", mark("Boxes by group"), _boxes),
        Method("heat", mark("Heat map"), _heat),
        Method("stacks", mark("Stacked bars"), _stacks),
        Method("rank_intervals", mark("Rank intervals"), _rank_intervals),
        Method("slopes", mark("Slopes"), _slopes),
        Method("events", mark("Event study"), _events),
        Method("moran_scatter", mark("Moran scatterplot"), _of(moran_scatter)),
        Method("correlogram", mark("Correlogram"), _of(correlogram)),
        Method("permuted_values", mark("Histogram of permutations"), _of(permuted_values)),
        Method("class_histogram", mark("Histogram with classes"), _of(histogram)),
        Method("ranked_bars", mark("Ranked bars"), _of(ranked_bars)),
        Method("intervals", mark("Intervals"), _of(rank_intervals)),
        Method("paired_bars", mark("Bars with intervals"), _of(paired_bars)),
        Method("dimension_dots", mark("Points of the dimensions"), _of(dimension_dots)),
        Method("part_changes", mark("Parts of a change"), _of(part_changes)),
    ],
)


def draw(kind: str, data: Mapping[str, Any], language: str) -> Chart | None:
    """Return a chart; None without matplotlib."""
    try:
        return FIGURES[kind].function(data, language)
    except ModuleNotFoundError:
        return None
