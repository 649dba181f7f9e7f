"""A real QGIS window on a virtual screen, in a profile of its own, with a script inside it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parents[1] / "scripts"))
from installed_qgis import ROOT, Profile  # noqa: E402

SCREEN = "-screen 0 1500x950x24"
TIME_LIMIT = 180

#: No tips, no news, no question at the end.
SETTINGS = {
    "qgis": {"checkVersion": "false", "showTips": "false", "newProjectDefault": "false"},
    "core": {"NewsFeed\\httpsfeedqgisorg\\disabled": "true"},
}
#: A profile in which nobody has installed anything yet.
CLEAN = {"PythonPlugins": {"processing": "true"}}


def in_window(
    script: Path,
    folder: Path,
    settings: dict[str, dict[str, str]] | None = None,
    clean: bool = False,
    package: Path | None = None,
    managed: bool = False,
    time_limit: float = TIME_LIMIT,
    **environment: str,
) -> dict:
    """Run a script inside the window of a new QGIS and return the facts that it leaves in the folder.

    The profile is new and knows this clone as the plugin, or what is in a `package`; `clean`, it knows no plugin.
    `managed`, the screen has a window manager, as keys of a real keyboard need one.
    """
    folder.mkdir(parents=True, exist_ok=True)
    profile = Profile(ROOT / "build" / "window")
    shutil.rmtree(profile.folder, ignore_errors=True)
    if package:
        shutil.unpack_archive(package, profile.plugins)
    elif not clean:
        profile.install()
    profile.write_settings(**{**SETTINGS, **(settings or {}), **(CLEAN if clean else {})})
    qgis = shutil.which("qgis.bin") or shutil.which("qgis") or ""
    variables = profile.environment(qgis)
    del variables["QT_QPA_PLATFORM"]
    variables.update(PYTHONPATH=str(HERE), SEJAHTERA_FOLDER=str(folder.resolve()), **environment)
    seen = folder / "seen.json"
    seen.unlink(missing_ok=True)
    # Not the number where everybody begins: containers share the names of screens with their host.
    screen = ["xvfb-run", "-a", "-n", str(100 + os.getpid() % 800), "-s", SCREEN]
    if managed:
        screen += ["sh", "-c", 'openbox & exec "$@"', "sh"]
    options = ["--noversioncheck", "--nologo", "--profiles-path", str(profile.folder), "--profile", "default"]
    program = subprocess.Popen(
        [*screen, qgis, *options, "--code", str(script)],
        env=variables,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        told, _ = program.communicate(timeout=time_limit)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGTERM)  # xvfb-run alone would leave its screen and QGIS behind
        told, _ = program.communicate()
    if program.returncode or not seen.exists():
        raise RuntimeError(f"QGIS ended with {program.returncode}:\n{told}")
    facts = json.loads(seen.read_text(encoding="utf-8"))
    seen.unlink()
    return facts
