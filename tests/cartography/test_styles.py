"""A style shows every unit, counts every class, and says what it shows."""

import pytest
from qgis.core import QgsRenderContext, QgsVectorLayer
from sejahtera.analysis.core.messages import InputError
from sejahtera.cartography.base.cards import card_of
from sejahtera.cartography.base.metadata import is_synthetic
from sejahtera.cartography.styles.apply_style import relabel
from sejahtera.cartography.styles.register import kinds
from sejahtera.cartography.styles.titles import legend_title
from sejahtera.cartography.symbology.palettes import NO_DATA, ramp
from sejahtera.language import tr

from ..builders import grid_layer
from ..styled import field_of, index_style, style
from .conftest import BREAKS


def shown(layer):
    """Return for each feature the label of the class that draws it."""
    context = QgsRenderContext()
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    labels = {item.ruleKey(): item.label() for item in renderer.legendSymbolItems()}
    drawn = []
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        keys = renderer.legendKeysForFeature(feature, context)
        drawn.append([labels[key] for key in keys if key in labels])  # a rule has its root beside it
    renderer.stopRender(context)
    return drawn


def labels(layer):
    return [item.label() for item in layer.renderer().legendSymbolItems()]


def test_index_classes_have_words_interval_and_count(result_layer):
    index_style("class", BREAKS, language="en")(result_layer)
    assert labels(result_layer) == [
        "Very high (70.0 – 90.0) · 3",
        "High (58.5 – 70.0) · 3",
        "Medium (47.0 – 58.5) · 3",
        "Low (31.0 – 47.0) · 3",
        "Very low (12.5 – 31.0) · 3",
        "No data · 1",
    ]


def test_indonesian_legends_write_a_decimal_comma(result_layer):
    index_style("class", BREAKS, language="id")(result_layer)
    assert labels(result_layer)[0] == f"{tr('Very high', 'id')} (70,0 – 90,0) · 3"


def test_a_legend_in_both_languages_names_each_class_twice_but_not_what_is_alike(result_layer):
    index_style("class", BREAKS, language="both")(result_layer)
    words = dict.fromkeys((tr("Low", "id"), "Low"))
    assert labels(result_layer)[3] == f"{' / '.join(words)} (31,0 – 47,0) · 3"


def test_without_bounds_each_class_shows_the_range_found_in_it(result_layer):
    index_style("class", language="en")(result_layer)
    assert labels(result_layer)[0] == "Very high (77.0 – 90.0) · 3"


@pytest.mark.parametrize(("better", "worst"), [(True, 1), (False, 5)])
def test_red_is_low_welfare_and_high_deprivation(result_layer, better, worst):
    index_style("class", BREAKS, higher_is_better=better)(result_layer)
    colours = {one.value(): one.symbol().color().name() for one in result_layer.renderer().categories()}
    assert colours[worst] == ramp("contrast", 5)[0]


@pytest.mark.parametrize(("kind", "red"), [("hotspots", -3), ("clusters", "LL")])
def test_pockets_of_low_welfare_are_red(result_layer, kind, red):
    style(kind, field_of(result_layer, kind), "en")(result_layer)
    colours = {str(one.value()): one.symbol().color() for one in result_layer.renderer().categories()}
    red = str(red)
    assert colours[red].red() > 200
    assert colours[red].blue() < 60


@pytest.mark.parametrize("kind", kinds().codes)
def test_every_unit_is_drawn_once_and_the_counts_are_right(result_layer, kind):
    style(kind, field_of(result_layer, kind), "en")(result_layer)
    drawn = shown(result_layer)
    assert all(len(one) == 1 for one in drawn)
    assert drawn[-1] == ["No data · 1"]
    for label in labels(result_layer):
        assert label.endswith(f"· {sum(one == [label] for one in drawn)}")


def test_change_is_classed_evenly_around_zero(qgis_app):
    layer = grid_layer({"change": [-10.0, -2.0, 0.0, 0.5, 4.0, None]})
    style("change", "change", "en")(layer)
    assert labels(layer) == [
        "Strong rise (6 – 10) · 0",
        "Rise (2 – 6) · 1",
        "Hardly any change (−2 – 2) · 2",
        "Fall (−6 – −2) · 1",
        "Strong fall (−10 – −6) · 1",
        "No data · 1",
    ]


@pytest.mark.parametrize(("better", "field"), [(True, "fall"), (False, "rise")])
def test_what_got_worse_is_red(qgis_app, better, field):
    layer = grid_layer({"fall": [-1.0], "rise": [1.0]})
    style("change", field, "en", higher_is_better=better)(layer)
    rules = [rule for rule in layer.renderer().rootRule().children() if rule.label().endswith("· 1")]
    assert rules[0].symbol().color().red() > 200
    assert rules[0].symbol().color().blue() < 60


def test_more_poverty_is_darker_red(qgis_app):
    layer = grid_layer({"mpi": [0.0, 0.1, 0.2, 0.3, 0.4]})
    style("poverty", "mpi", "en")(layer)
    colours = [rule.symbol().color().name() for rule in layer.renderer().rootRule().children()]
    assert colours[0] == ramp("contrast", 5)[0]


@pytest.mark.defect("A24")
def test_poverty_of_few_records_is_hatched_and_too_few_are_said_to_have_no_value(qgis_app):
    layer = grid_layer(
        {
            "mpi": [0.0, 0.1, 0.2, 0.2, 0.4, None, None],
            "reliability": ["few", "enough", "few", "enough", "enough", "withheld", None],
        }
    )
    style("poverty", "mpi", "en", breaks=[0.0, 0.15, 0.4])(layer)
    assert labels(layer) == [
        "High (0.150 – 0.400) · 2",
        "High, few records (0.150 – 0.400) · 1",
        "Low (0.000 – 0.150) · 1",
        "Low, few records (0.000 – 0.150) · 1",
        "No data or too few records · 2",
    ]
    context = QgsRenderContext()
    layer.renderer().startRender(context, layer.fields())
    rules = [rule for rule in layer.renderer().rootRule().children() if not rule.isElse()]
    drawn = [
        [rule.symbol().symbolLayerCount() > 1 for rule in rules if rule.isFilterOK(feature, context)]
        for feature in layer.getFeatures()
    ]
    layer.renderer().stopRender(context)
    assert drawn == [[True], [False], [True], [False], [False], [], []]


@pytest.mark.defect("A24")
def test_a_change_is_hatched_where_either_year_has_few_records(qgis_app):
    layer = grid_layer(
        {
            "mpi_change": [-0.1, -0.1, 0.1],
            "change": [-1.0, 1.0, 1.0],
            "reliability": ["few", "enough", "enough"],
            "reliability_before": ["enough", "enough", "few"],
        }
    )
    style("change", "mpi_change", "en", higher_is_better=False)(layer)
    few = [label for label in labels(layer) if "few records" in label]
    assert [label.rpartition(" · ")[2] for label in few] == ["1", "1"]
    # the change of an index on the same layer rests on no records
    style("change", "change", "en")(layer)
    assert not any("few records" in label for label in labels(layer))


def test_categories_of_human_development_are_shown_even_where_nobody_has_them(qgis_app):
    layer = grid_layer({"category": ["high", "low", None]})
    style("development", "category", "en")(layer)
    assert labels(layer) == ["Very high · 0", "High · 1", "Medium · 0", "Low · 1", "No data · 1"]


def test_units_that_a_cluster_analysis_left_out_are_drawn_as_no_data(qgis_app):
    layer = grid_layer({"lisa_class": ["HH", "nodata", None]})
    style("clusters", "lisa_class", "en")(layer)
    assert labels(layer)[-1] == "No data · 2"
    context = QgsRenderContext()
    layer.renderer().startRender(context, layer.fields())
    symbols = [layer.renderer().symbolForFeature(feature, context) for feature in layer.getFeatures()]
    layer.renderer().stopRender(context)
    assert symbols[1].color().name() == symbols[2].color().name() == NO_DATA


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        (["HH", "LH", "ns"], "High among high (advanced pocket) · 1"),
        (["HH", "other_positive", "ns"], "Alike, neither high nor low · 1"),
        (["positive", "negative"], "Alike in all variables · 1"),
        (["joined", "ns"], "Has it, and so have more neighbours than by chance · 1"),
    ],
)
def test_clusters_are_named_by_the_statistic_that_has_such_codes(qgis_app, codes, words):
    layer = grid_layer({"lisa_class": codes})
    style("clusters", "lisa_class", "en")(layer)
    assert words in labels(layer)


def test_the_darkest_of_nine_classes_is_high_need_with_low_aid(qgis_app):
    layer = grid_layer({"bivariate_class": ["3-1", "1-3"]})
    options = {"first": "need", "second": "aid", "higher_is_better": False}
    style("bivariate", "bivariate_class", "en", **options)(layer)
    lightness = {one.label(): one.symbol().color().lightness() for one in layer.renderer().categories()}
    assert min(lightness, key=lightness.get) == "need high, aid low · 1"


def test_values_on_and_beyond_the_bounds_are_in_the_class_below_and_in_the_outer_classes(qgis_app):
    layer = grid_layer({"dim_a": [-5.0, 10.0, 20.0, 20.1, 99.0]})
    style("dimension", "dim_a", "en", breaks=[0, 10, 20, 30])(layer)
    assert [one[0].partition(" (")[0] for one in shown(layer)] == ["Low", "Low", "Medium", "High", "High"]


def test_a_constant_value_is_one_class(qgis_app):
    layer = grid_layer({"dim_a": [3.0, 3.0, None]})
    style("dimension", "dim_a", "en")(layer)
    assert [one[0][-3:] for one in shown(layer)] == ["· 2", "· 2", "· 1"]


def test_a_field_without_any_value_is_all_no_data(qgis_app):
    layer = grid_layer({"class": [None, None], "index": [None, None]})
    index_style("class", language="en")(layer)
    assert shown(layer) == [["No data · 2"], ["No data · 2"]]


def test_fields_with_quotes_and_brackets_are_styled(qgis_app):
    layer = grid_layer({'dim_"a" [x]': [1.0, 2.0, None]})
    style("dimension", 'dim_"a" [x]', "en", breaks=[0, 1, 2])(layer)
    assert [one[0] for one in shown(layer)] == ["Low (0 – 1) · 1", "High (1 – 2) · 1", "No data · 1"]


def test_a_style_stored_in_a_file_comes_back_in_another_language(result_layer, tmp_path):
    index_style("class", BREAKS, language="id", method="Equal weights.")(result_layer)
    path = str(tmp_path / "style.qml")
    result_layer.saveNamedStyle(path)
    copy = result_layer.clone()
    copy.setRenderer(None)
    copy.loadNamedStyle(path)
    relabel(copy, "en")
    assert labels(copy)[0] == "Very high (70.0 – 90.0) · 3"
    assert legend_title(copy, card_of(copy), "en") == "Classes of the welfare index"
    assert [str(step) for step in card_of(copy).diagnostics.method] == ["Equal weights."]


def test_a_field_of_codes_is_not_taken_for_classes(qgis_app):
    with pytest.raises(InputError, match="classes up to 3372"):
        index_style("class", language="en")(grid_layer({"class": [1, 3372]}))


def test_a_layer_says_that_it_is_synthetic_by_abstract_keywords_or_title(result_layer):
    assert not is_synthetic(result_layer)
    for change in (
        lambda m: m.setAbstract("Data sintetis."),
        lambda m: m.setKeywords({"tema": ["synthetic"]}),
        lambda m: m.setTitle("Peta (data simulasi)"),
    ):
        metadata = QgsVectorLayer("Point", "p", "memory").metadata()
        change(metadata)
        result_layer.setMetadata(metadata)
        assert is_synthetic(result_layer)


def test_what_the_data_said_of_themselves_survives_the_style(result_layer):
    metadata = result_layer.metadata()
    metadata.setAbstract("Synthetic and schematic.")
    result_layer.setMetadata(metadata)
    index_style("class", BREAKS, language="en", method="Equal weights.", title="Welfare")(result_layer)
    assert result_layer.metadata().abstract() == "Equal weights.\n\nSynthetic and schematic."
    assert is_synthetic(result_layer)


def test_change_is_cut_evenly_on_both_sides_of_none(qgis_app):
    layer = grid_layer({"change": [-9.0, -4.0, -1.0, 0.0, 0.5, 1.0, 4.0, 6.0, None]})
    style("change", "change", "en")(layer)
    assert labels(layer) == [
        "Strong rise (6 – 9) · 0",
        "Rise (2 – 6) · 2",
        "Hardly any change (−2 – 2) · 4",
        "Fall (−6 – −2) · 1",
        "Strong fall (−9 – −6) · 1",
        "No data · 1",
    ]
    assert all(len(drawn) == 1 for drawn in shown(layer))


@pytest.mark.parametrize(("better", "colour"), [(True, "#d73027"), (False, "#4575b4")])
def test_a_fall_is_red_where_high_values_are_good(qgis_app, better, colour):
    layer = grid_layer({"change": [-9.0, 0.0, 9.0]})
    style("change", "change", "en", higher_is_better=better)(layer)
    symbols = {item.label(): item.symbol().color().name() for item in layer.renderer().legendSymbolItems()}
    assert next(found for text, found in symbols.items() if text.startswith("Strong fall")) == colour


@pytest.mark.parametrize("values", [[0.0, 0.0, 0.0], [None, None, None], [5.0, 5.0, None]])
def test_change_without_spread_is_still_a_legend(qgis_app, values):
    layer = grid_layer({"change": values})
    style("change", "change", "en")(layer)
    assert all(len(drawn) == 1 for drawn in shown(layer))


def test_the_neediest_are_red(qgis_app):
    layer = grid_layer({"need_1": [float(n) for n in range(10, 110, 10)]})
    style("priorities", "need_1", "en")(layer)
    item = layer.renderer().legendSymbolItems()[0]
    assert item.label().startswith("Very high")
    assert item.symbol().color().name() == ramp("contrast", 5)[0]


def title(layer, language):
    return legend_title(layer, card_of(layer), language)


@pytest.mark.defect("A18")
@pytest.mark.parametrize("kind", ["dimension", "poverty", "priorities", "index"])
def test_a_field_of_the_user_is_called_by_its_own_name_whatever_the_style(qgis_app, kind):
    layer = grid_layer({"persen_miskin": [1, 2, 3, 4]})
    style(kind, "persen_miskin", "en", own=["persen_miskin"])(layer)
    assert layer.metadata().title() == title(layer, "id") == "persen_miskin"
    layer.setFieldAlias(0, "Penduduk miskin (%)")
    style(kind, "persen_miskin", "en", own=["persen_miskin"])(layer)
    assert layer.metadata().title() == title(layer, "id") == "Penduduk miskin (%)"


@pytest.mark.defect("A18")
def test_an_indicator_of_the_catalogue_has_its_name_and_unit(qgis_app):
    layer = grid_layer({"inc01": [1.0, 2.0, 3.0, 4.0]})
    style("dimension", "inc01", "en", higher_is_better=False)(layer)
    assert layer.metadata().title() == "Poor population (decile 1) (%)"
    assert title(layer, "id") not in ("", "inc01", "Poor population (decile 1) (%)")


@pytest.mark.defect("A18")
def test_a_score_says_of_which_dimension_it_is(result_layer):
    style("dimension", "dim_edu", "en")(result_layer)
    assert title(result_layer, "en") == "Score of a dimension: dim_edu"
    result_layer.setFieldAlias(result_layer.fields().lookupField("dim_edu"), "Pendidikan")
    assert title(result_layer, "en") == "Score of a dimension: Pendidikan"
    style("index", "class", "en")(result_layer)
    assert title(result_layer, "en") == "Classes of the welfare index"


@pytest.mark.parametrize("options", [{"breaks": "abc"}, {"breaks": [None, {}]}, {"breaks": 7}])
def test_options_of_a_foreign_card_that_fit_no_style_are_one_sentence(result_layer, options):
    with pytest.raises(InputError, match="cannot be made from what its card says"):
        style("index", "class", "en", **options)(result_layer)


def test_options_that_a_style_does_not_know_are_passed_over(result_layer):
    style("index", "class", "en", statistic="moran", of_a_version_to_come=[1])(result_layer)
    assert len(labels(result_layer)) == 6


def test_every_kind_of_map_has_a_place_of_its_own_and_a_legend():
    places = [kind.place for kind in kinds().values()]
    assert places == list(range(len(places)))
