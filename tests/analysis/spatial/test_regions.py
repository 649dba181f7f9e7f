import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.spatial.regions.kmeans import kmeans
from sejahtera.analysis.spatial.regions.methods import GROUPINGS, advise_count
from sejahtera.analysis.spatial.regions.partition import silhouettes, squares, standardised
from sejahtera.analysis.spatial.regions.skater import skater
from sejahtera.analysis.spatial.regions.ward import ward
from sejahtera.analysis.spatial.weights.weights import from_pairs

from .maps import rook_lattice
from .test_peers import DATA, PEERS, QUEEN

SIDE = 6
BOARD = rook_lattice(SIDE, SIDE)


def halves(noise=0.1):
    """Return a board with a high left and a low right half in two variables."""
    rng = np.random.default_rng(1)
    left = np.tile(np.arange(SIDE) < 3, SIDE)
    return pd.DataFrame({name: np.where(left, 5.0, 1.0) + rng.normal(0, noise, SIDE**2) for name in "ab"}), left


def is_contiguous(weights, region):
    for label in np.unique(region[~np.isnan(region)]):
        parts, _ = weights.subset(region == label).components()
        if parts > 1:
            return False
    return True


@pytest.mark.parametrize("code", GROUPINGS)
def test_two_halves_are_found_and_the_first_is_the_higher(code):
    frame, left = halves()
    result = kmeans(frame, 2) if code == "kmeans" else GROUPINGS[code].function(frame, BOARD, 2)
    assert (result.frame["region"] == np.where(left, 1, 2)).all()
    assert result.between > 0.95
    assert result.silhouette > 0.8
    assert result.profile["units"].tolist() == [18, 18]
    assert result.profile.loc[1, "a"] == pytest.approx(frame["a"][left].mean())
    assert result.profile.loc[1, "a_z"] > 0 > result.profile.loc[2, "a_z"]


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), k=st.integers(2, 8), minimum=st.integers(1, 4))
def test_regions_are_contiguous_and_large_enough(seed, k, minimum):
    frame = pd.DataFrame(np.random.default_rng(seed).normal(size=(36, 3)))
    found = skater(frame, BOARD, k, minimum_units=minimum if k <= 4 else 1)
    assert found.frame["region"].nunique() == k
    assert is_contiguous(BOARD, found.frame["region"].to_numpy())
    assert found.profile["units"].min() >= (minimum if k <= 4 else 1)
    joined = ward(frame, BOARD, k)
    assert joined.frame["region"].nunique() == k
    assert is_contiguous(BOARD, joined.frame["region"].to_numpy())


@pytest.mark.parametrize("k", PEERS["skater"])
def test_skater_is_as_good_as_geoda_s(k):
    ours = skater(DATA[["x", "y"]], QUEEN, int(k))
    assert ours.between == pytest.approx(PEERS["skater"][k]["ratio"], abs=1e-9)
    theirs = pd.Series(PEERS["skater"][k]["clusters"])
    assert (pd.crosstab(ours.frame["region"], theirs) > 0).to_numpy().sum() == int(k)


def test_ward_joins_where_the_squares_grow_least():
    # along a row of units Ward with contiguity can be followed by hand
    frame = pd.DataFrame({"x": [0.0, 1.0, 10.0, 12.0, 30.0]})
    found = ward(frame, rook_lattice(1, 5), 3).frame["region"]
    assert found.tolist() == [3, 3, 2, 2, 1]


def test_a_minimum_population_is_kept_and_refused_where_it_leaves_no_cut():
    frame, _ = halves()
    people = pd.Series(np.full(36, 100.0), name="people")
    found = skater(frame, BOARD, 3, population=people, minimum_population=400)
    assert "at least 1 area and 400 people" in str(found.diagnostics.method[-1])
    assert found.profile["population"].min() >= 400
    assert found.profile["population"].sum() == 3600
    with pytest.raises(InputError, match="Only 2 regions"):
        skater(frame, BOARD, 3, population=people, minimum_population=1600)
    people.iloc[4] = np.nan
    with pytest.raises(InputError, match="no population for 4"):
        skater(frame, BOARD, 3, population=people, minimum_population=400)


@pytest.mark.defect("B14")
def test_a_minimum_that_was_not_set_is_not_told():
    frame, _ = halves()
    assert str(skater(frame, BOARD, 3).diagnostics.method[-1]) == "SKATER: 3 regions of at least 1 area."


@pytest.mark.parametrize("method", [skater, ward])
def test_parts_of_the_map_cannot_be_in_one_region(method):
    frame = pd.DataFrame({"x": np.arange(6.0)})
    apart = from_pairs([(0, 1), (2, 3), (4, 5)], 6, kind="queen")
    assert method(frame, apart, 3).frame["region"].tolist() == [3, 3, 2, 2, 1, 1]
    with pytest.raises(InputError, match="3 separate parts"):
        method(frame, apart, 2)


@pytest.mark.parametrize("method", [skater, ward])
def test_units_without_value_and_islands_belong_to_no_region(method):
    frame, _ = halves()
    frame.loc[7, "a"] = np.nan
    frame = pd.concat([frame, pd.DataFrame({"a": [1.0], "b": [1.0]})], ignore_index=True)
    weights = from_pairs([*BOARD.pairs, (36, 36)], 37, kind="rook")
    region = method(frame, weights, 2).frame["region"]
    assert region.index[region.isna()].tolist() == [7, 36]


@pytest.mark.parametrize("k", [0, 1, 37])
def test_an_impossible_number_of_groups_is_refused(k):
    frame, _ = halves()
    for make in (lambda: skater(frame, BOARD, k), lambda: ward(frame, BOARD, k), lambda: kmeans(frame, k)):
        with pytest.raises(InputError, match="from 2 to 36"):
            make()


def test_types_need_numbers_that_differ():
    with pytest.raises(InputError, match="not"):
        kmeans(pd.DataFrame({"a": ["x", "y", "z"]}), 2)
    with pytest.raises(InputError, match="same value"):
        kmeans(pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 1, 1]}), 2)
    with pytest.raises(InputError, match="Only 2 areas"):
        kmeans(pd.DataFrame({"a": [1.0, 2, np.nan]}), 2)


def test_k_means_of_a_seed_is_the_same_each_time_and_no_worse_than_scipy():
    from scipy.cluster.vq import kmeans2

    frame = pd.DataFrame(np.random.default_rng(4).normal(size=(80, 3)))
    one, two = kmeans(frame, 5), kmeans(frame, 5)
    pd.testing.assert_frame_equal(one.frame, two.frame)
    z = standardised(frame.to_numpy())
    theirs = min(squares(z, kmeans2(z, 5, minit="++", seed=s, iter=50)[1]) for s in range(10))
    assert 1 - one.between <= theirs / (z**2).sum() * 1.02


def test_silhouettes_by_hand():
    z = np.array([[0.0], [1.0], [5.0], [9.0]])
    found = silhouettes(z, np.array([0, 0, 1, 2]))
    np.testing.assert_allclose(found, [(5 - 1) / 5, (4 - 1) / 4, 0, 0])


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_silhouettes_are_those_of_the_definition(seed):
    rng = np.random.default_rng(seed)
    z, labels = rng.normal(size=(30, 2)), np.r_[0, 1, 2, rng.integers(0, 3, 27)]
    distance = np.sqrt(((z[:, None] - z) ** 2).sum(axis=2))
    expected = []
    for i in range(30):
        same = (labels == labels[i]) & (np.arange(30) != i)
        inside = distance[i, same].mean() if same.any() else np.nan
        outside = min(distance[i, labels == other].mean() for other in {0, 1, 2} - {labels[i]})
        expected.append((outside - inside) / max(inside, outside) if same.any() else 0.0)
    np.testing.assert_allclose(silhouettes(z, labels), expected, atol=1e-7)


def test_advice_finds_the_number_of_types_that_are_there():
    rng = np.random.default_rng(6)
    centres = np.repeat([(0, 0), (8, 0), (0, 8)], 12, axis=0)
    frame = pd.DataFrame(centres + rng.normal(0, 0.5, (36, 2)))
    advice = advise_count(lambda k: kmeans(frame, k), range(2, 7))
    assert advice.index[advice["advised"]].tolist() == [3]
    assert (np.diff(advice["between"]) > 0).all()
