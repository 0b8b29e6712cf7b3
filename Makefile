# Every command of the project. It needs Python 3.11 or later and make; the rest is installed here.

PYTHON ?= python3
BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
CODE := contracts chassis uikit services gateway deploy tests docs
COMPOSE := docker compose -f deploy/compose.yaml

.DEFAULT_GOAL := list
.PHONY: list run test check unit architecture contract component e2e browser compose-test chaos bench \
        up down migrate guide docs lock hooks clean

list: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z0-9-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)


# ---------------------------------------------------------------- running it

run: .venv/ready ## the whole platform here, with demo data (AYNI_PORT, AYNI_MAILBOX_PORT, AYNI_STATE)
	@exec $(BIN)/python -m deploy.local

up: ## the whole platform with docker compose
	$(COMPOSE) up --build --detach --wait

down: ## stop what `make up` started; its data stay
	$(COMPOSE) down

migrate: .venv/ready ## bring every database of the running copy to its newest version
	@$(BIN)/python -m deploy.migrate


# ---------------------------------------------------------------- testing it

check: .venv/ready ## ruff, mypy, import contracts, generated documents
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m docs.generate --check

test: .venv/ready chromium ## every test but compose-test, the two halves side by side
	$(MAKE) --no-print-directory --jobs 2 --keep-going test-services test-platform

.PHONY: test-services test-platform
test-services: # each service by itself
	$(PYTEST) tests/architecture tests/contract tests/component

test-platform: # rules, which take little, and the whole platform
	$(PYTEST) -m "not compose" tests/unit tests/chaos tests/e2e
	$(PYTEST) tests/browser  # in a process of its own: the browser's event loop is in nobody's way

unit architecture contract component e2e: .venv/ready
	$(PYTEST) tests/$@

unit: ## is the rule right?
architecture: ## is the shape right?
contract: ## do the services understand each other?
component: ## does each service keep its promise?
e2e: ## does the platform?

browser: .venv/ready chromium ## can a person?
	$(PYTEST) tests/browser

compose-test: .venv/ready ## the real docker compose stack, through the whole journey
	$(PYTEST) -m compose tests/e2e

chaos: .venv/ready ## does it survive when everything fails? (CHAOS_SECONDS, CHAOS_SEED)
	CHAOS_SECONDS=$${CHAOS_SECONDS:-600} $(PYTEST) tests/chaos

bench: .venv/ready ## how quick is it, beside the references?
	$(PYTEST) tests/performance


# ---------------------------------------------------------------- keeping it

guide: .venv/ready chromium ## make the screenshots of the user's guide anew
	$(BIN)/python -m docs.guide

voices: ## speak the letters of the captcha anew (needs espeak-ng, sox and zip)
	deploy/voices

docs: .venv/ready ## write the generated documents anew
	$(BIN)/python -m docs.generate

lock: ## pin every dependency anew, with hashes (needs uv)
	$(LOCK) pyproject.toml $(EXTRAS) --output-file requirements.txt
	$(LOCK) pyproject.toml --all-extras --constraint requirements.txt --output-file requirements-dev.txt

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
EXTRAS := $(addprefix --extra ,identity legajo boleta notifier gateway mailbox)

hooks: ## let git run `make check` before each commit
	printf '#!/bin/sh\nexec make check\n' > "$$(git rev-parse --git-path hooks)/pre-commit"
	chmod +x "$$(git rev-parse --git-path hooks)/pre-commit"

clean: ## remove what was installed and every cache, but not the data in .local
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/ready: requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "AYNI needs Python 3.11 or later: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: chromium
chromium:
	@deploy/chromium
