"""The shipped recommendations are whole, and told by indicators that exist."""

import pytest
from sejahtera.resources.catalogue import load_catalogue
from sejahtera.resources.recommendations import load_recommendations


@pytest.mark.parametrize("language", ["id", "en"])
def test_seven_are_of_the_study_and_four_are_marked_as_additions(language):
    found = load_recommendations(language).recommendations
    assert [one.code for one in found] == [*(f"R{n}" for n in range(1, 8)), *(f"E{n}" for n in range(1, 5))]
    assert [one.extension for one in found] == [False] * 7 + [True] * 4
    assert all(one.name and one.content and one.evaluation and one.agencies for one in found)


def test_the_weights_of_each_sum_to_1():
    for one in load_recommendations("en").recommendations:
        assert sum(signal.weight for signal in one.signals) == pytest.approx(1), one.code


def test_names_are_those_of_the_catalogue():
    names = {term.code: term.name.en for term in load_catalogue().recommendations}
    assert {one.code: one.name for one in load_recommendations("en").recommendations} == names


def test_every_signal_has_a_direction_goalposts_and_a_cutoff():
    for one in load_recommendations("en").recommendations:
        for signal in one.signals:
            assert signal.indicator.direction
            assert signal.indicator.goalposts
            assert signal.indicator.cutoff is not None, signal.indicator.field
