#!/bin/sh
# Style, imports, translations, and the scans that the plugin repository does on the zip. Runs all, then tells.
set -u
sh scripts/environment.sh || exit 1
python=.venv/bin/python
failed=
check() {
    echo "- $1"
    shift
    "$@" || failed=yes
}
check "ruff check" "$python" -m ruff check .
check "ruff format" "$python" -m ruff format --check .
check "translations" "$python" scripts/translations.py check
check "import rules" "$python" -m pytest -q -p no:pytest_qgis -p no:cacheprovider tests/test_imports.py -k arrows
check "scans of the package" "$python" scripts/scan.py
check "advisories" "$python" scripts/advisories.py
if [ -n "$failed" ]; then
    echo "lint: something is wrong, see above" >&2
    exit 1
fi
echo "lint: all is well"
