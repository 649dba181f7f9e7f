"""Every sentence says what the numbers say, and claims no more than was tested."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.definition.schema import definition_from_dict
from sejahtera.analysis.messages import InputError
from sejahtera.analysis.report.report import SECTIONS, write_sections
from sejahtera.analysis.report.results import Origin, Results, correction_of
from sejahtera.analysis.report.sections.index import group_table, within_share
from sejahtera.analysis.spatial.significance import CORRECTIONS

NAMES = ["Mekar", "Sari", "Jaya", "Indah", "Makmur", "Rejo"]


def _index(**changes):
    frame = pd.DataFrame(
        {
            "name": NAMES,
            "group": ["Utara", "Utara", "Utara", "Selatan", "Selatan", "Selatan"],
            "population": [100.0, 300.0, 100.0, 200.0, 200.0, 100.0],
            "index": [80.0, 60.0, 40.0, 50.0, 30.0, np.nan],
            "rank": [1, 2, 4, 3, 5, np.nan],
            "class": [5, 4, 2, 3, 1, np.nan],
            "coverage": [1.0, 1.0, 0.8, 1.0, 1.0, 0.4],
            "dim_a": [80.0, 70.0, 30.0, 40.0, 20.0, np.nan],
            "dim_b": [80.0, 50.0, 50.0, 60.0, 40.0, np.nan],
        }
    )
    return frame.assign(**changes)


def _texts(results, code):
    section = SECTIONS[code].function(results)
    return [str(one.message) for one in section.statements], [str(one.evidence) for one in section.statements]


def _spots(z, p, q):
    return pd.DataFrame({"name": NAMES, "gi_z": z, "gi_p": p, "gi_q": q})


def test_the_summary_repeats_the_key_sentences_in_the_order_of_the_sections():
    sections = write_sections(Results(_index()))
    said = [one for section in sections[1:] for one in section.statements if one.key]
    assert list(sections[0].statements) == said
    assert said


def test_the_level_of_the_index_is_that_of_its_numbers():
    texts, _ = _texts(Results(_index()), "index")
    assert texts[0] == "Of 6 kelurahan 5 have an index. It runs from 30.0 (Makmur) to 80.0 (Mekar)."
    mean = (80 * 100 + 60 * 300 + 40 * 100 + 50 * 200 + 30 * 200) / 900
    assert (
        texts[1]
        == f"The mean weighted by population is {round(mean, 1)}; half of the kelurahan lie below 50.0."
    )


def test_a_kelurahan_without_index_is_named_and_not_ranked():
    texts, _ = _texts(Results(_index()), "index")
    assert texts[-1].startswith("Without an index for want of data: Rejo.")
    assert "Rejo" not in texts[2]


def test_population_that_is_not_known_everywhere_weighs_nothing():
    results = Results(_index(population=[1.0, np.nan, 1, 1, 1, 1]))
    assert not results.weighted
    texts, _ = _texts(results, "index")
    assert texts[1].startswith("The mean of the kelurahan is 52.0;")


def test_the_means_of_kecamatan_are_weighted_by_population():
    table = group_table(Results(_index())).set_index("group")
    assert table.loc["Utara", "mean"] == pytest.approx((80 * 100 + 60 * 300 + 40 * 100) / 500)
    assert table.loc["Selatan", "mean"] == pytest.approx(40.0)
    assert table.loc["Selatan", "units"] == 2


def test_shares_within_and_between_kecamatan_make_the_whole_variance():
    values, groups = np.array([1.0, 3.0, 5.0, 7.0]), np.array(["a", "a", "b", "b"])
    between = 2 * ((2 - 4) ** 2) + 2 * ((6 - 4) ** 2)
    total = ((values - 4) ** 2).sum()
    assert within_share(values, groups) == pytest.approx(100 * (1 - between / total), abs=0.05)


def test_deprivation_turns_best_and_worst_around():
    from sejahtera.analysis.definition.schema import definition_from_dict

    definition = definition_from_dict(
        {
            "orientation": "deprivation",
            "dimensions": [{"code": "a", "indicators": [{"field": "x", "direction": "+"}]}],
        }
    )
    results = Results(_index(rank=[5, 4, 2, 3, 1, np.nan]), definition=definition)
    texts, _ = _texts(results, "index")
    assert texts[0].endswith("It runs from 80.0 (Mekar) to 30.0 (Makmur).")
    texts, _ = _texts(results, "groups")
    assert texts[0].startswith("Kecamatan Selatan has the best mean")


@pytest.mark.parametrize("code", list(CORRECTIONS))
def test_the_correction_named_is_the_one_that_the_numbers_bear_out(code):
    p = np.array([0.001, 0.01, 0.04, 0.3, np.nan])
    q = np.full(5, np.nan)
    q[:4] = CORRECTIONS[code].function(p[:4])
    assert correction_of(p, q) == code


def test_an_unknown_correction_is_not_guessed():
    assert correction_of(np.array([0.01, 0.2]), np.array([0.011, 0.21])) is None


def test_pockets_are_counted_from_the_corrected_p_and_carry_their_test():
    p = np.array([0.001, 0.002, 0.2, 0.03, 0.5, np.nan])
    q = np.full(6, np.nan)
    q[:5] = CORRECTIONS["fdr"].function(p[:5])
    results = Results(
        _index(),
        {"hotspots": _spots([3.0, -3.0, 1.0, -2.2, 0.1, np.nan], p, q)},
        {"hotspots": Origin(column="index", permutations=9999, seed=1)},
    )
    texts, evidence = _texts(results, "hotspots")
    low = [name for name, one, z in zip(NAMES, q, [3.0, -3.0, 1.0, -2.2, 0.1, 0]) if one <= 0.05 and z < 0]
    assert (
        texts[0] == f"{len(low)} of 5 kelurahan lie in a significant pocket of low welfare: {', '.join(low)}."
    )
    assert evidence[0] == (
        "Gi*, 9999 permutations, correction: False discovery rate (Benjamini–Hochberg), q ≤ 0.05"
    )


def test_nothing_significant_is_said_so_and_is_no_key_sentence():
    results = Results(_index(), {"hotspots": _spots([1.0] * 6, [0.5] * 6, [0.5] * 6)})
    section = SECTIONS["hotspots"].function(results)
    assert [one.key for one in section.statements] == [False, False]
    assert all("significant pocket" in str(one.message) for one in section.statements)
    assert str(section.statements[0].message).startswith("No kelurahan")


def test_pockets_of_another_field_are_not_called_welfare():
    results = Results(
        _index(),
        {"hotspots": _spots([-3.0] * 6, [0.001] * 6, [0.001] * 6)},
        {"hotspots": Origin(column="wsh01")},
    )
    texts, _ = _texts(results, "hotspots")
    assert "of bad values of wsh01" in texts[0]
    assert not any(part in texts[0] for part in ("welfare",))


def test_without_a_test_no_sentence_says_significant():
    for section in write_sections(Results(_index())):
        for one in section.statements:
            assert "significant" not in str(one.message)


def test_robustness_counts_firm_ranks_and_names_the_stable_worst():
    frame = pd.DataFrame(
        {
            "name": NAMES,
            "rank_median": [1, 2, 4, 3, 5, np.nan],
            "rank_low": [1, 1, 3, 3, 5, np.nan],
            "rank_high": [1, 4, 4, 4, 5, np.nan],
            "rank_share_bottom": [0, 0, 0.2, 0, 0.95, np.nan],
        }
    )
    texts, _ = _texts(Results(_index(), {"robustness": frame}), "robustness")
    assert texts[0].startswith("4 of 5 kelurahan keep their place")
    assert texts[0].endswith("The widest spans 3 ranks (Sari).")
    assert texts[1] == "In at least 90 % of the draws these are in the worst fifth: Makmur."


def test_results_that_are_absent_leave_no_section():
    titles = [str(section.title) for section in write_sections(Results(_index()))]
    assert "Inequality" not in titles
    assert "Limits" in titles


def test_an_index_without_any_value_is_refused():
    with pytest.raises(InputError, match="nothing to report"):
        write_sections(Results(_index(index=[np.nan] * 6)))


def test_whom_a_programme_reaches_is_counted_where_need_is_known():
    frame = pd.DataFrame(
        {
            "name": NAMES,
            "served": ["under", "under", "fair", "over", "fair", "unknown"],
            "coverage": [0.1, 0.2, 0.3, 0.5, 0.3, 0.3],
        }
    )
    results = Results(_index(), {"targeting": frame}, {"targeting": Origin(title="Kartu")})
    texts, evidence = _texts(results, "targeting")
    assert texts == ["Kartu: 2 of 5 kelurahan whose need is known get less than their share by need, 1 more."]
    assert evidence[0].endswith("no test")


@pytest.mark.defect("A21")
def test_the_report_cautions_of_weights_as_the_index_does():
    indicators = [{"field": field, "direction": "+"} for field in ("a", "b", "c")]
    definition = definition_from_dict(
        {"dimensions": [{"code": "all", "indicators": indicators}], "weighting": {"method": "entropy"}}
    )
    weights = pd.DataFrame(
        {
            "level": [1, 2, 2, 2],
            "dimension": "all",
            "field": [None, "a", "b", "c"],
            "name": ["All", "Beds", "Water", "Work"],
            "weight_overall": [1.0, 0.7, 0.2, 0.1],
            "weight_effective": [1.0, 0.9, 0.05, 0.05],
            "correlation": [1.0, 0.9, 0.1, -0.8],
        }
    )
    said, _ = _texts(Results(_index(), {"weights_table": weights}, definition=definition), "drivers")
    assert any(one.startswith("Beds holds 70.0 % of all weight by Entropy") for one in said)
    assert any("Against the index: Work (-0.8)" in one for one in said)
    # layers do not tell by which method their weights came about
    unknown, _ = _texts(Results(_index(), {"weights_table": weights}), "drivers")
    assert not any("holds" in one for one in unknown)
