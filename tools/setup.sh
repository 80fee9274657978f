#!/bin/sh
# Makes .venv from a bare python3 with everything pinned. Called by `make setup` when the lock file has changed.
set -eu
cd "$(dirname "$0")/.."
python="${PYTHON:-python3}"

say() { printf '%s\n' "$*" >&2; }

if ! command -v "$python" >/dev/null 2>&1; then
    say "Pledgeline needs Python 3.11 or newer, and '$python' was not found. Install it, or name another one: make PYTHON=/path/to/python3"
    exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "Pledgeline needs Python 3.11 or newer; '$python' is $("$python" -c 'import platform; print(platform.python_version())'). Name a newer one: make PYTHON=/path/to/python3"
    exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
    say "'$python' cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"
    exit 1
fi

# .venv/.ready is written last and names the folder it was made in. Without it, or after the folder was moved
# (the scripts inside hold absolute paths), the environment is made again from nothing.
here="$(pwd -P)"
if [ ! -f .venv/.ready ] || [ "$(cat .venv/.ready)" != "$here" ] || [ ! -x .venv/bin/python ]; then
    rm -rf .venv
    say "Making .venv with $("$python" --version) ..."
    "$python" -m venv .venv
fi
rm -f .venv/.ready
say "Installing what requirements/base.lock pins (several minutes the first time) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.lock
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
printf '%s\n' "$here" > .venv/.ready
