"""A few hundred hostile inputs for each target of the fuzzer, the same on every machine.

The targets say themselves what is wrong; `make fuzz` tries millions.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..processing.conftest import provider  # noqa: F401 - a fixture
from . import targets, targets_qgis

#: How many inputs a target gets: what runs whole algorithms gets fewer.
EXAMPLES = {"layer": 30, "spreadsheet": 30, "table": 40, "geometry": 60, "template": 40, "recommendations": 60}
MANY = 100

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")


@pytest.mark.parametrize("name", [*targets.TARGETS, *targets_qgis.TARGETS])
def test_hostile_input_is_understood_or_refused_in_a_sentence(name, qgis_app, provider):  # noqa: F811
    target = {**targets.TARGETS, **targets_qgis.TARGETS}[name]

    @settings(
        max_examples=EXAMPLES.get(name, MANY),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.binary(max_size=200))
    def attack(data):
        target(data)

    attack()
