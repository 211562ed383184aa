# Two commands matter: `make demo` tries everything without a token or a modem, `make test` checks everything.
PYTHON ?= python3
BIN := .venv/bin
READER := station/browser/node_modules/.package-lock.json

.PHONY: demo run test check tests chromium lock faults bench clean

demo: .venv/runtime.stamp $(READER)
	$(BIN)/absensi demo

run: .venv/runtime.stamp $(READER)
	$(BIN)/absensi run

test: .venv/dev.stamp
	$(MAKE) -j2 tests check

# They start many processes of the service: what one has compiled the next need not, whatever the machine's habit.
tests: .venv/dev.stamp $(READER) chromium
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder -rs

chromium:
	tests/install-chromium.sh

check: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Longer than a test may take: hundreds of kill -9 under load.
faults: .venv/dev.stamp
	$(BIN)/pytest -m faults

bench: .venv/dev.stamp $(READER) chromium
	$(BIN)/python -m benchmarks

# Pins every dependency with its hashes; the files name no download host.
lock: .venv/dev.stamp
	$(BIN)/pip install -q uv
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-header -o requirements.lock pyproject.toml
	$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --no-emit-index-url --generate-hashes --no-header -c requirements.lock --group dev -o requirements-dev.lock pyproject.toml

.venv/runtime.stamp: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed")'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --disable-pip-version-check -q --require-hashes -r requirements.lock
	$(BIN)/pip install --disable-pip-version-check -q --no-deps -e .
	touch $@

# Reads QR codes in every browser's camera. Nothing depends on it: without it the station reads the pictures itself.
$(READER): station/browser/package-lock.json
	@cd station/browser && { command -v npm >/dev/null && npm ci --omit=dev --omit=peer --ignore-scripts --fetch-retries=1 --fetch-timeout=20000 --loglevel=error >/dev/null && touch ../../$@; } \
		|| echo "npm is missing or failed: the station reads the camera's pictures itself instead of the browser." >&2

.venv/dev.stamp: .venv/runtime.stamp requirements-dev.lock
	$(BIN)/pip install --disable-pip-version-check -q --require-hashes -r requirements-dev.lock
	touch $@

clean:
	rm -rf .venv station/browser/node_modules build *.egg-info .mypy_cache .ruff_cache .pytest_cache
