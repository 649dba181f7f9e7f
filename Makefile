# Every habit of the project is a target. Paths are relative, so that a folder's name may hold a space.

SHELL := /bin/sh
PYTHON := $(shell test -x /usr/bin/python3 && echo /usr/bin/python3 || echo python3)
VENV := .venv/bin/python
PYTEST_ARGS ?=
FUZZ_ARGS ?=

.PHONY: help demo test test-all test-qt6 lint format package translations docs models bench fuzz faults golden screenshots clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-15s %s\n' "$$name" "$$text"; done

demo: ## Run the whole chain on the demo data; everything lands in build/demo
	@sh scripts/apt.sh $$(cat scripts/qgis_packages.txt)
	@$(PYTHON) scripts/demo.py

test: ## Run the whole suite in a real QGIS, e.g. make test PYTEST_ARGS="-k index"
	@sh scripts/test.sh $(PYTEST_ARGS)

test-all: ## Run the suite on QGIS 3.22, 3.40 and 3.44, new numpy and pandas, and Qt 6 (root; an hour); ROWS="sid" chooses
	@sh scripts/apt.sh debootstrap iproute2
	@sh scripts/environment.sh
	@$(VENV) scripts/test_all.py $(ROWS)

test-qt6: ## Run the Qt-only parts of ui/ under PyQt6
	@sh scripts/test_qt6.sh

lint: ## Check style, imports, translations, and scan the package as the plugin repository does
	@sh scripts/lint.sh

format: ## Put the code into shape
	@sh scripts/environment.sh
	@$(VENV) -m ruff check --fix . && $(VENV) -m ruff format .

package: ## Build build/sejahtera-<version>.zip from what is committed
	@sh scripts/apt.sh git python3-babel
	@$(PYTHON) scripts/package.py

tutorial: package ## Follow the tutorial in a real QGIS window, up to the printed map; into build/tutorial
	@sh scripts/apt.sh $$(cat scripts/qgis_packages.txt) xvfb xauth
	@$(PYTHON) scripts/tutorial.py build/tutorial

windows: ## End projects, layers, the plugin and QGIS twenty times each, by mouse and keys in a real window
	@sh scripts/apt.sh xdotool openbox
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
	@rm -rf build .venv .pytest_cache .ruff_cache .hypothesis .qgis-settings .benchmarks
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
	@find resources -name '*.mo' -exec rm -f {} +
