"""The list of what was not joined, with the most similar name as a suggestion for a person."""

from __future__ import annotations

from typing import Any

from ...core.arrays import Floats, Objects
from ...core.lazy import pd
from ...core.messages import Progress, no_progress
from .keyed_table import KeyedTable
from .names import best_suggestion, group_keys, name_keys

#: Only the first rows get a suggestion: comparing letters takes time, and nobody reads thousands.
SUGGESTED_ROWS = 300
COLUMNS = ["side", "row", "code", "name", "reason", "suggestion", "score"]


def list_unmatched(
    layer: KeyedTable,
    table: KeyedTable,
    row_reasons: pd.Series,
    unit_reasons: pd.Series,
    wholes: dict[Any, Any],
    progress: Progress = no_progress,
) -> pd.DataFrame:
    """Return rows and units that were not joined, with reason and suggestion.

    `wholes` gives, for a row or unit that was split off, the unit that it was split from: that is then
    the suggestion. Other rows are compared with all units that have no row, within their kecamatan
    first; their score is the similarity from 0 to 1.
    """
    parts = [_side("table", table, row_reasons), _side("layer", layer, unit_reasons)]
    suggestions, scores = _suggest(layer, table, row_reasons, unit_reasons.index, progress)
    parts[0]["suggestion"], parts[0]["score"] = suggestions, scores
    for part in parts:
        whole = part["row"].map(lambda label: layer.names.get(wholes.get(label)))
        part["suggestion"] = whole.where(whole.notna(), part["suggestion"])
    frame = pd.concat(parts, ignore_index=True)[COLUMNS]
    frame["score"] = frame["score"].astype("float64")
    return frame


def _side(name: str, side: KeyedTable, reasons: pd.Series) -> pd.DataFrame:
    index = reasons.index
    return pd.DataFrame(
        {
            "side": name,
            "row": index,
            "code": side.written[index].to_numpy(),
            "name": side.names[index].to_numpy(),
            "reason": reasons.to_numpy(),
            "suggestion": None,
            "score": float("nan"),
        }
    )


def _suggest(
    layer: KeyedTable, table: KeyedTable, reasons: pd.Series, free: pd.Index, progress: Progress
) -> tuple[Objects, Floats]:
    unit_keys, unit_groups = name_keys(layer.names), group_keys(layer.groups)
    everywhere = dict(zip(unit_keys, layer.names))
    unjoined = {key: layer.names[unit] for unit, key in unit_keys[free].items() if key}
    by_group: dict[str, dict[str, str]] = {}
    for group, key, name in zip(unit_groups[free], unit_keys[free], layer.names[free]):
        if group and key:
            by_group.setdefault(group, {})[key] = name
    keys, groups = name_keys(table.names), group_keys(table.groups)
    suggestions = pd.Series(None, index=reasons.index, dtype="object")
    scores = pd.Series(float("nan"), index=reasons.index)
    for count, row in enumerate(reasons.index[:SUGGESTED_ROWS]):
        key = keys[row]
        if not key:
            continue
        if key in everywhere:
            suggestions[row], scores[row] = everywhere[key], 1.0
        else:
            best = best_suggestion(key, by_group.get(groups[row], {})) or best_suggestion(key, unjoined)
            if best:
                suggestions[row], scores[row] = best
        if count % 20 == 0:
            progress(0.4 + 0.6 * count / SUGGESTED_ROWS)
    return suggestions.to_numpy(), scores.to_numpy()
