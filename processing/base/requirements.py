"""What an algorithm needs installed, and the sentence that says how to get it."""

from __future__ import annotations

import importlib.util
import sys

from ...analysis.core.messages import mark
from ...language import tr

#: What reports need.
REPORT_PACKAGES = ("jinja2", "matplotlib")

_DEBIAN = mark(
    "This needs the Python package {package}. On Debian or Ubuntu install it with: sudo apt install python3-{package}"
)
_WINDOWS = mark(
    "This needs the Python package {package}. In the OSGeo4W installer choose qgis-full or "
    "qgis-ltr-full, or use the standalone installer of QGIS, which brings it."
)
_FLATPAK = mark(
    "This needs the Python package {package}. In the Flatpak of QGIS install it with: "
    "flatpak run --devel --command=pip3 org.qgis.qgis install {package} --user"
)
_OTHER = mark(
    "This needs the Python package {package}. Install it for the Python that QGIS uses: pip install {package}"
)


def missing_packages(packages: tuple[str, ...]) -> list[str]:
    """Return those packages that cannot be imported."""
    return [package for package in packages if importlib.util.find_spec(package) is None]


def how_to_install(package: str) -> str:
    """Return one sentence saying how to get a package on this platform."""
    if sys.platform == "win32":
        template = _WINDOWS
    elif sys.platform == "linux" and sys.prefix == "/app":
        template = _FLATPAK
    elif sys.platform == "linux":
        template = _DEBIAN
    else:
        template = _OTHER
    return tr(template).format(package=package)
