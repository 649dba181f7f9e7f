"""metadata.txt as QGIS and the validator of the plugin repository read it."""

import configparser
import re

import pytest

from .command_line import load_script
from .shipped import ROOT

REQUIRED = (
    "name",
    "description",
    "version",
    "qgisMinimumVersion",
    "author",
    "email",
    "about",
    "tracker",
    "repository",
    "homepage",
)


@pytest.fixture(scope="module")
def metadata():
    # The validator reads with interpolation: a bare percent sign makes it refuse the file.
    parser = configparser.ConfigParser()
    parser.optionxform = str
    parser.read(ROOT / "metadata.txt", encoding="utf-8")
    return dict(parser["general"])


@pytest.mark.parametrize("key", REQUIRED)
def test_required_entries_are_there(metadata, key):
    assert metadata[key].strip()


def test_the_versions_of_qgis_reach_from_3_22_to_4(metadata):
    assert (metadata["qgisMinimumVersion"], metadata["qgisMaximumVersion"]) == ("3.22", "4.99")
    assert "supportsQt6" not in metadata


def test_qgis_process_is_told_of_the_provider(metadata):
    assert metadata["hasProcessingProvider"] == "yes"


def test_the_version_is_plain_and_heads_both_changelogs(metadata):
    version = metadata["version"]
    assert re.fullmatch(r"\d+\.\d+\.\d+", version)
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[([^\]]+)\]", changelog, re.MULTILINE)[1] == version
    assert metadata["changelog"].split()[0] == version


def test_the_category_is_one_the_repository_knows(metadata):
    assert metadata["category"] in {"Raster", "Vector", "Database", "Mesh", "Web"}


def test_the_icon_is_a_picture_that_is_there(metadata):
    assert (ROOT / metadata["icon"]).read_bytes().startswith(b"\x89PNG")


def test_links_are_secure_addresses(metadata):
    assert all(metadata[key].startswith("https://") for key in ("homepage", "tracker", "repository"))


def test_what_is_needed_and_for_which_country_is_said(metadata):
    assert all(word in metadata["about"] for word in ("pandas", "scipy", "Indonesia", "synthetic"))


@pytest.mark.defect("B21")
def test_each_group_of_the_toolbox_and_each_optional_package_is_told_of(metadata):
    about = metadata["about"].lower()
    groups = ("joins tables", "composite", "poverty", "inequality", "hotspots", "targeting", "atlas", "studies")
    assert [word for word in groups if word not in about] == []
    packages = ("spreg", "mgwr", "ibis-framework", "duckdb", "postgresql", "spark")
    assert [package for package in packages if package not in about] == []


@pytest.mark.defect("B21")
def test_a_release_has_the_addresses_of_where_it_is_built_and_an_email_that_is_read(monkeypatch):
    addresses = load_script("addresses")
    asked = []
    monkeypatch.setattr(addresses, "_ask", asked.append)
    monkeypatch.setenv(addresses.REPOSITORY, "https://example.org/office/sejahtera")
    monkeypatch.setenv(addresses.EMAIL, "welfare@example.org")
    text = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    parser = configparser.ConfigParser()
    parser.read_string(addresses.stamped(text, *addresses.of_release()))
    told = parser["general"]
    assert told["homepage"] == told["repository"] == "https://example.org/office/sejahtera"
    assert told["tracker"] == "https://example.org/office/sejahtera/issues"
    assert told["email"] == "welfare@example.org"
    assert asked == [told["repository"], told["tracker"]]
    for email in ("", "somebody", "name@users.noreply.github.com"):
        monkeypatch.setenv(addresses.EMAIL, email)
        with pytest.raises(SystemExit, match="e-mail that somebody reads"):
            addresses.of_release()


@pytest.mark.defect("B21")
def test_a_release_is_refused_where_an_address_is_silent(monkeypatch):
    addresses = load_script("addresses")
    monkeypatch.setenv(addresses.REPOSITORY, "https://127.0.0.1:9/nobody")
    monkeypatch.setenv(addresses.EMAIL, "welfare@example.org")
    with pytest.raises(SystemExit, match="does not answer"):
        addresses.of_release()


def test_there_is_no_markup_and_no_word_plugin_in_the_name(metadata):
    assert "<" not in "".join(metadata.values())
    assert "plugin" not in metadata["name"].lower()


def test_the_licence_has_the_name_the_repository_looks_for():
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").lstrip().startswith("GNU GENERAL PUBLIC LICENSE")


def test_extras_name_no_exact_versions():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if "==" in line and not line.startswith("#")]
