#!/bin/sh
# Renews the lock files. They carry hashes and no index address, so they work behind any mirror.
set -eu
cd "$(dirname "$0")/.."
lock() { uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header "$@"; }
lock pyproject.toml --extra postgresql --group dev -o requirements/base.lock
lock pyproject.toml --extra spark -c requirements/base.lock -o requirements/spark.lock
lock pyproject.toml --extra bench -c requirements/base.lock -o requirements/bench.lock
