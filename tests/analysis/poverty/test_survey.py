import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import InputError
from sejahtera.analysis.poverty.engines.memory import profile_frame
from sejahtera.analysis.poverty.survey import standard_errors


@pytest.mark.parametrize(
    ("k", "expected"),
    [(1 / 3, (0.1663829056, 0.1987899905, 0.1499758432)), (0.5, (0.1829935925, 0.2012027328, 0.1336017152))],
)
def test_household_as_cluster_equals_the_reference(af2, k, expected):
    frame, definition = af2
    profile = profile_frame(frame, definition, "ward", ["persons"], cluster="household")
    total = standard_errors(profile, k).total
    np.testing.assert_allclose(total[["se_mpi", "se_headcount", "se_intensity"]], expected, rtol=1e-9)


def by_hand(frame, score, k, strata, inside):
    """Textbook: every cluster of every stratum, those outside the domain with 0."""
    w, poor = frame["persons"] * inside, (score >= k - 1e-9) * 1.0
    z = w * (poor * score - (w * poor * score).sum() / w.sum()) / w.sum()
    variance = 0.0
    for _, part in z.groupby(strata):
        sums = part.groupby(frame["psu"].loc[part.index]).sum()
        variance += len(sums) / (len(sums) - 1) * ((sums - sums.mean()) ** 2).sum()
    return np.sqrt(variance)


def test_strata_clusters_and_wards_as_domains_equal_the_textbook(af2):
    _, definition = af2
    random = np.random.default_rng(6)
    frame = pd.DataFrame(random.integers(0, 2, (300, 6)), columns=definition.fields)
    frame["persons"] = random.integers(1, 9, 300)
    frame["stratum"] = np.repeat(["urban", "rural", "edge"], 100)
    frame["psu"] = random.integers(0, 12, 300)
    frame["ward"] = random.choice(list("ABCD"), 300)
    profile = profile_frame(frame, definition, "ward", ["persons"], stratum="stratum", cluster="psu")
    errors = standard_errors(profile, 0.4)
    score = frame[list(definition.fields)] @ definition.weights
    assert errors.total["se_mpi"] == pytest.approx(by_hand(frame, score, 0.4, frame["stratum"], True), rel=1e-10)
    for ward in "ABCD":
        expected = by_hand(frame, score, 0.4, frame["stratum"], frame["ward"] == ward)
        assert errors.areas.loc[ward, "se_mpi"] == pytest.approx(expected, rel=1e-10)
    assert (errors.strata, errors.clusters) == (3, 36)


def test_a_stratum_with_one_cluster_follows_the_stated_rule(af2):
    frame, definition = af2
    frame = frame.assign(stratum=list("XXXXXXXY"))
    profile = profile_frame(frame, definition, "ward", ["persons"], stratum="stratum", cluster="household")
    missing, certain, centred = (standard_errors(profile, lonely=rule) for rule in ("missing", "certainty", "centred"))
    assert np.isnan(missing.total["se_mpi"])
    assert "single cluster" in str(missing.diagnostics.warnings[0])
    assert 0 < certain.total["se_mpi"] < centred.total["se_mpi"]


@pytest.mark.defect("A24")
def test_where_nobody_is_poor_there_is_no_standard_error_rather_than_one_of_0(af2):
    frame, definition = af2
    frame = frame.assign(**dict.fromkeys(definition.fields, 0))
    errors = standard_errors(profile_frame(frame, definition, "ward", ["persons"], cluster="household"))
    assert errors.total.isna().all()
    assert errors.areas.isna().all(axis=None)


@pytest.mark.defect("A24")
def test_an_area_of_one_cluster_has_no_standard_error(af2):
    frame, definition = af2
    frame = frame.assign(psu=list("pppp") + list("qrst"))
    errors = standard_errors(profile_frame(frame, definition, "ward", ["persons"], cluster="psu"))
    assert errors.areas.loc["A"].isna().all()
    assert (errors.areas.loc["B"] > 0).all()
    assert "No standard error in 1 areas" in str(errors.diagnostics.warnings[0])


def test_errors_without_clusters_are_refused(af2):
    frame, definition = af2
    with pytest.raises(InputError, match="cluster"):
        standard_errors(profile_frame(frame, definition, "ward"))
    holes = frame.assign(psu=[1, 1, 2, 2, 3, 3, np.nan, 4])
    with pytest.raises(InputError, match="name no cluster"):
        standard_errors(profile_frame(holes, definition, "ward", cluster="psu"))
