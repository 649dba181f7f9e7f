"""The sentences of the demo's report agree with each other and with the tables and charts beside them."""

import math

import pytest
from qgis.core import QgsVectorLayer
from sejahtera.analysis.report import report
from sejahtera.cartography.base.cards import card_of
from sejahtera.language import is_compiled, tr

from ...builders import Log, run_algorithm
from ..demo_city import DEMO, city_layer, table_of

NAMES = {"NAME_FIELD": "nama", "ID_FIELD": "kode"}


@pytest.fixture
def sections(provider, context, qgis_new_project, tmp_path, monkeypatch):
    """Return a function that runs the demo and gives the sections of its report by code, and its page."""
    found = []
    write = report.write_sections

    def remembered(results, *more):
        found.append({code: method.function(results) for code, method in report.SECTIONS.items()})
        return write(results, *more)

    monkeypatch.setattr(report, "write_sections", remembered)

    def run(algorithm, name, **parameters):
        path = str(tmp_path / f"{name}.gpkg")
        run_algorithm(f"sejahtera:{algorithm}", {"OUTPUT": path, **parameters}, context, Log())
        return path

    def sections(language):
        definition = str(DEMO / "definition.json")
        earlier = table_of("indicators_2024.csv")
        fields = [name for name in earlier[0] if name not in ("kode", "nama")]
        before = {
            f"{name}_2024": {row["kode"]: float(row[name]) if row[name] else None for row in earlier} for name in fields
        }
        city = city_layer(extra=before)
        index = run("compositeindex", "index", INPUT=city, DEFINITION=definition, **NAMES)
        few = {"INPUT": index, "FIELD": "index", "NAME_FIELD": "nama", "PERMUTATIONS": 999}
        change = {"INPUT": city, "SUFFIX_BEFORE": "_2024", "DEFINITION": definition, "DRAWS": 99}
        spread = {"INPUT": index, "FIELD": "index", "POPULATION_FIELD": "penduduk", "GROUP_FIELD": "kecamatan"}
        page = tmp_path / "report.html"
        run_algorithm(
            "sejahtera:policyreport",
            {
                "INDEX": index,
                "HOTSPOTS": run("hotspots", "hotspots", **few),
                "CLUSTERS": run("clustersoutliers", "clusters", **few),
                "CHANGE": run("indexchange", "change", **change, **NAMES),
                "INEQUALITY": run("inequalitymeasures", "inequality", BOOTSTRAP=99, WEIGHTS="queen", **spread),
                "PRIORITIES": run("priorities", "priorities", INPUT=index, **NAMES),
                "DEFINITION": definition,
                "NAME_FIELD": "nama",
                "GROUP_FIELD": "kecamatan",
                "LANGUAGE": language,
                "OUTPUT": str(page),
            },
            context,
            Log(),
        )
        return found[-1], page.read_text(encoding="utf-8")

    return sections


def _facts(section, key):
    """Return the facts called so of the statements of a section, None where one has it not."""
    return [one.message.facts.get(key) for one in section.statements]


@pytest.mark.defect("A16")
@pytest.mark.parametrize("language", ["en", "id"])
def test_sentences_tables_and_charts_of_the_demo_say_the_same(sections, language):
    if language == "id" and not is_compiled("id"):
        pytest.skip("the translations are not compiled")
    found, page = sections(language)

    # pockets and outliers: each names its statistic, and who is on both sides is said to be so
    pockets, clusters = found["hotspots"], found["clusters"]
    for section, statistic in ((pockets, "Gi*"), (clusters, "local Moran")):
        for one in section.statements:
            assert statistic in str(one.message)
            assert tr(one.message.template, language) != one.message.template or language == "en"
    low, high = (set(names or []) for names in _facts(pockets, "names"))
    classes = dict(zip(("LL", "HH", "LH", "HL"), (set(one or []) for one in _facts(clusters, "names"))))
    both = {name for one in clusters.statements[4:] for name in one.message.facts["names"]}
    assert both == (classes["LH"] & high) | (classes["HL"] & low)

    # the parts of Gini
    (table,) = found["inequality"].blocks
    gini = next(row for row in table.rows if str(row[0]) == "Gini coefficient")
    assert math.isclose(gini[1], sum(gini[4:]), abs_tol=1e-9)
    assert "without weights" in str(table.note)

    # the slopes are bold where the sentence says that the rank moved
    slopes = next(block for block in found["change"].blocks if getattr(block, "kind", "") == "slopes")
    bold = {slopes.data["labels"][row] for row in slopes.data["marked"]}
    assert bold == set(_facts(found["change"], "names")[1] or [])

    # reasons cite the decision beside which they stand
    priorities = found["priorities"].blocks[1]
    for _, title, decision, reason in priorities.rows:
        assert f"“{tr(decision.template, language)}”" in reason
        assert title.startswith("R")
        assert "fifth of greatest need" not in reason
        assert reason in page


@pytest.mark.defect("A23")
def test_the_warnings_of_the_demos_runs_are_printed_in_its_report(sections):
    _, page = sections("en")
    assert "Too little data for a decision on at least one recommendation" in page
    assert "moved the same way" in page
    assert "Differences between people within an area are not in them" in page


def test_no_layer_of_the_demo_keeps_a_warning_that_it_was_not_given(provider, context, tmp_path):
    path, log = str(tmp_path / "i.gpkg"), Log()
    given = {"INPUT": city_layer(), "DEFINITION": str(DEMO / "definition.json"), "OUTPUT": path, **NAMES}
    run_algorithm("sejahtera:compositeindex", given, context, log)
    layer = QgsVectorLayer(path, "i", "ogr")
    layer.loadDefaultStyle()
    kept, told = card_of(layer).diagnostics.warnings, list(dict.fromkeys(log.warnings))
    assert len(kept) == len(told)
    # the card knows the labels of the catalogue in both languages, the log has them as the definition does
    assert all(text.startswith(one.template.partition("{")[0]) for one, text in zip(kept, told))
    del layer
