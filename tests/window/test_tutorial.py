"""The clicks of the tutorial lead from the zip of the plugin to a printed map."""

import pytest

from .in_window import HERE, in_window

REPORTS = {"join": 0, "check": 1, "index": 2, "hotspots": 3, "map": 3}
LAYERS = {"join": ["Joined layer", "Not joined"], "index": ["Index"], "hotspots": ["Hotspots (Getis–Ord Gi*)"]}


@pytest.mark.defect("B20")
def test_a_newcomer_who_clicks_as_the_tutorial_says_has_a_printed_map(package, pictures):
    """With the package in a profile of its own; the Results Viewer lists the reports as they come."""
    steps = in_window(HERE / "tutorial_in_window.py", pictures, package=package)["steps"]
    print(*(f"{step['seconds']:5.1f} s   {step['name']}" for step in steps), sep="\n")
    assert (pictures / "map.pdf").read_bytes().startswith(b"%PDF")
    assert {step["name"]: len(step["reports"]) for step in steps} == REPORTS
    told = {step["name"]: step["new"] for step in steps}
    assert {name: told[name] for name in LAYERS} == LAYERS
