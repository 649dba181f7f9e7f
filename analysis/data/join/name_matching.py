"""Find units by name: one index of own and other names, within groups where they are known."""

from __future__ import annotations

from ...core.lazy import pd
from .crosswalk import Crosswalk
from .names import group_keys, name_keys, says_kelurahan


class NameIndex:
    """Names of units and the other names of their places, compared by `name_keys`.

    Parameters
    ----------
    units : pd.Index
        Labels of the units.
    names, groups : pd.Series
        Name and kecamatan by unit, None where unknown.
    places : pd.Series
        Place of the crosswalk by unit, None where unknown.
    crosswalk : Crosswalk
        The names of kecamatan that it knows.
    """

    def __init__(
        self, units: pd.Index, names: pd.Series, groups: pd.Series, places: pd.Series, crosswalk: Crosswalk
    ) -> None:
        self.names = names
        keys, group = name_keys(names), group_keys(groups)
        entries = [pd.DataFrame({"unit": units, "key": keys.to_numpy(), "in": group.to_numpy()})]
        others = []
        for unit, inside, place in zip(units, group, places):
            if place is not None and place.aliases:
                others += [(unit, alias, inside) for alias in place.aliases]
        if others:
            more = pd.DataFrame(others, columns=["unit", "key", "in"], dtype="object")
            more["key"] = name_keys(more["key"])
            entries.append(more)
        table = pd.concat(entries, ignore_index=True).dropna(subset=["key"])
        table["own"] = table.index < len(units)
        self.entries = table.drop_duplicates(["unit", "key"])
        known = pd.Series([place.group for place in crosswalk.places], dtype="object")
        self.group_names = set(group.dropna()) | set(group_keys(known))
        self.grouped = bool(group.notna().any())

    def find(self, names: pd.Series, groups: pd.Series | None) -> pd.DataFrame:
        """Return unit, method and reason for each row; reason is None for rows that were found.

        A row with a kecamatan is looked for within it; one
        without needs a name that is unique and that no kecamatan has too.
        """
        result = pd.DataFrame(None, index=names.index, columns=["unit", "method", "reason"], dtype="object")
        rows = pd.DataFrame({"row": range(len(names)), "key": name_keys(names).to_numpy(), "in": None})
        if groups is not None and self.grouped:
            rows["in"] = group_keys(groups).to_numpy()
        inside = rows["in"].notna()
        entries = self.entries.astype({"key": object, "in": object})
        hits = pd.concat(
            [
                rows[inside & rows["key"].notna()].merge(entries, on=["key", "in"]),
                rows[~inside & rows["key"].notna()].drop(columns="in").merge(entries, on="key"),
            ]
        )
        reason = pd.Series("unknown_name", index=rows["row"], dtype="object")
        reason[rows["key"].isna().to_numpy()] = "no_name"
        elsewhere = rows["key"].isin(entries["key"])
        reason[(inside & elsewhere).to_numpy()] = "other_group"
        count = hits.groupby("row")["unit"].nunique()
        reason[count.index[count > 1]] = "ambiguous"
        explicit = says_kelurahan(names).to_numpy()
        namesake = (~inside & rows["key"].isin(self.group_names)).to_numpy() & ~explicit
        reason[namesake & elsewhere.to_numpy()] = "namesake"
        sure = hits[hits["row"].map(count == 1) & ~hits["row"].isin(reason.index[reason == "namesake"])]
        reason[sure["row"].to_numpy()] = None
        positions = sure["row"].to_numpy()
        labels = names.index[positions]
        written = names.iloc[positions].astype(str).str.strip().to_numpy()
        own = self.names.loc[sure["unit"]].astype(str).str.strip().to_numpy()
        result.loc[labels, "unit"] = sure["unit"].to_numpy()
        method = pd.Series("alias", index=labels, dtype="object")
        method[sure["own"].to_numpy(dtype=bool)] = "spelling"
        method[written == own] = "name"
        result.loc[labels, "method"] = method
        result.loc[names.index[reason.index], "reason"] = reason.to_numpy()
        return result
