# juesuan: two commands do everything, the environment included: `make run` and `make test`.

VENV := .venv
PYTHON := $(VENV)/bin/python
STAMP := $(VENV)/.installed

.PHONY: run test lint setup samples dagster dashboard rules dictionary accuracy scans planted crash bench clean

run: setup  ## load the samples that ship with the project and publish data/warehouse/juesuan.duckdb
	$(VENV)/bin/juesuan load data/samples --warehouse data/warehouse/juesuan.duckdb

test: setup  ## all tests (those that measure on real reports skip where ../shared is absent)
	$(PYTHON) -m pytest -n 3 --dist loadfile

lint: setup  ## style and types
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

setup: $(STAMP)  ## the environment in .venv, exact versions from constraints.txt

$(STAMP): pyproject.toml setup.py extractors/readers/_pdfium_pass.c extractors/readers/_glyph_lines.c constraints.txt
	@sh .ci/environment $(VENV)
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	$(PYTHON) -m compileall -q -j 2 $(VENV)/lib >/dev/null 2>&1 || true
	@touch $(STAMP)

samples: setup  ## typeset data/samples anew (needs the fonts named in tests/typesetting/README.md)
	$(PYTHON) -m tests.typesetting --out data/samples

dagster: setup  ## the assets in Dagster's web page at http://127.0.0.1:3000
	@mkdir -p .dagster && cp pipelines/dagster.yaml .dagster/dagster.yaml
	DAGSTER_HOME=$(CURDIR)/.dagster DAGSTER_DISABLE_TELEMETRY=yes $(VENV)/bin/dagster dev

dashboard: setup  ## the published warehouse in a browser at http://127.0.0.1:8501
	$(VENV)/bin/juesuan dashboard --warehouse data/warehouse/juesuan.duckdb

rules: setup  ## write docs/rules.md from sql/rules
	$(PYTHON) -m pipelines.reconciliation.catalogue

dictionary: setup  ## write docs/dictionary.md from the comments in the catalogue
	$(PYTHON) -m pipelines.dictionary

accuracy: setup  ## measure the extractor on invented reports and write benchmarks/ACCURACY.md
	$(PYTHON) -m benchmarks.accuracy

scans: setup  ## measure the extractor on scanned reports and write benchmarks/SCANS.md
	$(PYTHON) -m benchmarks.scans

planted: setup  ## plant errors in invented reports, see which are found, and write benchmarks/RECONCILIATION.md
	$(PYTHON) -m benchmarks.planted

crash: setup  ## kill nights, fill disks, watch readers, run a night three ways, and write benchmarks/RELIABILITY.md
	$(PYTHON) -m benchmarks.reliability

bench: setup  ## measure speed, start-up and scale, and write benchmarks/RESULTS.md (an hour)
	$(PYTHON) -m benchmarks.results

clean:  ## remove what is produced
	rm -rf data/warehouse build *.egg-info .mypy_cache .ruff_cache .hypothesis
