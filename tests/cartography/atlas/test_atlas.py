"""A page says what the layer holds about its kelurahan, and nothing on it is cut or covers another."""

from dataclasses import replace

import numpy as np
import pytest
from qgis.core import QgsFeature, QgsField, QgsLayoutItemMap, QgsProject, QgsVectorLayer
from qgis.PyQt.QtCore import QVariant
from sejahtera.analysis.core.card import FieldCard
from sejahtera.analysis.core.messages import InputError, Message, Words
from sejahtera.cartography.atlas.build import build_atlas
from sejahtera.cartography.atlas.request import AtlasRequest, Variable
from sejahtera.cartography.base.cards import set_card
from sejahtera.language import is_compiled, tr

from ...builders import grid_layer
from ...styled import card_for, index_style, telling
from ..layouts import clipped, labels, outside, overlaps

LONGEST = "Kepatihan Kulon dan Kepatihan Wetan Bersatu Selamanya"
DIMENSIONS = ("inc", "job", "ast", "edu", "hlt", "spr", "wsh", "env", "acc", "soc", "gen")
KEPT = []


@pytest.fixture
def layer(qgis_app):
    """Return 16 kelurahan in two kecamatan with every kind of result."""
    index = [10.5 + 5 * number for number in range(15)] + [None]
    columns = {
        "kode": [f"33.72.{1 + number % 2:02d}.{1001 + number}" for number in range(16)],
        "nama": [f"Kelurahan {number}" for number in range(15)] + [LONGEST],
        "kecamatan": ["Barat" if number % 2 == 0 else "Timur" for number in range(16)],
        "sanitasi": [50.0 + number for number in range(16)],
        "miskin": [30.0 - number for number in range(16)],
        "rank_low": [max(1, 15 - number - 2) for number in range(15)] + [None],
        "rank_high": [min(15, 15 - number + 2) for number in range(15)] + [None],
        "gi_class": [-3, -2] + [0] * 12 + [2, None],
        "change": [-2.5, 0.04] + [1.25] * 13 + [None],
        "priority": [*range(1, 16), None],
        "reason": ["Sanitasi 50 %, kelompok terburuk."] * 15 + [None],
        "index": index,
        "rank": [None if value is None else 15 - place for place, value in enumerate(index)],
        "class": [1 + number // 3 for number in range(15)] + [None],
    }
    columns |= {f"need_{number}": [float(10 * number)] * 16 for number in range(1, 8)}
    columns |= {f"dim_{code}": [float(30 + place)] * 15 + [None] for place, code in enumerate(DIMENSIONS)}
    return telling(grid_layer(columns, size=900.0))


@pytest.fixture
def request_(layer):
    return AtlasRequest(
        layer,
        subtitle="Tahun 2025",
        institution="Pemerintah Kota Surakarta\nBadan Perencanaan Pembangunan Daerah",
        source="Badan Pusat Statistik, Kota Surakarta Dalam Angka 2025, diolah",
        note="Batas wilayah bukan acuan resmi.",
        language="en",
        name_field="nama",
        code_field="kode",
        group_field="kecamatan",
        dimensions={f"dim_{code}": f"Dimension {code} of a rather long name" for code in DIMENSIONS},
        variables=(Variable("sanitasi", "Sanitation", "%"), Variable("miskin", "Poverty", "%", -1)),
        synthetic=True,
        maker="Sejahtera 0.1.0",
    )


@pytest.fixture(autouse=True)
def _let_go():
    yield
    KEPT.clear()


def build(*arguments):
    KEPT.append(build_atlas(*arguments))
    return KEPT[-1]


def pages(atlas):
    """Show one page after the other."""
    layout_atlas = atlas.layout.atlas()
    layout_atlas.beginRender()
    for place in range(layout_atlas.count()):
        layout_atlas.seekTo(place)
        yield place
    layout_atlas.endRender()


def _told(text):
    """Return the words of a label without its breaks of lines."""
    return " ".join(text.split())


def page_of(atlas, name):
    """Show the page of a name and return its texts."""
    for _ in pages(atlas):
        texts = labels(atlas.layout)
        if texts["name"].replace("\n", " ") == name.upper():
            return texts
    raise KeyError(name)


@pytest.mark.parametrize("coverage", ["unit", "group"])
@pytest.mark.parametrize(("paper", "language"), [("A4", "id"), ("A4", "both"), ("A3", "en"), ("A1", "both")])
def test_on_no_page_is_anything_cut_or_covered_or_beyond_the_frame(request_, paper, language, coverage):
    atlas = build(replace(request_, paper=paper, language=language, coverage=coverage))
    assert not outside(atlas.layout)
    assert not overlaps(atlas.layout)
    for place in pages(atlas):
        assert not clipped(atlas.layout), place


def test_a_page_says_rank_interval_index_means_and_classes(request_):
    texts = page_of(build(request_), "Kelurahan 0")
    assert (texts["rank"], texts["rank_of"]) == ("15", "of 15 kelurahan\nbetween 13 and 15")
    assert texts["place"] == "Kecamatan Barat · Code 33.72.01.1001 · Year 2025".replace("Year", "Tahun")
    facts = dict(zip(texts["fact_labels"].split("\n"), texts["fact_values"].split("\n")))
    assert facts == {
        "Index": "10.5",
        "Mean of all": "45.5",
        "Kecamatan mean": "45.5",
        "Class": "Very low",
        "Hotspot (Gi*)": "Pocket of low values, 99 %",
        "Change": "−2.5",
        "Priority": "1",
    }
    assert texts["synthetic"] == "SIMULATED DATA – SCHEMATIC MAP"
    assert "Values describe areas, not individuals." in texts["notes"].replace("\n", " ")


def test_strengths_and_deprivations_name_value_and_mean(request_):
    atlas = build(request_)
    worst = page_of(atlas, "Kelurahan 0")
    assert _told(worst["strengths"]) == "• No indicator is better than the mean of all kelurahan."
    assert "Sanitation: 50\u00a0% (mean\u00a057.5)" in worst["deprivations"]
    best = page_of(atlas, "Kelurahan 14")
    assert "Poverty: 16\u00a0% (mean\u00a022.5)" in best["strengths"]


def _contributed(request, *parts):
    """Return the request with contributions of which all but the first kelurahan's are alike."""
    ids = [feature.id() for feature in request.layer.getFeatures()]
    contributions = {one: np.array([1.0, 2.0]) for one in ids}
    contributions[ids[0]] = np.array(parts)
    return replace(request, contributions=contributions)


def test_contributions_put_what_is_better_in_order(request_):
    deprivations = page_of(build(_contributed(request_, 0.9, -5.0)), "Kelurahan 0")["deprivations"]
    assert deprivations.startswith("• Poverty")
    assert deprivations.index("Poverty") < deprivations.index("Sanitation")


@pytest.mark.defect("A15")
def test_what_is_worse_than_the_mean_beside_it_is_no_strength_whatever_it_adds_to_the_index(request_):
    texts = page_of(build(_contributed(request_, 0.0, 5.0)), "Kelurahan 0")
    assert "No indicator is better" in _told(texts["strengths"])
    assert "Poverty: 30\u00a0% (mean\u00a022.5)" in texts["deprivations"]
    assert "Strengths are better than the mean" in texts["notes"].replace("\n", " ")


def test_an_indicator_that_is_neither_good_nor_bad_is_no_strength_and_no_deprivation(request_):
    neutral = (replace(request_.variables[0], direction=0), request_.variables[1])
    texts = page_of(build(replace(request_, variables=neutral)), "Kelurahan 0")
    assert "Sanitation" not in texts["strengths"] + texts["deprivations"]


@pytest.mark.defect("A13")
def test_needs_without_titles_have_the_names_of_their_fields(request_):
    lines = page_of(build(request_), "Kelurahan 1")["recommendations"].split("\n")
    assert lines[:3] == ["• need_7 (70)", "• need_6 (60)", "• need_5 (50)"]
    assert "Sanitasi 50 %" in " ".join(lines)


@pytest.mark.defect("A13")
def test_recommendations_are_called_as_the_result_was_made_with_them(request_):
    made_with = [
        ("need_2", "need_2", "T1", {"id": "Pohon", "en": "Trees"}),
        ("need_3", "need_3", "T2", {"": "Kebun"}),
        ("need_7", "need_x1", "X1", {"": "Extra"}),  # an addition, which never decides
    ]
    fields = [
        FieldCard(name, role, Message("{code} {name}", {"code": code, "name": Words(titles)}))
        for name, role, code, titles in made_with
    ]
    set_card(request_.layer, replace(card_for(request_.layer), fields=tuple(fields)))
    lines = page_of(build(request_), "Kelurahan 1")["recommendations"].split("\n")
    assert lines[:2] == ["• T2 Kebun (30)", "• T1 Trees (20)"]
    assert "Extra" not in " ".join(lines)
    both = page_of(build(replace(request_, language="both")), "Kelurahan 1")["recommendations"]
    assert "T1 Pohon / Trees (20)" in both


def test_what_is_missing_is_a_dash(request_):
    texts = page_of(build(request_), LONGEST)
    assert (texts["rank"], texts["rank_of"]) == ("–", "")
    assert texts["fact_values"].split("\n")[0] == "–"
    assert texts["profile_scores"] == "\n".join("–" * 11)


def test_a_layer_that_holds_nothing_but_names_is_an_atlas_too(qgis_app):
    atlas = build(AtlasRequest(grid_layer({"nama": ["a", "b", "c"]}, size=900.0)))
    assert atlas.layout.atlas().updateFeatures() == 3
    assert not overlaps(atlas.layout)


def test_pages_are_in_the_order_of_codes_and_numbered(request_):
    atlas = build(request_)
    places, sheets = [], []
    for _ in pages(atlas):
        texts = labels(atlas.layout)
        places.append(texts["place"])
        sheets.append(texts["sheet"])
    assert sheets[0] == "Sheet 1 of 16"
    assert sheets[-1] == "Sheet 16 of 16"
    assert places == sorted(places, key=lambda text: text.partition("Code ")[2])
    assert atlas.files[0] == "01_33.72.01.1001_Kelurahan-0"
    assert len(set(atlas.files)) == 16


def test_the_map_stands_on_its_unit_at_a_round_scale_with_neighbours_around(request_):
    atlas = build(request_)
    item, units = atlas.layout.itemById("map"), atlas.pages.getFeatures()
    for _, unit in zip(pages(atlas), units):
        box = unit.geometry().boundingBox()
        assert item.extent().contains(box)
        assert item.extent().center().x() == pytest.approx(box.center().x(), abs=0.01)
        assert item.scale() == pytest.approx(unit["scale"])
        assert box.width() <= 0.51 * item.extent().width()


def test_bars_are_as_long_as_the_scores(request_):
    atlas = build(request_)
    for _ in pages(atlas):
        break
    lengths = [atlas.layout.itemById(f"frame_bar_{row}").rect().width() for row in range(11)]
    assert [length / lengths[0] for length in lengths] == pytest.approx([(30 + n) / 30 for n in range(11)])


def test_a_page_of_a_group_ranks_its_kelurahan(request_):
    atlas = build(replace(request_, coverage="group"))
    texts = page_of(atlas, "Barat")
    assert texts["rank_of"].startswith("of 2")
    members = " ".join(
        text for name, text in sorted(texts.items()) if name.startswith("members") and "heading" not in name
    )
    assert members.index("Kelurahan 14") < members.index("Kelurahan 0")
    assert atlas.layout.atlas().updateFeatures() == 2


def test_indonesian_pages_write_a_decimal_comma(request_):
    texts = page_of(build(replace(request_, language="id")), "Kelurahan 0")
    assert texts["fact_values"].split("\n")[0] == "10,5"
    assert texts["title"] == tr("Welfare profile of the kelurahan", "id").upper()


@pytest.mark.parametrize("name", ['<script>alert(1)</script> & "kutip"', "[% 1 + 1 %]", "Ĝĉ 漢字 🙂 עברית"])
def test_names_are_printed_as_they_stand(request_, name):
    feature = next(request_.layer.getFeatures())
    request_.layer.dataProvider().changeAttributeValues({feature.id(): {1: name}})
    atlas = build(request_)
    assert page_of(atlas, name)
    assert not any(sign in text for text in atlas.files for sign in '<>&"/\\ %')


def test_the_atlas_stays_in_the_project_and_can_be_taken_out(request_):
    project = QgsProject()
    atlas = build(request_, project)
    (layout,) = project.layoutManager().printLayouts()
    assert layout.atlas().enabled()
    assert layout.atlas().coverageLayer().id() in project.mapLayers()
    assert all(layer.id() in project.mapLayers() for layer in layout.itemById("map").layers())
    KEPT.clear()
    atlas.discard()
    assert not project.layoutManager().layouts()
    assert not project.mapLayers()


def test_the_locator_shows_the_whole_area(request_):
    item = build(request_).layout.itemById("locator")
    assert isinstance(item, QgsLayoutItemMap)
    assert item.extent().contains(request_.layer.extent())


def test_a_unit_without_geometry_has_no_page_and_is_told(request_):
    feature = QgsFeature(request_.layer.fields())
    feature["nama"] = "Hilang"
    request_.layer.dataProvider().addFeatures([feature])
    atlas = build(request_)
    assert atlas.layout.atlas().updateFeatures() == 16
    assert "Hilang" in str(atlas.warnings[0])


def test_points_empty_layers_and_missing_groups_are_refused(request_):
    points = QgsVectorLayer("Point?crs=EPSG:32749&field=nama:string", "p", "memory")
    with pytest.raises(InputError, match="polygons"):
        build(replace(request_, layer=points))
    with pytest.raises(InputError, match="no features"):
        build(replace(request_, layer=QgsVectorLayer("Polygon?crs=EPSG:32749", "p", "memory")))
    with pytest.raises(InputError, match="GROUP_FIELD"):
        build(replace(request_, coverage="group", group_field=None))


@pytest.mark.skipif(not is_compiled("id"), reason="the translations are not compiled")
@pytest.mark.parametrize("language", ["id", "en", "both"])
def test_the_language_decides_on_method_and_classes(request_, language):
    method = [Message("Gi*: the area itself counts."), Message("An own line.")]
    index_style("class", language="en", method=method)(request_.layer)
    texts = page_of(build(replace(request_, language=language)), "Kelurahan 0")
    shown = " ".join("\n".join(texts.values()).split())
    for code, words in {
        "id": ("wilayah itu sendiri ikut dihitung", "Rata-rata semua", "Sangat rendah"),
        "en": ("the area itself counts", "Mean of all", "Very low"),
    }.items():
        assert all((one in shown) == (language in (code, "both")) for one in words), code
    assert shown.count("An own line.") == 1


@pytest.mark.skipif(not is_compiled("id"), reason="the translations are not compiled")
def test_in_both_languages_each_has_a_line_of_the_facts_beside_its_value(request_):
    texts = page_of(build(replace(request_, language="both")), "Kelurahan 0")
    names, values = texts["fact_labels"].split("\n"), texts["fact_values"].split("\n")
    assert len(names) == len(values)
    place = names.index("Class")
    assert (names[place - 1], values[place - 1], values[place]) == ("Kelas", "Sangat rendah", "Very low")
    assert "…" not in texts["fact_labels"] + texts["fact_values"]


def test_long_names_of_dimensions_are_set_smaller_and_stay_whole(request_):
    names = {f"dim_{code}": f"Partisipasi & keamanan {code} / Participation & safety of {code}" for code in DIMENSIONS}
    texts = page_of(build(replace(request_, dimensions=names)), "Kelurahan 0")
    assert [texts[f"profile_word_{row}"] for row in range(len(names))] == list(names.values())


def test_the_code_of_a_first_recommendation_stands_among_the_facts(request_):
    layer = request_.layer
    layer.dataProvider().addAttributes([QgsField("priority_2", QVariant.String)])
    layer.updateFields()
    place = layer.fields().indexFromName("priority_2")
    changes = {feature.id(): {place: "R4"} for feature in layer.getFeatures()}
    layer.dataProvider().changeAttributeValues(changes)
    card = card_for(layer)
    set_card(layer, replace(card, fields=(*card.fields, FieldCard("priority_2", "priority"))))
    texts = page_of(build(request_), "Kelurahan 0")
    facts = dict(zip(texts["fact_labels"].split("\n"), texts["fact_values"].split("\n")))
    assert facts["Priority"] == "R4"
