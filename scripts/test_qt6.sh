#!/bin/sh
# usage: test_qt6.sh [ARGUMENT OF PYTEST]...   Run what needs Qt alone of ui/ under PyQt6, in an environment of its own.
set -eu
sh scripts/apt.sh python3-venv libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1
tests="tests/test_enums.py tests/ui/test_definition_model.py tests/ui/test_dialogs.py tests/ui/test_tree_model.py
    tests/ui/test_widgets.py"
stamp=.venv-qt6/requirements.txt
if ! cmp -s tests/requirements-qt6.txt "$stamp"; then
    echo "Preparing .venv-qt6 (PyQt6)"
    rm -rf .venv-qt6
    /usr/bin/python3 -m venv .venv-qt6
    .venv-qt6/bin/python -m pip install -qq --disable-pip-version-check -r tests/requirements-qt6.txt
    cp tests/requirements-qt6.txt "$stamp"
fi
# shellcheck disable=SC2086  # the list is meant to be split
exec env QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 PATH="/usr/sbin:/usr/bin:/sbin:/bin" PYTEST_QT_API=pyqt6 \
    .venv-qt6/bin/python -m pytest -q -p no:cacheprovider -p tests.qt6_stand_in \
    $tests "$@"
