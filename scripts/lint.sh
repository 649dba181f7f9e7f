#!/bin/sh
# usage: lint.sh [CHECK]...   Run the checks named, or all that are listed below, then tell. Needs no QGIS.
set -u
sh scripts/venv.sh .venv-fast tests/requirements-fast.txt || exit 1
python=.venv-fast/bin/python
wanted=" $* "
failed=
check() { # NAME COMMAND...
    name=$1
    shift
    case $wanted in "  " | *" $name "*) ;; *) return ;; esac
    echo "- $name"
    "$@" || failed="$failed $name"
}
check style "$python" -m ruff check .
check format "$python" -m ruff format --check .
check translations "$python" scripts/translations.py check
check imports "$python" -m pytest -q -p no:cacheprovider tests/test_imports.py -k "arrows or circle"
check types "$python" scripts/type_check.py
# Of flake8-qgis: what breaks under Qt 6 (4xx) and imports past qgis.PyQt (1xx); iface is handed over on purpose,
# and `import processing` in a function is QGIS's own.
check qt6 "$python" -m flake8 --isolated --max-line-length=120 --select QGS1,QGS4 --extend-ignore QGS105,QGS111 \
    analysis cartography processing resources ui __init__.py language.py plugin.py
# What the plugin repository does with the zip, and what PyPI knows of the packages.
check package "$python" scripts/scan.py
check advisories "$python" scripts/advisories.py
if [ -n "$failed" ]; then
    echo "lint: something is wrong, see above:$failed" >&2
    exit 1
fi
echo "lint: all is well"
