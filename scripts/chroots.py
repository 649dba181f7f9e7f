"""Debian systems in folders, each with the QGIS of its release: make them, run commands in them. Needs root."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: What the tests want beside scripts/*_packages.txt; the rest of tests/requirements.txt comes by pip.
_EXTRA_PACKAGES = ("make", "ca-certificates")
#: Of a Debian whose own packages are needed in tests/requirements.txt for other things than tests.
_LEFT_OUT = {"postgresql", "default-jre-headless"}
_SOURCES = Path("/etc/apt/sources.list.d/debian.sources")

#: Mounts live in a namespace of the command's own and are gone with it. $1 is the system, $2 the folder with
#: the clone, which appears as /work. Without a network, its Xvfb cannot meet those of other systems either.
#: The command is not the first process there: to that one Xvfb would not say that it is ready.
_ENTER = """
set -e
mkdir -p "$1/work"
mount -t proc proc "$1/proc"
mount -t sysfs -o ro sysfs "$1/sys"
mount --rbind /dev "$1/dev"
mount --bind "$2" "$1/work"
if [ -d "$SHARED" ]; then mkdir -p "$1/work/shared/data"; mount --bind -o ro "$SHARED" "$1/work/shared/data"; fi
ip link set lo up 2>/dev/null || true
system=$1
shift 2
exec chroot "$system" /usr/bin/env -i HOME=/tmp/home PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \
  DEBIAN_FRONTEND=noninteractive PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$PYTHONPATH" XDG_RUNTIME_DIR=/tmp/run \
  /bin/sh -c 'mkdir -p -m700 /tmp/home /tmp/run && cd /work && "$@"; exit $?' sh "$@"
"""


def home() -> Path:
    """Return the folder of the systems: SEJAHTERA_CHROOTS, or one in the user's cache."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("SEJAHTERA_CHROOTS") or cache / "sejahtera" / "chroots")


def refuse_without_root() -> None:
    """End with one sentence where systems cannot be made."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise SystemExit("Systems in folders need root on Debian or Ubuntu: run `sudo make test-all` there.")


@dataclass(frozen=True)
class System:
    """A Debian of one release; with `backports`, QGIS is that of its backports."""

    name: str
    suite: str
    backports: bool = False

    @property
    def folder(self) -> Path:
        """Return where it lies."""
        return home() / self.name

    def packages(self) -> list[str]:
        """Return what is installed in it."""
        lists = [ROOT / "scripts" / f"{name}_packages.txt" for name in ("qgis", "test")]
        names = " ".join(path.read_text(encoding="utf-8") for path in lists).split()
        return [*(name for name in names if name not in _LEFT_OUT), *_EXTRA_PACKAGES]

    def make(self) -> None:
        """Make it, or add to it what the lists of packages have more than last time."""
        stamp, wanted = self.folder / ".packages", "\n".join(self.packages())
        if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        print(f"Preparing {self.name} in {self.folder} (some minutes)", flush=True)
        if not (self.folder / ".base").exists():
            self._bootstrap()
        newer = f"-t {self.suite}-backports" if self.backports else ""
        command = f"apt-get update -q && apt-get install -q -y --no-install-recommends {newer} "
        command += f"{' '.join(self.packages())} && apt-get clean"
        self.run(["sh", "-c", command], self.folder / "srv", network=True, log=home() / f"{self.name}.apt.log")
        stamp.write_text(wanted, encoding="utf-8")

    def _bootstrap(self) -> None:
        mirror = _mirror()
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with (home() / f"{self.name}.debootstrap.log").open("w", encoding="utf-8") as log:
            command = ["debootstrap", "--variant=minbase", self.suite, str(self.folder), mirror]
            subprocess.run(command, check=True, stdout=log, stderr=subprocess.STDOUT)
        policy = self.folder / "usr/sbin/policy-rc.d"  # no package may start a service
        policy.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
        policy.chmod(0o755)
        shutil.copy("/etc/resolv.conf", self.folder / "etc/resolv.conf")
        # The release file of a mirror's sid can be past its date.
        apt = self.folder / "etc/apt"
        (apt / "apt.conf.d/99valid-until").write_text('Acquire::Check-Valid-Until "false";\n', encoding="utf-8")
        if self.backports:
            line = f"deb {mirror} {self.suite}-backports main\n"
            (apt / "sources.list.d/backports.list").write_text(line, encoding="utf-8")
        (self.folder / ".base").touch()

    def run(
        self,
        command: list[str],
        work: Path,
        *,
        python_path: str = "",
        shared: Path | None = None,
        network: bool = False,
        log: Path | None = None,
        check: bool = True,
    ) -> str:
        """Run a command in it, the folder `work` being its /work, and return what it printed."""
        enter = ["unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child"]
        enter += [] if network else ["--net"]
        environment = {**os.environ, "PYTHONPATH": python_path, "SHARED": str(shared or "")}
        with open(log or os.devnull, "w", encoding="utf-8") as errors:
            told = subprocess.run(
                [*enter, "sh", "-c", _ENTER, "sh", str(self.folder), str(work), *command],
                env=environment,
                stdout=errors if log else subprocess.PIPE,
                stderr=errors if log else sys.stderr,
                encoding="utf-8",
                check=False,
            )
        if check and told.returncode:
            raise SystemExit(f"{self.name}: {' '.join(command)[:60]} failed; see {log or 'above'}")
        return told.stdout or ""


def _mirror() -> str:
    sources = _SOURCES.read_text(encoding="utf-8") if _SOURCES.exists() else ""
    found = re.search(r"^URIs: *(\S+)", sources, re.MULTILINE)
    return found.group(1) if found else "http://deb.debian.org/debian"
