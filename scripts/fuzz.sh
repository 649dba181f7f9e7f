#!/bin/sh
# usage: fuzz.sh [SECONDS [TARGET]...]   Fuzz by atheris, in an environment of its own beside QGIS's Python.
set -eu
sh scripts/environment.sh
sh scripts/venv.sh .venv-fuzz tests/requirements-fuzz.txt --system-site-packages
exec env LC_ALL=C.UTF-8 PATH="/usr/sbin:/usr/bin:/sbin:/bin" .venv-fuzz/bin/python tests/fuzz/fuzz.py "$@"
