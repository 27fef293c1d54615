# Everything a person does here, one target each. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup demo test test-postgresql test-system check bench golden docs audit lock

VENV := .venv
PY := $(VENV)/bin/python
UV := $(shell command -v uv 2>/dev/null)
STAMP := $(VENV)/.ready

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP)  ## make .venv with everything the project and its tests need (uv if present, else pip)

$(STAMP): pyproject.toml uv.lock requirements.lock
ifneq ($(UV),)
	UV_PROJECT_ENVIRONMENT=$(VENV) uv sync --frozen --quiet
else
	test -x $(PY) || python3 -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(PY) -m pip install --quiet --disable-pip-version-check --no-deps --editable .
endif
	@touch $(STAMP)

demo: $(STAMP)  ## the main job on sample feeds: poll, digest, two lookups; no account, no server
	@$(VENV)/bin/policybot demo

test: $(STAMP)  ## the tests that need nothing but the package index (under 8 minutes)
	$(PY) -m pytest

test-postgresql: $(STAMP)  ## the tests of whatever has a database again, on a PostgreSQL that comes with them
	$(PY) -m pytest --engine postgresql

test-system: $(STAMP)  ## the tests that need a browser, node or another server; installs them first
	tests/system/install.sh
	$(PY) -m pytest tests/system --override-ini=testpaths=tests/system

check: $(STAMP)  ## format, lint, types, imports, lock drift, documents; runs no tests
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) tests/house/lock.py
	$(PY) -m bot doctor --config-only

bench: $(STAMP)  ## every figure that the documents claim, one script each
	@for script in benchmarks/*.py; do echo "== $$script"; $(PY) $$script || exit 1; done

golden: $(STAMP)  ## rewrite the golden files; review them as a diff
	$(PY) -m pytest tests -k golden --golden

docs: $(STAMP)  ## rewrite the generated documents
	$(PY) docs/build.py

audit: $(STAMP)  ## known holes in the pinned dependencies, asked of osv.dev (STRICT=1: fail when nobody answers)
	$(PY) -m tests.house.audit $(if $(STRICT),--strict)

lock: ## resolve the dependencies anew and export the hashed lists for pip (needs uv)
	uv lock --default-index https://pypi.org/simple
	uv export --frozen --no-emit-project --quiet --output-file requirements.lock
	uv export --frozen --no-emit-project --only-group system --quiet --output-file tests/system/requirements.lock
