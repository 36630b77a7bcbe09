# Two commands on a fresh Debian or Ubuntu with Python and make: `make demo` and `make test`.

BIN := .venv/bin

.PHONY: demo test tools lint types check test-all bench fuzz templates clean

demo: .venv/.installed
	$(BIN)/qijin build examples/yunling-2018 -o out

test: tools lint types check

tools:
	@.ci/install-tools test

lint: .venv/.dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/.dev
	$(BIN)/mypy

check: .venv/.dev
	$(BIN)/python -m pytest -n auto --dist loadfile

# On every CPython found, each in its own environment. Plain `make`: with $(MAKE) `make -n` would run it all.
test-all: tools
	@set -e; for python in $$(.ci/find-python); do \
	    name=$$($$python -c 'import sys; print("py%d.%d" % sys.version_info[:2])'); \
	    make --no-print-directory .tools/$$name/.tests PYTHON=$$python; \
	    echo "== $$name"; \
	    .tools/$$name/bin/python -m pytest -n auto --dist loadfile; \
	done

bench: .venv/.dev
	@set -e; for script in $(sort $(wildcard tests/bench/bench_*.py)); do $(BIN)/python $$script; done

fuzz: tools .venv/.dev
	QIJIN_FUZZ=long $(BIN)/python -m pytest -n auto tests/fuzz tests/check/random tests/templates/test_endings.py tests/templates/test_checked_letters.py

templates: .venv/.installed
	$(BIN)/python templates/build

clean:
	rm -rf .venv .tools out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environments. pip of 25.1 and newer knows dependency groups.
define make_venv
	@python="$${PYTHON:-$$(.ci/find-python | head -n 1)}"; test -n "$$python" \
	    && .ci/install-tools venv "$$python" \
	    && { test -x $(@D)/bin/python || "$$python" -m venv $(@D); }
	@$(@D)/bin/python -m pip install -q --disable-pip-version-check --upgrade 'pip>=25.1'
endef

.venv/.installed: pyproject.toml
	$(make_venv)
	@$(@D)/bin/python -m pip install -q -e .
	@touch $@

.venv/.dev: .venv/.installed
	@$(@D)/bin/python -m pip install -q --group dev
	@touch $@

.tools/%/.tests: pyproject.toml
	$(make_venv)
	@$(@D)/bin/python -m pip install -q -e . --group tests
	@touch $@
