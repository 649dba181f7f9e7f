"""What a layer noted in one language is said in another."""

import pytest
from sejahtera.analysis.core.messages import Message
from sejahtera.analysis.spatial.significance import CORRECTIONS, PERMUTED, SIDES
from sejahtera.cartography.base.retelling import facts_of, method_lines, retell, retell_title, whole_number
from sejahtera.language import fact, templates, tr
from sejahtera.resources.catalogue import load_catalogue


def _told(message, language):
    return message.render(lambda text: tr(text, language), value=lambda value: fact(value, language))


NOTE = Message(
    PERMUTED,
    {
        "count": 9999,
        "seed": 7,
        "smallest": 0.0001,
        "sides": Message(SIDES["one"].label),
        "correction": Message(CORRECTIONS["fdr"].label),
    },
)

needs_words = pytest.mark.skipif(not templates(), reason="the translations are not compiled")


@needs_words
@pytest.mark.parametrize(("source", "language"), [("en", "id"), ("id", "en"), ("id", "id"), ("en", "en")])
def test_a_note_is_told_again_with_its_facts(source, language):
    assert retell(_told(NOTE, source), language) == _told(NOTE, language)


@pytest.mark.parametrize("source", ["en", "id"])
def test_the_numbers_of_a_test_are_read_back(source):
    facts = facts_of(_told(NOTE, source), PERMUTED)
    assert whole_number(facts["count"]) == 9999
    assert whole_number(facts["seed"]) == 7


@pytest.mark.parametrize("text", ["", "Mojosongo", "50 % + 1", "{column}", "a: b; c"])
def test_what_is_not_found_again_stays_as_it_is(text):
    assert retell(text, "id") == text


def test_a_sentence_of_somebody_else_has_no_facts():
    assert facts_of("Pseudo p from many permutations", PERMUTED) == {}


@pytest.mark.parametrize(("text", "number"), [("9.999", 9999), ("9,999", 9999), ("99", 99), ("9.9x", None)])
def test_thousands_may_be_set_apart_in_any_way(text, number):
    assert whole_number(text) == number


REASON_EN = (
    "Panularan: Improved sanitation: 71.0 % (mean by population 89.0, beyond the cut-off 90.0); Child marriage: "
    "23.8 per 1,000 (mean 6.9); data of 2025; the decision “Strongly recommended” holds in 100 % of the draws of "
    "weights"
)
REASON_ID = (
    "Panularan: Sanitasi layak: 71,0 % (rata-rata tertimbang penduduk 89,0, melewati ambang 90,0); Perkawinan usia "
    "anak: 23,8 per 1.000 (rata-rata 6,9); data tahun 2025; keputusan “Disarankan kuat” bertahan pada 100 % "
    "pengambilan acak bobot"
)


@needs_words
@pytest.mark.parametrize(
    ("text", "language", "told"), [(REASON_EN, "id", REASON_ID), (REASON_ID, "en", REASON_EN)]
)
def test_the_reason_of_a_priority_is_told_again_with_indicators_units_and_numbers(text, language, told):
    assert retell(text, language) == told


@needs_words
def test_a_reason_without_its_share_of_draws_is_told_again_signal_by_signal():
    signals = REASON_EN.removeprefix("Panularan: ").rpartition("; the decision")[0]
    assert retell(signals, "id") == REASON_ID.removeprefix("Panularan: ").rpartition("; keputusan")[0]


@needs_words
def test_a_kelurahan_that_is_called_as_one_of_our_words_keeps_its_name():
    assert tr("Source", "id") == "Sumber"  # also a kelurahan of Surakarta
    assert retell(REASON_ID.replace("Panularan", "Sumber"), "en").startswith("Sumber: Improved")


@needs_words
def test_a_list_holds_words_that_hold_commas_themselves():
    list_ = Message(
        "{node}: {weighting}; {aggregation}.",
        {
            "node": ["indeks", "Pendapatan & kemiskinan", "Aset, hunian & modal", "Kesehatan"],
            "weighting": "x",
            "aggregation": "y",
        },
    )
    assert retell(_told(list_, "id"), "en").startswith(
        "the index, Income & poverty, Assets, housing & capital, Health"
    )


@needs_words
def test_a_year_keeps_its_figures_together():
    years = Message("Both years share goalposts, outliers and weights: {years}.", {"years": ["2024", "2025"]})
    assert retell(_told(years, "en"), "id").endswith(": 2024, 2025.")


@needs_words
def test_a_map_in_both_languages_says_both_and_once_what_is_the_same():
    assert retell_title("No data", "both") == "Tidak ada data / No data"
    assert retell_title("Mojosongo", "both") == "Mojosongo"


@needs_words
def test_a_title_is_told_again_and_keeps_the_name_behind_its_colon():
    assert retell_title("Change of the index: Indeks saya", "id") == "Perubahan indeks: Indeks saya"
    assert retell_title("Perubahan indeks: Indeks saya", "en") == "Change of the index: Indeks saya"
    assert retell_title("Indeks saya", "both") == "Indeks saya"
    assert retell_title("Gi*: index", "id") == "Gi*: Indeks"  # a field of ours, in words


@needs_words
@pytest.mark.defect("A18")
def test_a_name_of_the_user_that_the_catalogue_has_too_stays_among_his_own():
    names = {"node": ["Kesehatan", "Daya beli"], "weighting": "x", "aggregation": "y"}
    list_ = Message("{node}: {weighting}; {aggregation}.", {**names, "node": ["indeks", *names["node"]]})
    assert retell(_told(list_, "id"), "en").startswith("the index, Kesehatan, Daya beli")


@needs_words
def test_a_title_says_what_the_fields_of_the_catalogue_hold():
    poverty = load_catalogue().indicator("inc01").name
    title = "Bivariate local Moran: inc01, aid"
    assert retell_title(title, "en") == title
    told = retell_title("Bivariate local Moran: inc01", "id")
    assert told.endswith(f": {poverty.id} (inc01)")


@needs_words
def test_the_steps_of_a_method_are_told_in_each_language_of_a_map():
    method = "\n".join([_told(NOTE, "en"), "Gi*: the area itself counts.", "An own line."])
    told = [_told(NOTE, "id"), tr("Gi*: the area itself counts.", "id"), "An own line."]
    assert method_lines(method, "id") == told
    assert method_lines(method, "both") == [*told, _told(NOTE, "en"), "Gi*: the area itself counts."]
    assert method_lines(method, "both", 1) == [told[0], "…", _told(NOTE, "en"), "…"]
    assert method_lines(method, "id", 0) == method_lines("", "both") == []


@pytest.mark.defect("B14")
@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_sentence_with_forms_of_words_is_read_back(count):
    template = "{count} {count:row was|rows were} left out of {column}."
    noted = str(Message(template, {"count": count, "column": "inc01"}))
    assert facts_of(noted, template) == {"count": str(count), "column": "inc01"}
