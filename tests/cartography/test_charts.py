"""Charts write numbers as the language does, and whatever a name holds."""

import re

import numpy as np
import pytest

pytest.importorskip("matplotlib")

from sejahtera.cartography.charts.distribution import histogram, ranked_bars
from sejahtera.cartography.charts.figure import chart_number
from sejahtera.cartography.charts.groups import boxes, heat_map
from sejahtera.cartography.charts.profile import profile_table
from sejahtera.cartography.charts.slopes import rank_slopes


def _words(chart):
    return re.findall(r"<text[^>]*>([^<]*)</text>", chart)


@pytest.mark.parametrize(
    ("value", "decimals", "language", "written"),
    [
        (1234.5, 1, "id", "1.234,5"),
        (1234.5, 1, "en", "1,234.5"),
        (-0.25, 2, "id", "−0,25"),
        (-0.001, 2, "en", "0.00"),
        (float("nan"), 1, "id", "–"),
    ],
)
def test_numbers_are_written_as_the_language_does(value, decimals, language, written):
    assert chart_number(value, decimals, language) == written


@pytest.mark.parametrize(("language", "sign"), [("id", ","), ("en", ".")])
def test_axes_have_the_decimal_sign_of_the_language(language, sign):
    words = _words(histogram(np.linspace(-0.4, 0.4, 30), (), "x", "y", language))
    decimals = [word for word in words if re.fullmatch(r"−?\d[.,]\d", word)]
    assert decimals
    assert all(sign in word for word in decimals)
    assert not any(word.startswith("-") for word in words)


def test_zero_has_no_minus():
    words = _words(profile_table(np.array([[-0.01, 1.25]]), ["A"], ["x", "y"], "id"))
    assert "0,0" in words
    assert "+1,2" in words or "+1,3" in words


@pytest.mark.parametrize("name", ["Rp $5 dan $6", "a & b", "<b>", "$x^{2$", "שלום", "🏘"])
def test_names_are_printed_as_they_are(name):
    chart = ranked_bars([name, "B"], np.ones((2, 1)), [name], "x", "en")
    text = "".join(chart).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
    assert name in text


def test_a_chart_is_an_image_too():
    chart = boxes({"Utara": [1.0, 2.0, np.nan], "Selatan": [3.0]}, 2.0, "Indeks", "id")
    assert chart.png(72).startswith(b"\x89PNG")
    assert {"Utara", "Selatan", "Indeks"} <= set(_words(chart))


def test_cells_without_a_value_have_a_dash():
    chart = heat_map(np.array([[50.4, np.nan]]), ["Utara"], ["inc", "edu"], [40.0, 40.0], "id")
    assert {"50", "–"} <= set(_words(chart))


def test_the_same_chart_gives_the_same_text():
    draw = [rank_slopes(["A", "B"], [1, 2], [2, 1], ("before", "after"), [0]) for _ in range(2)]
    assert draw[0] == draw[1]


@pytest.mark.parametrize("width", [2.0, 2.6, 4.5])
def test_no_words_of_a_chart_on_screen_reach_out_of_it(width):
    """The dock can be narrow: names are shortened, a legend takes one column."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from sejahtera.cartography.charts.distribution import draw_ranked_bars
    from sejahtera.cartography.charts.screen import Theme, legend_below, screen_figure
    from sejahtera.cartography.charts.slopes import draw_slopes

    names = ["Kepatihan Kulon", "Purwodiningratan", "Mangkubumen", "Sudiroprajan"]

    def bars(axes, theme):
        parts = ["Permukiman dan lingkungan hidup", "Perempuan dan kelompok rentan", "Pendapatan", "Aset"]
        draw_ranked_bars(axes, theme, names, np.ones((4, 4)), parts, "Indeks")
        legend_below(axes.figure, axes, theme)

    def slopes(axes, theme):
        titles = ("Skenario sanitasi yang panjang", "indeks saat ini")
        draw_slopes(axes, theme, [1, 2, 3, 40], [4, 3, 2, 41], names, titles)

    for draw in (bars, slopes):
        figure, axes = screen_figure(Theme())
        figure.set_size_inches(width, 4.5)
        draw(axes, Theme())
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        texts = [*axes.texts, *axes.get_yticklabels(), *(axes.get_xticklabels() if draw is slopes else [])]
        texts += [text for legend in figure.legends for text in legend.get_texts()]
        assert len(texts) > 4
        for text in texts:
            box = text.get_window_extent(canvas.get_renderer())
            assert box.x0 >= -1, text.get_text()
            assert box.x1 <= figure.bbox.width + 1, text.get_text()
