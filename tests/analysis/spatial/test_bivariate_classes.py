import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.spatial.bivariate_classes import bivariate_classes


def test_nine_units_fill_three_classes_and_missing_ones_have_none():
    frame = pd.DataFrame({"need": [*range(9), np.nan], "aid": [*range(8, -1, -1), 3]})
    found = bivariate_classes(frame)
    assert found["x_class"][:9].tolist() == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert found["pair"][:9].tolist() == ["1-3"] * 3 + ["2-2"] * 3 + ["3-1"] * 3
    assert found.loc[9].isna().all()


def test_equal_values_share_a_class():
    frame = pd.DataFrame({"need": [1, 1, 1, 1, 2, 3], "aid": range(6)})
    assert bivariate_classes(frame)["x_class"][:4].nunique() == 1


@pytest.mark.parametrize("frame", [pd.DataFrame({"a": [1, 2, 3]}), pd.DataFrame({"a": [1, 1, 2], "b": [1, 2, 3]})])
def test_too_few_columns_or_values_are_refused(frame):
    with pytest.raises(InputError):
        bivariate_classes(frame)
