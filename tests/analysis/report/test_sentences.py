"""Every sentence says what the numbers say, and claims no more than was tested."""

import numpy as np
import pandas as pd
import pytest
from sejahtera.analysis.core.messages import InputError, Message
from sejahtera.analysis.indices.definition.schema import definition_from_dict
from sejahtera.analysis.report.report import SECTIONS, write_sections
from sejahtera.analysis.report.results import Origin, Results, words_of_test
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
    assert texts[1] == f"The mean weighted by population is {round(mean, 1)}; half of the kelurahan lie below 50.0."


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
    from sejahtera.analysis.indices.definition.schema import definition_from_dict

    definition = definition_from_dict(
        {"orientation": "deprivation", "dimensions": [{"code": "a", "indicators": [{"field": "x", "direction": "+"}]}]}
    )
    results = Results(_index(rank=[5, 4, 2, 3, 1, np.nan]), definition=definition)
    texts, _ = _texts(results, "index")
    assert texts[0].endswith("It runs from 80.0 (Mekar) to 30.0 (Makmur).")
    texts, _ = _texts(results, "groups")
    assert texts[0].startswith("Kecamatan Selatan has the best mean")


@pytest.mark.parametrize(
    ("code", "words"), [*((code, one.label) for code, one in CORRECTIONS.items()), (None, "not told")]
)
def test_the_correction_is_named_as_the_card_tells(code, words):
    assert words in str(words_of_test(Message("Gi*"), Origin(correction=code)))


def test_pockets_are_counted_from_the_corrected_p_and_carry_their_test():
    p = np.array([0.001, 0.002, 0.2, 0.03, 0.5, np.nan])
    q = np.full(6, np.nan)
    q[:5] = CORRECTIONS["fdr"].function(p[:5])
    results = Results(
        _index(),
        {"hotspots": _spots([3.0, -3.0, 1.0, -2.2, 0.1, np.nan], p, q)},
        {"hotspots": Origin(column="index", permutations=9999, seed=1, sides="one", correction="fdr")},
    )
    texts, evidence = _texts(results, "hotspots")
    low = [name for name, one, z in zip(NAMES, q, [3.0, -3.0, 1.0, -2.2, 0.1, 0]) if one <= 0.05 and z < 0]
    assert (
        texts[0] == f"By Gi*, {len(low)} of 5 kelurahan lie in a significant pocket of low welfare: {', '.join(low)}."
    )
    assert evidence[0] == (
        "Gi*, 9999 permutations, one-sided p, correction: False discovery rate (Benjamini–Hochberg), q ≤ 0.05"
    )


def test_nothing_significant_is_said_so_and_is_no_key_sentence():
    results = Results(_index(), {"hotspots": _spots([1.0] * 6, [0.5] * 6, [0.5] * 6)})
    section = SECTIONS["hotspots"].function(results)
    assert [one.key for one in section.statements] == [False, False]
    assert all("significant pocket" in str(one.message) for one in section.statements)
    assert str(section.statements[0].message).startswith("By Gi*, no kelurahan")


def test_pockets_of_another_field_are_not_called_welfare():
    results = Results(
        _index(), {"hotspots": _spots([-3.0] * 6, [0.001] * 6, [0.001] * 6)}, {"hotspots": Origin(column="wsh01")}
    )
    texts, _ = _texts(results, "hotspots")
    assert "of bad values of wsh01" in texts[0]
    assert not any(part in texts[0] for part in ("welfare",))


def test_without_a_test_no_sentence_says_significant():
    for section in write_sections(Results(_index())):
        for one in section.statements:
            assert "significant" not in str(one.message)


def test_robustness_counts_narrow_intervals_and_names_the_stable_worst():
    frame = pd.DataFrame(
        {
            "name": NAMES,
            "rank_median": [1, 2, 4, 3, 5, np.nan],
            "rank_low": [1, 1, 3, 3, 5, np.nan],
            "rank_high": [1, 4, 4, 4, 5, np.nan],
            "rank_share_bottom": [0, 0, 0.2, 0, 0.95, np.nan],
        }
    )
    texts, evidence = _texts(Results(_index(), {"robustness": frame}), "robustness")
    assert "the rank interval of 4 of 5 kelurahan spans at most 1.0 rank, a fifth" in texts[0]
    assert texts[0].endswith("The widest spans 3.0 ranks (Sari).")
    assert evidence[0].endswith("errors of the data are not in them")
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


def _poverty(**columns):
    frame = pd.DataFrame(
        {
            "name": NAMES,
            "headcount": [0.9, 0.4, 0.3, 0.2, 0.1, np.nan],
            "intensity": [0.5, 0.5, 0.5, 0.5, 0.5, np.nan],
            "mpi": [0.45, 0.2, 0.15, 0.1, 0.05, np.nan],
            "records": [12.0, 80, 60, 45, 30, 2],
            "reliability": ["few", *["enough"] * 4, "withheld"],
        }
    )
    return Results(_index(), {"poverty": frame.assign(**columns)})


@pytest.mark.defect("A24")
def test_the_poorest_is_named_with_its_records_and_few_records_do_not_make_one():
    texts, _ = _texts(_poverty(), "poverty")
    assert texts == [
        "Multidimensional poverty is highest in Sari: 40.0 % of its people are poor, with 50.0 % of the "
        "weighted deprivations on average (80 records; 4 kelurahan compared).",
        "The poverty of 1 kelurahan rests on few records and is uncertain: Mekar.",
        "The poverty of 1 kelurahan is not shown, for too few records: Rejo.",
    ]


@pytest.mark.defect("A24")
def test_the_table_of_poverty_has_the_records_of_each_and_marks_the_uncertain():
    (table,) = SECTIONS["poverty"].function(_poverty()).blocks[1:]
    assert [str(column.title) for column in table.columns][-1] == "Records"
    assert [row[0] for row in table.rows] == ["Mekar *", "Sari", "Jaya", "Indah", "Makmur"]
    assert [row[-1] for row in table.rows] == [12, 80, 60, 45, 30]
    assert str(table.note) == "* few records: uncertain."


def test_where_all_have_few_records_all_are_compared_and_said_to_be_uncertain():
    texts, _ = _texts(_poverty(reliability="few"), "poverty")
    assert "highest in Mekar" in texts[0]
    assert "5 kelurahan rests on few records" in texts[1]


def test_poverty_of_a_layer_without_records_is_told_without_them():
    results = _poverty()
    results.tables["poverty"] = results.tables["poverty"].drop(columns=["records", "reliability"])
    texts, _ = _texts(results, "poverty")
    assert len(texts) == 1
    assert texts[0].endswith(
        "in Mekar: 90.0 % of its people are poor, with 50.0 % of the weighted deprivations on average."
    )


def test_where_nobody_is_poor_no_kelurahan_is_the_poorest():
    texts, _ = _texts(_poverty(headcount=0.0, mpi=[0.0] * 5 + [np.nan], intensity=np.nan), "poverty")
    assert texts[0] == "Nobody of the records is multidimensionally poor in any of 4 kelurahan."


def _outliers(classes, q):
    return pd.DataFrame({"name": NAMES, "lisa": 0.0, "lisa_p": q, "lisa_q": q, "lisa_class": classes})


@pytest.mark.defect("A16")
def test_each_sentence_on_pockets_and_clusters_names_its_statistic_and_side():
    tables = {
        "hotspots": _spots([3.0, -3.0] * 3, [0.001] * 6, [0.001] * 6),
        "clusters": _outliers(["LL", "HH", "LH", "HL", "LL", "HH"], [0.001] * 6),
    }
    for sides, words in (("one", "one-sided p"), ("two", "two-sided p"), (None, "p of a side that is not told")):
        results = Results(_index(), tables, dict.fromkeys(tables, Origin(sides=sides)))
        for code, statistic in (("hotspots", "By Gi*, "), ("clusters", "By local Moran, ")):
            texts, evidence = _texts(results, code)
            assert all(text.startswith(statistic) or "by local Moran" in text for text in texts)
            assert all(words in one for one in evidence)


@pytest.mark.defect("A16")
def test_who_is_low_amid_high_neighbours_and_in_a_high_pocket_is_said_to_be_both():
    tables = {
        "hotspots": _spots([3.0, -3.0, 3.0, 3.0, -3.0, 0.0], [0.001] * 5 + [0.5], [0.001] * 5 + [0.5]),
        "clusters": _outliers(["LH", "HL", "HH", "ns", "LL", "LH"], [0.01, 0.01, 0.01, 0.9, 0.01, 0.01]),
    }
    texts, _ = _texts(Results(_index(), tables), "clusters")
    both = [text for text in texts if "Both hold" in text]
    assert [text.partition(" Both hold")[0] for text in both] == [
        "In a pocket of high values by Gi*, yet low itself amid high neighbours by local Moran: Mekar.",
        "In a pocket of low values by Gi*, yet high itself amid low neighbours by local Moran: Sari.",
    ]


def test_nothing_is_said_of_both_statistics_where_they_looked_at_other_fields():
    tables = {"hotspots": _spots([3.0] * 6, [0.001] * 6, [0.001] * 6), "clusters": _outliers(["LH"] * 6, [0.01] * 6)}
    origins = {"hotspots": Origin(column="inc01"), "clusters": Origin(column="index")}
    texts, _ = _texts(Results(_index(), tables, origins), "clusters")
    assert not any("Both hold" in text for text in texts)


def test_a_pocket_has_the_side_of_the_class_on_its_map():
    spots = _spots([1.5] * 6, [0.001] * 6, [0.001] * 6).assign(gi_class=[-3, -3, 3, 3, 0, 0])
    texts, _ = _texts(Results(_index(), {"hotspots": spots}), "hotspots")
    assert texts[0].endswith("low welfare: Mekar, Sari.")
    assert texts[1].endswith("high welfare: Jaya, Indah.")


def _change(**columns):
    frame = pd.DataFrame(
        {
            "name": NAMES,
            "change": [5.0, -4.0, 3.0, -2.0, 1.0, np.nan],
            "index_before": [75.0, 64.0, 37.0, 52.0, 29.0, np.nan],
            "index_after": [80.0, 60.0, 40.0, 50.0, 30.0, np.nan],
            "rank_before": [3, 1, 5, 2, 4, np.nan],
            "rank_after": [1, 3, 4, 2, 5, np.nan],
            "change_rank_low": [1, -3, -1, -1, -2, np.nan],
            "beyond_noise": [1, 1, 0, 0, 0, np.nan],
        }
    )
    return frame.assign(**columns)


def _change_section(frame):
    return SECTIONS["change"].function(Results(_index(), {"change": frame}))


def _slopes_of(section):
    (figure,) = [block for block in section.blocks if getattr(block, "kind", "") == "slopes"]
    return figure, [figure.data["labels"][row] for row in figure.data["marked"]]


@pytest.mark.defect("A16")
@pytest.mark.parametrize("held", [[1, 1, 0, 0, 0, np.nan], [0, 0, 0, 0, 0, np.nan], [0, 0, 0, 1, 0, np.nan]])
def test_the_bold_lines_of_the_slopes_are_those_of_the_sentence_and_no_others(held):
    section = _change_section(_change(beyond_noise=held))
    figure, bold = _slopes_of(section)
    expected = [name for name, one in zip(NAMES, held) if one == 1]
    assert bold == expected
    text = str(section.statements[1].message)
    assert all(name in text for name in expected) if expected else text.startswith("No rank moved")
    assert ("bold" in str(figure.title)) == bool(expected)
    assert "95 % interval" in str(section.statements[1].evidence)


@pytest.mark.defect("A16")
def test_where_no_indicators_were_drawn_nothing_is_said_of_ranks_that_hold():
    section = _change_section(_change(change_rank_low=np.nan, beyond_noise=0))
    assert len(section.statements) == 1
    assert _slopes_of(section)[1] == []


@pytest.mark.defect("A16")
def test_a_yardstick_of_the_change_that_is_not_that_of_the_index_is_said_with_an_example():
    assert _change_section(_change()).statements[0].cautions == []
    assert _change_section(_change(index_after=np.nan)).statements[0].cautions == []
    other = _change(index_after=[81.0, 52.0, 40.0, 50.0, 30.0, np.nan])
    (caution,) = _change_section(other).statements[0].cautions
    assert str(caution).endswith("Sari has 52.0 on the one and 60.0 on the other.")


@pytest.mark.defect("A16")
def test_the_parts_of_gini_sum_to_its_value_with_the_overlap():
    table = pd.DataFrame(
        {
            "measure": ["gini", "theil_t"],
            "value": [0.3, 0.2],
            "low": [0.2, 0.1],
            "high": [0.4, 0.3],
            "within": [0.05, 0.15],
            "between": [0.2, 0.05],
            "overlap": [0.05, np.nan],
        }
    )
    (shown,) = SECTIONS["inequality"].function(Results(_index(), {"inequality": table})).blocks
    heads = [str(column.title) for column in shown.columns]
    parts = [heads.index(name) for name in ("Between groups", "Within groups", "Overlap of groups")]
    for row in shown.rows:
        assert np.nansum([row[place] for place in parts]) == pytest.approx(row[heads.index("Value")])
    assert "with the overlap of the groups" in str(shown.note)


@pytest.mark.defect("A23")
@pytest.mark.parametrize(
    ("code", "source"), [("index", "index"), ("change", "change"), ("hotspots", "hotspots"), ("effect", "programmes")]
)
def test_what_a_run_warned_of_reaches_the_section_that_speaks_of_its_result(code, source):
    tables = {
        "change": _change(),
        "hotspots": _spots([3.0] * 6, [0.001] * 6, [0.001] * 6),
        "programmes": pd.DataFrame({"estimate": ["did"], "effect": [2.0], "p_permutation": [0.01]}),
    }
    results = Results(_index(), tables, {source: Origin(warnings=("Few areas.", "Gaps."))})
    sections = write_sections(results)
    title = SECTIONS[code].label
    warned = {str(section.title): section.cautions for section in sections if section.cautions}
    assert warned == {title: ("Few areas.", "Gaps.")}
    pointers = [one for one in sections[0].statements if f"section “{title}”: 2" in str(one.evidence)]
    assert len(pointers) == 1


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
    assert any(
        "Against the index: Work. Where the index is better, it scores worse (correlation down to -0.8)" in one
        for one in said
    )
    # layers do not tell by which method their weights came about
    unknown, _ = _texts(Results(_index(), {"weights_table": weights}), "drivers")
    assert not any("holds" in one for one in unknown)


# Words ----------------------------------------------------------------------------------------------


@pytest.mark.defect("A18")
def test_without_a_definition_the_table_of_weights_says_what_dimensions_are_called():
    weights = pd.DataFrame({"level": [1, 2, 1], "dimension": ["A", "A", "b"], "name": ["Air", "Keran", "Belanja"]})
    assert Results(_index(), {"weights_table": weights}).dimensions == {"dim_a": "Air", "dim_b": "Belanja"}
    assert Results(_index()).dimensions == {"dim_a": "a", "dim_b": "b"}


@pytest.mark.defect("B14")
@pytest.mark.parametrize(("count", "verb"), [(1, "lies"), (2, "lie")])
def test_a_sentence_with_a_count_has_the_verb_of_its_number(count, verb):
    q = [0.01] * count + [0.9] * (len(NAMES) - count)
    texts, _ = _texts(Results(_index(), {"hotspots": _spots([-3.0] * len(NAMES), q, q)}), "hotspots")
    assert texts[0].startswith(f"By Gi*, {count} of 6 kelurahan {verb} in a significant pocket of low welfare")


@pytest.mark.defect("B14")
def test_one_kelurahan_without_an_index_is_it_not_they():
    texts, _ = _texts(Results(_index()), "index")
    assert "Without an index for want of data: Rejo. It is not counted as poor or well-off." in texts
    one = _index(index=[50.0] + [np.nan] * 5, rank=[1.0] + [np.nan] * 5)
    texts, _ = _texts(Results(one), "index")
    assert texts[0].startswith("Of 6 kelurahan 1 has an index.")
    assert any("They are not counted" in text for text in texts)


@pytest.mark.defect("A16")
def test_what_a_move_of_rank_rests_on_fits_where_none_moved_too():
    change = pd.DataFrame({"name": NAMES, "change": [1.0] * 6, "beyond_noise": [0.0] * 6, "change_rank_low": [0.0] * 6})
    texts, evidence = _texts(Results(_index(), {"change": change}), "change")
    assert texts[-1].startswith("No rank moved")
    assert evidence[-1].startswith("a move counts where the 95 % interval")
