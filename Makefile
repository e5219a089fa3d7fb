# Everything starts here: `make help`. Needs Python 3.11 or newer and make, nothing else.

PYTHON ?= python3
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
FLASK := $(BIN)/flask --app app
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.PHONY: help install run test check bench load harness fuzz pictures

help: ## show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

install: $(INSTALLED) ## make .venv and install what Naadloos runs on

run: $(INSTALLED) ## install, migrate, add the demo to an empty database, serve on http://127.0.0.1:$PORT (5000)
	$(FLASK) migrate
	$(FLASK) demo --if-empty
	PORT=$(PORT) $(FLASK) serve

test: $(INSTALLED_DEV) ## run every test, or some: make test ARGS="tests/unit -k signer"
	$(BIN)/python -m pytest $(ARGS)

check: $(INSTALLED_DEV) ## style, format, types, who imports whom, and known flaws
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=. $(BIN)/lint-imports
	$(BIN)/bandit -q -c pyproject.toml -r app.py forms rules services store views
	$(BIN)/python -m tests.audit_packages

bench: $(INSTALLED_DEV) ## measure, into bench.json; some of it: make bench ARGS="--only fill,save"
	$(BIN)/python -m tests.bench $(ARGS)

load: $(INSTALLED_DEV) ## let USERS (40) people work for SECONDS (60) at once, into load.json
	$(BIN)/python -m tests.load

harness: $(INSTALLED_DEV) ## kill the server KILLS times (1000) and break what it stands on, into harness.json
	$(BIN)/python -m tests.harness

fuzz: $(INSTALLED_DEV) ## send EXAMPLES (50000) bad requests to every route, by everybody, into fuzz.json
	$(BIN)/python -m tests.fuzzing

pictures: $(INSTALLED_DEV) ## make the pictures of docs/beelden and of the handleiding anew, from the demo (chromium)
	$(BIN)/python -m tests.pictures

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Naadloos needs Python 3.11 or newer, this is " + sys.version)'
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements.txt
	@touch $@

$(INSTALLED_DEV): requirements-dev.txt $(INSTALLED)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -r requirements-dev.txt
	@touch $@
