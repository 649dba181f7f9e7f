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
# Of flake8-qgis: what breaks under Qt 6 (4xx) and imports past qgis.PyQt (1xx); iface is handed over on purpose,
# and `import processing` in a function is QGIS's own.
check "Qt 6" "$python" -m flake8 --isolated --max-line-length=120 --select QGS1,QGS4 --extend-ignore QGS105,QGS111 \
    analysis cartography processing resources ui __init__.py language.py plugin.py
check "scans of the package" "$python" scripts/scan.py
check "advisories" "$python" scripts/advisories.py
if [ -n "$failed" ]; then
    echo "lint: something is wrong, see above" >&2
    exit 1
fi
echo "lint: all is well"
