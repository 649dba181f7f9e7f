"""Bytes of a fuzzer as choices: numbers, texts, and changes to a parsed JSON value."""

import copy
import json
import struct

#: Texts that have broken readers of files before.
TEXTS = (
    "",
    " ",
    "a",
    "A",
    "index",
    "fid",
    "geom",
    "NaN",
    "-inf",
    "1e309",
    "1.234",
    "1,5",
    "=1+1",
    "+62",
    "@SUM(A1)",
    "{}",
    "{0}",
    "{units}",
    "%s",
    "[% 1+1 %]",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "a/b",
    "C:\\x",
    "'; DROP TABLE x; --",
    '"',
    "a;b",
    "a\nb",
    "a\tb",
    "a\0b",
    "\ufeffa",
    "\u202egnp",
    "\ud800",
    "é",
    "e\u0301",
    "😀",
    "Kelurahan " * 200,
)
NUMBERS = (
    *(0, 1, -1, 0.5, 2, 100, 1e-300, -1e-300, 1e300, -1e300, 1.7976931348623157e308),
    *(float("nan"), float("inf"), float("-inf"), 2**31, 2**63, -(2**63) - 1, 10**400, 0.1 + 0.2, -0.0),
)
_OTHERS = (None, True, False, [], {}, [[]], [None], {"": None})


class Chooser:
    """Choices made of the bytes that a fuzzer gives; where they end, the first of everything is taken."""

    def __init__(self, data):
        self.data, self.at = bytes(data), 0

    def _take(self, count):
        taken = self.data[slice(self.at, self.at + count)]
        self.at += count
        return taken

    def below(self, count):
        """Return a whole number from 0 to `count` - 1."""
        size = 1 if count <= 256 else 4
        return int.from_bytes(self._take(size), "little") % count

    def pick(self, items):
        """Return one of the items."""
        return items[self.below(len(items))]

    def number(self):
        """Return a number: a hostile one, a small whole one, or any."""
        kind = self.below(3)
        if kind == 0:
            return self.pick(NUMBERS)
        if kind == 1:
            return self.below(256) - 20
        return struct.unpack("<d", self._take(8).ljust(8, b"\0"))[0]

    def double(self):
        """Return a number as C knows it."""
        value = self.number()
        return float(max(min(value, 10**308), -(10**308))) if isinstance(value, int) else value

    def text(self):
        """Return a text: a hostile one, or a short one of any signs."""
        if self.below(3):
            return self.pick(TEXTS)
        return self._take(self.below(12)).decode("utf-8", "replace")

    def value(self):
        """Return any value that JSON can hold."""
        kind = self.below(4)
        if kind == 0:
            return copy.deepcopy(self.pick(_OTHERS))
        if kind == 1:
            return self.text()
        if kind == 2:
            return [self.number() for _ in range(self.below(4))]
        return self.number()

    def rest(self):
        """Return all bytes that are left."""
        return self._take(len(self.data))


def changed(value, chooser, words=()):
    """Return a copy of parsed JSON with up to four of its places changed; `words` are further texts."""
    holder = [copy.deepcopy(value)]
    for _ in range(1 + chooser.below(4)):
        parent, key = holder, 0
        while isinstance(parent[key], (dict, list)) and parent[key] and chooser.below(5):
            parent = parent[key]
            key = chooser.pick(sorted(parent, key=str)) if isinstance(parent, dict) else chooser.below(len(parent))
        _change(parent, key, chooser, words)
        if not holder:
            return None
    return holder[0]


def _change(parent, key, chooser, words):
    action = chooser.below(7)
    if action == 0:
        del parent[key]
    elif action == 1 and isinstance(parent, dict):
        parent[chooser.text()] = parent.pop(key)
    elif action == 2 and isinstance(parent, list):
        parent += [copy.deepcopy(parent[key])] * (1 + chooser.below(3))
    elif action == 3:
        parent[key] = [parent[key]]
    elif action == 4 and words:
        parent[key] = chooser.pick(words)
    else:
        parent[key] = chooser.value()


def json_bytes(data, seeds, words=()):
    """Return JSON made of a fuzzer's bytes: one of the seeds changed in places, or the bytes as they are."""
    chooser = Chooser(data)
    kind = chooser.below(len(seeds) + 1)
    if kind == len(seeds):
        return chooser.rest()
    return json.dumps(changed(seeds[kind], chooser, words)).encode()
