"""Read a delimited text file as text: nothing is turned into numbers here.

OGR and pandas guess types by cell or by column and take `1.234` and `0012` for numbers; a table of
indicators is read as it is written, and `numbers` decides by whole columns.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...core.lazy import pd
from ...core.messages import InputError, Progress, mark, no_progress

SUFFIXES = (".csv", ".tsv", ".txt")
SEPARATORS = (";", "\t", "|", ",")
#: How many lines decide on the separator.
_SAMPLE = 50
#: Beyond these a file is no table of areas or households, and reading it would only fill the memory.
LARGEST_FILE = 500_000_000
LONGEST_ROW = 1_000_000
MOST_COLUMNS = 10_000
#: Lines after which progress is told.
_TOLD = 20_000


@dataclass(frozen=True)
class DelimitedTable:
    """The cells as text with None for empty ones, indexed by the line each row begins in, and how it was read.

    records: the number of each row among those below the header, the ones without any value counted too.
    """

    frame: pd.DataFrame
    separator: str
    encoding: str
    records: list[int]


def encoding_of(content: bytes) -> str:
    """Return the encoding of a text file: UTF-8 or UTF-16 by their marks, else Windows-1252.

    Raises
    ------
    InputError
        If the file is none of these.
    """
    utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if utf16 else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return encoding
    raise InputError(mark("The table is not a text file in UTF-8 or Windows encoding. Save it as CSV UTF-8."))


def find_separator(lines: Sequence[str]) -> str:
    """Return the separator that gives the lines the most columns, the same number in each.

    A decimal comma makes a comma occur in most lines too, but not in the header, so the number of
    columns must be that of the first line.
    """
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        try:
            rows = list(csv.reader(lines, delimiter=separator))
        except csv.Error:  # a cell that goes on without end; the reader of rows says so
            continue
        width = len(rows[0])
        agreeing = sum(len(row) == width for row in rows) / len(rows)
        if width > 1 and (agreeing, width) > best_score:
            best, best_score = separator, (agreeing, width)
    return best


def free_headers(names: Sequence[str | None]) -> list[str]:
    """Return a name for every column: `field_2` for an empty one, `name_2` for a repeated one."""
    headers: dict[str, None] = {}  # in their order, and quick to look up
    counts: dict[str, int] = {}
    for position, name in enumerate(names, 1):
        wanted = (name or "").strip() or f"field_{position}"
        candidate, count = wanted, counts.get(wanted, 1)
        while candidate in headers:
            count += 1
            candidate = f"{wanted}_{count}"
        counts[wanted] = count
        headers[candidate] = None
    return list(headers)


class _Lines:
    """The lines of a text, refused where a row of the table goes on without end."""

    def __init__(self, content: bytes, encoding: str) -> None:
        self._lines = io.TextIOWrapper(io.BytesIO(content), encoding=encoding, newline="")
        self._row = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._lines:
            self._row += len(line)
            if self._row > LONGEST_ROW:
                raise InputError(
                    mark(
                        "A row of the table is longer than {most} characters. Check that its lines end where "
                        "its rows end, and that quotes are closed."
                    ),
                    most=LONGEST_ROW,
                )
            yield line

    def next_row(self) -> None:
        """Begin to count anew."""
        self._row = 0


def _rows(content: bytes, encoding: str, separator: str) -> Iterator[tuple[int, int, list[str]]]:
    """Yield the first line, the number among all rows, and the cells of each row that has any."""
    lines = _Lines(content, encoding)
    reader = csv.reader(lines, delimiter=separator)
    record, line = 0, 0
    try:
        for row in reader:
            lines.next_row()
            if any(cell.strip() for cell in row):
                yield line + 1, record, row
            record += bool(row)
            line = reader.line_num
    except csv.Error:
        raise InputError(
            mark("Line {line} of the table has a cell that is no text of a table: it is too long or broken."),
            line=reader.line_num,
        ) from None


def _content(path: Path, most: int | None) -> bytes:
    try:
        with path.open("rb") as file:
            if most is not None:
                start = file.read(most)
                return start if len(start) < most else start[: start.rfind(b"\n") + 1]
            size = os.fstat(file.fileno()).st_size
            content = file.read(LARGEST_FILE + 1) if size <= LARGEST_FILE else b""
    except OSError as error:
        raise InputError(
            mark("The table {path} cannot be opened ({why})."), path=str(path), why=error.strerror or ""
        ) from error
    if max(size, len(content)) > LARGEST_FILE:
        raise InputError(
            mark("The table {path} is larger than {most} MB. Sum it by kelurahan first, or use DuckDB."),
            path=path.name,
            most=LARGEST_FILE // 1_000_000,
        )
    return content


def _sample(content: bytes, encoding: str) -> list[str]:
    """Return the first lines that are not blank."""
    lines, sample = _Lines(content, encoding), []
    for line in lines:
        lines.next_row()
        if line.strip():
            sample.append(line)
        if len(sample) == _SAMPLE:
            break
    return sample


def read_delimited(path: Path, progress: Progress = no_progress, most: int | None = None) -> DelimitedTable:
    """Read a delimited file, or the lines in its first `most` bytes: separator and encoding are found.

    Cells stay text. Short rows are filled with None, blank lines passed over, and further cells than the header has are
    refused when they are not blank.

    Raises
    ------
    InputError
        If the file cannot be read, is no text, has no rows, or has rows longer than its header.
    """
    content = _content(path, most)
    encoding = encoding_of(content)
    sample = _sample(content, encoding)
    separator = find_separator(sample) if sample else SEPARATORS[0]
    header: list[str] = []
    first = 0
    rows, lines, records, long_lines = [], [], [], []
    count = content.count(b"\n") + 1
    for line, record, row in _rows(content, encoding, separator):
        if line % _TOLD == 0:
            progress(min(1.0, line / count))
        if not header:
            header, first = free_headers(_few(row)), record
            continue
        width = len(header)
        if any(cell.strip() for cell in row[width:]):
            long_lines.append(line)
        cells = [cell.strip() or None for cell in row[:width]]
        rows.append(cells + [None] * (width - len(cells)))
        lines.append(line)
        records.append(record - first)
    if not rows:
        raise InputError(mark("The table has no rows below its header, so there is nothing to join."))
    if long_lines:
        raise InputError(
            mark(
                "Lines {lines} of the table have more cells than its header. Quote cells that contain "
                "the separator “{separator}”, or save the table with another separator."
            ),
            lines=[str(line) for line in long_lines],
            separator="tab" if separator == "\t" else separator,
        )
    frame = pd.DataFrame(rows, columns=header, index=pd.Index(lines, name="row"), dtype=object)
    return DelimitedTable(frame, separator, encoding.replace("-sig", ""), records)


def _few(header: list[str]) -> list[str]:
    if len(header) > MOST_COLUMNS:
        raise InputError(
            mark("The table has {count} columns; more than {most} are not read."), count=len(header), most=MOST_COLUMNS
        )
    return header
