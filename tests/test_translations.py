"""Every sentence for users exists in Indonesian, with the same placeholders."""

import ast
import gettext
import subprocess
import sys
from io import BytesIO

import pytest
from sejahtera.analysis.core.messages import Message

from .shipped import ROOT

pofile = pytest.importorskip("babel.messages.pofile")
mofile = pytest.importorskip("babel.messages.mofile")

SOURCE = ROOT / "resources" / "translations" / "id" / "LC_MESSAGES" / "sejahtera.po"


def _translations(command):
    return subprocess.run(
        [sys.executable, "scripts/translations.py", command],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_every_message_has_a_finished_translation():
    result = _translations("check")
    assert result.returncode == 0, result.stdout + result.stderr


def test_messages_are_found_in_code_registers_and_templates():
    extracted = pofile.read_po(BytesIO(_translations("extract").stdout.encode()))
    files = {str(path).partition("/")[0] for message in extracted for path, _ in message.locations}
    assert {"analysis", "processing", "resources"} <= files


def test_compiled_translations_speak_indonesian():
    compiled = BytesIO()
    mofile.write_mo(compiled, pofile.read_po(BytesIO(SOURCE.read_bytes())))
    compiled.seek(0)
    indonesian = gettext.GNUTranslations(compiled).gettext
    assert indonesian("Inequality") == "Ketimpangan"
    assert indonesian("Kelurahan layer") == "Lapisan kelurahan"


def test_only_our_own_words_are_translated_inside_a_sentence():
    fact = pytest.importorskip("sejahtera.language").fact
    indonesian = {"{column}: {way}": "kolom {column}: {way}", "No": "Tidak", "By name": "Menurut nama"}.__getitem__
    message = Message("{column}: {way}", {"column": ["No"], "way": Message("By name")})
    assert message.render(indonesian, str, lambda value: fact(value, "id")) == "kolom No: Menurut nama"


def test_a_field_called_no_is_not_answered_with_tidak():
    assert pytest.importorskip("sejahtera.language").fact("No", "id") == "No"


def test_no_message_hides_in_an_f_string():
    """Babel reads an f-string as one text before Python 3.12 and would not find what is marked in it."""
    hidden = []
    for path in shipped_modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                calls = [call for call in ast.walk(node) if isinstance(call, ast.Call)]
                hidden += [
                    f"{path}:{call.lineno}"
                    for call in calls
                    if getattr(call.func, "id", "") in ("tr", "mark")
                    and call.args
                    and isinstance(call.args[0], ast.Constant)
                ]
    assert not hidden


def shipped_modules():
    folders = ("analysis", "cartography", "processing", "resources", "ui")
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
