"""Parameters that printed maps and atlases share."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import (
    Qgis,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ...analysis.core.messages import InputError, mark
from ...analysis.core.registers import Method, Register
from ...cartography.symbology.monochrome import INKS
from ...language import tr
from ..base.parameters import ChoiceParameter, advanced
from ..base.run import Run
from ..base.versions import plugin_version

Add = Callable[[QgsProcessingParameterDefinition, str], None]

_SYNTHETIC = Register(
    mark("mark of simulated data"),
    [
        Method("auto", mark("As the layer's metadata say")),
        Method("yes", mark("Yes")),
        Method("no", mark("No")),
    ],
)


def add_texts(add: Add) -> None:
    """Add TITLE to NOTE."""
    for name, title, lines, explanation in (
        ("TITLE", tr("Title"), False, tr("Printed in capitals; by default it names the result.")),
        ("SUBTITLE", tr("Subtitle"), True, tr("For example the city and the year, a line each.")),
        ("INSTITUTION", tr("Institution"), True, tr("For example Pemerintah Kota Surakarta, a line each.")),
        ("SOURCE", tr("Data sources"), True, tr("One source a line, with its year.")),
        ("NOTE", tr("Note"), True, tr("Printed below the note that values describe areas.")),
    ):
        add(QgsProcessingParameterString(name, title, "", lines, True), explanation)


def add_synthetic(add: Add) -> None:
    """Add SYNTHETIC."""
    add(
        advanced(ChoiceParameter("SYNTHETIC", tr("Simulated data"), _SYNTHETIC, "auto")),
        tr("One of: auto, yes, no. Maps of simulated data say so in a red field."),
    )


def add_resolution(add: Add) -> None:
    """Add RESOLUTION."""
    resolution = QgsProcessingParameterNumber(
        "RESOLUTION", tr("Resolution in dpi"), defaultValue=300, minValue=72, maxValue=1200
    )
    add(advanced(resolution), tr("Of a PNG, and of what a PDF cannot draw as lines."))


def add_logo_and_ink(add: Add) -> None:
    """Add LOGO and INK."""
    logo = QgsProcessingParameterFile(
        "LOGO", tr("Logo"), optional=True, fileFilter=tr("Pictures (*.svg *.png *.jpg *.jpeg);;All files (*)")
    )
    add(logo, tr("A picture of the institution, SVG, PNG or JPEG; the place stays empty without one."))
    add(
        ChoiceParameter("INK", tr("Colours"), INKS, "colour"),
        tr("One of: colour, grey, hatch. Grey and hatch are for photocopiers."),
    )


def texts_of(run: Run) -> dict[str, str]:
    """Return what `add_texts` reads, by the names of a request."""
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
