"""How a table is laid on pages: no word is broken, long texts have the room, nothing empty is printed."""

from hypothesis import given
from hypothesis import strategies as st
from sejahtera.cartography.report.document import Grid

CELL = st.text(alphabet="abcdef ", max_size=40)


def grid(heads, *rows):
    return Grid("", heads, [False] * len(heads), rows)


def test_long_texts_share_what_columns_of_short_cells_leave():
    widths = grid(["Kelurahan", "Need", "Reason"], ["Purwodiningratan", "53.5", "why " * 60]).widths
    assert widths[2] > 2 * widths[0] > 2 * widths[1]


def test_a_column_without_anything_to_say_is_left_out_but_not_one_of_unknown_values():
    table = grid(["Kelurahan", "Group", "Need"], ["A", "", "–"], ["B", "", "–"]).filled()
    assert list(table.heads) == ["Kelurahan", "Need"]
    assert [list(row) for row in table.rows] == [["A", "–"], ["B", "–"]]


@given(st.integers(1, 14).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1, max_size=4)))
def test_every_part_has_a_width_for_each_column_and_every_cell_is_printed(rows):
    heads, *rows = rows
    parts = grid(heads, *rows).for_pages()
    for part in parts:
        assert len(part.widths) == len(part.heads) == len(part.numeric)
        assert abs(sum(part.widths) - 100) <= len(part.heads)
    assert sorted(heads[1:]) == sorted(head for part in parts for head in part.heads[1:])


def test_a_wide_table_is_parted_with_the_names_in_each_part_and_no_cell_lost():
    heads = ["Rank", "Name", *(f"dimension{place:02}" for place in range(11))]
    grid = Grid("T", heads, [True, False, *[True] * 11], [heads], "note", frozenset({(0, 12), (0, 1)}))
    first, second = grid.for_pages()
    assert first.heads[:3] == ["Rank", "Name", "dimension00"]
    assert second.heads[0] == "Name"
    assert [*first.heads, *second.heads[1:]] == heads
    assert second.rows == [second.heads]
    assert [first.note, second.note] == ["", "note"]
    assert second.strong == {(0, 0), (0, len(second.heads) - 1)}


def test_a_narrow_table_stays_as_it_is():
    grid = Grid("T", ["a"], [False], [["b"]])
    assert grid.for_pages() == [grid]
