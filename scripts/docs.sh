#!/bin/sh
# Write the generated pages of the manual and build the site into build/site.
set -eu
sh scripts/environment.sh
python=.venv/bin/python
"$python" scripts/translations.py compile
"$python" scripts/catalogue_page.py
"$python" scripts/house_map.py
home=$(pwd)/build/docs-home
mkdir -p "$home/run"
chmod 700 "$home/run"
# The system's own folders first: a Python of pyenv before them makes QGIS crash.
env HOME="$home" XDG_RUNTIME_DIR="$home/run" QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 \
    PATH="/usr/sbin:/usr/bin:/sbin:/bin" "$python" scripts/algorithm_pages.py
"$python" -m mkdocs build --quiet --strict --clean
echo "build/site/index.html"
