# Two commands are all the set-up there is: `make run` and `make test`. Works with make 3.81 and any POSIX shell.
# PYTHON=python3.12 picks another Python; VENV=path uses an environment that is complete already.

SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))
override PYTHON := $(shell for p in $(or $(PYTHON),python3 python3.13 python3.12 python3.11); do \
  if command -v $$p >/dev/null 2>&1 && $$p -c '$(SUPPORTED)' 2>/dev/null; then echo $$p; break; fi; done)
HASH := import hashlib, sys; \
  print(hashlib.sha256(sys.version.encode() + open("requirements.lock", "rb").read()).hexdigest()[:16])

ifdef VENV
  RUN := $(VENV)/bin/python
  READY :=
else
  RUN := .venv/bin/python
  READY := .venv/.ready-$(shell test -n '$(PYTHON)' && $(PYTHON) -c '$(HASH)')
endif
EXPORT := uv export --quiet --frozen --no-emit-project --format requirements-txt
PYTEST := $(RUN) -m pytest
# What is compiled once is kept: a run starts dozens of processes, and each would compile the house again.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help run test journeys pictures check matrix test-the-tests chaos fuzz bench lock format messages schema
.DEFAULT_GOAL := help

help:
	@echo "make run             start everything on http://127.0.0.1:8000 (PORT=8001 make run: elsewhere)"
	@echo "make test            the tests, on a private PostgreSQL and Valkey"
	@echo "make journeys        the product walked in a browser (needs chromium)"
	@echo "make check           lint, types, imports, migrations, translations, links"
	@echo "make matrix          who gets what: every address x method x role x state of its row"
	@echo "make test-the-tests  each rule of who sees what removed in turn: matrix or canaries must find it"
	@echo "make chaos           processes and servers killed"
	@echo "make fuzz            long runs of generated input"
	@echo "make bench           measurements"
	@echo "make pictures        take the pictures of README and guides anew (needs chromium)"
	@echo "make format          write the sources as the formatter wants them"
	@echo "make messages        bring the French and Arabic catalogues up to date with the source"
	@echo "make schema          bring docs/openapi.yaml up to date with the API"
	@echo "make lock            resolve the dependencies again into requirements.lock (needs uv)"

run: $(READY)
	@exec $(RUN) -m tools.run

test: $(READY)
	@$(PYTEST) -q -n 2 --dist worksteal

journeys: $(READY)
	@$(PYTEST) -q -m journey -n 2 --dist loadgroup

check: $(READY)
	@$(RUN) -m tools.check

pictures: $(READY)
	@$(PYTEST) -q -m picture tests/journeys

matrix: $(READY)
	@$(PYTEST) -q -m matrix -n 2

test-the-tests: $(READY)
	@$(PYTEST) -q -m mutant -n 2

chaos: $(READY)
	@$(PYTEST) -q -m chaos

fuzz: $(READY)
	@$(PYTEST) -q -m fuzz -n 2

bench: $(READY)
	@$(PYTEST) -q -s -m bench

format: $(READY)
	@$(RUN) -m ruff check -q --fix-only . && $(RUN) -m ruff format .

messages: $(READY)
	@$(RUN) -m tools.catalogues update

schema: $(READY)
	@$(RUN) -m tools.checks.schema write

lock:
	@uv lock
	@$(EXPORT) --all-extras --all-groups > requirements.lock
	@$(EXPORT) --no-dev > requirements.production.lock

# The stamp is written last: an installation that was killed never counts as done.
.venv/.ready-%: requirements.lock
	@test -n '$(PYTHON)' || { echo "==> Python 3.11, 3.12 or 3.13 is needed and was not found; \
	for example: apt-get install python3 python3-venv"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	echo "==> this Python cannot make virtual environments; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "==> installing the Python packages into .venv (the first time: a minute or two)"
	@$(PYTHON) -m venv --clear .venv
	@.venv/bin/python tools/install.py requirements.lock || { \
	echo "==> the packages could not be installed; pip's own words are above"; exit 1; }
	@touch $@
