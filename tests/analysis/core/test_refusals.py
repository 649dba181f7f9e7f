import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.diagnostics import Diagnostics
from sejahtera.analysis.core.messages import InputError, Sentences, refuse_where


def test_units_with_wrong_values_are_refused_by_their_labels():
    labels = pd.Index(["a", "b", "c"])
    with pytest.raises(InputError, match="x is negative at b, c") as raised:
        refuse_where(np.array([False, True, True]), labels, "{column} is negative at {units}", column="x")
    assert raised.value.message.facts == {"column": "x", "units": ["b", "c"]}
    refuse_where(np.zeros(3, dtype=bool), labels, "never said")


def test_units_are_warned_of_where_there_are_any():
    diagnostics = Diagnostics()
    diagnostics.warn_of([], "never said")
    diagnostics.warn_of(pd.Index([3, 4]), "{count} left out: {units}.", count=2)
    assert [str(warning) for warning in diagnostics.warnings] == ["2 left out: 3, 4."]


def test_sentences_are_said_one_after_the_other():
    said = Sentences()
    said.say("{n} {n:row|rows}", n=1)
    said.say("and no more")
    assert [str(one) for one in said] == ["1 row", "and no more"]
