#!/bin/sh
# Make .venv from the system's Python, which is the one that QGIS uses, with what the tests need beside it.
set -eu
# shellcheck disable=SC2046  # the list is meant to be split
sh scripts/apt.sh $(cat scripts/qgis_packages.txt scripts/test_packages.txt)
/usr/bin/python3 -c 'import qgis.core' 2>/dev/null || {
    echo "/usr/bin/python3 cannot import QGIS. The tests run on Debian or Ubuntu with python3-qgis;" \
        "\`make test-fast\` runs anywhere." >&2
    exit 1
}
sh scripts/venv.sh .venv tests/requirements.txt --system-site-packages
