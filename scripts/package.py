"""Build the zip that QGIS installs: what is committed, without the tests, with compiled translations.

The same commit gives the same bytes, wherever, whenever and by whom it is built.
"""

from __future__ import annotations

import configparser
import io
import re
import subprocess
import time
import zipfile
from pathlib import Path

import addresses
from translations import SOURCE, compiled

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = "sejahtera"


def version() -> str:
    """Return the version in metadata.txt."""
    metadata = configparser.ConfigParser()
    metadata.read(ROOT / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def _git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout


def committed_files() -> dict[str, bytes]:
    """Return the files of the last commit that belong into the package, by their name in it."""
    archive = io.BytesIO(_git("archive", "--format=zip", f"--prefix={PLUGIN}/", "HEAD"))
    with zipfile.ZipFile(archive) as files:
        return {name: files.read(name) for name in files.namelist() if not name.endswith("/")}


def with_changelog(metadata: str, changelog: str) -> str:
    """Return metadata.txt with what CHANGELOG.md says of the newest version, the form that QGIS shows."""
    newest, text = re.findall(r"^## \[(.+?)\](.*?)(?=^## |\Z)", changelog, re.DOTALL | re.MULTILINE)[0]
    entries = re.sub(r"\n {2,}", " ", text)
    entries = re.sub(r"\[([^\]]+)\]\([^)]+\)|`", r"\1", entries).replace("%", "%%")
    lines = [newest, *re.findall(r"^- .+$", entries, re.MULTILINE)]
    told = "changelog=" + "\n    ".join(["", *lines]) + "\n"
    return re.sub(r"^changelog=.*\n(?:[ \t]+.*\n?)*", lambda _: told, metadata, count=1, flags=re.MULTILINE)


def build() -> Path:
    """Write the zip and return its path."""
    files = committed_files()
    metadata, changelog = files[f"{PLUGIN}/metadata.txt"].decode(), files[f"{PLUGIN}/CHANGELOG.md"].decode()
    release = addresses.of_release()
    if release:
        metadata = addresses.stamped(metadata, *release)
    files[f"{PLUGIN}/metadata.txt"] = with_changelog(metadata, changelog).encode()
    words = SOURCE.relative_to(ROOT).as_posix()
    files[f"{PLUGIN}/{words[:-3]}.mo"] = compiled(_git("show", f"HEAD:{words}"))
    moment = time.gmtime(int(_git("log", "-1", "--format=%ct")))[:6]
    target = ROOT / "build" / f"{PLUGIN}-{version()}.zip"
    target.parent.mkdir(exist_ok=True)
    with zipfile.ZipFile(target, "w") as package:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o100644 << 16
            package.writestr(entry, files[name], compresslevel=9)
    return target


if __name__ == "__main__":
    path = build()
    print(f"{path.relative_to(ROOT)}, {path.stat().st_size / 1e6:.2f} MB")
