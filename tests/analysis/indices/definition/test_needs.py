"""What an index needs beside its indicators is asked in one place."""

from sejahtera.analysis.indices.definition.flat import definition_from_rows
from sejahtera.analysis.indices.definition.needs import needs
from sejahtera.analysis.indices.definition.schema import definition_from_dict


def test_denominators_are_columns_and_each_column_is_read_once():
    rows = [{"field": name, "direction": "+", "denominator": "people"} for name in "ab"]
    definition = definition_from_dict({"dimensions": [{"code": "x", "indicators": rows}]})
    other = definition_from_rows([("b", "x", "+", 1), ("c", "x", "+", 1)])
    assert needs(definition).columns == ("a", "b", "people")
    assert needs(definition, other).columns == ("a", "b", "people", "c")


def test_groups_and_neighbours_are_needed_where_gaps_are_filled_from_them():
    plain, group, near = (
        definition_from_rows([("a", "x", "+", 1)], missing=rule) for rule in ("drop", "group", "neighbours")
    )
    asked = [needs(plain), needs(group), needs(near), needs(plain, near), needs(plain, rules=("group",))]
    assert [one.groups for one in asked] == [False, True, False, False, True]
    assert [one.neighbours for one in asked] == [False, False, True, True, False]
