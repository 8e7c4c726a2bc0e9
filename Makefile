# Two commands do everything on a bare machine: `make site` and `make test`.
# Each builds .venv from the pinned, hashed requirements when it is missing or out of date.

PYTHON ?= python3
MIRROR ?=
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: site test lint bench lock clean

site: .venv/.run
	$(BIN)/tracker run $(if $(MIRROR),--mirror "$(MIRROR)",--sample)

test: .venv/.dev
	sh tests/chromium.sh
	$(BIN)/python -m pytest -n 2

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/.dev
	$(PIP) --group bench
	for script in benchmarks/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

.venv/.run: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "tracker needs Python 3.11 or newer; set PYTHON=/path/to/python3"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --require-hashes -r requirements.txt
	$(PIP) --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q tracker
	@touch $@

.venv/.dev: .venv/.run requirements-dev.txt
	$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

# Renews the pins; run by hand when a dependency changes.
lock: .venv/.run
	$(PIP) uv
	$(BIN)/uv pip compile $(LOCK) --group build pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile $(LOCK) --group test --group lint --extra notify \
	  -c requirements.txt pyproject.toml -o requirements-dev.txt
	$(BIN)/uv pip compile $(LOCK) --group build --extra notify \
	  -c requirements-dev.txt pyproject.toml -o requirements-notify.txt
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
        --no-emit-find-links --no-header --no-annotate

clean:
	rm -rf build .venv
