"""Parameters are declared as a table, each followed by its help."""

import pytest
from sejahtera.analysis.core.registers import Method, Register
from sejahtera.processing.base.algorithm import Algorithm
from sejahtera.processing.base.parameters import choice, number, seed_number, text, unit_fields, whole

COLOURS = Register("colour", [Method("red", "Red"), Method("blue", "Blue")])


@pytest.fixture
def declared():
    """Return an algorithm whose parameters can be added to."""
    algorithm = Algorithm()
    algorithm.choices = {}
    return algorithm


def test_parameters_are_added_in_order_with_their_help(declared):
    declared.add(text("A", "Words"), "What A says.", *unit_fields(), whole("K", "Number", 6, 1), "What K counts.")
    added = {one.name(): one.help() for one in declared.parameterDefinitions()}
    assert list(added) == ["A", "ID_FIELD", "NAME_FIELD", "GROUP_FIELD", "K"]
    assert added["A"] == "What A says."
    assert added["K"] == "What K counts."
    assert all(added.values())


def test_a_parameter_without_help_is_refused(declared):
    with pytest.raises(StopIteration):
        declared.add(text("A", "Words"), "What A says.", text("B", "More words"))


def test_a_choice_is_known_by_its_register(declared):
    declared.add(choice("COLOUR", "Colour", COLOURS, "blue"), "Red or blue.")
    assert declared.choices == {"COLOUR": COLOURS}
    assert declared.parameterDefinition("COLOUR").defaultValue() == 1


def test_numbers_keep_default_and_bounds():
    share, count = number("SHARE", "Share", 0.5, 0.0, 1.0), whole("COUNT", "Count", optional=True)
    assert (share.defaultValue(), share.minimum(), share.maximum()) == (0.5, 0.0, 1.0)
    assert count.defaultValue() is None
    assert count.flags() & count.Flag.FlagOptional
    assert count.dataType() == count.Type.Integer
    assert seed_number().flags() & count.Flag.FlagAdvanced
