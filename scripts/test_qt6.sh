#!/bin/sh
# usage: test_qt6.sh [ARGUMENT OF PYTEST]...   Run what needs Qt alone of ui/ under PyQt6, in an environment of its own.
set -eu
sh scripts/apt.sh python3-venv libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1
tests="tests/test_enums.py tests/ui/test_definition_model.py tests/ui/test_dialogs.py tests/ui/test_tree_model.py
    tests/ui/test_widgets.py"
sh scripts/venv.sh .venv-qt6 tests/requirements-qt6.txt
# shellcheck disable=SC2086  # the list is meant to be split
exec env QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 PATH="/usr/sbin:/usr/bin:/sbin:/bin" PYTEST_QT_API=pyqt6 \
    .venv-qt6/bin/python -m pytest -q -p no:cacheprovider -p tests.qt6_stand_in \
    $tests "$@"
