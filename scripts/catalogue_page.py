"""Write docs/catalogue.md, the page of the manual about the indicators, from the catalogue itself."""

from __future__ import annotations

from typing import Any

from plugin_package import ROOT, sejahtera

PAGE = ROOT / "docs" / "catalogue.md"


def number(value: float | None) -> str:
    """Write a number without a needless decimal point."""
    return "–" if value is None else f"{value:g}"


def page(catalogue: Any) -> str:
    """Return the page: a table for each dimension."""
    lines = [
        "# The indicator catalogue / Katalog indikator",
        "",
        "This page is written by `scripts/catalogue_page.py` from `resources/catalogue.json`.",
        "",
        f"*{catalogue.note.en}*",
        "",
        f"*{catalogue.note.id}*",
    ]
    for dimension in catalogue.dimensions:
        rows = [indicator for indicator in catalogue.indicators if indicator.dimension == dimension.code]
        if not rows:
            continue
        lines += [
            "",
            f"## {dimension.code} · {dimension.name.en} / {dimension.name.id}",
            "",
            "| field | indicator / indikator | definition / definisi | unit | direction | goalposts "
            "| cut-off | status |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for row in rows:
            goalposts = "–" if row.goalposts is None else " to ".join(number(bound) for bound in row.goalposts)
            cells = [
                f"`{row.field}`",
                f"{row.name.en}<br>*{row.name.id}*",
                f"{row.definition.en}<br>*{row.definition.id}*",
                row.unit.en,
                row.direction or "±",
                goalposts,
                number(row.cutoff),
                row.status,
            ]
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(sejahtera("resources.catalogue").load_catalogue()), encoding="utf-8")


if __name__ == "__main__":
    main()
