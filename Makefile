# Targets of the contract: run, test, check, reset, bench, chaos, load. Everything lives in .venv and var/.
PYTHON ?= python3
BIN := .venv/bin
PY := $(BIN)/python
CORE := tests/panelin/test_*.py tests/panelin/languages # its own run, because watching every branch slows the others down

.PHONY: run test check reset bench chaos load

run: .venv/ready-to-run
	@$(PY) -m sandbox.run

test: .venv/ready-to-test
	$(BIN)/pytest -q -m "not chaos" -n 2 $(CORE:%='--ignore-glob=%')
	$(BIN)/pytest -q -n 2 $(CORE) --cov --cov-report=term-missing:skip-covered --cov-fail-under=100

check: .venv/ready-to-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy panelin app sync_job sandbox load_tests benchmarks
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/architecture
	@if command -v terraform >/dev/null && [ -d terraform ]; then terraform fmt -check -recursive terraform; fi

reset:
	@rm -f var/panelin.db* var/sandbox.db*
	@echo "The store and the sandbox have forgotten everything."

bench: .venv/ready-to-test
	$(PY) -m benchmarks

chaos: .venv/ready-to-test
	$(BIN)/pytest -q -m chaos tests/chaos

load: .venv/ready-to-test
	@$(PY) -m load_tests

.venv/usable:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Panelin needs Python 3.11 or newer, and $(PYTHON) is not: choose one with PYTHON=/path/to/python3.11 make run."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$(PYTHON) cannot make a virtual environment: install its venv package (Debian: python3-venv), or choose another with PYTHON=..."; exit 1; }
	@echo "Making .venv ..."
	@$(PYTHON) -m venv .venv
	@$(PY) -c 'import pathlib, site, sys; here = pathlib.Path.cwd(); pathlib.Path(site.getsitepackages()[0], "panelin.pth").write_text(f"{here}\n{here}/mcp\n")'
	@touch $@

.venv/ready-to-run: .venv/usable requirements.lock
	@echo "Installing what running needs (once) ..."
	@$(BIN)/pip install --disable-pip-version-check --require-hashes -r requirements.lock --progress-bar on -q
	@touch $@

.venv/ready-to-test: .venv/usable requirements-dev.lock
	@echo "Installing what tests need (once) ..."
	@$(BIN)/pip install --disable-pip-version-check --require-hashes -r requirements-dev.lock -q
	@touch $@ .venv/ready-to-run
