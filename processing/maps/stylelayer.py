"""Give a result its style."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsProcessingOutputVectorLayer,
    QgsVectorLayer,
)

from ...analysis.core.messages import InputError, mark
from ...analysis.core.registers import Method, Register
from ...cartography.base.detect import detect
from ...cartography.base.labels import name_field_of
from ...cartography.base.metadata import method_of
from ...cartography.base.wording import LANGUAGES
from ...cartography.styles import KINDS, NEUTRAL, RAMPED, style
from ...cartography.symbology.palettes import PALETTES
from ...language import tr
from ..base.parameters import advanced, boolean, choice, extra_file, field, name_field
from ..base.run import Run
from .mapalgorithm import MapAlgorithm

_KINDS = Register(KINDS.name, [Method("auto", mark("By the fields of the layer")), *KINDS.values()])


class StyleLayer(MapAlgorithm):
    """Style a loaded layer in place, or write the style as a file."""

    ID = "stylelayer"
    TITLE = mark("Style a result")
    SUMMARY = mark("Gives a result of Sejahtera its colours, classes and legend.")
    HELP = mark(
        "Red always means low welfare. Units without a value are hatched and stand in the legend, which "
        "gives each class its range and its number of kelurahan. The style uses QGIS's own renderers, so "
        "it also works where the plugin is not installed. A layer opened in QGIS is styled in place; for "
        "a file, ask for a QML or SLD file."
    )
    TAGS = mark("style, symbology, legend, classes, colours, map, theme")

    def define(self) -> None:
        """Add the parameters."""
        self.add_layer(tr("A layer with results, for example of the composite index."))
        self.add(
            choice("KIND", tr("Kind of result"), _KINDS, "auto"),
            tr("One of: {codes}; auto takes the latest result.").format(codes=", ".join(_KINDS.codes)),
            field("FIELD", tr("Field to show"), optional=True),
            tr("The field with classes, ranks or values; found by its name where it is not given."),
            name_field(),
            tr("Names that label the map; found by its name where it is not given."),
            boolean("HIGHER_IS_BETTER", tr("Higher values are better"), True),
            tr("Switch off for a measure of deprivation: high values are then red."),
            advanced(choice("PALETTE", tr("Palette"), PALETTES, "contrast")),
            tr(
                "One of: contrast (stays legible when photocopied), diverging. For index, dimension, rank, "
                "poverty and development."
            ),
            choice("LANGUAGE", tr("Language of the legend"), LANGUAGES, "id"),
            tr("One of: id, en, both."),
            extra_file("OUTPUT_QML", tr("Style as QML"), tr("QGIS styles (*.qml)")),
            tr("Optional file with the style, for other layers and programs."),
            extra_file("OUTPUT_SLD", tr("Style as SLD"), tr("SLD styles (*.sld)")),
            tr("Optional file with the style, for other layers and programs."),
        )
        self.addOutput(QgsProcessingOutputVectorLayer("OUTPUT", tr("Styled layer")))

    def compute(self, run: Run) -> dict[str, Any]:
        """Style the layer and write the files asked for."""
        layer = self.layer(run)
        asked = run.choice("KIND")
        found = detect(layer, None if asked == "auto" else asked, run.field("FIELD"))
        options = {"palette": run.choice("PALETTE")} if found.kind in RAMPED else {}
        if found.kind not in NEUTRAL:
            options["higher_is_better"] = run.boolean("HIGHER_IS_BETTER")
        apply = style(
            found.kind,
            found.field,
            run.choice("LANGUAGE"),
            name_field=run.field("NAME_FIELD") or name_field_of(layer),
            method=method_of(layer),
            **options,
        )
        apply(layer)
        layer.triggerRepaint()
        _write(layer, run)
        return {"OUTPUT": layer.id()}


def _write(layer: QgsVectorLayer, run: Run) -> None:
    for name, save in (("OUTPUT_QML", layer.saveNamedStyle), ("OUTPUT_SLD", layer.saveSldStyle)):
        path = run.outputs.file(name)
        if path is not None and not save(str(path))[1]:
            raise InputError(
                mark(
                    "The style could not be written to {path}. The disk may be full or the folder protected."
                ),
                path=path.name,
            )
