# Two commands on a fresh machine: `make demo` and `make test`. A machine with python3 (3.11 to 3.13) and make will do.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
DEV := $(VENV)/.dev

.PHONY: demo chat test check format lint types imports bench train torture migrate lock clean teams-package gallery

demo: $(RUN)  ## play the whole story in the terminal
	@$(BIN)/python -m bot demo

chat: $(RUN)  ## talk to the coach
	@$(BIN)/python -m bot chat

test: $(DEV)  ## the whole suite
	$(BIN)/python -m pytest -q

check: format lint types imports $(DEV)  ## what CI runs
	$(BIN)/python -m pytest -q --cov --cov-report=term-missing:skip-covered

format: $(DEV)
	$(BIN)/ruff format --check .

lint: $(DEV)
	$(BIN)/ruff check .

types: $(DEV)
	$(BIN)/mypy

imports: $(DEV)
	$(BIN)/lint-imports

bench: $(DEV)  ## timings, as JSON lines
	@for each in bench/*.py; do case $$each in */__init__.py) ;; *) \
	  echo "== $$each"; $(BIN)/python -m bench.$$(basename $$each .py) || exit 1;; esac; done

train: $(VENV)/.train  ## build the reader's weights anew
	$(VENV)-train/bin/python -m training.train

torture: $(DEV)  ## long fault injection
	$(BIN)/python -m tests.torture

teams-package: $(RUN)  ## the zip to upload to Teams
	$(BIN)/python -m manifest.teams.package

lock:  ## pin what pyproject.toml asks for, with hashes and without addresses (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml --group build -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header -q pyproject.toml --group build --group dev -o requirements-dev.lock

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(RUN): requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV): requirements-dev.lock $(RUN)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache
