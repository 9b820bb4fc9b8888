# What people do here: `make run` to see it, `make test` and `make check` before a change is shared.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup run test check bench messages lock guide-pictures

PORT ?= 8000
export PORT
VENV := .venv
PY := $(VENV)/bin/python
CATALOGUES := $(wildcard locale*/*/LC_MESSAGES/*.po)

help:
	@echo "make run       start the site with its demo at http://localhost:$(PORT)/ (PORT=8001 chooses another port)"
	@echo "make setup     only make the environment in $(VENV)"
	@echo "make test      run the tests, on SQLite and, where they can be reached, on PostgreSQL and Redis"
	@echo "make check     format, types, imports, templates, migrations, messages, containers"
	@echo "make bench     measure the hot pages beside yardsticks"
	@echo "make messages  gather the texts to translate into locale/"
	@echo "make guide-pictures  take the pictures of the guides again (needs chromium; some minutes)"
	@echo "make lock      resolve pyproject.toml into requirements/ again"

setup: $(VENV)/messages.done

run: setup
	@exec $(PY) -m lms.run

# One folder of packages, made once and again only when the requirements change.
$(PY):
	@bin/make-environment $(VENV)

$(VENV)/base.done: requirements/base.txt | $(PY)
	@echo "Fetching what the site needs into $(VENV) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement $<
	@touch $@

$(VENV)/dev.done: requirements/dev.txt $(VENV)/base.done
	@echo "Fetching what the tests and checks need into $(VENV) …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: --requirement $<
	@touch $@

$(VENV)/messages.done: $(CATALOGUES) $(VENV)/base.done
	@PATH=$(CURDIR)/$(VENV)/bin:$$PATH bin/compile-messages
	@touch $@

test: setup $(VENV)/dev.done
	@$(PY) -m tests.both_ways $(ARGS)

bench: setup $(VENV)/dev.done
	@$(PY) -m bench $(ARGS)

check: setup $(VENV)/dev.done
	@PATH=$(CURDIR)/$(VENV)/bin:$$PATH bin/check

guide-pictures: setup $(VENV)/dev.done
	@$(PY) -m tests.pictures $(ARGS)

messages: setup
	@PATH=$(CURDIR)/$(VENV)/bin:$$PATH bin/messages

# Pinned with hashes, no address of any registry in the files. uv is only needed here.
lock: $(VENV)/dev.done
	@$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11.2 --generate-hashes --no-header pyproject.toml -o requirements/base.txt
	@$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11.2 --generate-hashes --no-header --group test --group lint \
		-c requirements/base.txt pyproject.toml -o requirements/dev.txt
