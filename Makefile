# Every habit of the project is a target. Paths are relative, so that a folder's name may hold a space.

SHELL := /bin/sh
PYTHON := $(shell test -x /usr/bin/python3 && echo /usr/bin/python3 || echo python3)
VENV := .venv/bin/python
FAST := .venv-fast
PYTEST_ARGS ?=
FUZZ_ARGS ?=
CHECKS ?=

.PHONY: help demo test test-fast test-all test-qt6 lint types format package tutorial windows translations docs models \
	bench fuzz faults golden screenshots clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-15s %s\n' "$$name" "$$text"; done

demo: ## Run the whole chain on the demo data; everything lands in build/demo
	@sh scripts/apt.sh $$(cat scripts/qgis_packages.txt)
	@$(PYTHON) scripts/demo.py

test: ## Run the whole suite in a real QGIS, e.g. make test PYTEST_ARGS="-k index"
	@sh scripts/test.sh $(PYTEST_ARGS)

test-fast: ## Run what needs neither QGIS nor a screen nor long, below a minute, on any system with Python
	@sh scripts/test_fast.sh $(PYTEST_ARGS)

test-all: ## Run the suite on QGIS 3.22, 3.40 and 3.44, new numpy and pandas, and Qt 6 (root; an hour); ROWS="sid" chooses
	@sh scripts/apt.sh debootstrap iproute2
	@sh scripts/environment.sh
	@$(VENV) scripts/test_all.py $(ROWS)

test-qt6: ## Run the Qt-only parts of ui/ under PyQt6
	@sh scripts/test_qt6.sh

lint: ## Check style, translations, imports, types, Qt 6, and scan the package as the plugin repository does; no QGIS
	@sh scripts/lint.sh $(CHECKS)

types: ## Lower the baseline of mypy to what is there; it refuses to rise
	@sh scripts/venv.sh $(FAST) tests/requirements-fast.txt
	@$(FAST)/bin/python scripts/type_check.py update

format: ## Put the code into shape
	@sh scripts/venv.sh $(FAST) tests/requirements-fast.txt
	@$(FAST)/bin/python -m ruff check --fix . && $(FAST)/bin/python -m ruff format .

package: ## Build build/sejahtera-<version>.zip from what is committed
	@sh scripts/apt.sh git python3-babel
	@$(PYTHON) scripts/package.py

tutorial: ## Follow the tutorial in a real QGIS window, from the zip to the printed map; pictures in build/tutorial
	@SEJAHTERA_PICTURES=$${SEJAHTERA_PICTURES:-build} sh scripts/test.sh tests/window/test_tutorial.py -s

windows: ## End projects, layers, the plugin and QGIS twenty times each, by mouse and keys in a real window; install the zip
	@SEJAHTERA_WINDOW_TIMES=20 sh scripts/test.sh tests/window

golden: ## Record the golden results anew: every number of the demo and of published data, to the bit
	@SEJAHTERA_RECORD=1 sh scripts/test.sh tests/golden tests/test_demo.py

translations: ## Bring the translations up to date with the code and say what is missing
	@sh scripts/environment.sh
	@$(VENV) scripts/translations.py update
	@$(VENV) scripts/translations.py compile

docs: ## Write the generated pages and build the manual into build/site
	@sh scripts/docs.sh

models: ## Write the shipped models and the project template anew
	@sh scripts/environment.sh
	@QT_QPA_PLATFORM=offscreen $(VENV) scripts/models.py
	@QT_QPA_PLATFORM=offscreen $(VENV) scripts/project_template.py

bench: bench-composite bench-layers ## Time the composite index and whole algorithms; bench-NAME runs any file of the folder benchmarks

bench-%: benchmarks/%.py
	@sh scripts/environment.sh
	@$(VENV) $<

fuzz: ## Fuzz all that reads files and layers of others, a minute each, e.g. make fuzz FUZZ_ARGS="600 table gal"
	@sh scripts/fuzz.sh $(FUZZ_ARGS)

faults: ## Cancel, kill and starve every algorithm at every place, and feed it every awkward value: most of an hour
	@SEJAHTERA_EVERY_FAULT=1 sh scripts/test.sh tests/hardening

screenshots: ## Take the manual's pictures in a real QGIS window
	@sh scripts/environment.sh
	@$(PYTHON) scripts/screenshots.py docs/images
	@QT_QPA_PLATFORM=offscreen $(PYTHON) scripts/result_pictures.py

clean: ## Take away all that was built
	@rm -rf build .venv .venv-fast .pytest_cache .ruff_cache .hypothesis .qgis-settings .benchmarks
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find resources -name '*.mo' -exec rm -f {} +
