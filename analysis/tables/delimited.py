"""Read a delimited text file as text: nothing is turned into numbers here.

OGR and pandas guess types by cell or by column and take `1.234` and `0012` for numbers; a table of
indicators is read as it is written, and `numbers` decides by whole columns.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..lazy import pd
from ..messages import InputError, mark

if TYPE_CHECKING:
    import pandas

SUFFIXES = (".csv", ".tsv", ".txt")
SEPARATORS = (";", "\t", "|", ",")
#: How many lines decide on the separator.
_SAMPLE = 50


@dataclass(frozen=True)
class DelimitedTable:
    """The cells as text with None for empty ones, indexed by line of the file, and how it was read."""

    frame: pandas.DataFrame
    separator: str
    encoding: str


def decode(content: bytes) -> tuple[str, str]:
    """Return the text of a file and its encoding: UTF-8 or UTF-16 by their marks, else Windows-1252.

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
            return text, encoding.replace("-sig", "")
    raise InputError(mark("The table is not a text file in UTF-8 or Windows encoding. Save it as CSV UTF-8."))


def find_separator(lines: Sequence[str]) -> str:
    """Return the separator that gives the lines the most columns, the same number in each.

    A decimal comma makes a comma occur in most lines too, but not in the header, so the number of
    columns must be that of the first line.
    """
    best, best_score = ",", (0.0, 0)
    for separator in SEPARATORS:
        rows = list(csv.reader(lines, delimiter=separator))
        width = len(rows[0])
        agreeing = sum(len(row) == width for row in rows) / len(rows)
        if width > 1 and (agreeing, width) > best_score:
            best, best_score = separator, (agreeing, width)
    return best


def free_headers(names: Sequence[str | None]) -> list[str]:
    """Return a name for every column: `field_2` for an empty one, `name_2` for a repeated one."""
    headers: list[str] = []
    for position, name in enumerate(names, 1):
        wanted = (name or "").strip() or f"field_{position}"
        candidate, count = wanted, 1
        while candidate in headers:
            count += 1
            candidate = f"{wanted}_{count}"
        headers.append(candidate)
    return headers


def read_delimited(path: Path) -> DelimitedTable:
    """Read a delimited file: separator and encoding are found, cells stay text.

    Short rows are filled with None, blank lines passed over, and further cells than the header has are
    refused when they are not blank.

    Raises
    ------
    InputError
        If the file cannot be read, is no text, has no rows, or has rows longer than its header.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            mark("The table {path} cannot be opened ({why})."), path=str(path), why=error.strerror or ""
        ) from error
    text, encoding = decode(content)
    sample = [line for line in io.StringIO(text, newline=None) if line.strip()][:_SAMPLE]
    if len(sample) < 2:
        raise InputError(mark("The table has no rows below its header, so there is nothing to join."))
    separator = find_separator(sample)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header: list[str] = []
    rows, lines, long_lines = [], [], []
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if not header:
            header = free_headers(row)
            continue
        width = len(header)
        if any(cell.strip() for cell in row[width:]):
            long_lines.append(reader.line_num)
        cells = [cell.strip() or None for cell in row[:width]]
        rows.append(cells + [None] * (len(header) - len(cells)))
        lines.append(reader.line_num)
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
    return DelimitedTable(frame, separator, encoding)
