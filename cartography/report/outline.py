"""Bookmarks of a PDF, which Qt does not write: added behind its end, as the format's incremental update.

The file stays as Qt wrote it; a new catalogue names the outline, and a further table of references finds
both (ISO 32000-1, 7.5.6 and 12.3.3).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bookmark:
    """An entry of the outline: its words, the page (from 0) and the height on it in points from below."""

    words: str
    page: int
    height: float


class UnknownFileError(ValueError):
    """The PDF is not built as expected, so nothing can be added to it."""


def add_bookmarks(path: Path, bookmarks: Sequence[Bookmark]) -> None:
    """Add bookmarks to a PDF that Qt wrote; a file that is built otherwise stays as it is."""
    data = path.read_bytes()
    try:
        update = _update(data, bookmarks) if bookmarks else b""
    except UnknownFileError:
        return
    with path.open("ab") as file:
        file.write(update)


def _update(data: bytes, bookmarks: Sequence[Bookmark]) -> bytes:
    """Return what stands behind the old end of the file."""
    start = int(_found(rb"startxref\s+(\d+)\s+%%EOF\s*$", data[-1024:]))
    trailer = _found(rb"trailer\s*<<(.*?)>>\s*startxref", data[start:])
    root, size = int(_found(rb"/Root (\d+) 0 R", trailer)), int(_found(rb"/Size (\d+)", trailer))
    catalogue = _object(data, start, root)
    tree = _object(data, start, int(_found(rb"/Pages (\d+) 0 R", catalogue)))
    pages = re.findall(rb"(\d+) 0 R", _found(rb"/Kids\s*\[(.*?)\]", tree))
    if max(one.page for one in bookmarks) >= len(pages):
        raise UnknownFileError
    inner = catalogue.strip().removeprefix(b"<<").removesuffix(b">>").strip()
    objects = {root: b"<<\n%b\n/Outlines %d 0 R\n/PageMode /UseOutlines\n>>" % (inner, size)}
    objects |= _outline(size, pages, bookmarks)
    return _written(objects, len(data), start, re.sub(rb"/Size \d+", b"/Size %d" % (size + len(objects) - 1), trailer))


def _outline(first: int, pages: Sequence[bytes], bookmarks: Sequence[Bookmark]) -> dict[int, bytes]:
    """Return the outline, numbered from `first`, and behind it its entries."""
    last = first + len(bookmarks)
    found = {first: b"<< /Type /Outlines /First %d 0 R /Last %d 0 R /Count %d >>" % (first + 1, last, last - first)}
    for number, one in enumerate(bookmarks, first + 1):
        links = b"".join(
            b" /%b %d 0 R" % (name, other)
            for name, other in ((b"Prev", number - 1), (b"Next", number + 1))
            if first < other <= last
        )
        words = ("\ufeff" + one.words).encode("utf-16-be", "replace").hex().encode()
        target = b"[%b 0 R /XYZ null %.1f null]" % (pages[one.page], one.height)
        found[number] = b"<< /Title <%b> /Parent %d 0 R /Dest %b%b >>" % (words, first, target, links)
    return found


def _written(objects: dict[int, bytes], start: int, previous: int, trailer: bytes) -> bytes:
    """Return objects with their table of references, for the end of a file of `start` bytes."""
    text, places = b"\n", {}
    for number, content in objects.items():
        places[number] = start + len(text)
        text += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = start + len(text)
    text += b"xref\n"
    for number, place in places.items():
        text += b"%d 1\n%010d 00000 n \n" % (number, place)
    return text + b"trailer\n<<%b/Prev %d\n>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, previous, table)


def _object(data: bytes, start: int, number: int) -> bytes:
    """Return the content of an object by the table of references at `start`."""
    head = re.compile(rb"xref\s+0 (\d+)\s+").match(data, start)
    if not head or number >= int(head.group(1)):
        raise UnknownFileError
    entry = head.end() + 20 * number
    place = int(_found(rb"^(\d{10}) \d{5} n", data[slice(entry, entry + 20)]))
    return _found(rb"^%d 0 obj\s*(.*?)\s*endobj" % number, data[slice(place, place + 100_000)])


def _found(pattern: bytes, data: bytes) -> bytes:
    found = re.search(pattern, data, re.DOTALL)
    if not found:
        raise UnknownFileError
    return found.group(1)
