"""HTML reports: one self-contained file, autoescaped, in the language asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qgis.core import Qgis

from ...analysis.core.messages import Shown
from ...language import date, number, tr
from ..io.versions import plugin_version

if TYPE_CHECKING:
    from ..base.run import Run

TEMPLATES = Path(__file__).parent.parent.parent / "resources" / "templates"


def render(template: str, language: str, **context: Any) -> str:
    """Fill a template of `resources/templates`; every value is escaped.

    In templates `tr` translates, `number(value, decimals)` formats and `safe_svg` marks a chart
    that we have drawn ourselves as markup.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        language=language,
        tr=lambda text, **facts: tr(text, language).format(
            **{key: Shown(str(fact), fact) for key, fact in facts.items()}
        ),
        number=lambda value, decimals=2: number(value, decimals, language),
        safe_svg=lambda svg: Markup(svg),  # noqa: S704  # nosec B704 - drawn by matplotlib, which escapes text
        today=date(language=language),
        plugin_version=plugin_version(),
        qgis_version=Qgis.QGIS_VERSION,
    )
    return environment.get_template(template).render(**context)


def write_report(run: Run, template: str, language: str, **context: Any) -> None:
    """Write the report of a run to REPORT, where it is wanted."""
    path = run.outputs.file("REPORT")
    if path is None:
        return
    told = context.get("diagnostics")
    if told is not None:
        context["diagnostics"] = replace(told, warnings=[*run.warnings, *told.warnings])
    path.write_text(
        render(
            template,
            language,
            sentence=lambda message: run.sentence(message, language),
            **context,
        ),
        encoding="utf-8",
    )
