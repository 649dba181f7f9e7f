"""Formulas of the manual as MathML, which browsers draw by themselves: no network, no script.

A hook of MkDocs. In the pages formulas are written in TeX as GitHub shows them: a block ```math, or $`…`$ in a line.
"""

from __future__ import annotations

import html
import re
from typing import Any

BLOCK = re.compile(r"^```math\n(.*?)\n```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"\$`([^`]+)`\$")
_MARK = "FORMULA{}ALUMROF"


def mathml(tex: str, display: str) -> str:
    """Return a formula as MathML that says its TeX to those who copy it."""
    from latex2mathml.converter import convert

    drawn = convert(" ".join(tex.split()), display=display)
    return drawn.replace("<math ", f'<math title="{html.escape(tex, quote=True)}" ', 1)


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Put marks in the place of formulas, so that Markdown does not read their signs."""
    page.formulas = []

    def keep(display: str) -> Any:
        def replace(found: re.Match[str]) -> str:
            page.formulas.append(mathml(found[1], display))
            return _MARK.format(len(page.formulas) - 1)

        return replace

    return INLINE.sub(keep("inline"), BLOCK.sub(keep("block"), markdown))


def on_page_content(content: str, page: Any, **_: Any) -> str:
    """Put the formulas in."""
    for number, drawn in enumerate(page.formulas):
        content = content.replace(_MARK.format(number), drawn)
    return content
