"""Names of areas compared as people read them: without case, blanks, punctuation and `Kel.`.

Equal after that is the same name. Merely similar is a suggestion for a person, never a match.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas

_PREFIX = r"^(?:kelurahan|kel|desa|ds|kabupaten|kab)\b[.\s]*"
_GROUP_PREFIX = r"^(?:kecamatan|kec)\b[.\s]*"
#: Suggestions need at least this similarity (2 × matching letters / all letters).
_SIMILAR = 0.6


def name_keys(names: pandas.Series) -> pandas.Series:
    """Return what is compared of names of kelurahan, desa or kabupaten; None for blanks.

    “Kota” stays, since Kota Semarang is not Kabupaten Semarang; “Administrasi” goes and “Kep.” is spelt
    out. A name that begins with “Kecamatan” is None: it is no kelurahan.
    """
    plain = _plain(names).str.replace(r"\badm(?:inistrasi)?\b[.\s]*", "", regex=True)
    plain = plain.str.replace(r"\bkep\b\.?", "kepulauan", regex=True)
    plain = plain.mask(plain.str.contains(_GROUP_PREFIX, regex=True).fillna(False).astype(bool))
    return _bare(plain.str.replace(_PREFIX, "", regex=True))


def group_keys(names: pandas.Series) -> pandas.Series:
    """Return what is compared of names of kecamatan; None for blanks."""
    return _bare(_plain(names).str.replace(_GROUP_PREFIX, "", regex=True))


def says_kelurahan(names: pandas.Series) -> pandas.Series:
    """Tell which names say themselves that they are no kecamatan: `Kel. Laweyan`."""
    return _plain(names).str.contains(_PREFIX, regex=True).fillna(False).astype(bool)


def best_suggestion(key: str, candidates: Mapping[str, object]) -> tuple[object, float] | None:
    """Return the candidate (by key) that resembles a name most, with its similarity from 0 to 1."""
    close = difflib.get_close_matches(key, candidates, n=1, cutoff=_SIMILAR)
    if not close:
        return None
    return candidates[close[0]], round(difflib.SequenceMatcher(None, close[0], key).ratio(), 3)


def _plain(names: pandas.Series) -> pandas.Series:
    return names.astype("object").astype("string").str.normalize("NFKC").str.casefold().str.strip()


def _bare(names: pandas.Series) -> pandas.Series:
    bare = names.str.replace(r"[\W_]+", "", regex=True).astype(object)
    return bare.where(bare.notna() & (bare != ""), None)
