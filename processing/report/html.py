"""Templates filled: every value is escaped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent.parent.parent / "resources" / "templates"


def render(template: str, language: str, **context: Any) -> str:
    """Fill a template of `resources/templates`; every value is escaped.

    In templates `safe_svg` marks a chart that we have drawn ourselves as markup.
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
        safe_svg=lambda svg: Markup(svg),  # noqa: S704  # nosec B704 - drawn by matplotlib, which escapes text
    )
    return environment.get_template(template).render(**context)
