#!/bin/sh
# usage: venv.sh FOLDER REQUIREMENTS [--system-site-packages]   Make an environment anew where its requirements changed.
set -eu
folder=$1 requirements=$2 system=${3:-}
cmp -s "$requirements" "$folder/requirements.txt" && exit
echo "Preparing $folder"
sh scripts/apt.sh python3-venv git
python=/usr/bin/python3
[ -x "$python" ] || python=python3
rm -rf "$folder"
# shellcheck disable=SC2086  # no option where there is none
"$python" -m venv $system "$folder"
: >"$folder/constraints.txt"
# QGIS's own numpy, scipy, pandas must stay: newer ones from pip break each other and the GDAL of the system.
[ -z "$system" ] || "$python" -c 'import numpy, pandas, scipy
for package in (numpy, pandas, scipy):
    print(package.__name__ + "==" + package.__version__)' >"$folder/constraints.txt"
"$folder/bin/python" -m pip install -qq --disable-pip-version-check \
    -c "$folder/constraints.txt" -r "$requirements"
cp "$requirements" "$folder/requirements.txt"
