"""Names of areas compared as people read them: without case, blanks, punctuation and `Kel.`.

Equal after that is the same name. Merely similar is a suggestion for a person, never a match.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from ...core.lazy import pd

_PREFIX = re.compile(r"^(?:kelurahan|kel|desa|ds|kabupaten|kab)\b[.\s]*")
_GROUP_PREFIX = re.compile(r"^(?:kecamatan|kec)\b[.\s]*")
_ADMINISTRATIVE = re.compile(r"\badm(?:inistrasi)?\b[.\s]*")
_KOTA = re.compile(r"^kota\b")
_ISLANDS = re.compile(r"\bkep\b\.?")
_NO_LETTER = re.compile(r"[\W_]+")
#: Suggestions need at least this similarity (2 × matching letters / all letters).
_SIMILAR = 0.6
#: What is longer than this is no name, and comparing it would take long.
_LONGEST_NAME = 200


def name_keys(names: pd.Series) -> pd.Series:
    """Return what is compared of names of kelurahan, desa or kabupaten, by row; None for blanks.

    “Kota” stays, since Kota Semarang is not Kabupaten Semarang; “Administrasi” goes and “Kep.” is spelt
    out. A name that begins with “Kecamatan” is None: it is no kelurahan.
    """
    return _distinctly(names, _name_key)


def group_keys(names: pd.Series) -> pd.Series:
    """Return what is compared of names of kecamatan, by row; None for blanks."""
    return _distinctly(names, _group_key)


def area_keys(names: pd.Series) -> pd.Series:
    """Return what is compared of names of provinces, kabupaten and kota to tell code systems apart, by row.

    BPS leaves out “Kota”, so it goes here: the code beside the name says which is meant.
    """
    return _distinctly(names, _area_key)


def says_kelurahan(names: pd.Series) -> pd.Series:
    """Tell, by row, which names say themselves that they are no kecamatan: `Kel. Laweyan`."""
    return _distinctly(names, lambda name: bool(_PREFIX.match(_plain(name)))).eq(True)


def best_suggestion(key: str, candidates: Mapping[str, object]) -> tuple[object, float] | None:
    """Return the candidate (by key) that resembles a name most, with its similarity from 0 to 1."""
    if len(key) > _LONGEST_NAME:
        return None
    close = difflib.get_close_matches(key, candidates, n=1, cutoff=_SIMILAR)
    if not close:
        return None
    return candidates[close[0]], round(difflib.SequenceMatcher(None, close[0], key).ratio(), 3)


def _distinctly(names: pd.Series, change: Callable[[str], Any]) -> pd.Series:
    """Return what a function makes of each text, called once for equal ones; None for empty cells."""
    positions, distinct = pd.factorize(names)
    changed = [*(change(str(name)) for name in distinct), None]
    return pd.Series([changed[position] for position in positions], index=names.index, dtype="object")


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold().strip()


def _bare(name: str) -> str | None:
    return _NO_LETTER.sub("", name) or None


def _name_key(name: str) -> str | None:
    plain = _ISLANDS.sub("kepulauan", _ADMINISTRATIVE.sub("", _plain(name)))
    if _GROUP_PREFIX.match(plain):
        return None
    return _bare(_PREFIX.sub("", plain))


def _area_key(name: str) -> str | None:
    key = _name_key(name)
    return (key[4:] if _KOTA.match(_plain(name)) else key) if key else None


def _group_key(name: str) -> str | None:
    return _bare(_GROUP_PREFIX.sub("", _plain(name)))
