#!/bin/sh
# Run the engines for records on real DuckDB, PostgreSQL and Spark: the newest in an environment without QGIS, then
# through the toolbox of a real QGIS those that bear its numpy and pandas.
set -eu
sh scripts/venv.sh .venv-engines tests/requirements-engines.txt
sh scripts/venv.sh .venv-engines-qgis tests/requirements-engines-qgis.txt --system-site-packages

home=$(pwd)/build/test-home
mkdir -p "$home/run"
chmod 700 "$home/run"
run() { # ENVIRONMENT TESTS
    env HOME="$home" XDG_RUNTIME_DIR="$home/run" QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 \
        PATH="/usr/sbin:/usr/bin:/sbin:/bin" "$1/bin/python" -m pytest -q -p no:cacheprovider "$2"
}
run .venv-engines tests/analysis/poverty/test_engines.py
run .venv-engines-qgis tests/processing/poverty/test_poverty_engines.py
run .venv-engines-qgis tests/processing/study/test_study_engines.py
