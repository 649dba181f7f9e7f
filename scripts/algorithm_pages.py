"""Write the manual's page of each algorithm, docs/<language>/algorithms, from what the algorithm says itself.

usage: algorithm_pages.py   with the Python that QGIS uses
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from plugin_package import ROOT, qgis, sejahtera, speaking

DOCS = ROOT / "docs"
LANGUAGES = ("en", "id")

#: Our own words on the pages; all else comes from the algorithm.
_WORDS = {
    "title": ("Algorithms", "Algoritma"),
    "intro": (
        "Each page is written from the help of its algorithm. Models chain them: [models](../models.md).",
        "Setiap halaman ditulis dari bantuan algoritmanya. Model merangkai algoritma: [model](../models.md).",
    ),
    "parameters": ("Parameters", "Parameter"),
    "columns": (
        "| name | label | kind | default | explanation |",
        "| nama | label | jenis | nilai awal | penjelasan |",
    ),
    "codes": ("Codes", "Kode"),
    "code_columns": ("| code | meaning |", "| kode | arti |"),
    "outputs": ("Outputs", "Keluaran"),
    "output_columns": ("| name | label | kind |", "| nama | label | jenis |"),
    "command": ("On the command line", "Di baris perintah"),
    "optional": ("optional", "opsional"),
    "words": ("Search words", "Kata pencarian"),
    "needs": ("Python packages", "Paket Python"),
    "other": ("Bahasa Indonesia", "English"),
    "picture": (
        "The demo data: synthetic figures on a schematic map.",
        "Data contoh: angka simulasi pada peta skematik.",
    ),
}
#: What kinds of parameters and outputs are called, and QGIS's names of the kinds.
_KINDS = {
    ("layer or table", "lapisan atau tabel"): "source sink outputVector",
    ("layer", "lapisan"): "vector layer vectorDestination",
    ("layers", "beberapa lapisan"): "multilayer",
    ("field", "kolom"): "field",
    ("choice", "pilihan"): "enum",
    ("number", "angka"): "number outputNumber",
    ("distance", "jarak"): "distance",
    ("text", "teks"): "string outputString",
    ("yes or no", "ya atau tidak"): "boolean",
    ("rows", "baris"): "matrix",
    ("file", "berkas"): "file fileDestination outputFile",
    ("HTML file", "berkas HTML"): "outputHtml",
    ("folder", "folder"): "folderDestination outputFolder",
    ("database connection", "koneksi basis data"): "providerconnection",
    ("range", "rentang"): "range",
    ("expression", "ekspresi"): "expression",
}
WORDS = {language: {key: texts[at] for key, texts in _WORDS.items()} for at, language in enumerate(LANGUAGES)}
KINDS = {
    language: {kind: texts[at] for texts, kinds in _KINDS.items() for kind in kinds.split()}
    for at, language in enumerate(LANGUAGES)
}

#: Values in the calls on the command line; other layers and fields are called after their parameter.
EXAMPLES = {
    "TABLE": "table.csv",
    "ID_FIELD": "kode",
    "NAME_FIELD": "nama",
    "GROUP_FIELD": "kecamatan",
    "POPULATION_FIELD": "penduduk",
    "FIELD": "index",
    "DEFINITION": "definition.json",
}


def pages() -> dict[Path, str]:
    """Return the text of every page by its path."""
    found: dict[Path, str] = {}
    for language in LANGUAGES:
        with speaking(language) as provider:
            algorithms = [
                provider.algorithm(shell.ID) for shell in sejahtera("processing.provider").algorithm_classes()
            ]
            folder = DOCS / language / "algorithms"
            found[folder / "index.md"] = contents(algorithms, language)
            found.update({folder / f"{one.name()}.md": page(one, language) for one in algorithms})
    return found


def contents(algorithms: list[Any], language: str) -> str:
    """Return the list of all algorithms by group."""
    words = WORDS[language]
    lines = [f"# {words['title']}", "", words["intro"]]
    group = None
    for one in algorithms:
        if one.group() != group:
            group = one.group()
            lines += ["", f"## {group}", ""]
        lines.append(f"- [{one.displayName()}]({one.name()}.md) (`{one.name()}`): {one.shortDescription()}")
    return "\n".join(lines) + "\n"


def page(algorithm: Any, language: str) -> str:
    """Return the page of one algorithm."""
    words = WORDS[language]
    other = LANGUAGES[1 - LANGUAGES.index(language)]
    name = algorithm.name()
    lines = [
        f"# {algorithm.displayName()}",
        "",
        f"`sejahtera:{name}` · {algorithm.group()} · [{words['other']}](../../{other}/algorithms/{name}.md)",
        "",
        algorithm.shortDescription(),
        "",
        *_picture(name, algorithm.displayName(), words["picture"]),
        sejahtera("language").tr(algorithm.HELP).replace("</p><p>", "</p>\n<p>"),
        "",
        f"## {words['parameters']}",
        "",
        words["columns"],
        "|---|---|---|---|---|",
        *(_parameter(one, algorithm, language) for one in algorithm.parameterDefinitions()),
        *_codes(algorithm, words),
        "",
        f"## {words['outputs']}",
        "",
        words["output_columns"],
        "|---|---|---|",
        *(_output(one, language) for one in algorithm.outputDefinitions()),
        "",
        f"## {words['command']}",
        "",
        *_command(algorithm),
        "",
        f"{words['needs']}: {', '.join(algorithm.REQUIRES)}.",
        "",
        f"{words['words']}: {', '.join(algorithm.tags())}.",
    ]
    return "\n".join(lines) + "\n"


def _picture(name: str, title: str, note: str) -> list[str]:
    """Return the picture of a result, where there is one."""
    picture = f"images/algorithms/{name}.png"
    return [f"![{title}](../../{picture})", "", f"*{note}*", ""] if (DOCS / picture).exists() else []


def _parameter(one: Any, algorithm: Any, language: str) -> str:
    flag = qgis().QgsProcessingParameterDefinition.Flag.FlagOptional
    kind = KINDS[language][one.type()]
    if one.flags() & flag:
        kind += f", {WORDS[language]['optional']}"
    return _row(f"`{one.name()}`", one.description(), kind, _default(one, algorithm), one.help())


def _default(one: Any, algorithm: Any) -> str:
    value = one.defaultValue()
    register = algorithm.choices.get(one.name())
    if value is None or value == "" or repr(value) == "NULL" or one.isDestination():
        return ""
    if register is not None:
        value = register.codes[value] if isinstance(value, int) else value
    return f"`{value:g}`" if isinstance(value, float) else f"`{value}`"


def _codes(algorithm: Any, words: dict[str, str]) -> list[str]:
    """Return a table of codes for each choice."""
    lines: list[str] = []
    translate = sejahtera("language").tr
    for name, register in algorithm.choices.items():
        if not lines:
            lines += ["", f"## {words['codes']}"]
        rows = [_row(f"`{code}`", translate(label)) for code, label in zip(register.codes, register.labels)]
        lines += ["", f"### {name}", "", words["code_columns"], "|---|---|", *rows]
    return lines


def _output(one: Any, language: str) -> str:
    return _row(f"`{one.name()}`", one.description(), KINDS[language][one.type()])


def _command(algorithm: Any) -> list[str]:
    """Return a call with every parameter that is needed."""
    flag = qgis().QgsProcessingParameterDefinition.Flag.FlagOptional
    needed = [
        one
        for one in algorithm.parameterDefinitions()
        if not one.flags() & flag and (one.isDestination() or _default(one, algorithm) == "")
    ]
    given = " \\\n        ".join(f"{one.name()}={_example(one)}" for one in needed)
    return [f"    qgis_process run sejahtera:{algorithm.name()} -- \\", f"        {given}"]


def _example(one: Any) -> str:
    if one.isDestination():
        endings = {"sink": ".gpkg", "folderDestination": "/"}
        ending = endings.get(one.type()) or f".{one.defaultFileExtension()}"
        return f"{one.name().lower()}{ending}"
    return EXAMPLES.get(one.name()) or {"source": "kelurahan.gpkg", "vector": "index.gpkg"}.get(
        one.type(), one.name().lower()
    )


def _row(*cells: str) -> str:
    clean = (re.sub(r"\s+", " ", cell).replace("|", "\\|").replace("<", "&lt;") for cell in cells)
    return "| " + " | ".join(clean) + " |"


def main() -> None:
    """Write all pages and take away those of algorithms that are gone."""
    found = pages()
    for language in LANGUAGES:
        for path in (DOCS / language / "algorithms").glob("*.md"):
            if path not in found:
                path.unlink()
    for path, text in found.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(found)} pages")


if __name__ == "__main__":
    main()
