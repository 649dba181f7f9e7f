"""The QGIS of this machine, run with the plugin in a profile of its own.

Standard library alone: this runs before anything of the project is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from glob import glob
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLUGIN = "sejahtera"

#: A Python of pyenv or conda before the system's own makes QGIS load the wrong library and crash.
_CLEAN_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"

#: Debian 12 wraps qgis_process in a script that fails at every call, so its binary comes first.
_COMMANDS = ("qgis_process.bin", "qgis_process")

_PLACES = {
    "darwin": (
        "/Applications/QGIS*.app/Contents/MacOS/bin/qgis_process",
        "/Applications/QGIS*.app/Contents/MacOS/qgis_process",
    ),
    "win32": ("C:/Program Files/QGIS*/bin/qgis_process*.bat", "C:/OSGeo4W*/bin/qgis_process*.bat"),
}

HOW_TO_INSTALL = (
    "No QGIS was found here. On Debian or Ubuntu `make demo` installs it; on other systems install QGIS 3.22 "
    "or newer from https://qgis.org/download and run this again. If it is in an unusual place, set "
    "QGIS_PROCESS to the full path of its qgis_process command."
)


def find_qgis_process() -> str:
    """Return the path of the `qgis_process` command, or end the program saying what to install."""
    found = [os.environ.get("QGIS_PROCESS"), *(shutil.which(command) for command in _COMMANDS)]
    for pattern in _PLACES.get(sys.platform, ()):
        found += sorted(glob(pattern), reverse=True)
    for path in found:
        if path:
            return path
    raise SystemExit(HOW_TO_INSTALL)


class Profile:
    """A QGIS profile in a folder of ours that knows the plugin; the user's own profile stays untouched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.plugins = folder / "profiles" / "default" / "python" / "plugins"

    def install(self, source: Path = ROOT) -> None:
        """Make the folder `source` the plugin of this profile and switch it on.

        The link has the plugin's name, whatever the clone is called: QGIS cannot import a folder with
        a dot in its name.
        """
        self.plugins.mkdir(parents=True, exist_ok=True)
        link = self.plugins / PLUGIN
        if link.is_symlink():
            link.unlink()
        elif link.exists():
            shutil.rmtree(link)
        try:
            link.symlink_to(source, target_is_directory=True)
        except OSError:  # Windows allows links to administrators only
            shutil.copytree(source, link, ignore=shutil.ignore_patterns(".*", "build"))
        self.write_settings()

    def write_settings(self, **sections: dict[str, str]) -> None:
        """Write the settings of this profile: the plugin is on, unless other plugins are asked for."""
        settings = {"PythonPlugins": {PLUGIN: "true", "processing": "true"}, **sections}
        text = "".join(
            f"[{section}]\n" + "".join(f"{key}={value}\n" for key, value in values.items())
            for section, values in settings.items()
        )
        folder = self.folder / "profiles" / "default" / "QGIS"
        folder.mkdir(parents=True, exist_ok=True)
        for version in (3, 4):
            (folder / f"QGIS{version}.ini").write_text(text, encoding="utf-8")

    def environment(self, command: str) -> dict[str, str]:
        """Return the environment in which to run the QGIS command at this path."""
        drop = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "QGIS_PLUGINPATH")
        environment = {key: value for key, value in os.environ.items() if key not in drop}
        environment["QGIS_CUSTOM_CONFIG_PATH"] = str(self.folder)
        if sys.platform.startswith("linux"):
            runtime = self.folder / "run"
            runtime.mkdir(mode=0o700, parents=True, exist_ok=True)
            environment.update(
                PATH=os.pathsep.join((str(Path(command).parent), _CLEAN_PATH)),
                XDG_RUNTIME_DIR=str(runtime),
                QT_QPA_PLATFORM="offscreen",
                LC_ALL="C.UTF-8",
            )
        return environment

    def qgis_process(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `qgis_process` with these arguments and return what it said."""
        command = find_qgis_process()
        return subprocess.run(
            [command, *arguments],
            env=self.environment(command),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
