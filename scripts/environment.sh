#!/bin/sh
# Make .venv from the system's Python, which is the one that QGIS uses, with what the tests need beside it.
set -eu
# shellcheck disable=SC2046  # the list is meant to be split
sh scripts/apt.sh $(cat scripts/qgis_packages.txt scripts/test_packages.txt)

python=/usr/bin/python3
"$python" -c 'import qgis.core' 2>/dev/null || {
    echo "$python cannot import QGIS. The tests run on Debian or Ubuntu with the package python3-qgis." >&2
    exit 1
}
stamp=.venv/requirements.txt
if ! cmp -s tests/requirements.txt "$stamp"; then
    echo "Preparing .venv"
    rm -rf .venv
    "$python" -m venv --system-site-packages .venv
    # QGIS's own numpy, scipy, pandas must stay: newer ones from pip break each other and the GDAL of the system.
    "$python" -c 'import numpy, pandas, scipy
for package in (numpy, pandas, scipy):
    print(package.__name__ + "==" + package.__version__)' >.venv/constraints.txt
    .venv/bin/python -m pip install -qq --disable-pip-version-check \
        -c .venv/constraints.txt -r tests/requirements.txt
    cp tests/requirements.txt "$stamp"
fi
