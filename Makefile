# Everything happens in .venv: a fresh machine needs Python 3.11 or later, make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: demo test check clean

demo: $(VENV)/.demo
	$(BIN)/summarize models pull qwen-coder-1.5b
	$(BIN)/summarize models verify qwen-coder-1.5b
	$(BIN)/summarize run jobs/demo.toml
	@echo "The files are in $(CURDIR)/jobs/output/demo: start with en/digest.md or ru/digest.md"

test: $(VENV)/.dev
	$(BIN)/python -m pytest

check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable '.[bundled]'
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable '.[bundled,dev]'
	touch $@ $(VENV)/.demo

clean:
	rm -rf $(VENV) jobs/output
