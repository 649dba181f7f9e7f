"""What a report needs to be made again: definition, versions, seeds, commands. File names, never folders."""

from __future__ import annotations

import shlex
from pathlib import Path

from qgis.core import Qgis, QgsVectorLayer

from ...analysis.core.messages import Message, mark
from ...analysis.indices.definition.schema import printed
from ...analysis.report.parts import Block, Code, Column, Paragraph, Section, Table
from ...analysis.report.results import Results
from ...language import KELURAHAN, unit_names
from ..io.versions import plugin_version
from .inputs import INPUTS
from .reading import Keys


def recipe_section(results: Results, layers: dict[str, QgsVectorLayer], keys: Keys) -> Section:
    """Return versions and seeds, inputs, commands and the definition."""
    blocks: list[Block] = [
        Paragraph(Message(mark("With the same inputs, definition, seeds and versions anyone gets the same numbers."))),
        Paragraph(
            Message(mark("Sejahtera {version}, QGIS {qgis}."), {"version": plugin_version(), "qgis": Qgis.QGIS_VERSION})
        ),
        _inputs(results, layers),
        Code(Message(mark("Commands")), "\n".join(_commands(results, layers, keys))),
    ]
    if results.definition is not None:
        blocks.append(Code(Message(mark("Definition of the index")), printed(results.definition)))
    return Section(Message(mark("How to make it again")), blocks=blocks)


def _inputs(results: Results, layers: dict[str, QgsVectorLayer]) -> Table:
    rows = []
    for parameter, layer in layers.items():
        origin = results.origin(parameter.lower())
        rows.append(
            [Message(INPUTS[parameter].label), file_name(layer), layer.featureCount(), origin.permutations, origin.seed]
        )
    columns = [
        Column(Message(mark("Result"))),
        Column(Message(mark("File"))),
        Column(Message(mark("Rows")), 0),
        Column(Message(mark("Permutations")), 0),
        Column(Message(mark("Seed")), 0),
    ]
    return Table(Message(mark("What the report was written from")), columns, rows)


def file_name(layer: QgsVectorLayer) -> str:
    """Return the file a layer lies in, without its folder, else the layer's name."""
    source = layer.source().partition("|")[0].partition("?")[0]
    return Path(source).name if layer.dataProvider().name() in ("ogr", "delimitedtext") else layer.name()


def _commands(results: Results, layers: dict[str, QgsVectorLayer], keys: Keys) -> list[str]:
    """Return the commands of `qgis_process` in the order of the chain, as far as the layers tell them."""
    index = file_name(layers["INDEX"])
    names = unit_names()
    units = [] if names == KELURAHAN else [f"UNIT_NAME={names.unit}", f"GROUP_NAME={names.group}"]
    named = [f"NAME_FIELD={keys.name}", *units]
    grouped = [f"GROUP_FIELD={keys.group}"] if keys.group else []
    commands = []
    if results.definition is not None:
        commands.append(
            ["compositeindex", "INPUT=…", "DEFINITION=definition.json", *named, *grouped, f"OUTPUT={index}"]
        )
    for parameter in ("HOTSPOTS", "CLUSTERS"):
        if parameter in layers:
            origin = results.origin(parameter.lower())
            told = {"FIELD": origin.column, "PERMUTATIONS": origin.permutations, "SEED": origin.seed}
            words = [f"{name}={value}" for name, value in told.items() if value not in ("", None)]
            output = f"OUTPUT={file_name(layers[parameter])}"
            commands.append([INPUTS[parameter].algorithm, f"INPUT={index}", *words, *named, output])
    given = [f"{parameter}={file_name(layer)}" for parameter, layer in layers.items()]
    commands.append(["policyreport", *given, *named, *grouped, "OUTPUT=report.html"])
    return [_line(*command) for command in commands]


def _line(algorithm: str, *words: str) -> str:
    return " ".join(["qgis_process run", f"sejahtera:{algorithm}", "--", *map(shlex.quote, words)])
