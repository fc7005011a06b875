# make demo: set everything up, invent two registers, compare them, show the first candidates
# make test: set everything up, and pass every check and test
# make spark: add PySpark (400 MB), so that the tests of the Spark engine run too; they need Java 17
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test spark check-style docs lock clean

demo: .venv/ready
	rm -rf demo-run demo-run-registers
	$(BIN)/linkage demo --out demo-run

test: .venv/ready check-style
	$(BIN)/python -m pytest -q -n auto --dist loadfile

spark: .venv/ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-spark.lock

check-style: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: .venv/ready
	$(BIN)/python -m benchmarks.manual

.venv/ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch .venv/ready

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra dev --quiet \
	  --custom-compile-command "make lock" pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --extra spark --constraint requirements.lock \
	  --quiet --custom-compile-command "make lock" pyproject.toml -o requirements-spark.lock

clean:
	rm -rf .venv demo-run demo-run-registers dist
