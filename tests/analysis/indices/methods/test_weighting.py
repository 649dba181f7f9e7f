import numpy as np
import pytest
from sejahtera.analysis.core.diagnostics import Diagnostics
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.indices.definition.model import Weighting
from sejahtera.analysis.indices.methods.weighting import WEIGHTINGS
from sejahtera.analysis.indices.methods.weighting.ahp import priorities
from sejahtera.analysis.indices.methods.weighting.bwm import best_worst
from sejahtera.analysis.indices.methods.weighting.task import WeightingTask

W2 = [[1, 4, 3, 7], [1 / 4, 1, 1 / 2, 3], [1 / 3, 2, 1, 5], [1 / 7, 1 / 3, 1 / 5, 1]]
W3 = [[1, 2, 1 / 9], [1 / 2, 1, 3], [9, 1 / 3, 1]]


def task(scores, choice=Weighting(), diagnostics=None):  # noqa: B008 - frozen
    scores = np.asarray(scores, dtype=float)
    labels = [f"part {number}" for number in range(len(scores))]
    return WeightingTask(scores, np.ones(len(scores)), labels, "Income", choice, diagnostics or Diagnostics())


def weights(method, scores, **judgements):
    found = WEIGHTINGS[method].function(task(scores, Weighting(method, **judgements)))
    return found / found.sum()


@pytest.mark.parametrize(
    ("matrix", "expected", "lambda_max", "ci", "cr"),
    [
        (
            [[1, 3, 5], [1 / 3, 1, 3], [1 / 5, 1 / 3, 1]],
            [0.6369855717, 0.2582849944, 0.1047294339],
            3.038511091,
            0.01925554528,
            0.033199216,
        ),
        (W2, [0.5554967215, 0.1413599885, 0.2458789009, 0.05726438913], 4.067394126, 0.02246470864, 0.02496078737),
        (W3, [0.1897179276, 0.3585444157, 0.4517376567], 5.044329992, 1.022164996, 1.762353441),
        ([[1, 3], [1 / 3, 1]], [0.75, 0.25], 2, 0, 0),
        ([[1, 2, 4], [1 / 2, 1, 2], [1 / 4, 1 / 2, 1]], [4 / 7, 2 / 7, 1 / 7], 3, 0, 0),
    ],
)
def test_ahp_gives_the_principal_eigenvector_and_its_consistency(matrix, expected, lambda_max, ci, cr):
    found = priorities(np.array(matrix, dtype=float))
    np.testing.assert_allclose(found.weights, expected, atol=1e-9)
    assert found.lambda_max == pytest.approx(lambda_max)
    assert found.consistency_index == pytest.approx(ci, abs=1e-9)
    assert found.consistency_ratio == pytest.approx(cr, abs=1e-8)


def test_ahp_names_the_judgement_that_contradicts_the_others():
    matrix = np.array([[1.0, 2, 4, 1 / 8], [1 / 2, 1, 2, 4], [1 / 4, 1 / 2, 1, 2], [8, 1 / 4, 1 / 2, 1]])
    diagnostics = Diagnostics()
    choice = Weighting("ahp", tuple(map(tuple, matrix)))
    WEIGHTINGS["ahp"].function(task(np.ones((4, 3)), choice, diagnostics))
    assert "“part 0” over “part 3”" in str(diagnostics.warnings[0])
    assert "λmax" in str(diagnostics.method[0])


def test_ahp_without_contradiction_warns_of_nothing():
    diagnostics = Diagnostics()
    WEIGHTINGS["ahp"].function(task(np.ones((4, 3)), Weighting("ahp", tuple(map(tuple, W2))), diagnostics))
    assert not diagnostics.warnings


def test_ahp_takes_rounded_reciprocals():
    np.testing.assert_allclose(weights("ahp", np.ones((2, 3)), pairwise=((1, 3), (0.33, 1))), [0.75, 0.25], atol=0.01)


@pytest.mark.parametrize("pairwise", [(), ((1, 2),), ((1, 2), (3, 1)), ((2, 1), (1, 1)), tuple([(1,) * 3] * 3)])
def test_ahp_refuses_a_matrix_that_does_not_fit(pairwise):
    with pytest.raises(InputError, match="AHP of Income"):
        weights("ahp", np.ones((2, 3)), pairwise=pairwise)


@pytest.mark.parametrize(
    ("best", "worst", "expected", "deviation", "ratio"),
    [
        ([1, 2, 8], [8, 5, 1], [0.6071428571, 0.3214285714, 0.07142857143], 0.03571428571, 0.03571428571),
        ([1, 3, 5], [5, 2, 1], [0.65, 0.225, 0.125], 0.025, 0.05),
        (
            [2, 1, 4, 3, 8],
            [4, 8, 2, 3, 1],
            [0.2295081967, 0.4480874317, 0.1147540984, 0.1530054645, 0.05464480874],
            0.01092896175,
            0.01785714286,
        ),
    ],
)
def test_bwm_solves_the_linear_model_exactly(best, worst, expected, deviation, ratio):
    found = best_worst(np.array(best, dtype=float), np.array(worst, dtype=float))
    np.testing.assert_allclose(found.weights, expected, atol=1e-9)
    assert found.deviation == pytest.approx(deviation, abs=1e-9)
    assert found.consistency_ratio == pytest.approx(ratio)


@pytest.mark.defect("A19")
@pytest.mark.parametrize(
    ("best", "worst", "ratio"),
    [
        ([1, 2, 6], [6, 3, 1], 0.0),  # 2 × 3 = 6
        ([1, 6, 6], [6, 6, 1], 1.0),  # |6 × 6 - 6| of 6² - 6, the furthest apart on this scale
        ([1, 4, 5], [5, 1.25, 1], 0.0),
        ([1, 5, 1], [1, 1, 1], 1.0),  # the best equals the worst, and yet is 5 times the one between
        ([1, 3, 5, 4], [5, 2, 1, 3], 7 / 20),  # |4 × 3 - 5| of 5² - 5
        ([1, 1, 1], [1, 1, 1], 0.0),
    ],
)
def test_the_consistency_of_bwm_is_that_of_the_input(best, worst, ratio):
    found = best_worst(np.array(best, dtype=float), np.array(worst, dtype=float))
    assert found.consistency_ratio == pytest.approx(ratio)


@pytest.mark.defect("A19")
@pytest.mark.parametrize(
    ("best", "worst", "numbers"),
    [((1, 3, 5), (1, 2, 1), "as 5.0 and as 1.0"), ((1, 3, 1), (5, 2, 1), "as 1.0 and as 5.0")],
)
def test_best_and_worst_are_one_judgement(best, worst, numbers):
    with pytest.raises(InputError, match=f"twice, {numbers}"):
        weights("bwm", np.ones((3, 4)), best_to_others=best, others_to_worst=worst)


@pytest.mark.parametrize(
    ("best", "worst"), [((), ()), ((1, 2), (2, 1)), ((2, 3, 4), (4, 3, 1)), ((1, 2, 3), (3, 2, 2))]
)
def test_bwm_refuses_comparisons_that_do_not_fit(best, worst):
    with pytest.raises(InputError, match="best–worst method of Income"):
        weights("bwm", np.ones((3, 4)), best_to_others=best, others_to_worst=worst)


def test_entropy_of_raw_shares(cb):
    np.testing.assert_allclose(
        weights("entropy", cb.to_numpy().T), [0.2541478963, 0.2541478963, 0.4917042074], atol=1e-9
    )


def test_entropy_counts_zero_times_its_logarithm_as_zero(ca_scores):
    expected = [0.258693108, 0.2748830383, 0.2364799124, 0.2299439413]
    np.testing.assert_allclose(weights("entropy", ca_scores), expected, atol=1e-9)


def test_entropy_depends_on_the_scale(ca):
    raw = np.stack([1 / ca["pov"], ca["school"], ca["water"], 1 / ca["unemp"]])
    expected = [0.5823621526, 0.07665574299, 0.05530519425, 0.2856769102]
    np.testing.assert_allclose(weights("entropy", raw), expected, atol=1e-9)


def test_entropy_refuses_negative_scores():
    with pytest.raises(InputError, match="not negative"):
        weights("entropy", [[-1.0, 0, 1], [1, 2, 3]])


def test_critic_multiplies_spread_and_conflict(ca_scores, cb_scores):
    expected = [0.2247184556, 0.2217727614, 0.3732913227, 0.1802174603]
    np.testing.assert_allclose(weights("critic", ca_scores), expected, atol=1e-9)
    np.testing.assert_allclose(weights("critic", cb_scores), [0.2879520202, 0.4619782448, 0.250069735], atol=1e-9)


def test_pca_takes_squared_loadings(ca_scores):
    expected = [0.2504108594, 0.2506877012, 0.2473228833, 0.2515785562]
    np.testing.assert_allclose(weights("pca", ca_scores), expected, atol=1e-9)


def test_pca_weights_are_not_negative_where_a_loading_is(cb_scores):
    first = np.array([0.6026623, -0.6026623, 0.5230640])
    np.testing.assert_allclose(weights("pca", cb_scores), first**2, atol=1e-6)


@pytest.mark.parametrize("method", ["pca", "entropy", "critic"])
def test_weights_from_data_need_three_complete_units_and_variation(method):
    with pytest.raises(InputError, match="only 2 kelurahan"):
        weights(method, [[1.0, 2, np.nan], [1, 2, 3]])
    with pytest.raises(InputError, match="part 1 has the same score"):
        weights(method, [[1.0, 2, 3], [2, 2, 2]])


def test_equal_weights_are_equal():
    np.testing.assert_allclose(weights("equal", np.ones((4, 3))), 0.25)
