# The commands of this project; `make` alone lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip install --disable-pip-version-check --quiet
ARGS ?=
CASES ?= 300
# Tests run on two sides with servers of their own each; on a given server only one can work.
SIDES ?= $(if $(DATABASE_URL)$(REDIS_URL),0,2)
export PYTHONUNBUFFERED = 1

# A throw-away configuration, so that the settings of a deployed site can be checked anywhere.
DEPLOYED := DJANGO_SETTINGS_MODULE=config.settings.production \
	DATABASE_URL=postgresql://check@localhost/check REDIS_URL=redis://localhost/0 \
	QINGQIAN_ALLOWED_HOSTS=qingqian.example.gov.cn \
	QINGQIAN_SECRET_KEY=only-for-make-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFG \
	QINGQIAN_DATA_KEYS=b25seS1mb3ItbWFrZS1jaGVjay0wMTIzNDU2Nzg5YWI= \
	QINGQIAN_INDEX_KEY=only-for-make-check

.PHONY: help
help: ## list these commands
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: $(VENV)/runtime.stamp ## start everything at http://localhost:8000 (HOST, PORT); Ctrl-C ends it
	@exec $(PY) manage.py serve $(ARGS)

.PHONY: test
test: $(VENV)/dev.stamp chromium ## run all tests (ARGS="tests/config -x")
	$(PY) -m pytest -n $(SIDES) --dist loadgroup --no-loadscope-reorder $(ARGS)

.PHONY: axe
axe: $(VENV)/dev.stamp chromium ## look at every page of every role with axe, at both widths and in both languages
	QINGQIAN_EVERY_LOOK=1 $(PY) -m pytest tests/stories/test_accessibility.py $(ARGS)

.PHONY: check
check: $(VENV)/dev.stamp ## check form, types, floors, migrations and deployment settings
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(VENV)/bin/lint-imports
	@set -- $$(find casework workflows notifications -type d -name templates); \
	if [ $$# -gt 0 ]; then echo "djlint --lint $$*"; $(PY) -m djlint --quiet --lint "$$@"; fi
	$(PY) -m mypy casework workflows notifications config
	$(PY) manage.py check --fail-level WARNING
	$(PY) manage.py makemigrations --check --dry-run
	@echo "manage.py check --deploy (config.settings.production)"
	@$(DEPLOYED) $(PY) manage.py check --deploy --fail-level WARNING

.PHONY: coverage
coverage: $(VENV)/dev.stamp chromium ## run all tests and show which lines they reach
	$(PY) -m pytest --cov --cov-report=term-missing:skip-covered $(ARGS)

.PHONY: messages
messages: $(VENV)/dev.stamp ## collect and compile the English catalogue (commit both files)
	@command -v msgfmt >/dev/null || { echo "gettext is missing: apt-get install gettext" >&2; exit 1; }
	$(PY) manage.py makemessages -l en --no-location --no-obsolete -i '.venv/*' -i 'tests/*'
	$(PY) manage.py compilemessages -i '.venv/*'

.PHONY: demo
demo: $(VENV)/runtime.stamp ## add demonstration cases to the database (CASES=300)
	$(PY) manage.py migrate --verbosity 0
	$(PY) manage.py demo --cases $(CASES)

.PHONY: bench
bench: $(VENV)/runtime.stamp ## measure it (ARGS=...)
	$(PY) -m bench $(ARGS)

.PHONY: faults
faults: $(VENV)/dev.stamp ## kill every part under acting clients and check the promises (ARGS="--actions 2000")
	$(PY) -m bench.faults $(ARGS)

.PHONY: figures
figures: $(VENV)/dev.stamp ## count the figures a second way by plain SQL (MATTERS=100000)
	FIGURES_MATTERS=$(or $(MATTERS),100000) $(PY) -m pytest tests/workflows/test_figures_at_size.py --durations=3 $(ARGS)

.PHONY: lock
lock: $(VENV)/dev.stamp ## pin anew the versions of all packages (ARGS=--upgrade)
	$(PY) -m piptools compile $(LOCKING) $(ARGS) -o requirements.lock pyproject.toml
	$(PY) -m piptools compile $(LOCKING) $(ARGS) --extra dev -c requirements.lock \
		-o requirements-dev.lock pyproject.toml
LOCKING := --quiet --strip-extras --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host

.PHONY: stop
stop: ## stop embedded servers that nobody uses
	@[ ! -x $(PY) ] || $(PY) manage.py services stop

.PHONY: clean
clean: stop ## remove the virtual environment and caches; the data in var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what the commands above need

$(VENV)/runtime.stamp: requirements.lock | $(PY)
	@echo "Installing packages ..."
	@$(PIP) -r requirements.lock || { $(NOT_INSTALLED); }
	@touch $@

# Holds all of requirements.lock, so that one is met as well.
$(VENV)/dev.stamp: requirements-dev.lock | $(PY)
	@echo "Installing packages for development ..."
	@$(PIP) -r requirements-dev.lock || { $(NOT_INSTALLED); }
	@touch $@ $(VENV)/runtime.stamp

NOT_INSTALLED = echo "The packages could not be installed; behind a wall, set PIP_INDEX_URL to a mirror." >&2; exit 1

$(PY):
	@for name in python3.11 python3.12 python3.13 python3; do \
		if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
		then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "Python 3.11 or newer is missing: apt-get install python3 python3-venv" >&2; exit 1; fi; \
	if ! $$found -c 'import ensurepip, venv' 2>/dev/null; then \
		echo "Python's venv is missing: apt-get install python3-venv" >&2; exit 1; fi; \
	if [ "$$(df -Pk . | awk 'NR == 2 {print $$4}')" -lt 1500000 ]; then \
		echo "Less than 1.5 GB are free here: make room first." >&2; exit 1; fi; \
	$$found -m venv $(VENV)

.PHONY: chromium
chromium:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
		command -v $$name >/dev/null && exit 0; done; \
	[ -z "$$QINGQIAN_CHROMIUM" ] || exit 0; \
	if command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ]; then \
		echo "Installing Chromium for the browser tests ..."; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq >/dev/null 2>&1; \
		apt-get install -qq -y --no-install-recommends chromium fonts-noto-cjk >/dev/null 2>&1 && exit 0; \
	fi; \
	echo "Chromium is missing, so browser tests will fail: apt-get install chromium fonts-noto-cjk" >&2
