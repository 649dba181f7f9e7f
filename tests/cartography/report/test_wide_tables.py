"""Tables wider than a page."""

from sejahtera.cartography.report.document import Grid


def test_a_wide_table_is_parted_with_the_names_in_each_part_and_no_cell_lost():
    heads = ["Rank", "Name", *(f"d{place}" for place in range(15))]
    grid = Grid("T", heads, [True, False, *[True] * 15], [heads], "note", frozenset({(0, 16), (0, 1)}))
    first, second = grid.for_pages()
    assert first.heads[:3] == ["Rank", "Name", "d0"]
    assert second.heads[0] == "Name"
    assert [*first.heads, *second.heads[1:]] == heads
    assert second.rows == [second.heads]
    assert [first.note, second.note] == ["", "note"]
    assert second.strong == {(0, 0), (0, len(second.heads) - 1)}


def test_a_narrow_table_stays_as_it_is():
    grid = Grid("T", ["a"], [False], [["b"]])
    assert grid.for_pages() == [grid]
