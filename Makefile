# Griya IKM. `make` alone lists what there is.
PYTHON ?= python3
PORT ?= 8000
INSTANCE ?= instance
SAMPLE ?= yes
UV ?= uv
TESTS ?=

BIN := .venv/bin
BOOTSTRAP = @command -v "$(PYTHON)" >/dev/null || { echo "Griya memerlukan Python 3.11 atau lebih baru; $(PYTHON) tidak ditemukan." >&2; exit 1; }; "$(PYTHON)" griya/bootstrap.py

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
.PHONY: help run test check format format-check lint contracts types templates pytest lock environment dev-environment plant soak html a11y lighthouse messages guide abuse

help: ## list these commands
	@echo "make run    starts Griya here; make test checks everything. All commands:"
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r name text; do printf '  make %-13s %s\n' "$$name" "$$text"; done
	@echo "  with run:     PORT=8001  INSTANCE=folder  SAMPLE=no  PYTHON=python3.12"
	@echo "  with pytest:  TESTS=\"tests/registry -k price\""

run: environment ## start Griya on http://127.0.0.1:8000 (first start: installs, migrates, loads reference and sample data)
	@exec $(BIN)/griya --instance "$(INSTANCE)" serve --port "$(PORT)" --sample "$(SAMPLE)"

test: dev-environment ## install what the checks need and run them all
	@$(MAKE) check

check: format-check lint contracts types templates pytest ## format, lint, contracts, types, templates, tests

format: dev-environment ## put the Python files into the house's format
	@$(BIN)/ruff check --quiet --fix --select I . ; $(BIN)/ruff format .

format-check:
	@echo "== format"; $(BIN)/ruff format --check .

lint:
	@echo "== lint"; $(BIN)/ruff check .

contracts:
	@echo "== contracts"; $(BIN)/lint-imports

types:
	@echo "== types"; $(BIN)/mypy

templates:
	@echo "== templates"; $(BIN)/djlint templates --lint --quiet

pytest: ## the tests alone; choose with TESTS="tests/registry -k price"
	@echo "== tests"; $(BIN)/python -m pytest -q -rR -n 2 --dist worksteal $(TESTS)

html: dev-environment ## the Nu HTML checker on every page (needs java; fetches the checker with npm once)
	@$(BIN)/python -m tests.quality.html

a11y: dev-environment ## axe on every kind of page at three widths, light and dark (needs Chromium)
	@$(BIN)/python -m tests.quality.accessibility

lighthouse: dev-environment ## Lighthouse on a throttled phone, and what the pages weigh (needs Chromium and npm)
	@$(BIN)/python -m tests.quality.lighthouse

guide: dev-environment ## take the pictures of docs/kurasi.md about reviewing anew (needs Chromium)
	@$(BIN)/python -m tests.quality.guide_pictures

abuse: dev-environment ## how much of the labelled set of honest and unwanted inquiries is held, per half
	@$(BIN)/python -m tests.inquiry.labelled

plant: dev-environment ## plant a fault for each check of the house and show that the check fails
	@$(BIN)/python -m tests.house.plant

soak: dev-environment ## the long tests: minutes of kills and slow clients
	@$(BIN)/python -m pytest -q -m long --run-long $(TESTS)

messages: dev-environment ## renew the English catalogue from the code: new messages come in empty, unused ones go
	@mkdir -p build
	@$(BIN)/pybabel --quiet extract -F pyproject.toml -k N_ -k Sentence --no-location --sort-output -o build/messages.pot .
	@$(BIN)/pybabel --quiet update -i build/messages.pot -d griya/translations -l en --no-fuzzy-matching --ignore-obsolete --omit-header --width=120
	@$(BIN)/python -m tests.house.messages

lock: ## resolve requirements*.in into requirements*.txt with hashes (needs uv)
	@command -v "$(UV)" >/dev/null || { echo "make lock needs uv: pip install uv" >&2; exit 1; }
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes requirements.in -o requirements.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes requirements-dev.in -o requirements-dev.txt

environment:
	$(BOOTSTRAP) requirements.txt

dev-environment:
	$(BOOTSTRAP) requirements.txt requirements-dev.txt
