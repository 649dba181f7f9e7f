"""Give a result its style."""

from __future__ import annotations

from dataclasses import replace
from fnmatch import fnmatchcase
from typing import Any

from qgis.core import QgsProcessingOutputVectorLayer, QgsVectorLayer

from ...analysis.core.card import Card, FieldCard
from ...analysis.core.messages import InputError, mark
from ...analysis.core.registers import Method, Register
from ...cartography.base.cards import card_of, sound_card
from ...cartography.base.labels import name_field_of
from ...cartography.base.metadata import is_synthetic
from ...cartography.base.wording import LANGUAGES
from ...cartography.styles.apply_style import apply_card
from ...cartography.styles.kind import Kind
from ...cartography.styles.register import kinds
from ...cartography.symbology.palettes import PALETTES
from ...language import tr
from ..base.parameters import advanced, boolean, choice, extra_file, field, name_field
from ..base.run import Run
from .mapalgorithm import MapAlgorithm

AUTO = "auto"
_KINDS = Register(kinds().name, [Method(AUTO, mark("As the layer itself says")), *kinds().values()])


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
            choice("KIND", tr("Kind of result"), _KINDS, AUTO),
            tr(
                "One of: {codes}; auto takes what the layer itself says. Of an older result, or one of others, say "
                "both KIND and FIELD."
            ).format(codes=", ".join(_KINDS.codes)),
            field("FIELD", tr("Field to show"), optional=True),
            tr("The field with classes, ranks or values; without it the newest of the kind that the layer tells of."),
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
        card = _card(layer, run.choice("KIND"), run.field("FIELD"))
        kind, options = kinds()[card.kind], dict(card.options)
        if kind.ramped:
            options["palette"] = run.choice("PALETTE")
        if not kind.neutral:
            options["higher_is_better"] = run.boolean("HIGHER_IS_BETTER")
        names = run.field("NAME_FIELD") or name_field_of(layer)
        further = (FieldCard(names, "name"),) if names else ()
        card = replace(card, options=options, fields=(*card.fields, *further), units=self.unit_names)
        apply_card(layer, card, run.choice("LANGUAGE"))
        layer.triggerRepaint()
        _write(layer, run)
        return {"OUTPUT": layer.id()}


def _card(layer: QgsVectorLayer, asked: str, field: str | None) -> Card:
    """Return the card of a layer with the style asked for; a layer without one has to be told of.

    Raises
    ------
    InputError
        If neither the layer nor the user says what it shows, or the field does not hold what the kind needs.
    """
    known = sound_card(layer) if asked != AUTO and field is not None else card_of(layer)
    names = layer.fields().names()
    card = known or Card(synthetic=is_synthetic(layer))
    if asked == AUTO and field is None and known is not None and known.shown in names:
        return known
    found = kinds().get(asked) if asked != AUTO else _kind_of(card, field)
    if field is None and found is not None:
        field = next((name for role in found.roles if (name := _newest(card, role)) in names), None)
    if found is None or field is None:
        raise InputError(
            mark(
                "“{layer}” does not say how it was made, as an older result or one of others, or holds no such "
                "result. Choose both KIND and FIELD; its fields are: {available}."
            ),
            layer=layer.name(),
            available=names,
        )
    if not found.words and not layer.fields().field(field).isNumeric():
        raise InputError(
            mark("The field “{column}” holds text; this style needs numbers. Choose another field."), column=field
        )
    if (found.code, field) == (card.kind, card.shown):
        return card
    fields = card.fields
    if known is None and not found.general:
        fields = (FieldCard(field, found.roles[0]),)
    return replace(card, kind=found.code, shown=field, title="", options={}, fields=fields)


def _kind_of(card: Card, field: str | None) -> Kind | None:
    """Return the kind of map of a field by its role, None where the card does not tell it."""
    about = card.about(field) if field else None
    return next((kind for kind in kinds().values() if about and kind.shows(about.role)), None)


def _newest(card: Card, pattern: str) -> str:
    """Return the newest field whose role is of a pattern."""
    found = (one.name for one in reversed(card.fields) if fnmatchcase(one.role, pattern))
    return next(found, "")


def _write(layer: QgsVectorLayer, run: Run) -> None:
    for name, save in (("OUTPUT_QML", layer.saveNamedStyle), ("OUTPUT_SLD", layer.saveSldStyle)):
        path = run.outputs.file(name)
        if path is not None and not save(str(path))[1]:
            raise InputError(
                mark("The style could not be written to {path}. The disk may be full or the folder protected."),
                path=path.name,
            )
