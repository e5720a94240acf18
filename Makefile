# The two commands of a newcomer: `make demo`, `make test`. `make help` lists the rest.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

BIN := .venv/bin
READY := .venv/ready
# Browser and Neo4j tests each stay on one worker (tests/conftest.py), so one server of a kind runs at a time.
WORKERS ?= 2
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup

.PHONY: help setup demo test check lint bench screenshots docs

help: ## List the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 20

setup: $(READY) ## Make .venv with the pinned versions (every target does)

$(READY): pyproject.toml constraints.txt
	@python="$$(.ci/python)" && echo "Making .venv with $$python …" && "$$python" -m venv .venv
	@echo "Installing the pinned versions (once; a few minutes) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: $(READY) ## Sample city, scan, rings, explorer (ARGS=--no-app stops before the explorer)
	@$(BIN)/graphfraud demo $(ARGS)

test: $(READY) ## Every test; installs missing system parts where it may (ARGS=… goes to pytest)
	@.ci/system-parts
	@$(PYTEST) $(ARGS)

check: lint ## Format, lint, types, import layers, tests without services
	@$(PYTEST) -m "not neo4j and not browser" $(ARGS)

lint: $(READY) ## Format, lint, types, import layers
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(READY) ## Benchmarks into benchmarks/results (ARGS="--only scan --scale 0.1" for a small try)
	@$(BIN)/python -m benchmarks $(ARGS)

screenshots: $(READY) ## Pictures of the running explorer into build/pictures and docs/img
	@.ci/system-parts
	@$(BIN)/python -m tests.integration.browser.screenshots build/pictures --docs docs/img $(ARGS)

docs: $(READY) ## The generated documents in docs/
	@$(BIN)/python -m docs.generate
