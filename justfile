# The usual commands; `just` lists them. Each is one that can be typed without just.

python := ".venv/bin/python"
pip := ".venv/bin/pip --disable-pip-version-check"

_list:
    @just --list --unsorted

# Make .venv with everything that development needs, in the versions that CI runs
setup:
    python3 -m venv .venv
    {{ pip }} install -q -c constraints.txt -U pip
    {{ pip }} install -q -c constraints.txt -e . --group dev

# Start the playground: just run --server.port 8600
run *options:
    .venv/bin/orq-ui {{ options }}

# Run the emulator alone: just emulator --port 4010
emulator *options:
    .venv/bin/orq-ui emulator {{ options }}

# Run the tests, all or some: just test tests/routing -x
test *arguments="-n 2 --cov":
    {{ python }} -m pytest {{ arguments }}

# Check style and import contracts
lint:
    .venv/bin/ruff check .
    .venv/bin/ruff format --check .
    .venv/bin/lint-imports --no-logo

# Format the code, and mend what ruff can mend
fix:
    .venv/bin/ruff check --fix .
    .venv/bin/ruff format .

# Check the types
types:
    .venv/bin/mypy

# Do all that CI does (installs Chromium and PostgreSQL with apt where they are missing)
ci:
    .ci/run

# Measure speed as ratios: just bench --only edit
bench *options:
    {{ python }} -m bench {{ options }}

# Take the README's pictures anew, with Chromium
screenshots:
    {{ python }} -m docs.screenshots

# Draw sheets with all that the emulator can draw, into build/contact_sheets
contact-sheets *options:
    {{ python }} -m docs.contact_sheet {{ options }}

# Build the wheel into dist/
build:
    {{ python }} -m hatchling build -t wheel

# Pin in constraints.txt the newest versions that pyproject.toml allows
pin:
    rm -rf build/pins
    python3 -m venv build/pins
    build/pins/bin/pip --disable-pip-version-check install -q -U pip
    build/pins/bin/pip install -q -e . --group dev
    build/pins/bin/pip freeze --all --exclude-editable --exclude setuptools > constraints.txt
