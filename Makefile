# `make demo` and `make test` need git, make and Python 3.11 or 3.12. Everything they make stays in this folder.
#   PYTHON=python3.12   the interpreter to build the environment with (default: the first of these that is 3.11 or 3.12)
#   VENV=.venv          the folder of the environment
PYTHON ?= $(shell for p in python3.11 python3.12 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' >/dev/null 2>&1 && echo $$p && break; done)
VENV ?= .venv
PYTEST_ARGS ?= -n 2 --dist loadfile
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check
UV ?= uv
COMPILE = $(UV) pip compile pyproject.toml --python-version 3.11 --universal --no-header --no-annotate --no-emit-index-url --quiet

# Nothing that runs here reports to anybody, tests that load the libraries directly included.
export DO_NOT_TRACK = 1
export ORT_DISABLE_TELEMETRY = 1
export PREFECT_HOME = $(CURDIR)/.prefect
export PREFECT_SERVER_ANALYTICS_ENABLED = false

.PHONY: help demo test check install server schedule bench bench-flags bench-linking bench-install lock clean
.DEFAULT_GOAL := help

help:
	@echo "make demo     install into $(VENV), read corpus/ and write outputs/report.html"
	@echo "make test     install into $(VENV), check the style and the import contract, run the tests"
	@echo "make server   run a Prefect server with its page on http://127.0.0.1:4200 (leave it running)"
	@echo "make schedule deploy prefect.yaml to that server and do the work it schedules (leave it running)"
	@echo "make bench    install the other table readers into $(VENV) too, measure litmine beside them (see benchmarks/README.md)"
	@echo "make bench-linking   measure how many numbers find their device, beside ChemDataExtractor"
	@echo "make bench-flags     measure how many planted errors are flagged, and what is flagged besides"
	@echo "make lock     compile the two locks anew from pyproject.toml (needs uv)"
	@echo "make clean    remove everything that these made, but for outputs/"

demo: $(VENV)/.installed
	$(VENV)/bin/python flows/refresh.py

test: check
	$(VENV)/bin/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/.installed
	$(VENV)/bin/ruff check .
	$(VENV)/bin/lint-imports --no-logo

install: $(VENV)/.installed

# The dependencies, from the complete lock (see pyproject.toml on why --no-deps). A stamp is written last, so a broken-off
# installation starts afresh.
$(VENV)/.locked: requirements.lock
	@test -n "$(PYTHON)" || { echo "litmine needs Python 3.11 or 3.12: install one, or say make PYTHON=/path/to/python3.11" >&2; exit 2; }
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) install --quiet --no-cache-dir --no-deps -r requirements.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.locked pyproject.toml
	$(PIP) install --quiet --no-cache-dir --no-deps --no-build-isolation -e .
	@touch $@

server: $(VENV)/.installed
	$(VENV)/bin/prefect server start

schedule: export PREFECT_API_URL ?= http://127.0.0.1:4200/api
schedule: $(VENV)/.installed
	$(VENV)/bin/prefect work-pool inspect litmine >/dev/null 2>&1 || $(VENV)/bin/prefect work-pool create litmine --type process
	$(VENV)/bin/prefect --no-prompt deploy --all
	$(VENV)/bin/prefect worker start --pool litmine

# tabula needs Java; where something is missing, the others are measured.
bench: bench-install bench-linking bench-flags
	$(VENV)/bin/python benchmarks/tables.py
	$(VENV)/bin/python benchmarks/reading.py stages
	$(VENV)/bin/python benchmarks/reading.py gate

bench-linking: $(VENV)/.installed
	$(VENV)/bin/python benchmarks/linking.py facts
	$(VENV)/bin/python benchmarks/linking.py ablation
	$(VENV)/bin/python benchmarks/linking.py speed
	$(VENV)/bin/python benchmarks/linking.py readme

bench-flags: $(VENV)/.installed
	$(VENV)/bin/python benchmarks/flags.py

bench-install: $(VENV)/.bench

$(VENV)/.bench: requirements-bench.lock $(VENV)/.installed
	$(PIP) install --quiet --no-cache-dir --no-deps -r requirements-bench.lock
	@touch $@

# requirements-bench.lock is requirements.lock and what the extra "bench" adds to it.
lock:
	@command -v $(UV) >/dev/null || { echo "make lock needs uv (pip install uv)" >&2; exit 2; }
	$(COMPILE) --extra dev -o requirements.lock
	$(COMPILE) --extra dev --extra bench --constraint requirements.lock -o requirements-bench.lock

clean:
	rm -rf $(VENV) .ci-env .prefect .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
