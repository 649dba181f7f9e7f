#!/bin/sh
# usage: fuzz.sh [SECONDS [TARGET]...]   Fuzz by atheris, in an environment of its own beside QGIS's Python.
set -eu
sh scripts/environment.sh
if [ ! -x .venv-fuzz/bin/python ]; then
    echo "Preparing .venv-fuzz (atheris)"
    /usr/bin/python3 -m venv --system-site-packages .venv-fuzz
    .venv-fuzz/bin/python -m pip install -qq --disable-pip-version-check -r tests/requirements-fuzz.txt
fi
exec env LC_ALL=C.UTF-8 PATH="/usr/sbin:/usr/bin:/sbin:/bin" .venv-fuzz/bin/python scripts/fuzz.py "$@"
