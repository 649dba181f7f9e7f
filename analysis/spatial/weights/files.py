"""GAL and GWT files, as GeoDa and PySAL write and read them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...core.messages import InputError, mark
from .weights import Weights, clean

#: A weights file beyond this size is no map of neighbours of areas.
MAX_BYTES = 500_000_000
#: A number of areas with more digits than this is none.
_LONGEST_COUNT = 18


def write_gal(path: str | Path, weights: Weights, ids: Sequence[Any], layer: str = "layer", field: str = "id") -> None:
    """Write neighbours, without their weights, as a GAL file.

    Parameters
    ----------
    path : file to write.
    weights : mutual neighbours; the format has no way to say that only one of two is the other's.
    ids : (n,) distinct labels without blanks.
    layer, field : names for the header; blanks become underscores.

    Raises
    ------
    InputError
        Labels with blanks, empty or repeated labels, weights that are not symmetric.
    """
    labels = _labels(ids, weights.n)
    if not weights.symmetric:
        raise InputError(mark("These neighbours are not mutual, which a GAL file cannot hold; write a GWT file."))
    matrix = weights.matrix
    lines = [_header(weights.n, layer, field)]
    for position, label in enumerate(labels):
        around = matrix.indices[slice(matrix.indptr[position], matrix.indptr[position + 1])]
        lines.append(f"{label} {len(around)}")
        lines.append(" ".join(labels[j] for j in around))
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_gwt(path: str | Path, weights: Weights, ids: Sequence[Any], layer: str = "layer", field: str = "id") -> None:
    """Write neighbours with their weights as a GWT file, one pair a line; see `write_gal`."""
    labels = _labels(ids, weights.n)
    coo = weights.matrix.tocoo()
    rows = zip(coo.row.tolist(), coo.col.tolist(), coo.data.tolist())
    lines = [_header(weights.n, layer, field)]
    lines += [f"{labels[i]} {labels[j]} {value!r}" for i, j, value in rows]
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read_weights(path: str | Path, ids: Iterable[Any]) -> Weights:
    """Read a GAL or GWT file for units with these labels.

    Parameters
    ----------
    path : a file whose name ends in `.gal` or `.gwt`.
    ids : (n,) labels of the units in the order wanted; compared as text.

    Returns
    -------
    Weights
        Of kind `file`: binary from GAL, `values` from GWT. Units that the file lists without
        neighbours are islands. Weights of a unit for itself are left out.

    Raises
    ------
    InputError
        Another ending, a file too large or not text, a header that does not fit, counts that do not
        fit, labels that the layer or the file lacks, a GAL file whose neighbours are not mutual, a
        weight that is not a number or negative.
    """
    path = Path(path)
    readers = {".gal": _read_gal, ".gwt": _read_gwt}
    if path.suffix.lower() not in readers:
        raise InputError(mark("{file} is neither a .gal nor a .gwt file."), file=path.name)
    labels = [str(label) for label in ids]
    place = {label: position for position, label in enumerate(labels)}
    if len(place) < len(labels):
        raise InputError(mark("The field of labels repeats values; a weights file needs one label for each area."))
    lines = _lines(path)
    _check_header(lines[0], len(labels), path)
    return readers[path.suffix.lower()](lines[1:], place, path)


def _read_gal(lines: list[list[str]], place: dict[str, int], path: Path) -> Weights:
    """Read the neighbours of a GAL file."""
    from scipy.sparse import coo_matrix

    heads, rows, cols = _gal_entries(lines, path)
    if len(set(heads)) < len(heads):
        raise InputError(mark("{file} lists an area twice."), file=path.name)
    _check_known(set(heads) | set(cols), place, path)
    missing = sorted(place.keys() - set(heads))
    if missing:
        raise InputError(mark("{file} lacks these areas of the layer: {labels}."), file=path.name, labels=missing)
    where = [place[label] for label in rows], [place[label] for label in cols]
    matrix = clean(coo_matrix((np.ones(len(rows)), where), shape=(len(place), len(place))))
    weights = Weights(matrix, "file", facts={"file": path.name}).binary()
    if not weights.symmetric:
        raise InputError(
            mark("{file}: {pairs} are neighbours in one direction only; save the file again, or use a GWT file."),
            file=path.name,
            pairs=_one_way(matrix, list(place)),
        )
    return weights


def _gal_entries(lines: list[list[str]], path: Path) -> tuple[list[str], list[str], list[str]]:
    """Read alternate lines, a label with a count, then its neighbours; return labels, rows, columns."""
    heads: list[str] = []
    rows: list[str] = []
    cols: list[str] = []
    at = 0
    while at < len(lines):
        head = lines[at]
        if len(head) != 2 or not _is_count(head[1]):
            raise InputError(
                mark("{file}: “{line}” should be a label and a number of neighbours."),
                file=path.name,
                line=" ".join(head),
            )
        count = int(head[1])
        # the line of neighbours of an island is empty, and empty lines are not kept
        around = lines[at + 1] if count and at + 1 < len(lines) else []
        if len(around) != count:
            raise InputError(
                mark("{file}: {label} should have {count} {count:neighbour|neighbours} and lists {found}."),
                file=path.name,
                label=head[0],
                count=count,
                found=len(around),
            )
        heads.append(head[0])
        rows += [head[0]] * count
        cols += around
        at += 2 if count else 1
    return heads, rows, cols


def _read_gwt(lines: list[list[str]], place: dict[str, int], path: Path) -> Weights:
    """Read lines of two labels and a weight."""
    from scipy.sparse import coo_matrix

    for line in lines:
        if len(line) != 3:
            raise InputError(
                mark("{file}: “{line}” should be two labels and a weight."), file=path.name, line=" ".join(line)
            )
    _check_known({line[0] for line in lines} | {line[1] for line in lines}, place, path)
    try:
        values = np.array([line[2] for line in lines], dtype=float)
    except ValueError:
        values = np.array([np.nan])
    if not (np.isfinite(values) & (values >= 0)).all():
        raise InputError(mark("{file} has a weight that is negative or not a number."), file=path.name)
    where = [place[line[0]] for line in lines], [place[line[1]] for line in lines]
    matrix = clean(coo_matrix((values, where), shape=(len(place), len(place))))
    return Weights(matrix, "file", "values", facts={"file": path.name})


def _lines(path: Path) -> list[list[str]]:
    """Return the words of each line that has any."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(mark("{file} is too large for a weights file."), file=path.name)
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(mark("{file} cannot be read: {why}."), file=path.name, why=error.strerror) from error
    except UnicodeDecodeError as error:
        raise InputError(mark("{file} is not a text file."), file=path.name) from error
    lines = [words for words in map(str.split, text.splitlines()) if words]
    if not lines:
        raise InputError(mark("{file} is empty."), file=path.name)
    return lines


def _check_header(header: list[str], n: int, path: Path) -> None:
    """Compare the number of units: the first word of the old form, the second of GeoDa's `0 n layer id`."""
    word = header[1] if len(header) > 1 else header[0]
    if not _is_count(word):
        raise InputError(mark("{file} does not begin with the number of areas."), file=path.name)
    if int(word) != n:
        raise InputError(
            mark("{file} is for {count} {count:area|areas}; the layer has {n}."), file=path.name, count=int(word), n=n
        )


def _is_count(word: str) -> bool:
    """Say whether a word is a number of areas: digits of ASCII, and not so many that it is none."""
    return word.isascii() and word.isdigit() and len(word) <= _LONGEST_COUNT


def _check_known(labels: set[str], place: dict[str, int], path: Path) -> None:
    """Refuse labels that no unit has."""
    unknown = sorted(labels - place.keys())
    if unknown:
        raise InputError(
            mark("{file} names areas that the layer does not have: {labels}."), file=path.name, labels=unknown
        )


def _one_way(matrix: Any, labels: list[str]) -> list[str]:
    """Name the pairs of which only one is the other's neighbour."""
    pattern = (matrix != 0).astype(int)
    coo = (pattern - pattern.T).tocoo()
    rows, cols = coo.row[coo.data > 0], coo.col[coo.data > 0]
    return [f"{labels[i]} → {labels[j]}" for i, j in zip(rows, cols)]


def _labels(ids: Sequence[Any], n: int) -> list[str]:
    """Return the labels as text; refuse what a file of words cannot hold."""
    labels = [str(label) for label in ids]
    blank = [label for label in labels if not label or label.split() != [label]]
    if blank:
        raise InputError(mark("Labels with blanks cannot be written into a weights file: {labels}."), labels=blank)
    if len(labels) != n or len(set(labels)) != n:
        raise InputError(mark("The field of labels repeats values; a weights file needs one label for each area."))
    return labels


def _header(n: int, layer: str, field: str) -> str:
    """Return GeoDa's first line."""
    names = ["_".join(name.split()) or "layer" for name in (layer, field)]
    return f"0 {n} {names[0]} {names[1]}"
