"""The register of groupings, and advice on how many groups to make."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ...core.lazy import pd
from ...core.messages import Progress, mark, no_progress
from ...core.registers import Function, Register
from .kmeans import kmeans
from .partition import Regions
from .skater import skater
from .ward import ward

GROUPINGS: Register[Function[Callable[..., Regions]]] = Register(
    mark("kind of regions"),
    [
        Function("skater", mark("Contiguous regions: SKATER"), skater),
        Function("ward", mark("Contiguous regions: Ward's method"), ward),
        Function("kmeans", mark("Types, wherever they lie: k-means"), kmeans),
    ],
)


def advise_count(
    group: Callable[[int], Regions], counts: Iterable[int] = range(2, 9), progress: Progress = no_progress
) -> pd.DataFrame:
    """Compare numbers of groups.

    Parameters
    ----------
    group : makes a given number of groups, for example `lambda k: skater(frame, weights, k)`.
    counts : numbers to try.
    progress : called with the fraction done.

    Returns
    -------
    pd.DataFrame
        By number of groups: `between` (share of the sum of squares between them), `silhouette` (mean) and
        `advised`, True for the number with the highest silhouette (Rousseeuw 1987).

    Raises
    ------
    InputError
        As the grouping.
    """
    counts, rows = list(counts), {}
    for number, k in enumerate(counts):
        result = group(k)
        rows[k] = {"between": result.between, "silhouette": result.silhouette}
        progress((number + 1) / len(counts))
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("groups")
    return table.assign(advised=table["silhouette"] == table["silhouette"].max())
