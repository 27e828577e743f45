# Needs Python 3.11.5 or newer, make and git; the rest is set up in .venv from the hashed locks.

ADDR ?= 127.0.0.1:8000
ARGS ?=
ONLY ?=

# Material prints an advertisement for its successor on every start.
export NO_MKDOCS_2_WARNING := 1
export DISABLE_MKDOCS_2_WARNING := true
export PYTHON
export GLOSSARY_ONLY := $(ONLY)

run := @sh scripts/with-python.sh scripts/environment.py run

.DEFAULT_GOAL := help
.PHONY: help serve start test pictures site words entry check bench audit lock

help: ## what there is to make
	@awk -F ': ## ' '/^[a-z]+: ## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

serve: ## set up everything and serve the site with live reload (ADDR=127.0.0.1:8000 ONLY=warp: one entry, at once)
	$(run) -- python scripts/serve.py $(ADDR)

start: ## begin another glossary with this generator (DIR=../tea NAME="Words of Tea")
	$(run) -- glossary start "$(DIR)" --name "$(NAME)"

test: ## set up everything, Chromium included, and run all tests (ARGS="-k search" for some)
	$(run) --dev --chromium -- pytest $(ARGS)

pictures: ## keep how a dozen states look now, after a change that is meant; look at what git shows
	$(run) --dev --chromium -- pytest --keep-pictures tests/browser/test_pictures.py

site: ## build the site aside, verify it, then put it in place of site/ in one step
	$(run) -- python scripts/publish.py

words: ## check the entries alone (ARGS=--fix mends what has one right answer, ARGS=--advice says what could be better)
	$(run) -- glossary check $(ARGS)

entry: ## begin an entry: asks what it needs (TITLE="Tensor Memory Accelerator")
	$(run) -- glossary new "$(TITLE)"

check: ## check the glossary's entries, then the code: style and types
	$(run) --dev -- sh -e scripts/check.sh

bench: ## measure build time, page sizes and search beside stock Material (ARGS=--quick for a short run)
	$(run) --dev --chromium -- python bench/bench.py $(ARGS)

audit: ## judge the built site: HTML, Lighthouse, link previews (needs Node and Java; ARGS="--only html")
	$(run) --dev --chromium -- python scripts/audit/audit.py $(ARGS)

lock: ## write the lock files anew from pyproject.toml (needs uv; ARGS=--upgrade for newer versions)
	@sh scripts/with-python.sh scripts/lock.py $(ARGS)
