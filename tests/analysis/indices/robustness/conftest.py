"""A made-up city of twenty kelurahan."""

import numpy as np
import pandas as pd
import pytest

from .city import NAMES


@pytest.fixture
def city():
    random = np.random.default_rng(3)
    values = random.normal(50, 10, (20, 1)) + random.normal(0, 8, (20, 7))
    return pd.DataFrame(values, columns=NAMES, index=range(100, 120))
