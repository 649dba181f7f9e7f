"""Effects that are known, and designs that cannot tell."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse, stats
from sejahtera.analysis.core.diagnostics import Diagnostics
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.programmes.effect.difference import compare
from sejahtera.analysis.programmes.effect.effect import programme_effect
from sejahtera.analysis.programmes.effect.panel import make_panel
from sejahtera.analysis.programmes.effect.synthetic import synthetic_control

E1 = pd.DataFrame(
    {"pre": [10.0, 12, 14, 8, 11, 9, 13, 10], "post": [15.0, 16, 19, 12, 12, 11, 14, 11], "t": [1.0] * 4 + [0.0] * 4}
)


def panel_of(frame, periods, first, treated="t", **options):
    diagnostics = Diagnostics()
    return make_panel(frame, periods, frame[treated], first, diagnostics, **options), diagnostics


def simulated(seed, effect=0.0, units=20, treated=6, periods=5, trend=0.0):
    random = np.random.default_rng(seed)
    chosen = np.arange(units) < treated
    values = random.normal(50, 5, (units, 1)) + np.arange(periods) + random.normal(0, 1, (units, periods))
    values += chosen[:, None] * trend * np.arange(periods)
    values[chosen, periods - 2 :] += effect
    names = [f"y{number}" for number in range(periods)]
    frame = pd.DataFrame(values, columns=names).assign(t=chosen.astype(float))
    return frame, names, names[periods - 2]


def effect_of(frame, names, first, **options):
    panel, diagnostics = panel_of(frame, names, first)
    return programme_effect(panel, frame.index, diagnostics, permutations=499, **options)


def test_the_difference_in_differences_of_the_vector():
    panel, _ = panel_of(E1, ["pre", "post"], "post")
    did = compare(panel.changes, panel.treated, panel.weights)
    assert did.effect == pytest.approx(3.25)
    assert did.error == pytest.approx(0.3818813079)
    assert did.t == pytest.approx(8.5104977)
    # the vector has pooled variances and 6 degrees of freedom; Welch's are a little fewer
    assert 2 * stats.t.sf(did.t, 6) == pytest.approx(0.000144, abs=1e-6)
    assert did.df == pytest.approx(5.88)
    assert did.p == pytest.approx(2 * stats.t.sf(did.t, 5.88))
    assert did.p_permutation == pytest.approx(2 / 70)
    assert (did.exact, did.assignments) == (True, 70)


def test_a_simulated_effect_lies_in_its_interval():
    hits = 0
    for seed in range(40):
        panel, _ = panel_of(*simulated(seed, effect=2.0, units=14, treated=4))
        did = compare(panel.changes, panel.treated, panel.weights)
        hits += did.low <= 2.0 <= did.high
    assert hits >= 34


def test_without_an_effect_the_permutation_test_keeps_its_size():
    rejected = sum(compare(*_noise(seed), permutations=199, seed=seed).p_permutation <= 0.05 for seed in range(400))
    assert 8 <= rejected <= 34  # 20 expected


def _noise(seed):
    random = np.random.default_rng(seed)
    return random.normal(size=30), np.arange(30) < 9, np.ones(30)


def test_random_assignments_agree_with_all_of_them():
    values, treated, weights = np.random.default_rng(2).normal(size=12), np.arange(12) < 4, np.ones(12)
    exact = compare(values, treated, weights)
    from sejahtera.analysis.programmes.effect import difference

    most, difference.MOST_ASSIGNMENTS = difference.MOST_ASSIGNMENTS, 0
    try:
        drawn = compare(values, treated, weights, permutations=20_000)
    finally:
        difference.MOST_ASSIGNMENTS = most
    assert not drawn.exact
    assert drawn.p_permutation == pytest.approx(exact.p_permutation, abs=0.02)


@settings(max_examples=30, deadline=None)
@given(st.floats(-100, 100), st.floats(0.1, 10))
def test_what_all_share_does_not_change_the_effect(shift, scale):
    base = effect_of(E1, ["pre", "post"], "post").estimates["did"]
    moved = E1.assign(pre=E1["pre"] * scale, post=E1["post"] * scale + shift)
    other = effect_of(moved, ["pre", "post"], "post").estimates["did"]
    assert other.effect == pytest.approx(base.effect * scale)
    assert other.p_permutation == pytest.approx(base.p_permutation)


def test_weights_are_people():
    weighted, _ = panel_of(E1, ["pre", "post"], "post", weights=pd.Series([2.0, 1, 1, 1, 1, 1, 1, 1]))
    repeated = pd.concat([E1, E1.iloc[:1]], ignore_index=True)
    plain, _ = panel_of(repeated, ["pre", "post"], "post")
    assert compare(weighted.changes, weighted.treated, weighted.weights).effect == pytest.approx(
        compare(plain.changes, plain.treated, plain.weights).effect
    )


def test_one_period_before_cannot_tell_trends_apart_and_says_so():
    result = effect_of(E1, ["pre", "post"], "post")
    assert "pretrend" not in result.estimates
    assert any("same path" in str(sentence) for sentence in result.verdict)


def test_different_trends_before_are_found():
    result = effect_of(*simulated(3, trend=1.5))
    assert result.estimates["pretrend"].p_permutation < 0.05
    assert any("different paths" in str(sentence) for sentence in result.verdict)


def test_the_last_period_before_is_the_reference_of_the_event_study():
    events = effect_of(*simulated(1, effect=3.0)).events.set_index("period")
    assert events.loc["y2", "effect"] == 0
    assert events.loc["y4", "effect"] == pytest.approx(3, abs=1.5)
    assert events["treated"].tolist() == [False, False, False, True, True]


def test_two_treated_of_four_cannot_be_told_from_chance():
    frame = pd.DataFrame({"a": [1.0, 2, 3, 4], "b": [9.0, 10, 3, 4], "t": [1.0, 1, 0, 0]})
    result = effect_of(frame, ["a", "b"], "b")
    assert "cannot tell" in str(result.verdict[0])


def test_no_effect_found_is_not_called_no_effect():
    result = effect_of(*simulated(8, effect=0.0))
    assert "does not show that there is none" in str(result.verdict[0])


def test_the_treated_starting_worse_off_warns_of_regression_to_the_mean():
    frame = E1.assign(pre=E1["pre"] - 8 * E1["t"])
    assert any("by themselves" in str(sentence) for sentence in effect_of(frame, ["pre", "post"], "post").verdict)


def test_a_spillover_to_neighbours_hides_in_the_plain_estimate():
    frame, names, first = simulated(5, effect=4.0)
    line = sparse.diags([np.ones(19), np.ones(19)], [1, -1]).tocsr()
    frame.loc[6:8, names[-2:]] += 4.0
    ring = sparse.lil_matrix(line)
    ring[0, 6:9] = 1
    ring[6:9, 0] = 1
    result = effect_of(frame, names, first, neighbours=ring.tocsr())
    assert (result.roles == "ring").sum() == 3
    assert result.estimates["did_clean"].effect > result.estimates["did"].effect
    assert result.estimates["spillover"].effect > 2


def test_a_synthetic_control_finds_the_mixture_it_was_made_of():
    random = np.random.default_rng(0)
    donors = random.normal(50, 5, (8, 6)).cumsum(axis=1)
    target = 0.7 * donors[2] + 0.3 * donors[5]
    target[4:] += 10
    names = [f"y{number}" for number in range(6)]
    frame = pd.DataFrame(np.vstack([target, donors]), columns=names).assign(t=[1.0] + [0.0] * 8)
    panel, _ = panel_of(frame, names, "y4")
    result = synthetic_control(panel)
    assert result.weights.to_dict() == pytest.approx({3: 0.7, 6: 0.3}, abs=1e-3)
    assert result.effect == pytest.approx(10, abs=0.05)
    assert result.p == pytest.approx(1 / 9)


def test_few_treated_get_a_synthetic_control():
    frame, names, first = simulated(1, effect=5.0, treated=1)
    result = effect_of(frame, names, first)
    assert result.synthetic is not None
    assert np.isnan(result.estimates["did"].error)


@pytest.mark.parametrize(
    ("change", "periods", "first", "sentence"),
    [
        ({}, ["pre"], "pre", "two different periods"),
        ({}, ["pre", "pre"], "pre", "two different periods"),
        ({}, ["pre", "post"], "pre", "no period before"),
        ({}, ["pre", "post"], "later", "later"),
        ({"t": [2.0] + [0.0] * 7}, ["pre", "post"], "post", "1 or 0"),
        ({"t": [0.0] * 8}, ["pre", "post"], "post", "treated"),
        ({"t": [1.0] * 7 + [0.0]}, ["pre", "post"], "post", "Fewer than two"),
    ],
)
def test_panels_that_cannot_be_compared_are_refused(change, periods, first, sentence):
    with pytest.raises(InputError, match=sentence):
        panel_of(E1.assign(**change), periods, first)


def test_a_unit_with_a_gap_is_left_out_and_named():
    _, diagnostics = panel_of(E1.assign(pre=E1["pre"].where(E1.index != 2)), ["pre", "post"], "post")
    assert (diagnostics.n, diagnostics.missing) == (7, 1)
    assert "2" in str(diagnostics.warnings[0])
