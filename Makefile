PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

PUBLISHED := examples/jiangan-2020/workbook.xlsx
MISTAKE := $(firstword $(sort $(wildcard examples/jiangan-2020-mistakes/*.xlsx \
                                         examples/jiangan-2020-mistakes/*/*.xlsx)))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test test-long lint bench accuracy fuzz limits templates addin examples pictures corpus clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

demo: $(READY) ## check a published workbook, then one with a mistake in it
	@$(call check,$(PUBLISHED))
	@$(call check,$(MISTAKE))

test: $(READY) ## run the tests (make test ARGS='-k notation')
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

test-long: $(READY) ## 2,000 generated departments an edition, and more places of all that is tried
	GOUJI_DEPARTMENTS=2000 GOUJI_PLACES=4 GOUJI_STEP=8 $(BIN)/python -m pytest -n auto \
	    tests/test_no_false_alarm.py tests/test_every_identity_is_alive.py \
	    tests/test_addin_undone.py $(ARGS)

lint: $(READY) ## ruff and mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(READY) ## measure speed, beside other ways to check (make bench ARGS='--quick')
	$(BIN)/python -m tools.bench $(ARGS)

accuracy: $(READY) ## measure how often the wrong cell is named (ARGS='--write' for docs/localisation.md)
	$(BIN)/python -m tools.accuracy $(ARGS)

fuzz: $(READY) ## check 100,000 damaged workbooks (make fuzz ARGS='--seed 7 --count 2000')
	$(BIN)/python -m tools.fuzz $(ARGS)

limits: $(READY) ## measure the worst files that the limits accept, for docs/limits.md
	$(BIN)/python -m tools.measure_limits $(ARGS)

# With lxml, if it is installed, openpyxl would write other bytes than without.
templates examples corpus: export OPENPYXL_LXML := False

templates: $(READY) ## build the blank workbooks that ship
	$(BIN)/python tools/make_templates.py

addin: $(READY) ## build the Excel add-in that ships
	$(BIN)/gouji addin build -o xl_addin/gouji.xlam --force

pictures: $(READY) ## draw the pictures again (needs LibreOffice, poppler, ImageMagick and Chromium)
	$(BIN)/python -m tools.make_pictures
	$(BIN)/python -m tools.make_previews
	$(BIN)/python -m tools.addin_pictures
	$(BIN)/python -m tools.web_pictures
	$(BIN)/python -m tools.summary_pictures

examples: $(READY) ## build the example workbooks and their expected reports again
	$(BIN)/python -m tools.make_examples
	$(BIN)/python tools/make_reports.py

corpus: $(READY) ## build the corpus of submitted workbooks again (needs LibreOffice)
	$(BIN)/python -m tools.make_corpus $(ARGS)

clean: ## remove the environment, caches and built packages
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name .git -prune -o -type d -name __pycache__ -exec rm -rf {} +

# Status 1 says that the workbook has errors, which a demonstration is there to show.
define check
if [ ! -f '$(1)' ]; then echo "make demo: the example workbook is missing: $(or $(1),examples/jiangan-2020-mistakes/)" >&2; exit 1; fi; \
printf '\n$$ gouji check %s\n' '$(1)'; \
$(BIN)/gouji check '$(1)' || [ $$? -eq 1 ]
endef

# An environment that works is kept, so that a change of pyproject.toml costs one pip run.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "gouji needs Python 3.11 or later; name one with: make PYTHON=/path/to/python3" >&2; exit 1; }
	@if ! $(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	        echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; \
	    echo "Creating $(VENV) …"; \
	    $(PYTHON) -m venv --clear $(VENV); \
	fi
	@echo "Installing gouji and its tools into $(VENV) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@
