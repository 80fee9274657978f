# Everything that can be done here, one command each. Nothing but python3 (3.11 or newer, with venv) and make is needed.

PYTHON ?= python3
# Another environment's programs may be used instead of .venv: make check BIN=/path/to/bin
BIN    ?= .venv/bin
TESTS  ?= tests
export PYTHONPATH = src
# Not for the tests: tests/conftest.py must set their environment before Django reads it.
check-migrations bench: export DJANGO_SETTINGS_MODULE = pledgeline.web.settings

CATALOGUES := $(wildcard src/pledgeline/*/locale/*/LC_MESSAGES/django.po)
ifeq ($(BIN),.venv/bin)
READY := .venv/.ready
else
READY :=
endif

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-postgresql check check-format check-style check-types check-imports check-messages \
        check-migrations check-docs bench messages requirements lock spark clean

##@ Begin here
help: ## Show this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo

demo: setup ## Make the demo organisation, assess it, and serve it on this machine (PLEDGELINE_DEMO_SERVE=0: end after the report)
	$(BIN)/python -m pledgeline.web.cli demo

setup: $(READY) .make/messages .make/compiled ## Create .venv with everything pinned (the other commands do it themselves)

.venv/.ready: requirements/base.lock pyproject.toml tools/setup.sh
	@PYTHON="$(PYTHON)" tools/setup.sh

.make/messages: $(CATALOGUES) tools/messages.py $(READY)
	@$(BIN)/python tools/messages.py compile
	@mkdir -p $(@D) && touch $@

# Numba takes a minute, once: here, and not in front of somebody who waits for an answer.
.make/compiled: src/pledgeline/capacity/core/simulation/loop.py $(READY)
	@$(BIN)/python -m pledgeline.web.compiled
	@mkdir -p $(@D) && touch $@

##@ Before you commit
test: check ## Every check, then every test; the record tests a second time on PostgreSQL where it answers
	$(BIN)/python -m pytest -n auto --dist loadgroup $(TESTS)
	@$(MAKE) --no-print-directory test-postgresql

test-postgresql: setup ## The tests that touch records, on PostgreSQL (PLEDGELINE_POSTGRESQL_URL names the server)
	@if url=$$($(BIN)/python -m tests.optional postgresql); then \
	    echo "The record tests once more, on PostgreSQL:"; \
	    PLEDGELINE_TEST_DATABASE_URL="$$url" $(BIN)/python -m pytest -n auto --dist loadgroup -m "records and not browser" $(TESTS); \
	elif [ "$${PLEDGELINE_REQUIRE_ALL:-0}" = 1 ]; then \
	    echo "PostgreSQL does not answer, and PLEDGELINE_REQUIRE_ALL=1 asks for it." >&2; exit 1; \
	else \
	    echo "PostgreSQL does not answer: the record tests ran on SQLite only."; \
	fi

check: check-format check-style check-types check-imports check-messages check-migrations check-docs ## Everything that needs no test run

check-format: setup ## Layout of the code (ruff format)
	$(BIN)/ruff format --check .
check-style: setup ## Ordinary mistakes (ruff)
	$(BIN)/ruff check .
check-types: setup ## Types (mypy; strict in kernel, core and metrics)
	PLEDGELINE_SECRET_KEY=types-only $(BIN)/mypy
check-imports: setup ## The staircase and the other contracts (import-linter)
	$(BIN)/lint-imports
check-messages: setup ## Every sentence translated, none stale
	$(BIN)/python tools/messages.py check
check-migrations: setup ## Records and migrations agree
	PLEDGELINE_SECRET_KEY=migrations-only PLEDGELINE_DATABASE_URL=sqlite:/// $(BIN)/python -m django makemigrations --check --dry-run
check-docs: setup ## Documents agree with the code
	$(BIN)/python tools/requirements.py check
	$(BIN)/python -m pytest -q -p no:cacheprovider tests/unit/docs

##@ Now and then
bench: setup ## Measure speed as ratios in one run; the table goes to docs/performance.md
	$(BIN)/python -m benchmarks
messages: setup ## Collect new sentences into the catalogues, then compile them
	$(BIN)/python tools/messages.py update
	$(BIN)/python tools/messages.py compile
requirements: setup ## Write docs/reference/requirements.md from the catalogue and the spec tests
	$(BIN)/python tools/requirements.py
lock: ## Renew the lock files from pyproject.toml (needs uv)
	@command -v uv >/dev/null || { echo "Renewing the lock files needs uv: python3 -m pip install uv" >&2; exit 1; }
	requirements/compile.sh
spark: setup ## Add Apache Spark to .venv (needs a Java runtime, 17 or newer)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.lock
clean: ## Remove what was made here: .venv, compiled messages, caches (never a home folder with data)
	rm -rf .venv .make build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache benchmarks/.data
	find src -name '*.mo' -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
