"""Every sentence for users exists in Indonesian, with the same placeholders."""

import gettext
import subprocess
import sys
from io import BytesIO

import pytest

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
    assert gettext.GNUTranslations(compiled).gettext("Inequality") != ""
    assert gettext.GNUTranslations(compiled).gettext("Kelurahan layer") == "Lapisan kelurahan"
