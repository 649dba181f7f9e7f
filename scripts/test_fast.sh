#!/bin/sh
# usage: test_fast.sh [ARGUMENT OF PYTEST]...   Run what needs neither QGIS nor a screen nor long: below a minute.
set -eu
sh scripts/venv.sh .venv-fast tests/requirements-fast.txt
exec .venv-fast/bin/python -m pytest -q -n auto -m "not slow and not qgis" -p no:cacheprovider "$@"
