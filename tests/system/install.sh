#!/usr/bin/env bash
# Installs what the system tests need beyond `make setup`: Debian's Chromium, and Playwright with axe in .venv.
# Run by `make test-system`; does nothing where all of it is there. A browser build of Playwright's own is not used.
set -euo pipefail
cd "$(dirname "$0")/../.."

packages="playwright==1.65.2 axe-playwright-python==0.1.8"

if ! command -v chromium >/dev/null; then
  as_root=""
  [ "$(id -u)" -eq 0 ] || as_root="sudo"
  $as_root apt-get update -qq
  $as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null
fi

if ! .venv/bin/python -c "import axe_playwright_python, playwright.sync_api" 2>/dev/null; then
  # --no-deps: what they need besides (greenlet) is locked already.
  if command -v uv >/dev/null; then
    uv pip install --quiet --python .venv/bin/python --no-deps $packages
  elif .venv/bin/python -m pip --version >/dev/null 2>&1; then
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps $packages
  else
    python3 -m pip --python .venv/bin/python install --quiet --disable-pip-version-check --no-deps $packages
  fi
fi
