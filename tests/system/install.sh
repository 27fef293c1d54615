#!/usr/bin/env bash
# Installs what the system tests need beyond `make setup`: Debian's Chromium, npm, and into .venv the group `system`
# of pyproject.toml (Playwright, axe, node) with the npm packages of tests/system/package-lock.json.
# Run by `make test-system`; does nothing where all of it is there. A browser build of Playwright's own is not used.
set -euo pipefail
cd "$(dirname "$0")/../.."

wanted=""
command -v chromium >/dev/null || wanted="chromium fonts-dejavu-core"
command -v npm >/dev/null || wanted="$wanted npm"
if [ -n "$wanted" ]; then
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root="sudo"
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
fi

# --no-deps: the file holds everything that is needed.
locked="--no-deps --require-hashes --requirement tests/system/requirements.lock"
if command -v uv >/dev/null; then
  uv pip install --quiet --python .venv/bin/python $locked
elif .venv/bin/python -m pip --version >/dev/null 2>&1; then
  .venv/bin/python -m pip install --quiet --disable-pip-version-check $locked
else
  python3 -m pip --python .venv/bin/python install --quiet --disable-pip-version-check $locked
fi

npm ci --prefix tests/system --no-audit --no-fund --ignore-scripts --loglevel error
