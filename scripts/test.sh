#!/bin/sh
# usage: test.sh [ARGUMENT OF PYTEST]...   Run the suite in a real QGIS, its windows on a virtual screen.
set -eu
sh scripts/environment.sh
.venv/bin/python scripts/translations.py compile
# The whole suite includes the engines and Qt 6; a selection of tests does not.
[ $# -gt 0 ] || sh scripts/engines.sh
[ $# -gt 0 ] || sh scripts/test_qt6.sh

home=$(pwd)/build/test-home
mkdir -p "$home/run"
chmod 700 "$home/run"
# The system's own folders first: a Python of pyenv before them makes the QGIS that tests start crash.
exec env HOME="$home" XDG_RUNTIME_DIR="$home/run" QT_QPA_PLATFORM=xcb LC_ALL=C.UTF-8 \
    PATH="/usr/sbin:/usr/bin:/sbin:/bin" \
    xvfb-run -a -s "-screen 0 1400x900x24" .venv/bin/python -m pytest "$@"
