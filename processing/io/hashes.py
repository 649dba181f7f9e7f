"""The hash of what a file holds."""

from __future__ import annotations

import hashlib
from pathlib import Path

_CHUNK = 1 << 20
_SQLITE = b"SQLite format 3\x00"
#: Bytes of the header that SQLite changes when a file is merely opened: the kind of journal, the counter of
#: changes, and the version that wrote last.
_RESTLESS = ((18, 20), (24, 28), (92, 100))


def content_hash(path: Path) -> str:
    """Return the SHA-256 of a file's content, or of all files of a folder."""
    digest = hashlib.sha256()
    if path.is_dir():
        for file in sorted(one for one in path.rglob("*") if one.is_file()):
            digest.update(file.relative_to(path).as_posix().encode() + b"\0" + content_hash(file).encode())
        return digest.hexdigest()
    with path.open("rb") as file:
        head = bytearray(file.read(100))
        if head.startswith(_SQLITE):
            for start, end in _RESTLESS:
                head[start:end] = bytes(end - start)
        digest.update(head)
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
