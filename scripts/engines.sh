#!/bin/sh
# Run the engines for records on real DuckDB, PostgreSQL and Spark, in an environment of their own without QGIS.
set -eu
stamp=.venv-engines/requirements.txt
if ! cmp -s tests/requirements-engines.txt "$stamp"; then
    echo "Preparing .venv-engines (DuckDB, Ibis, Spark)"
    rm -rf .venv-engines
    /usr/bin/python3 -m venv .venv-engines
    .venv-engines/bin/python -m pip install -qq --disable-pip-version-check -r tests/requirements-engines.txt
    cp tests/requirements-engines.txt "$stamp"
fi
exec env LC_ALL=C.UTF-8 PATH="/usr/sbin:/usr/bin:/sbin:/bin" \
    .venv-engines/bin/python -m pytest -q -p no:cacheprovider tests/analysis/poverty/test_engines.py
