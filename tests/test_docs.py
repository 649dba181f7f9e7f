"""What the manual shows works as it stands."""

import importlib.util
import json
import re
from pathlib import Path

import pytest
from sejahtera.analysis.definition.schema import definition_from_json, definition_to_dict
from sejahtera.analysis.poverty.definition import poverty_from_dict
from sejahtera.analysis.poverty.engines.sources import ENGINES
from sejahtera.analysis.poverty.rules import RULES
from sejahtera.resources.catalogue import load_catalogue

DOCS = Path(__file__).resolve().parent.parent / "docs"


def test_the_example_definition_is_read_and_every_key_is_explained():
    text = (DOCS / "definition.md").read_text(encoding="utf-8")
    example = re.search(r"```json\n(.*?)```", text, re.DOTALL).group(1)
    definition = definition_from_json(example)
    assert definition.fields == ["inc01", "inc02", "edu02"]
    keys = set(re.findall(r'"(\w+)":', json.dumps(definition_to_dict(definition))))
    assert not [
        key for key in keys if f"`{key}`" not in text and f".{key}`" not in text and f'"{key}"' not in text
    ]


def test_the_example_of_a_poverty_definition_is_read_and_every_key_is_explained():
    text = (DOCS / "poverty.md").read_text(encoding="utf-8")
    example = re.search(r"```json\n(.*?)```", text, re.DOTALL).group(1)
    definition = poverty_from_dict(json.loads(example))
    assert definition.fields == ("years", "at_school", "floor", "water")
    assert definition.weights == pytest.approx([1 / 4, 1 / 4, 1 / 6, 1 / 3])
    assert all(f"`{code}`" in text for code in (*RULES, *ENGINES))


def test_the_page_of_the_catalogue_is_what_the_catalogue_says():
    spec = importlib.util.spec_from_file_location(
        "catalogue_page", DOCS.parent / "scripts" / "catalogue_page.py"
    )
    writer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(writer)
    text = (DOCS / "catalogue.md").read_text(encoding="utf-8")
    assert text == writer.page(load_catalogue()), "run: python scripts/catalogue_page.py"
