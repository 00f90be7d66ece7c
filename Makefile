# Everything happens in .venv: a fresh machine needs Python 3.11 or later, make and git.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

FAST := not system and not models and not bundled and not evaluation

.PHONY: demo test check mutants constraints clean

demo: $(VENV)/.demo
	$(BIN)/summarize models pull qwen-coder-1.5b
	$(BIN)/summarize models verify qwen-coder-1.5b
	$(BIN)/summarize run jobs/demo.toml
	@echo "The files are in $(CURDIR)/jobs/output/demo: start with en/digest.md or ru/digest.md"

# The fast tests share the processors; the others need them for themselves.
test: $(VENV)/.dev $(VENV)/.browser
	$(BIN)/python -m pytest -n auto -m "$(FAST)"
	$(BIN)/python -m pytest -m "not ($(FAST))"

check: $(VENV)/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

# Do the tests notice small faults? `make mutants PACKAGE=writers`; see docs/testing.md.
mutants: $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python -m mutation $(PACKAGE)

# Pins what is installed in .venv: to be called after the tests have passed there. For versions newer
# than the pinned ones, delete the pins first: sed -i '/^[^#]/d' constraints.txt, then
# make clean test constraints.
constraints: $(VENV)/.dev
	$(PIP) freeze --all --exclude pip --exclude-editable > $(VENV)/frozen
	sed -n '/^#/p' constraints.txt > $(VENV)/constraints.txt
	sed 's/+.*//' $(VENV)/frozen >> $(VENV)/constraints.txt
	mv $(VENV)/constraints.txt constraints.txt
	touch $(VENV)/.dev $(VENV)/.demo

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.demo: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable '.[bundled]'
	touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install --constraint constraints.txt --editable '.[bundled,dev]'
	touch $@ $(VENV)/.demo

# The tests of pages need a Chromium; Debian's is installed where we may, else they are skipped.
$(VENV)/.browser: | $(BIN)/python
	@for name in chromium chromium-browser google-chrome; do \
	  command -v $$name > /dev/null && exit 0; done; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
	  echo "installing chromium for the tests of pages"; \
	  apt-get update -qq > /dev/null && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium \
	    > /dev/null; \
	fi || true; \
	command -v chromium chromium-browser google-chrome > /dev/null || \
	  echo "no chromium here: the tests that drive a browser will be skipped"
	touch $@

clean:
	rm -rf $(VENV) jobs/output mutants build
