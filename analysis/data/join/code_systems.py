"""Which of the two systems a column of codes belongs to: told by its content, or said to be unclear."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ...core.lazy import pd
from ...core.messages import InputError, mark
from .areas import AreaTable
from .codes import BPS, BY_CODES, BY_CROSSWALK, BY_FORM, BY_NAMES, KEMENDAGRI, NOT_OFFICIAL, OWN, UNKNOWN
from .names import area_keys

if TYPE_CHECKING:
    from .crosswalk import Crosswalk

#: Where less of the codes are official, they are somebody's own.
_OFFICIAL = 0.5
#: System, how it was found, whether it is certain.
Finding = tuple[str, str, bool]


def find_system(
    written: pd.Series,
    digits: pd.Series,
    found: Mapping[str, pd.Series],
    names: pd.Series | None,
    crosswalk: Crosswalk | None,
) -> Finding:
    """Return the system of a column, how it was found, and whether it is certain.

    written: the codes as text; digits: of those in a valid form; found: for each system, which codes have
    a form that only it has; names: of the areas, where there are any.
    """
    counts = {system: int(matches.sum()) for system, matches in found.items()}
    by_form = any(counts.values())
    villages = digits[digits.str.len().eq(10) & ~found[KEMENDAGRI] & ~found[BPS]]
    why, sure = BY_FORM, True
    if len(villages):
        known = {} if crosswalk is None else {KEMENDAGRI: crosswalk.by_code, BPS: crosswalk.by_bps}
        listed = {system: int(villages.isin(list(codes)).sum()) for system, codes in known.items()}
        if any(listed.values()):
            counts = {system: counts[system] + listed[system] for system in counts}
            why = BY_CROSSWALK
        else:
            system, why, sure = _of_villages(villages, crosswalk)
            counts[system] += len(villages)
    if counts[KEMENDAGRI] and counts[BPS]:
        raise _mixed(written.name, counts)
    if not any(counts.values()):
        if crosswalk is None or not len(digits):
            return UNKNOWN, BY_FORM, True
        return _of_areas(written, digits, names, crosswalk.areas)
    return (KEMENDAGRI if counts[KEMENDAGRI] else BPS), why, sure or by_form


def _of_villages(digits: pd.Series, crosswalk: Crosswalk | None) -> Finding:
    """Tell by the seventh digit of undotted villages, and by kabupaten that only one system has.

    Kemendagri begins the number of a village with 1 (kelurahan) or 2 (desa); BPS ends that of a kecamatan
    there, mostly with 0. All villages of a single kecamatan may be either.
    """
    if crosswalk is not None:
        only = _only(digits.str[:4], crosswalk.areas)
        if any(only.values()) and not all(only.values()):
            return (KEMENDAGRI if only[KEMENDAGRI] else BPS), BY_CODES, True
    if not digits.str[6].isin(["1", "2"]).all():
        return BPS, BY_FORM, True
    return KEMENDAGRI, BY_FORM, digits.str[:6].nunique() > 1


def _of_areas(written: pd.Series, digits: pd.Series, names: pd.Series | None, areas: AreaTable) -> Finding:
    """Tell the system of codes of provinces, kabupaten and kota."""
    if not areas:
        return UNKNOWN, BY_FORM, True
    if not digits.map(areas.knows).mean() >= _OFFICIAL:
        return OWN, NOT_OFFICIAL, True
    differing = digits[digits.map(lambda code: areas.knows(code) and not areas.is_shared(code))]
    if differing.empty:
        return UNKNOWN, BY_FORM, True
    for counts, why in ((_named(differing, names, areas), BY_NAMES), (_only(differing, areas), BY_CODES)):
        if counts[KEMENDAGRI] and counts[BPS]:
            raise _mixed(written.name, counts)
        if any(counts.values()):
            return (KEMENDAGRI if counts[KEMENDAGRI] else BPS), why, True
    if written[differing.index].str.contains(".", regex=False).all():
        return KEMENDAGRI, BY_FORM, True
    return UNKNOWN, BY_FORM, False


def _named(digits: pd.Series, names: pd.Series | None, areas: AreaTable) -> dict[str, int]:
    """Count the names that fit the code in one system and not in the other."""
    counts = {KEMENDAGRI: 0, BPS: 0}
    if names is None:
        return counts
    for code, name in zip(digits, area_keys(names[digits.index])):
        fits = {system: name is not None and name == areas.name_key(code, system) for system in counts}
        if fits[KEMENDAGRI] != fits[BPS]:
            counts[KEMENDAGRI if fits[KEMENDAGRI] else BPS] += 1
    return counts


def _only(digits: pd.Series, areas: AreaTable) -> dict[str, int]:
    """Count the codes that only one system has."""
    ministry, office = (digits.isin(list(areas.by_code[system])) for system in (KEMENDAGRI, BPS))
    return {KEMENDAGRI: int((ministry & ~office).sum()), BPS: int((office & ~ministry).sum())}


def _mixed(column: object, counts: Mapping[str, int]) -> InputError:
    return InputError(
        mark(
            "“{column}” mixes codes of the home ministry ({kemendagri}) and of the statistics office "
            "({bps}), which number the areas differently. Use one of them in a column."
        ),
        column=column,
        kemendagri=counts[KEMENDAGRI],
        bps=counts[BPS],
    )
