#!/bin/sh
# Run the engines for records on real DuckDB, PostgreSQL and Spark: the newest in an environment without QGIS, then
# through the toolbox of a real QGIS those that bear its numpy and pandas.
set -eu
prepare() { # ENVIRONMENT REQUIREMENTS [OPTION OF venv OR pip]...
    environment=$1 requirements=$2
    cmp -s "$requirements" "$environment/requirements.txt" && return
    echo "Preparing $environment (DuckDB, Ibis, Spark)"
    rm -rf "$environment"
    # shellcheck disable=SC2086  # no option where there is none
    /usr/bin/python3 -m venv $3 "$environment"
    # shellcheck disable=SC2086
    "$environment/bin/python" -m pip install -qq --disable-pip-version-check $4 -r "$requirements"
    cp "$requirements" "$environment/requirements.txt"
}
prepare .venv-engines tests/requirements-engines.txt "" ""
prepare .venv-engines-qgis tests/requirements-engines-qgis.txt --system-site-packages "-c .venv/constraints.txt"

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
