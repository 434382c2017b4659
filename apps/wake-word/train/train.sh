#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes the wake-word model from nothing: speech synthesizers, a Python environment, the corpus, the network, the model card.
# Usage: train.sh [--quick] [--evaluate] [--jobs N], see --help; the corpus is kept in .cache/wake-word, so that a second run only trains.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cache=$(cd "$here/../../.." && pwd)/.cache/wake-word
packages="espeak-ng flite festival festvox-kallpc16k festvox-kdlpc16k festvox-us-slt-hts festvox-suopuhe-lj festvox-suopuhe-mv
festvox-italp16k festvox-itapc16k festvox-czech-dita festvox-czech-krb festvox-czech-machac festvox-czech-ph festvox-ca-ona-hts
festvox-ru festvox-hi-nsk festival-hi festival-ca festival-czech cmake gcc g++"

missing=
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
  if [ "$(id -u)" = 0 ]; then
    apt-get install -y --no-install-recommends $missing
  else
    echo "Please install what is missing, then start again:" >&2
    echo "  sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
  fi
fi

if ! cmp -s "$here/requirements.txt" "$cache/venv/requirements.txt"; then
  mkdir -p "$cache"
  python3 -m venv "$cache/venv"
  "$cache/venv/bin/pip" install --quiet -r "$here/requirements.txt"
  cp "$here/requirements.txt" "$cache/venv/requirements.txt"
fi
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 TF_CPP_MIN_LOG_LEVEL=2
exec "$cache/venv/bin/python" "$here/train.py" "$@"
