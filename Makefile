# Everything from a bare clone with Python 3.11 or later and make: each target sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# How many processes run the tests: as many as there are cores, by default. JOBS=0 runs them in
# one, as a debugger wants it.
JOBS ?= auto
PYTEST := $(BIN)/pytest -n $(JOBS) --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help demo test check bench defects mutants fuzz properties docs site format lint types imports coverage package sbom clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 10

# Dependency groups need pip 25.1, which is newer than what Python 3.11 brings.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'edi-portal needs Python 3.11 or later; name one: make PYTHON=python3.12' >&2; exit 1; }
	@echo 'setting up $(VENV) ...'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --upgrade 'pip>=25.1'
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable . --group dev
	@touch $@

GOOD := samples/valid/837p-one-claim.x12
BROKEN := samples/broken/837p-claim-frequency-missing.x12
UNCLEAN := samples/unclean/837p-four-faults.x12

# A finding is what the broken file is there for: exit code 1 is right, any other is not.
demo: $(READY)  ## validate the samples; show a good file, a broken one, and one that scrubbing finds faults in
	@printf '\n$$ edi-portal validate samples/valid/*\n'
	@$(BIN)/edi-portal validate samples/valid/*
	@printf '\n$$ edi-portal inspect $(GOOD)\n'
	@$(BIN)/edi-portal inspect $(GOOD)
	@printf '\n$$ edi-portal validate $(GOOD)\n'
	@$(BIN)/edi-portal validate $(GOOD)
	@printf '\n$$ edi-portal validate $(BROKEN)\n'
	@$(BIN)/edi-portal validate $(BROKEN); code=$$?; \
	  test $$code -eq 1 || { echo "demo: exit code 1 was expected, not $$code" >&2; exit 1; }
	@printf '\n$$ edi-portal scrub -f concise $(UNCLEAN)\n'
	@$(BIN)/edi-portal scrub --no-config -f concise $(UNCLEAN); code=$$?; \
	  test $$code -eq 1 || { echo "demo: exit code 1 was expected, not $$code" >&2; exit 1; }
	@printf '\nThe broken files were reported with exit code 1, as they should be.\n'

test: $(READY)  ## run the tests
	@$(PYTEST)

check: lint types imports site coverage  ## all that must hold before a commit: style, types, layers, site, tests

lint: $(READY)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .

types: $(READY)
	@$(BIN)/mypy

imports: $(READY)
	@$(BIN)/lint-imports --no-logo

# The mutants and defects of tests/properties run the same code thousands of times: to measure
# what of it they cover would take longer than they do. Of money, matching and check digits the
# others have to cover all.
coverage: $(READY)
	@$(PYTEST) --cov --cov-report=term --ignore=tests/properties
	@$(BIN)/coverage report --rcfile=tests/exact.toml
	@$(PYTEST) tests/properties

format: $(READY)  ## rewrite the code in the project's style
	@$(BIN)/ruff check --fix-only .
	@$(BIN)/ruff format .

# One target alone, and for less than an hour: make fuzz TARGETS=models SECONDS=600
TARGETS := reading models work beside
SECONDS := 3600

fuzz: $(READY)  ## search for inputs that something fails at, an hour for each of the targets
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group fuzz
	@for target in $(TARGETS); do $(BIN)/python -m tests.fuzz.run $$target --seconds $(SECONDS) || exit; done

properties: $(READY)  ## the property tests with many more examples
	@$(PYTEST) -m hypothesis --hypothesis-profile=properties

docs: $(READY)  ## write the generated reference and the output shown in the examples anew
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group site
	@$(BIN)/python -m docs.generate
	@$(BIN)/python -m docs.screenshots

# The variable silences a notice about other programs. Warnings of the build are errors, but not
# with --quiet: it does not count what it does not show.
site: $(READY)  ## build the documentation as a site, into build/site
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group site
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

bench: $(READY)  ## measure beside other libraries; writes benchmarks/RESULTS.md
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group bench
	@$(BIN)/python -m benchmarks.run

defects: $(READY)  ## plant single defects, and see who finds them; writes benchmarks/DEFECTS.md
	@$(BIN)/python -m benchmarks.defects

# MODULES="balance keys" takes those alone, by part of their paths; SHARD=2/4 the second of four
# parts, of machines that share the work.
mutants: $(READY)  ## change the code of rules bit by bit, and see whether a test notices
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group mutation
	@$(BIN)/python -m tests.mutation.mutants $(if $(SHARD),--shard $(SHARD)) $(MODULES)

package: $(READY)  ## build the package, and run the tests against it on every supported Python that is here
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group sbom --group pyright
	@$(BIN)/python -m tools.package.check --whole

sbom: $(READY)  ## write the bill of materials of the package to dist/
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --group sbom
	@$(BIN)/python -m tools.package.sbom

clean:  ## remove the environment and everything that was built
	@rm -rf $(VENV) build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache \
	  .mypy_cache .pytest_cache .ruff_cache
	@find src tests benchmarks docs -type d -name __pycache__ -prune -exec rm -rf {} +
