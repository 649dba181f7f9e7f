"""The golden results: recorded once, and compared ever after.

`make golden` records them anew. A change that is meant is entered in `intended.json` with its reason, until it is
recorded; an entry that is no longer needed fails, so that the list does not rot.
"""

import json
import os
import platform
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
from qgis.core import Qgis

from .outputs import differences, fields_of, texts_in

HERE = Path(__file__).parent
RECORDS = HERE / "records"
INTENDED = json.loads((HERE / "intended.json").read_text(encoding="utf-8"))
#: The demo's inputs, whose columns its results carry along.
CARRIED = ("joined.gpkg", "joined_2024.gpkg", "study/joined.gpkg", "study/joined_2024.gpkg", "study/joined_panel.gpkg")
RECORDING = bool(os.environ.get("SEJAHTERA_RECORD"))


def here():
    """Return what the last bit of a sum depends on."""
    versions = {"numpy": np.__version__, "pandas": pd.__version__, "scipy": scipy.__version__}
    return {**versions, "qgis": Qgis.QGIS_VERSION.rpartition(".")[0], "machine": platform.machine()}


def check(name, texts):
    """Record texts, or compare them with those recorded: to the bit where that was done with the same libraries."""
    folder = RECORDS / name
    if RECORDING:
        shutil.rmtree(folder, ignore_errors=True)  # an output that is not written any more leaves no record
        for output, text in texts.items():
            path = folder / f"{output}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        (HERE / "environment.json").write_text(json.dumps(here(), indent=1) + "\n", encoding="utf-8")
        return
    exact = json.loads((HERE / "environment.json").read_text(encoding="utf-8")) == here()
    recorded = {path.relative_to(folder).as_posix()[:-4]: path for path in folder.rglob("*.txt")}
    problems = [f"{output} is not written any more" for output in sorted(recorded.keys() - texts.keys())]
    problems += [f"{output} is new: make golden" for output in sorted(texts.keys() - recorded.keys())]
    met = set()
    for output in sorted(recorded.keys() & texts.keys()):
        was = recorded[output].read_text(encoding="utf-8")
        different = [] if was == texts[output] else differences(was, texts[output], exact)
        for row, field, before, after in different:
            entry = f"{name}/{output}:{str(field).partition(':')[0]}"
            met.add(entry)
            if entry not in INTENDED:
                problems.append(f"{output}, row {row}, {field}: was {before}, is {after}")
    stale = [key for key in INTENDED if key.startswith(f"{name}/") and key not in met]
    problems += [f"{key} of intended.json is no longer different" for key in stale] if exact else []
    told = "\n".join(problems[:20])
    assert not problems, f"{name}: {len(problems)} differences\n{told}"


def check_demo(folder):
    """Check every table and layer of the demo; the columns of its inputs are compared where they are joined."""
    ours = fields_of(folder / "joined.gpkg") - {"kode"}
    check("demo", texts_in(folder, lambda name: () if name in CARRIED else ours))
