"""A pseudo-language: every translated text stands between brackets, so that what was forgotten shows."""

import gettext
import html
import re

OPEN, SHUT = "⟦", "⟧"
_INNERMOST = re.compile(f"{OPEN}[^{OPEN}{SHUT}]*{SHUT}")
_WORD = re.compile(r"[^\W\d_]{2,}")


class Pseudo(gettext.NullTranslations):
    """The language."""

    def gettext(self, message):
        """Return the text between brackets."""
        return f"{OPEN}{message}{SHUT}"


def unmarked(text, known=()):
    """Return the words of a text that stand outside all brackets, but for those that are known."""
    before = None
    while before != text:
        before, text = text, _INNERMOST.sub(" ", text)
    for one in sorted(known, key=len, reverse=True):
        text = text.replace(one, " ")
    return _WORD.findall(text)


def words_of_html(page):
    """Return what a reader of a page sees: no styles, no markup, no verbatim files; the words of its charts too."""
    page = re.sub(r"(?s)<(style|script|metadata|pre)\b.*?</\1>|<!--.*?-->", " ", page)
    return html.unescape(re.sub(r"(?s)<[^>]*>", " ", page))
