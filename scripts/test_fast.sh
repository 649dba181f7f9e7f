#!/bin/sh
# usage: test_fast.sh [ARGUMENT OF PYTEST]...   Run what needs neither QGIS nor a screen nor long: below a minute.
set -eu
sh scripts/venv.sh .venv-fast tests/requirements-fast.txt
# One worker a core: threads of linear algebra beside them would only wait for each other.
exec env OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 .venv-fast/bin/python -m pytest -q -n auto -m "not slow and not qgis" -p no:cacheprovider "$@"
