"""What a page says of its kelurahan or kecamatan, as finished words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ...analysis.core.messages import mark
from ...analysis.indices.profiles import sides_of, standing_out
from ...language import number
from ..base.wording import decimals_for, number_language, say
from ..styles.register import kinds
from .columns import Columns

#: How many strengths, deprivations and recommendations a page names.
NAMED = 3


@dataclass
class Facts:
    """A page: `ids` of its kelurahan; rank, rank_of and interval make the headline; rows are label, value.

    profile and reference are scores by dimension, of the unit and of its group; lists may be empty.
    """

    ids: tuple[int, ...]
    name: str
    code: str = ""
    group: str = ""
    rank: str = "–"
    rank_of: str = ""
    interval: str = ""
    rows: list[tuple[str, str]] = field(default_factory=list)
    profile: np.ndarray = field(default_factory=lambda: np.empty(0))
    reference: np.ndarray | None = None
    strengths: list[str] = field(default_factory=list)
    deprivations: list[str] = field(default_factory=list)
    recommendations: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)


class Writer:
    """Numbers and words of the pages in the language of the atlas."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.language = columns.request.language
        self.index = columns.numbers("index")
        self.ranks = columns.numbers("rank")
        known = [] if self.index is None else self.index[np.isfinite(self.index)]
        self.decimals = decimals_for(known) if len(known) else 0

    def say(self, text: str, **facts: object) -> str:
        """Return marked words."""
        return say(text, self.language, **facts)

    def write(self, value: float, decimals: int | None = None) -> str:
        """Return a number, by default with the decimals of the index."""
        places = self.decimals if decimals is None else decimals
        return number(float(value), places, number_language(self.language))

    def signed(self, value: float) -> str:
        """Return a change with its sign, a true minus."""
        written = self.write(abs(value), 1)
        if not np.isfinite(value) or float(f"{value:.1f}") == 0:
            return written
        return ("+" if value > 0 else "−") + written

    def ranked(self) -> int:
        """Return how many units have a rank."""
        return 0 if self.ranks is None else int(np.isfinite(self.ranks).sum())


def unit_facts(columns: Columns) -> list[Facts]:
    """Return a page for each unit, in the order of codes, else of groups and names."""
    writer = Writer(columns)
    means = columns.group_means(columns.profile)
    pages = []
    for place, (one, name, code, group) in enumerate(zip(columns.ids, columns.names, columns.codes, columns.groups)):
        page = Facts((one,), name, code, group, profile=columns.profile[place])
        page.reference = means[place] if group else None
        pages.append(page)
    _headlines(pages, writer)
    _rows(pages, writer)
    _standing_out(pages, writer)
    _recommendations(pages, writer)
    return sorted(pages, key=lambda page: (page.code, page.group, page.name, page.ids))


def _headlines(pages: Sequence[Facts], writer: Writer) -> None:
    """Write rank, number of ranked units and, where it is known, the interval of the rank."""
    if writer.ranks is None:
        return
    lows, highs = writer.columns.numbers("rank_low"), writer.columns.numbers("rank_high")
    for place, page in enumerate(pages):
        page.rank = writer.write(writer.ranks[place], 0)
        if np.isfinite(writer.ranks[place]):
            page.rank_of = writer.say(mark("of {n} kelurahan"), n=writer.ranked())
        if lows is not None and highs is not None and np.isfinite(lows[place] + highs[place]):
            low, high = (writer.write(bound[place], 0) for bound in (lows, highs))
            page.interval = writer.say(mark("between {low} and {high}"), low=low, high=high)


def _rows(pages: Sequence[Facts], writer: Writer) -> None:
    """Write index, means, classes, change and priority, as far as the layer holds them."""
    columns = writer.columns
    if writer.index is not None:
        city = writer.write(np.nanmean(writer.index) if np.isfinite(writer.index).any() else np.nan)
        means = columns.group_means(writer.index[:, None])[:, 0]
        for place, page in enumerate(pages):
            page.rows.append((writer.say(mark("Index")), writer.write(writer.index[place])))
            page.rows.append((writer.say(mark("Mean of all")), city))
            if page.group:
                page.rows.append((writer.say(mark("Kecamatan mean")), writer.write(means[place])))
    for kind in kinds().values():
        words = columns.classes(kind) if kind.row else None
        for place, page in enumerate(pages if words else ()):
            page.rows.append((writer.say(kind.row), words[place]))
    change, priority = columns.numbers("change"), _priorities(writer)
    for place, page in enumerate(pages):
        if change is not None:
            page.rows.append((writer.say(mark("Change")), writer.signed(change[place])))
        if priority:
            page.rows.append((writer.say(mark("Priority")), priority[place]))


def _priorities(writer: Writer) -> list[str] | None:
    """Return the code of each unit's first recommendation, or its place in a list of priorities."""
    numbers = writer.columns.numbers("priority")
    if numbers is not None:
        return [writer.write(one, 0) for one in numbers]
    codes = writer.columns.texts("priority")
    return codes and [code or "–" for code in codes]


def _standing_out(pages: Sequence[Facts], writer: Writer) -> None:
    """Name the indicators in which a unit is better than the mean printed beside, and those where worse."""
    columns = writer.columns
    if not columns.request.variables:
        return
    values = columns.variables
    counted = np.maximum(np.isfinite(values).sum(axis=0), 1)
    means = np.where(np.isfinite(values), values, 0.0).sum(axis=0) / counted
    places = [_decimals(column) for column in values.T]
    texts = _compared(values, means, places, writer)
    sides = sides_of(values, means, [one.direction for one in columns.request.variables], places)
    for place, page in enumerate(pages):
        if not np.isfinite(columns.gaps[place]).any():
            continue
        above, below = standing_out(columns.gaps[place], NAMED, sides[place])
        page.strengths = [texts[place][column] for column in above] or [
            writer.say(mark("No indicator is better than the mean of all kelurahan."))
        ]
        page.deprivations = [texts[place][column] for column in below] or [
            writer.say(mark("No indicator is worse than the mean of all kelurahan."))
        ]


def _compared(values: np.ndarray, means: np.ndarray, places: Sequence[int], writer: Writer) -> list[list[str]]:
    """Return for each unit and indicator `name: value (mean of all)`."""
    texts, of_all = [], say(mark("mean"), writer.language, "/")
    for row in values:
        texts.append([])
        for column, variable in enumerate(writer.columns.request.variables):
            scaled = variable.unit[:1].isdigit()  # 0–100 is a scale, no unit
            unit = f"\u00a0{variable.unit}" if variable.unit and not scaled else ""
            value = writer.write(row[column], places[column]) + unit
            mean = writer.write(means[column], max(places[column], 1))
            texts[-1].append(f"{variable.name}: {value} ({of_all}\u00a0{mean})")
    return texts


def _decimals(column: np.ndarray) -> int:
    """Return the decimals of an indicator: one where its values lie at least 1 apart, else two."""
    known = column[np.isfinite(column)]
    return min(decimals_for(known), 1 if np.ptp(known) >= 1 else 2) if len(known) else 0


def _recommendations(pages: Sequence[Facts], writer: Writer) -> None:
    """Name the recommendations of the greatest need, then the reason for the first of all."""
    needs = writer.columns.needs
    if not needs:
        return
    reasons, first = writer.columns.texts("reason"), writer.columns.texts("priority")
    table = np.array([values for _, values in needs]).T
    for place, page in enumerate(pages):
        top, _ = standing_out(table[place], NAMED)
        page.recommendations = [f"{needs[one][0]} ({writer.write(table[place][one], 0)})" for one in top]
        if reasons and reasons[place]:
            reason = f"{first[place]}: {reasons[place]}" if first and first[place] else reasons[place]
            page.recommendations.append(reason)


def group_facts(columns: Columns) -> list[Facts]:
    """Return a page for each group: means of its kelurahan, and the kelurahan in the order of their rank."""
    writer = Writer(columns)
    index = np.full(len(columns.ids), np.nan) if writer.index is None else writer.index
    profile = columns.group_means(columns.profile)
    means = columns.group_means(index[:, None])[:, 0]
    units = {page.ids[0]: page for page in unit_facts(columns)}
    order = _best_first(columns.groups, means)
    pages = []
    for group in sorted(set(columns.groups) - {""}):
        places = [place for place, one in enumerate(columns.groups) if one == group]
        page = Facts(tuple(columns.ids[place] for place in places), group, profile=profile[places[0]])
        if np.isfinite(means[places[0]]):
            page.rank = writer.write(order[group], 0)
            page.rank_of = writer.say(mark("of {n} by the mean of their kelurahan"), n=len(order))
        page.rows = _group_rows(writer, index[places], index, len(places))
        page.members = _members([units[one] for one in page.ids])
        pages.append(page)
    return pages


def _best_first(groups: Sequence[str], means: np.ndarray) -> dict[str, int]:
    """Return the rank of each group by its mean, 1 the highest, equal ones sharing the smaller."""
    by_group = {group: mean for group, mean in zip(groups, means) if group and np.isfinite(mean)}
    return {group: 1 + sum(other > mean for other in by_group.values()) for group, mean in by_group.items()}


def _group_rows(writer: Writer, index: np.ndarray, city: np.ndarray, count: int) -> list[tuple[str, str]]:
    rows = [(writer.say(mark("Kelurahan")), writer.write(count, 0))]
    known, all_known = index[np.isfinite(index)], city[np.isfinite(city)]
    if len(all_known):  # then every page has these, also that of a group without any index
        mean, low, high = (known.mean(), known.min(), known.max()) if len(known) else (np.nan,) * 3
        rows += [
            (writer.say(mark("Mean index")), writer.write(mean)),
            (writer.say(mark("Mean of all")), writer.write(all_known.mean())),
            (writer.say(mark("Lowest")), writer.write(low)),
            (writer.say(mark("Highest")), writer.write(high)),
        ]
    return rows


def _members(units: Sequence[Facts]) -> list[str]:
    """Return rank and name of the kelurahan of a group, the best-off first, those without a rank last."""

    def key(page: Facts) -> tuple[bool, int, str]:
        digits = "".join(letter for letter in page.rank if letter.isdigit())
        return (not digits, int(digits or 0), page.name)

    return [f"{page.rank}\t{page.name}" for page in sorted(units, key=key)]
