"""Names of presets are in files, but are spoken in the user's language."""

from sejahtera.resources.presets import NAMES, load_hdi_presets, load_poverty_presets


def test_every_name_of_a_preset_is_marked_for_translation():
    names = [preset.name for preset in (*load_poverty_presets().values(), *load_hdi_presets().values())]
    assert set(NAMES) == set(names)
