"""The plugin manager installs the zip from its own dialog, and all of the plugin is there."""

from pathlib import Path

from .in_window import HERE, in_window

ALGORITHMS = 26
MODELS = 4


def test_the_plugin_manager_installs_it_from_its_own_dialog(package, pictures):
    """Install from ZIP in a window of QGIS with a clean profile; then toolbox, browser, models and dock work."""
    seen = in_window(HERE / "install_in_window.py", pictures, clean=True, SEJAHTERA_ZIP=str(package.resolve()))
    assert not seen["before"], "the profile was not clean"
    assert "plugins" in Path(seen["folder"]).parts, "the plugin did not come from the zip"
    titles = [title for group in seen["toolbox"].values() for title in group]
    assert len(titles) == ALGORITHMS + MODELS
    assert len(seen["toolbox"]) == 7
    assert set(seen["browser"]) == {"New study", "Demo data", "Models"}
    assert len(seen["models"]) == MODELS
    assert set(seen["models"]) <= set(titles)
    assert seen["units"] == 54
    assert (pictures / "installed_from_zip.png").stat().st_size > 10_000
