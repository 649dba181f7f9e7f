"""Parameters that printed maps and atlases share."""

from __future__ import annotations

from qgis.core import Qgis

from ...analysis.core.messages import InputError, mark
from ...analysis.core.registers import Method, Register
from ...cartography.styles.monochrome import INKS
from ...language import tr
from ..base.parameters import Declared, advanced, choice, file, text, whole
from ..base.run import Run
from ..io.versions import plugin_version

_SYNTHETIC = Register(
    mark("mark of simulated data"),
    [Method("auto", mark("As the layer's metadata say")), Method("yes", mark("Yes")), Method("no", mark("No"))],
)


def map_texts() -> Declared:
    """Return TITLE to NOTE."""
    return [
        text("TITLE", tr("Title"), ""),
        tr("Printed in capitals; by default it names the result."),
        text("SUBTITLE", tr("Subtitle"), "", lines=True),
        tr("For example the city and the year, a line each."),
        text("INSTITUTION", tr("Institution"), "", lines=True),
        tr("For example Pemerintah Kota Surakarta, a line each."),
        text("SOURCE", tr("Data sources"), "", lines=True),
        tr("One source a line, with its year."),
        text("NOTE", tr("Note"), "", lines=True),
        tr("Printed below the note that values describe areas."),
    ]


def synthetic_parameter() -> Declared:
    """Return SYNTHETIC."""
    return [
        advanced(choice("SYNTHETIC", tr("Simulated data"), _SYNTHETIC, "auto")),
        tr("One of: auto, yes, no. Maps of simulated data say so in a red field."),
    ]


def resolution_parameter() -> Declared:
    """Return RESOLUTION."""
    return [
        advanced(whole("RESOLUTION", tr("Resolution in dpi"), 300, 72, 1200)),
        tr("Of a PNG, and of what a PDF cannot draw as lines."),
    ]


def logo_and_ink() -> Declared:
    """Return LOGO and INK."""
    return [
        file("LOGO", tr("Logo"), tr("Pictures (*.svg *.png *.jpg *.jpeg);;All files (*)")),
        tr("A picture of the institution, SVG, PNG or JPEG; the place stays empty without one."),
        choice("INK", tr("Colours"), INKS, "colour"),
        tr("One of: colour, grey, hatch. Grey and hatch are for photocopiers."),
    ]


def texts_of(run: Run) -> dict[str, str]:
    """Return what `map_texts` reads, by the names of a request."""
    return {name.lower(): run.text(name) for name in ("TITLE", "SUBTITLE", "INSTITUTION", "SOURCE", "NOTE")}


def logo_of(run: Run) -> str:
    """Return the path of the logo; a picture that is not there is an `InputError`."""
    path = run.path("LOGO")
    if path is None:
        return ""
    if not path.is_file():
        raise InputError(mark("There is no picture {path} for the logo."), path=str(path))
    return str(path)


def synthetic_of(run: Run) -> bool | None:
    """Return whether the data are simulated, None where the layer itself shall say."""
    return {"auto": None, "yes": True, "no": False}[run.choice("SYNTHETIC")]


def software() -> str:
    """Return the software for the imprint."""
    return f"Sejahtera {plugin_version()}, QGIS {Qgis.QGIS_VERSION.partition('-')[0]}"
