import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.poverty.alkire_foster import measure
from sejahtera.analysis.poverty.change import change
from sejahtera.analysis.poverty.engines.memory import profile_frame
from sejahtera.analysis.poverty.robustness import emphasised, robustness
from sejahtera.analysis.poverty.survey import standard_errors


@pytest.fixture(scope="module")
def wards(af2):
    """Six wards, each poorer than the one before, of 60 households."""
    _, definition = af2
    random = np.random.default_rng(9)
    chance = np.repeat(np.linspace(0.05, 0.7, 6), 60)
    frame = pd.DataFrame((random.random((360, 6)) < chance[:, None]).astype(int), columns=definition.fields)
    frame["ward"] = np.repeat(list("ABCDEF"), 60)
    frame["persons"] = random.integers(1, 7, 360)
    frame["household"] = range(360)
    return profile_frame(frame, definition, "ward", ["persons"], cluster="household")


def test_ranks_that_do_not_hang_on_k_agree_fully(wards):
    result = robustness(wards, [1 / 3, 0.4, 0.5])
    assert list(result.ranks.iloc[:, 0]) == [1, 2, 3, 4, 5, 6]
    assert result.agreement["kendall"].iloc[0] == pytest.approx(1)
    assert result.agreement["kendall"].min() > 0.8


def test_the_share_of_robust_pairs_counts_pairs(wards):
    errors = standard_errors(wards).areas["se_mpi"]
    result = robustness(wards, [1 / 3, 0.5], emphasised(wards.definition), errors)
    mpi = result.mpi
    different, kept, pairs = 0, 0, 0
    for one in range(6):
        for other in range(one + 1, 6):
            pairs += 1
            gap = mpi.iloc[one] - mpi.iloc[other]
            if abs(gap.iloc[0]) > 1.959963984540054 * np.hypot(errors.iloc[one], errors.iloc[other]):
                different += 1
                kept += (np.sign(gap) == np.sign(gap.iloc[0])).all()
    assert (result.significant, result.robust) == (different / pairs, kept / different)
    assert result.mpi.shape == (6, 8)


def test_without_errors_no_pair_is_called_significant(wards):
    result = robustness(wards, [1 / 3])
    assert np.isnan([result.significant, result.robust]).all()


def test_emphasis_gives_a_dimension_its_share(af2):
    _, definition = af2
    weights = emphasised(definition, 0.5)
    assert list(weights) == ["health", "education", "living"]
    np.testing.assert_allclose(weights["education"], [1 / 8, 1 / 8, 1 / 2, 1 / 12, 1 / 12, 1 / 12])


def test_weights_that_do_not_fit_are_refused(wards):
    with pytest.raises(InputError, match="salah"):
        robustness(wards, [0.5], {"salah": np.ones(6)})


def test_change_splits_by_indicator_and_is_annualised(af2):
    frame, definition = af2
    later = frame.assign(i0=0)
    before, after = (profile_frame(one, definition, "ward", ["persons"], cluster="household") for one in (frame, later))
    result = change(measure(before), measure(after), definition, 2, standard_errors(before), standard_errors(after))
    total = result.total
    assert total["mpi_change"] == pytest.approx(sum(total[f"change_{f}"] for f in definition.fields))
    assert total["mpi_yearly"] == pytest.approx(total["mpi_change"] / 2)
    assert (1 + total["mpi_yearly_relative"]) ** 2 == pytest.approx(total["mpi_after"] / total["mpi_before"])
    assert total["mpi_relative"] == pytest.approx(total["mpi_change"] / total["mpi_before"])
    assert 0 < total["mpi_p"] < 1
    assert list(result.areas.index) == ["A", "B"]


def test_change_from_no_poverty_has_no_relative_change(af2):
    frame, definition = af2
    nobody = measure(profile_frame(frame.assign(**dict.fromkeys(definition.fields, 0)), definition, "ward"))
    result = change(nobody, measure(profile_frame(frame, definition, "ward")), definition, 1)
    assert result.total["mpi_change"] > 0
    assert np.isnan(result.total["mpi_relative"])


def test_an_area_of_one_year_only_has_no_change(af2):
    frame, definition = af2
    whole = measure(profile_frame(frame, definition, "ward"))
    part = measure(profile_frame(frame[frame["ward"] == "A"], definition, "ward"))
    assert np.isnan(change(whole, part, definition, 1).areas.loc["B", "mpi_change"])


@pytest.mark.defect("A10")
def test_all_areas_together_are_those_of_both_years(af2):
    """Without ward B's records of the later year nothing changed: B's poverty must not have gone with it."""
    frame, definition = af2
    whole, part = (
        profile_frame(one, definition, "ward", ["persons"], cluster="household")
        for one in (frame, frame[frame["ward"] == "A"])
    )
    before, after = measure(whole), measure(part)
    result = change(before, after, definition, 1, standard_errors(whole), standard_errors(part))
    for name in ("headcount", "intensity", "mpi"):
        assert result.total[f"{name}_before"] == pytest.approx(before.areas.loc["A", name])
        assert result.total[f"{name}_change"] == pytest.approx(0, abs=1e-12)
    assert [result.total[f"change_{field}"] for field in definition.fields] == pytest.approx([0] * 6, abs=1e-12)
    assert "mpi_p" not in result.total


def test_years_in_the_wrong_order_and_different_cutoffs_are_refused(af2):
    frame, definition = af2
    profile = profile_frame(frame, definition, "ward")
    with pytest.raises(InputError, match="after the first"):
        change(measure(profile), measure(profile), definition, -1)
    with pytest.raises(InputError, match="same poverty cut-off"):
        change(measure(profile, 0.3), measure(profile, 0.5), definition, 1)
